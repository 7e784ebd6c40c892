import Kernel

/// 下达付款指令.
struct OrderDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.claim?.decisions.last?.approver].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        var fate = round.fate("payee.\(file.card.number)")
        let payee = DemoPerson(&fate)
        let fields: JSON = [
            "claim": .string(file.card.number), "method": "bankTransfer",
            "payee": .string(payee.name), "account": .string(DemoPerson.account(&fate)),
            "isEntitled": true,
        ]
        var errands = [Errand(who, "payments.order", fields)]
        if round.chances.chance(20), case .object(var unchecked) = fields {
            unchecked["isEntitled"] = false
            errands.insert(errands[0].mistaken(fields: .object(unchecked)), at: 0)
        }
        return errands
    }
}

/// 复核放款, by neither the maker nor the approver; sometimes stopped and ordered again.
struct ReleaseDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.payment?.maker, file.claim?.decisions.last?.approver].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let payment = file.payment?.state else { return [] }
        if round.chances.chance(15) {
            let fields: JSON = ["payment": .string(payment.number), "reason": "账户信息有疑问，退回核对"]
            return [Errand(who, "payments.stop", fields)]
        }
        return [Errand(who, "payments.release", ["payment": .string(payment.number)])]
    }
}

/// The daily batch, and what the bank says the morning after.
enum BankDesk {
    /// From 15:00 what was released goes to the bank.
    private static let batchMinute = 15 * 60

    static func assignments(_ round: inout Round) throws -> [Assignment] {
        guard let clerk = round.anyone(.paymentClerk) else { return [] }
        if round.hours.minute(of: round.now) >= batchMinute {
            return try round.reader.rows(
                """
                SELECT DISTINCT currency FROM payment WHERE stage = 'released' ORDER BY currency
                """
            ).map { row in
                Assignment([
                    Errand(
                        clerk, "payments.sendBatch",
                        ["currency": .string(try row.text("currency")), "atMost": 500])
                ])
            }
        }
        return try answers(clerk, &round)
    }

    private static func answers(
        _ clerk: OfficeMember, _ round: inout Round
    ) throws -> [Assignment] {
        let rows = try round.reader.rows(
            """
            SELECT number, amount_minor, currency FROM payment WHERE stage = 'sent'
            ORDER BY number LIMIT 5000
            """)
        return try rows.map { row in
            let number = try row.text("number")
            let currency = Currency(rawValue: try row.text("currency")) ?? .cny
            let amount = Money(minor: try row.integer("amount_minor"), currency)
            var fate = round.fate("bank.\(number)")
            return Assignment(
                answer(number, amount, clerk, &fate))
        }
    }

    private static func answer(
        _ number: String, _ amount: Money, _ clerk: OfficeMember, _ fate: inout Chances
    ) -> [Errand] {
        if fate.chance(40) {
            let fields: JSON = ["payment": .string(number), "reason": "户名与账号不符，银行退回"]
            return [Errand(clerk, "payments.fail", fields)]
        }
        var fields: JSON.Object = [
            "payment": .string(number), "reference": .string("BK-\(number)"),
            "amount": .string(amount.description),
        ]
        let confirmation = Errand(clerk, "payments.confirm", .object(fields))
        if fate.chance(20) {
            fields["amount"] = .string(Money(minor: amount.minor + 1, amount.currency).description)
            return [confirmation.mistaken(fields: .object(fields)), confirmation]
        }
        return [confirmation]
    }
}
