import Kernel

/// What the office insures, as far as new notices need it.
struct OfficePortfolio: Sendable {
    struct Entry: Sendable {
        let policy: String
        let line: LineOfBusiness
        let currency: Currency
        let inception: Day
        let expiry: Day
    }

    let entries: [Entry]

    static func load(_ reader: any Reader) throws -> OfficePortfolio {
        let products: [Loaded<Product>] = try reader.loadAll(
            where: "1 = 1 ORDER BY code, edition LIMIT 5000")
        let byCode = Dictionary(products.map { ($0.code, $0.state) }, uniquingKeysWith: { $1 })
        return OfficePortfolio(
            entries: try reader.rows(
                """
                SELECT number, product, inception, expiry FROM policy ORDER BY number LIMIT 20000
                """
            ).compactMap { row in
                guard let product = byCode[try row.text("product")] else { return nil }
                return Entry(
                    policy: try row.text("number"), line: product.line,
                    currency: product.coverages.first?.limit.currency ?? .cny,
                    inception: try row.day("inception"), expiry: try row.day("expiry"))
            })
    }
}

/// New notices of losses on every channel; some outside the policy's period, some under a number
/// nobody knows, some told twice.
struct NoticeDesk: Sendable {
    let portfolio: OfficePortfolio

    func arrivals(_ count: Int, _ round: inout Round) -> [Assignment] {
        (0..<count).compactMap { _ in arrival(&round) }
    }

    private func arrival(_ round: inout Round) -> Assignment? {
        let today = round.hours.day(of: round.now)
        guard let entry = entry(on: today, &round.chances) else { return nil }
        let channel =
            round.chances.pick(Array(ClaimWords.Channel.allCases)) ?? .phone
        let post: PostWords.Post =
            switch channel {
            case .phone: .serviceAgent
            case .agent: .salesperson
            case .counter, .web: .claimsIntake
            }
        guard let who = round.chances.pick(round.roster.holders(of: Post(post)))
            ?? round.anyone(.claimsIntake) else { return nil }
        let errand = Errand(who, "claims.registerNotice", .object(fields(entry, channel, &round)))
        var assignment = Assignment([errand])
        if round.chances.chance(30) { assignment.errands += twice(errand, &round.chances) }
        return assignment
    }

    /// Told once more by somebody else: refused as a likely duplicate, sometimes another loss.
    private func twice(_ errand: Errand, _ chances: inout Chances) -> [Errand] {
        var errands = [errand.mistaken()]
        if chances.chance(300), case .object(var fields) = errand.fields {
            fields["distinct"] = true
            errands.append(Errand(errand.who, errand.command, .object(fields)))
        }
        return errands
    }

    private func entry(on day: Day, _ chances: inout Chances) -> OfficePortfolio.Entry? {
        for _ in 0..<8 {
            guard let entry = chances.pick(portfolio.entries) else { return nil }
            if entry.inception <= day.adding(days: -6) && day <= entry.expiry { return entry }
        }
        return chances.pick(portfolio.entries)
    }

    private func fields(
        _ entry: OfficePortfolio.Entry, _ channel: ClaimWords.Channel, _ round: inout Round
    ) -> JSON.Object {
        let person = DemoPerson(&round.chances)
        let isUnknown = round.chances.chance(15)
        let isOutside = round.chances.chance(40)
        let cause = cause(entry.line, &round.chances)
        var lossAt = round.now.adding(seconds: -round.chances.between(1_800...400_000))
        if isOutside {
            let day = entry.inception.adding(days: -Int(round.chances.between(3...60)))
            lossAt = min(lossAt, round.hours.calendar.zone.moment(of: day, minute: 600))
        }
        return [
            "channel": .string(channel.rawValue),
            "policy": .string(isUnknown ? "X-" + entry.policy : entry.policy),
            "lossAt": .string(lossAt.iso8601), "place": .string(DemoPerson.place(&round.chances)),
            "cause": .string(cause.rawValue),
            "course": .string("客户来报：\(cause.words.zh)，\(person.address)附近，人车情况待核实。"),
            "estimate": .string(estimate(entry, &round.chances).description),
            "reporterName": .string(person.name), "reporterPhone": .string(person.phone),
            "relation": .string(round.chances.one(of: "本人", "配偶", "子女", "父母")),
        ]
    }

    private func cause(
        _ line: LineOfBusiness, _ chances: inout Chances
    ) -> ClaimWords.Cause {
        guard let line = ClaimWords.Line(rawValue: line.rawValue) else { return .other }
        let causes = ClaimWords.Cause.allCases.filter { $0.lines.contains(line) }
        return chances.pick(causes) ?? .other
    }

    private func estimate(
        _ entry: OfficePortfolio.Entry, _ chances: inout Chances
    ) -> Money {
        let range: ClosedRange<Int64> =
            switch entry.line {
            case .motor: 30_000...20_000_000
            case .property: 50_000...90_000_000
            case .accident: 20_000...15_000_000
            case .medical, .life: 100_000...30_000_000
            }
        let minor = chances.skewed(range)
        return Money(minor: entry.currency == .cny ? minor : minor / 7, entry.currency)
    }
}
