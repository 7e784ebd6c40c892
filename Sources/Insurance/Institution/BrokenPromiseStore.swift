package import Kernel

/// One promise that was not kept: whose, since when, why, who answers for it, what was done.
package struct BrokenPromise: Sendable {
    package let metric: Words
    package let caseNumber: String
    package let due: Moment
    /// When it was done after all; `nil` while it is still open.
    package let done: Moment?
    /// What was found and decided; `nil` until the sweep has opened the breach.
    package let breach: Breach?
    /// The staff number of who answers for it.
    package let responsible: String?
}

package enum BrokenPromiseStore {
    package static let most = 200

    /// The newest broken promises of a duty in a period.
    package static func list(
        _ duty: DutyID, in period: InstitutionPeriod, _ reader: any Reader
    ) throws -> [BrokenPromise] {
        let metrics = ClaimClocks.metrics.filter { $0.duties.contains(duty) }
        if metrics.isEmpty { return [] }
        let rows = try reader.rows(
            """
            SELECT metric, case_number, due_at, stopped_at, breach FROM service_clock
            WHERE status = 'breached' AND due_at >= \(period.start) AND due_at < \(period.end)
                AND metric IN \(list: metrics.map(\.code))
            ORDER BY due_at DESC, id DESC LIMIT \(most)
            """)
        return try rows.map { row in
            let metric = try row.text("metric")
            let breach = try row.optional("breach", Row.text)
                .flatMap { ID<Breach>($0) }
                .flatMap { id -> Loaded<Breach>? in try reader.load(id) }
            return BrokenPromise(
                metric: metrics.first { $0.code == metric }?.title ?? Words(metric, metric),
                caseNumber: try row.text("case_number"), due: try row.moment("due_at"),
                done: try row.optional("stopped_at") { row in { try row.moment($0) } },
                breach: breach?.state,
                responsible: try breach?.explanation?.responsible.flatMap {
                    try StaffRecord.number(of: $0, reader)
                })
        }
    }
}

extension StaffRecord {
    /// The number of a member, whether they still act or not.
    static func number(of member: ID<StaffMember>, _ reader: any Reader) throws -> String? {
        try reader.row("SELECT number FROM staff WHERE id = \(member)")?.text("number")
    }
}

extension BrokenPromise {
    package var json: JSON {
        [
            "metric": metric.json, "case": .string(caseNumber), "dueAt": .string(due.iso8601),
            "doneAt": done.map { .string($0.iso8601) } ?? .null,
            "breach": breach.map { .string($0.number) } ?? .null,
            "stage": breach.map { .string($0.state.rawValue) } ?? .null,
            "cause": breach?.explanation.map { $0.cause.words.json } ?? .null,
            "responsible": responsible.map(JSON.string) ?? .null,
            "measure": breach?.ruling.map { $0.measure.title.json } ?? .null,
        ]
    }
}
