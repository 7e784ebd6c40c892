import Insurance
import Kernel

/// One command over many rows, each through the door by itself: its own rules, its own entry in
/// the journal, its own key.
struct BulkRun: Sendable {
    /// Rows of one run at most.
    static let most = 500
    /// Under way at once, so that their commits share one sync.
    private static let batch = 16

    let verb: BulkVerb
    let shared: JSON.Object
    let dispatcher: Dispatcher
    let principal: Principal

    /// What became of one row, or would.
    struct Outcome: Sendable {
        let row: BulkRow
        let refusal: Refusal?
    }

    /// What would be done now and what refused, by the same rules; nothing is written.
    func preview(_ rows: [BulkRow]) async throws -> [Outcome] {
        try await each(rows) { row in
            try await verb.command.preview(dispatcher, json(row), principal)
        }
    }

    /// - Parameter key: the same key with the same rows is done once, however often it is sent.
    func perform(_ rows: [BulkRow], key: String) async throws -> [Outcome] {
        try await each(rows) { row in
            _ = try await verb.command.perform(
                dispatcher, json(row), principal, Envelope(key: "\(key):\(row.id)"))
        }
    }

    private func json(_ row: BulkRow) -> JSON {
        var object = shared
        object[verb.field] = .string(verb.field == "item" ? row.id : row.number)
        return .object(object)
    }

    private func each(
        _ rows: [BulkRow], _ body: @escaping @Sendable (BulkRow) async throws -> Void
    ) async throws -> [Outcome] {
        var outcomes: [Int: Outcome] = [:]
        try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
            var waiting = Array(rows.enumerated())[...]
            func begin() {
                guard let (index, row) = waiting.popFirst() else { return }
                group.addTask { (index, try await Self.outcome(row, body)) }
            }
            for _ in 0..<Self.batch { begin() }
            while let (index, outcome) = try await group.next() {
                outcomes[index] = outcome
                begin()
            }
        }
        return rows.indices.compactMap { outcomes[$0] }
    }

    private static func outcome(
        _ row: BulkRow, _ body: @Sendable (BulkRow) async throws -> Void
    ) async throws -> Outcome {
        do {
            try await body(row)
            return Outcome(row: row, refusal: nil)
        } catch let refusal as Refusal {
            return Outcome(row: row, refusal: refusal)
        } catch let failure as DatabaseFailure {
            guard let refusal = Refusal(failure) else { throw failure }
            return Outcome(row: row, refusal: refusal)
        }
    }
}

/// A row that something is to be done to.
struct BulkRow: Hashable, Sendable {
    let id: String
    /// The number of its case.
    let number: String
    /// What kind of work it is, where a case may have several.
    let title: Words?
}

/// Refused rows by what stands in their way, the most frequent first.
struct BulkRefusals: Sendable {
    let groups: [(message: Words, rows: [BulkRow])]

    init(_ outcomes: [BulkRun.Outcome]) {
        var order: [Words] = []
        var rows: [Words: [BulkRow]] = [:]
        for outcome in outcomes {
            guard let message = outcome.refusal?.message else { continue }
            if rows[message] == nil { order.append(message) }
            rows[message, default: []].append(outcome.row)
        }
        groups = order.map { ($0, rows[$0] ?? []) }.sorted { $0.rows.count > $1.rows.count }
    }

    var count: Int { groups.reduce(0) { $0 + $1.rows.count } }

    func shown(_ language: Language) -> [[String: any Sendable]] {
        groups.map { group in
            [
                "why": group.message[language], "count": group.rows.count,
                "cases": group.rows.map { $0.shown(language) },
            ]
        }
    }
}

extension BulkRow {
    func shown(_ language: Language) -> [String: any Sendable] {
        ["number": number, "title": title?[language] ?? "", "link": CaseLink.path(number)]
    }
}
