import Kernel

/// What the office does in one hour: planned from what is read and from seeded chances alone.
struct SimulatedOffice: Sendable {
    let options: OfficeOptions
    let hours: OfficeHours
    private let desk: NoticeDesk
    private(set) var diary: Diary
    private var chances: Chances

    init(_ options: OfficeOptions, at now: Moment, _ reader: any Reader) throws {
        self.options = options
        hours = try OfficeHours.load(reader)
        desk = NoticeDesk(portfolio: try OfficePortfolio.load(reader))
        diary = try Diary.open(reader, at: now)
        chances = Chances(options.seed, "office")
    }

    /// The assignments of the hour that begins at `now`.
    mutating func plan(_ reader: any Reader, at now: Moment, notices: Int) throws -> [Assignment] {
        var round = try Round(reader, at: now, options, hours, chances)
        var plan: [Assignment] = []
        plan += desk.arrivals(notices, &round)
        for entry in diary.due(by: now) {
            if case .opened(let number) = entry {
                for (moment, entry) in try FateDesk.opened(number, round) {
                    diary.add(moment, entry)
                }
            } else if let assignment = try FateDesk.assignment(entry, &round) {
                plan.append(assignment)
            }
        }
        plan += try BankDesk.assignments(&round)
        for card in try WorkCard.open(at: now, reader) {
            if let assignment = try assignment(card, &round) { plan.append(assignment) }
        }
        chances = round.chances
        return plan
    }

    /// What follows from a command that was done.
    mutating func note(_ errand: Errand, _ receipt: Receipt, _ reader: any Reader) throws {
        guard errand.sense == .work else { return }
        switch errand.command {
        case "claims.registerClaim":
            if let number = receipt.text("number") { diary.add(receipt.at, .opened(claim: number)) }
        case "claims.reopen":
            if let number = errand.fields["claim"]?.text {
                diary.add(receipt.at, .opened(claim: number))
            }
        case "claims.close":
            guard let number = errand.fields["claim"]?.text else { return }
            let round = try Round(reader, at: receipt.at, options, hours, chances)
            for (moment, entry) in try FateDesk.closed(number, round) { diary.add(moment, entry) }
        default: break
        }
    }

    mutating func add(_ later: [(Moment, Diary.Entry)]) {
        for (moment, entry) in later { diary.add(moment, entry) }
    }

    private func assignment(_ card: WorkCard, _ round: inout Round) throws -> Assignment? {
        guard let desk = Desks.desk(card.kind), !isLeft(card, round), round.hasTime(card.post)
        else { return nil }
        let file = try CaseFile(card, round.reader)
        guard desk.isReady(file) else { return nil }
        let excluded = desk.excluded(file)
        if let holder = card.holder {
            guard let who = round.take(holder: holder) else { return nil }
            if excluded.contains(holder) {
                let fields: JSON.Object = ["reason": "本人为前一环节经办人，应当回避"]
                return Assignment([WorkVerbs.verb("return", card, who, fields)])
            }
            return try work(file, desk, who, [], &round)
        }
        guard let who = round.take(card.post, but: excluded) else { return nil }
        return try work(file, desk, who, [WorkVerbs.verb("claim", card, who, [:])], &round)
    }

    private func work(
        _ file: CaseFile, _ desk: any Desk, _ who: OfficeMember, _ before: [Errand],
        _ round: inout Round
    ) throws -> Assignment? {
        var assignment = Assignment(before + [WorkVerbs.verb("begin", file.card, who, [:])])
        if let detour = WorkVerbs.detour(file.card, who, &round) {
            assignment.errands += detour.errands
            assignment.later = detour.later
            return assignment
        }
        let errands = try desk.errands(file, who, &round)
        if errands.isEmpty { return nil }
        for errand in errands {
            assignment.errands +=
                errand.sense == .work
                ? Mistakes.around(errand, file, &round, permille: options.mistakes) : [errand]
        }
        return assignment
    }

    /// Now and then something lies under other papers for days, so that promises break.
    private func isLeft(_ card: WorkCard, _ round: Round) -> Bool {
        var fate = round.fate("left.\(card.id)")
        guard fate.chance(25) else { return false }
        return round.now < card.openedAt.adding(seconds: fate.between(2...16) * 86_400)
    }
}
