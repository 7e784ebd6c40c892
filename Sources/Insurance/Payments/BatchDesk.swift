package import Kernel

/// Hands out the file of a batch: journal first, then open, then compare with what was handed out
/// before. Full names and accounts exist nowhere else but in this answer.
package struct BatchDesk: Sendable {
    package struct File: Sendable {
        package let name: String
        package let bytes: [UInt8]
        package let sha256: String
    }

    private let dispatcher: Dispatcher

    package init(_ dispatcher: Dispatcher) { self.dispatcher = dispatcher }

    package func file(of number: String, by principal: Principal) async throws -> File {
        var taking = TakeBatchFile()
        taking.batch = number
        _ = try await dispatcher.perform(taking, by: principal)
        let bytes = try await dispatcher.database.read { [vault = dispatcher.vault] reader in
            try BatchFile.bytes(of: number, vault, reader)
        }
        var sealing = SealBatchFile()
        sealing.batch = number
        sealing.digest = Hash(of: bytes).hex
        _ = try await dispatcher.perform(sealing, by: principal)
        return File(name: "\(number).csv", bytes: bytes, sha256: sealing.digest)
    }
}

/// 付款文件: CSV (RFC 4180, UTF-8 with byte order mark), one line for each payment and one with the
/// control totals. The same batch gives the same bytes each time.
enum BatchFile {
    static let header = ["付款号", "收款人", "收款账号", "金额", "币种", "赔案号"]

    static func bytes(
        of number: String, _ vault: Vault, _ reader: any Reader
    ) throws -> [UInt8] {
        guard let batch: Loaded<PaymentBatch> = try reader.load(number: number) else {
            throw Refusal.noSuch(PaymentBatch.title)
        }
        let payments = try batch.payments.map { number in
            guard let payment: Loaded<Payment> = try reader.load(number: number) else {
                throw Refusal.noSuch(Payment.title)
            }
            return payment.state
        }
        let people = payments.map(\.payee.person) + payments.map(\.account.person)
        let opener = try vault.opener(for: Set(people).sorted(), reader)
        var lines = [header]
        for payment in payments {
            lines.append([
                payment.number,
                try opener.open(payment.payee, field: PersonalKind.name.rawValue),
                try opener.open(payment.account, field: PersonalKind.bankAccount.rawValue),
                decimal(payment.amount), payment.amount.currency.rawValue, payment.claimNumber,
            ])
        }
        lines.append([
            "合计", "\(payments.count)", batch.contentHash, decimal(batch.total),
            batch.total.currency.rawValue, number,
        ])
        return [0xEF, 0xBB, 0xBF] + lines.flatMap { record($0) }
    }

    private static func decimal(_ money: Money) -> String {
        String(money.description.dropLast(4))
    }

    /// Every cell in quotes; what a spreadsheet would run as a formula gets a `'` in front.
    static func record(_ cells: [String]) -> [UInt8] {
        let quoted = cells.map { cell in
            let safe = isFormula(cell) ? "'" + cell : cell
            return "\"" + safe.replacing("\"", with: "\"\"") + "\""
        }
        return Array((quoted.joined(separator: ",") + "\r\n").utf8)
    }

    /// Looks behind blanks and quotes, which some programs drop.
    private static func isFormula(_ cell: String) -> Bool {
        guard let first = cell.unicodeScalars.first(where: { $0 != " " && $0 != "'" }) else {
            return false
        }
        return "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first)
    }
}
