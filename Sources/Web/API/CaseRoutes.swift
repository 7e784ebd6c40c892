import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// What happened to a case, and why a promise of it is due when it is.
extension Site {
    var caseRoutes: [Route] {
        [
            Route(.get, "/api/v1/cases/{number}/timeline", .reading(["claim", "notice"])) {
                try await timeline($0)
            },
            Route(.get, "/api/v1/clocks/{id}/why", .reading(["service_clock"])) {
                try await why($0)
            },
        ]
    }

    private func timeline(_ visit: Visit) async throws -> Response {
        let number = try visit.part("number")
        let query = try visit.query(["after", "limit"])
        let limit = try query["limit"].map(PageCursor.limit) ?? 100
        guard let after = Int64(query["after"] ?? "0"), after >= 0 else {
            throw Problem.badParameter("after")
        }
        let principal = try visit.principal
        let entries = try await database.read { reader in
            guard try CaseSight.of(principal, reader)?.sees(number, reader) != false else {
                return nil as [JSON]?
            }
            return try CaseTimeline.entries(of: number, after: after, limit: limit, reader)
        }
        guard let entries else { throw Refusal.noSuch(Words("案件", "case")) }
        let last = entries.count == limit ? entries.last?["seq"] ?? .null : .null
        return Answer.json(["items": .array(entries.map(described)), "next": last])
    }

    /// Adds what the command is called; a command of an older release keeps its bare name.
    private func described(_ entry: JSON) -> JSON {
        guard case .object(var object) = entry, let name = entry["command"]?.text else {
            return entry
        }
        object["title"] = (commands[name]?.title ?? Words(name, name)).json
        return .object(object)
    }

    private func why(_ visit: Visit) async throws -> Response {
        guard let id = ID<ClockRecord>(try visit.part("id")) else { throw Problem.notFound }
        let answer = try await database.read { reader in
            try ClockAnswer.why(id, reader)
        }
        guard let answer else { throw Refusal.noSuch(ClockRecord.title) }
        return Answer.json(answer)
    }
}

/// The sum behind a due moment.
enum ClockAnswer {
    static func why(_ id: ID<ClockRecord>, _ reader: any Reader) throws -> JSON? {
        guard let record = try reader.load(id) else { return nil }
        let clock = record.clock
        let calendar = try CalendarShelf.edition(
            Int64(clock.calendarVersion), of: clock.calendarID, reader)
        let title = ClaimClocks.metrics.first { $0.code == clock.metric }?.title
        let standard = try ID<Standard>(clock.standard.id).flatMap { try reader.load($0) }
        let named = standard.map { standard in
            Words(
                "\(standard.state.source.zh)（标准第\(standard.edition)版）",
                "\(standard.state.source.en) (standard, edition \(standard.edition))")
        }
        let lines: [Words]
        do {
            lines = try clock.why(calendar, name: title, standardName: named)
        } catch {
            throw error.refusal
        }
        return [
            "id": .string(id.text), "case": .string(record.subject.number),
            "metric": .string(clock.metric),
            "title": (title ?? Words(clock.metric, clock.metric)).json,
            "status": .string(record.status), "dueAt": .string(clock.due.iso8601),
            "lines": .array(lines.map(\.json)),
        ]
    }
}
