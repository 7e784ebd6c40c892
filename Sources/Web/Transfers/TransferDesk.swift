import Insurance
import Kernel

/// Works on exports and imports beside the pages, one after the other. What a process leaves
/// undone when it ends, the next takes over: an export begins anew, an import goes on, because
/// no row is done twice.
package struct TransferDesk: Sendable {
    let dispatcher: Dispatcher
    let spreadsheets: any Spreadsheets
    let commands: CommandRegistry

    private static let fileLife: Int64 = 86_400

    /// Works on one. Says whether there was one.
    package func workOnce() async throws -> Bool {
        let now = dispatcher.now()
        let old = now.adding(seconds: -Self.fileLife)
        let (hasWork, hasOld) = try await dispatcher.database.read { reader in
            (try TransferStore.hasWork(now, reader), try TransferStore.hasOld(before: old, reader))
        }
        if hasOld {
            try await dispatcher.database.write { try TransferStore.dropOld(before: old, $0) }
        }
        guard hasWork else { return false }
        let token = RandomText.make(dispatcher.random(16))
        let turn = try await dispatcher.database.write { transaction in
            try TransferStore.take(token, at: now, transaction)
        }
        guard let turn else { return false }
        try await work(turn)
        return true
    }

    private func work(_ turn: TransferStore.Turn) async throws {
        do {
            let isTooOften = try await dispatcher.database.read { reader in
                try TransferStore.isTooOften(turn, reader)
            }
            if isTooOften { throw SheetProblem(Self.givenUp) }
            switch turn.transfer.kind {
            case .export: try await export(turn)
            case .import: try await bring(turn)
            }
        } catch is TurnLost {
            return
        } catch let refusal as Refusal {
            try await fail(turn, refusal.message)
        } catch let problem as SheetProblem {
            try await fail(turn, problem.message)
        } catch let problem as MappingProblem {
            try await fail(turn, problem.words)
        } catch let stopped as ImportRun.Stopped {
            try await fail(
                turn,
                Words(
                    "在第 \(stopped.line) 行附近停止：\(stopped.message.zh)。已导入的保留，再次导入即可继续",
                    "stopped near line \(stopped.line): \(stopped.message.en). What was imported "
                        + "stays; import the file again to go on"))
        }
    }

    private static let givenUp = Words(
        "多次中断，已停止；请重新发起", "it broke off several times and was given up; begin anew")

    private func fail(_ turn: TransferStore.Turn, _ message: Words) async throws {
        let now = dispatcher.now()
        try await dispatcher.database.write { transaction in
            try TransferStore.end(turn, .failed, message, file: nil, at: now, transaction)
        }
    }

    fileprivate func tell(
        _ turn: TransferStore.Turn, done: Int, total: Int, refused: Int = 0
    ) async throws {
        let now = dispatcher.now()
        try await dispatcher.database.write { transaction in
            try TransferStore.tell(
                turn, done: done, total: total, refused: refused, at: now, transaction)
        }
    }

    /// Seals the file, if there is one, and says that it is ready.
    fileprivate func end(
        _ turn: TransferStore.Turn, _ note: Words, file: [UInt8]?
    ) async throws {
        let (transfer, now) = (turn.transfer, dispatcher.now())
        let sealed = try await seal(file, of: transfer.id.text, for: transfer.staff)
        try await dispatcher.database.write { transaction in
            try TransferStore.end(turn, .ready, note, file: sealed, at: now, transaction)
        }
    }

    private func seal(
        _ bytes: [UInt8]?, of owner: String, for staff: ID<StaffMember>
    ) async throws -> [UInt8]? {
        guard let bytes, let id = ID<Transfer>(owner) else { return nil }
        let key = try await key(of: staff)
        return try FileSeal.seal(bytes, of: id, key: key, random: dispatcher.random)
    }

    private func key(of staff: ID<StaffMember>) async throws -> SubjectKey {
        let key = try await dispatcher.database.read { [vault = dispatcher.vault] reader in
            try TransferStore.key(of: staff, vault, reader)
        }
        guard let key else { throw VaultFailure.erased }
        return key
    }

    /// Keeps a file that was sent, sealed for its sender. Returns the name it waits under.
    func receive(_ bytes: [UInt8], from staff: ID<StaffMember>) async throws -> String {
        let now = dispatcher.now()
        guard let words = dispatcher.random(16).twoWords else { throw VaultFailure.randomness }
        let owner = ID<Transfer>(at: now, random: words).text
        guard let sealed = try await seal(bytes, of: owner, for: staff) else { return owner }
        try await dispatcher.database.write { transaction in
            try TransferStore.put(sealed, of: owner, at: now, transaction)
        }
        return owner
    }

    /// The content of a file that waits; empty when there is none.
    func content(of owner: String, for staff: ID<StaffMember>) async throws -> [UInt8] {
        guard let id = ID<Transfer>(owner) else { return [] }
        let sealed = try await dispatcher.database.read { reader in
            try TransferStore.bytes(of: owner, reader)
        }
        guard !sealed.isEmpty else { return [] }
        return try FileSeal.open(sealed, of: id, key: try await key(of: staff))
    }
}

