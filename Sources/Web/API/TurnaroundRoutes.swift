import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// How the promises of a period were kept, the cases behind each figure, and where the time went.
extension Site {
    var turnaroundRoutes: [Route] {
        [
            Route(.get, "/api/v1/turnaround", .reading(["claim"])) { try await statistics($0) },
            Route(.get, "/api/v1/turnaround/cases", .reading(["claim"])) {
                try await turnaroundCases($0)
            },
            Route(.get, "/api/v1/turnaround/time", .reading(["claim"])) {
                try await turnaroundTime($0)
            },
            Route(.get, "/api/v1/cases/{number}/time", .reading(["claim"])) {
                try await caseTime($0)
            },
        ]
    }

    private func statistics(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["by", "metric", "from", "to"])
        let dimension = try TurnaroundQuery.dimension(query, visit)
        let metric = try TurnaroundQuery.metric(query)
        let now = dispatcher.now()
        let lines = try await database.read { reader in
            try TurnaroundStatistics.lines(
                by: dimension, metric: metric, TurnaroundQuery.period(query, reader), at: now,
                reader)
        }
        return Answer.json([
            "by": .string(dimension.rawValue), "items": .array(lines.map(\.json)),
            "explanation": .array(TurnaroundStatistics.explanation.map(\.json)),
        ])
    }

    private func turnaroundCases(_ visit: Visit) async throws -> Response {
        let query = try visit.query(
            ["by", "key", "metric", "outcome", "from", "to", "limit", "after"])
        let dimension = try TurnaroundQuery.dimension(query, visit)
        guard let metric = try TurnaroundQuery.metric(query) else {
            throw Problem.badParameter("metric")
        }
        let key = query["key"] ?? metric
        let outcome = try query["outcome"].map { text throws in
            guard let outcome = PromiseOutcome(rawValue: text) else {
                throw Problem.badParameter("outcome")
            }
            return outcome
        }
        let limit = try query["limit"].map(PageCursor.limit) ?? 50
        let now = dispatcher.now()
        let cases = try await database.read { reader in
            try TurnaroundStatistics.cases(
                by: dimension, key: key, metric: metric, outcome: outcome,
                TurnaroundQuery.period(query, reader), at: now,
                after: TurnaroundQuery.place(query["after"], reader), limit: limit, reader)
        }
        let next = cases.count == limit ? cases.last.map { JSON.string($0.clock.text) } : nil
        return Answer.json(["items": .array(cases.map(\.json)), "next": next ?? .null])
    }

    private func turnaroundTime(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["from", "to", "limit"])
        let limit = try query["limit"].map(PageCursor.limit) ?? 100
        let now = dispatcher.now()
        let time = try await database.read { reader in
            try TurnaroundStatistics.time(
                TurnaroundQuery.period(query, reader), at: now, limit: limit, reader)
        }
        return Answer.json([
            "claims": .integer(Int64(time.claims)), "counted": .integer(Int64(time.counted)),
            "totalMinutes": .integer(time.share.total / 60_000),
            "parts": .array(time.share.shown),
        ])
    }

    private func caseTime(_ visit: Visit) async throws -> Response {
        let number = try visit.part("number")
        let now = dispatcher.now()
        let principal = try visit.principal
        let answer: JSON? = try await database.read { reader in
            guard try CaseSight.of(principal, reader)?.sees(number, reader) != false,
                let claim: Loaded<Claim> = try reader.load(number: number),
                let course = try TimeShare.of(claim: claim.state, at: now, reader)
            else { return nil }
            return [
                "case": .string(number), "from": .string(course.from.iso8601),
                "to": .string(course.to.iso8601),
                "totalMinutes": .integer(course.share.total / 60_000),
                "parts": .array(course.share.shown),
            ]
        }
        guard let answer else { throw Refusal.noSuch(Claim.title) }
        return Answer.json(answer)
    }
}

/// What a question about turnaround may say.
enum TurnaroundQuery {
    /// Figures about persons are for those who lead or review them.
    private static let leaders: Set<Post> = .held(
        .claimsSupervisor, .serviceSupervisor, .executive, .auditor, .complianceOfficer)

    static func dimension(
        _ query: [String: String], _ visit: Visit
    ) throws -> TurnaroundStatistics.Dimension {
        let text = query["by"] ?? "metric"
        guard let dimension = TurnaroundStatistics.Dimension(rawValue: text) else {
            throw Problem.badParameter("by")
        }
        if dimension == .person, try visit.principal.posts.isDisjoint(with: leaders) {
            throw Refusal.notYourPost
        }
        return dimension
    }

    static func metric(_ query: [String: String]) throws -> String? {
        guard let text = query["metric"] else { return nil }
        guard ClaimClocks.metrics.contains(where: { $0.code == text }) else {
            throw Problem.badParameter("metric")
        }
        return text
    }

    /// Clocks that started from the first day to the last of the insurer's days, both included.
    static func period(
        _ query: [String: String], _ reader: any Reader
    ) throws -> PromisePeriod {
        let from = try day("from", query), until = try day("to", query)
        if from == nil, until == nil { return .always }
        let zone = try CalendarShelf.newest(ClaimClocks.calendar, reader).zone
        return PromisePeriod(
            from: from.map { zone.moment(of: $0, minute: 0) } ?? PromisePeriod.always.from,
            until: until.map { zone.moment(of: $0.adding(days: 1), minute: 0) }
                ?? PromisePeriod.always.until)
    }

    private static func day(_ name: String, _ query: [String: String]) throws -> Day? {
        guard let text = query[name] else { return nil }
        guard text.utf8.count == 10, let day = Day(text) else {
            throw Problem.badParameter(name)
        }
        return day
    }

    /// The case that a page ended with, by its clock.
    static func place(_ text: String?, _ reader: any Reader) throws -> PromiseCase? {
        guard let text else { return nil }
        guard let id = ID<ClockRecord>(text), let record = try reader.load(id) else {
            throw Problem.badParameter("after")
        }
        return PromiseCase(at: record.state)
    }
}