/// 导出.
extension TransferDesk {
    private func export(_ turn: TransferStore.Turn) async throws {
        let transfer = turn.transfer
        let filters = QueryText.values(transfer.filters)
        guard let collection = ReadCollections.named(transfer.name) else {
            throw Refusal.noSuch(Transfer.title)
        }
        // Whoever lost the post meanwhile gets nothing.
        let (principal, known, total) = try await dispatcher.database.read { reader in
            let member = try RosterEntry.find(transfer.staff, reader)
            guard let principal = member?.principal(), collection.mayBeRead(by: principal) else {
                throw Refusal.notYourPost
            }
            let known = try ListFilter.known(filters, reader)
            let keys = try collection.keys(
                limit: Transfers.mostRows + 1, filters: known, for: principal, reader)
            return (principal, known, keys.count)
        }
        var sheet = ExportedSheet(
            collection, transfer.isEnglish ? .en : .zh,
            transfer.format == .csv ? spreadsheets.csv() : spreadsheets.workbook())
        var place: ReadPlace?
        let most = min(total, Transfers.mostRows)
        repeat {
            let (rows, next) = try await dispatcher.database.read {
                [vault = dispatcher.vault, place] reader in
                let page = try collection.page(
                    after: place, limit: ReadCollection.largestPage, filters: known,
                    for: principal, vault, reader)
                return (try StaffNames.naming(page.items, vault, reader), page.next)
            }
            sheet.add(rows.prefix(Transfers.mostRows - sheet.count))
            place = next
            try await tell(turn, done: sheet.count, total: max(most, sheet.count))
        } while place != nil && sheet.count < Transfers.mostRows
        let isCut = place != nil
        let count = sheet.count
        try await end(
            turn,
            isCut
                ? Words(
                    "超过 \(Transfers.mostRows) 行，只导出前 \(count) 行；请收窄筛选条件分次导出",
                    "there are more than \(Transfers.mostRows) rows; these are the first \(count). "
                        + "Narrow the filters for the others")
                : Words("共 \(count) 行", "\(count) rows"),
            file: try sheet.end())
    }
}

/// Rows of a list as the rows of a sheet: the columns and the words of the page.
struct ExportedSheet {
    private let collection: ReadCollection
    private let language: Language
    private var writer: any SheetWriter
    private var names: [String] = []
    private(set) var count = 0

    init(_ collection: ReadCollection, _ language: Language, _ writer: any SheetWriter) {
        self.collection = collection
        self.language = language
        self.writer = writer
    }

    mutating func add(_ rows: ArraySlice<JSON>) {
        if names.isEmpty { head(Array(rows)) }
        for row in rows {
            let cells = ShownRow(json: row).cells(names, of: collection, language)
            writer.add(zip(names, cells).map { name, cell in Self.cell(row[name], cell) })
        }
        count += rows.count
    }

    private mutating func head(_ rows: [JSON]) {
        names = ShownColumns.preferred(collection.name) ?? ShownColumns.of(rows, most: 9)
        if names.isEmpty { names = ["number"] }
        writer.add(
            names.map { .text(ReadFieldWords.title($0, in: collection)[language]) })
    }

    mutating func end() throws(SheetProblem) -> [UInt8] { try writer.end() }

    /// Amounts in yuan and counts are numbers; everything else is the text of the page.
    private static func cell(_ value: JSON?, _ shown: [String: any Sendable]) -> SheetCell {
        switch value {
        case .integer(let number)?: return .number(String(number))
        case .string(let text)?:
            if text.hasSuffix(" CNY"), let money = Money(text) { return .number(money.plain) }
        default: break
        }
        let text = shown["text"] as? String ?? ""
        return .text(shown["isEmpty"] as? Bool == true ? "" : text)
    }
}

/// 导入.
extension TransferDesk {
    private func bring(_ turn: TransferStore.Turn) async throws {
        let transfer = turn.transfer
        guard let mapping = try Imports.mapping(named: transfer.name, commands),
            Imports.shipped[transfer.name] != nil
        else { throw Refusal.noSuch(Words("映射", "mapping")) }
        let bytes = try await content(of: transfer.upload ?? "", for: transfer.staff)
        var file = try MappedRows(bytes, mapping, spreadsheets)
        let total = try MappedRows(bytes, mapping, spreadsheets).count()
        try await tell(turn, done: 0, total: total)
        var refused = spreadsheets.csv()
        refused.add((RefusedRow.columns + file.header).map { .text($0) })
        let run = try ImportRun(mapping, header: file.header, dispatcher: dispatcher)
        let report = try await run.run(
            next: { try file.next() },
            refused: { row in refused.add(row.record.map { .text($0) }) },
            progress: { report in
                try await tell(
                    turn, done: report.rows, total: max(total, report.rows),
                    refused: report.refusedRows)
            })
        try await tell(
            turn, done: report.rows, total: max(total, report.rows), refused: report.refusedRows)
        try await end(
            turn,
            Words(
                report.lines(.zh).joined(separator: "\n"),
                report.lines(.en).joined(separator: "\n")),
            file: report.refusedRows > 0 ? try refused.end() : nil)
    }
}

/// The rows of a file as a mapping says they are written.
struct MappedRows {
    let header: [String]
    private var reader: any SheetReader

    init(
        _ bytes: [UInt8], _ mapping: ImportMapping, _ spreadsheets: any Spreadsheets
    ) throws(SheetProblem) {
        reader = try spreadsheets.reader(
            bytes, isGB18030: mapping.encoding == .gb18030,
            delimiter: mapping.delimiter.rawValue.utf8.first ?? 0x2C,
            mostBytes: 8 * Transfers.mostBytes)
        switch try reader.next() {
        case .record(_, let fields)?: header = fields.map(\.trimmed)
        case .damaged(_, _, let message)?: throw SheetProblem(message)
        case nil:
            throw SheetProblem(
                Words("文件为空：首行应为列名", "the file is empty: its first line should name columns"))
        }
    }

    mutating func next() throws(SheetProblem) -> ImportRun.Item? {
        switch try reader.next() {
        case nil: nil
        case .record(let line, let fields)?: .record(ImportRecord(line: line, fields: fields))
        case .damaged(let line, let id, let message)?:
            .damaged(RefusedRow(line: line, reason: id, message: message))
        }
    }

    /// How many rows there are, by reading them all.
    consuming func count() throws(SheetProblem) -> Int {
        var rest = self
        var count = 0
        while try rest.next() != nil { count += 1 }
        return count
    }
}
