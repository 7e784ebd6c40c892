import Kernel

/// What comes from outside and over time: papers over several days, customers who withdraw,
/// duplicates found late, reserves that change, closed claims that are taken up again, money that
/// comes back. Each claim's turns are drawn from its own number.
enum FateDesk {
    private static let day: Int64 = 86_400

    /// What lies before a claim that is new to the office.
    static func opened(_ number: String, _ round: Round) throws -> [(Moment, Diary.Entry)] {
        guard let claim: Loaded<Claim> = try round.reader.load(number: number) else { return [] }
        var fate = round.fate("claim.\(number).\(claim.reopenings)")
        var later: [(Moment, Diary.Entry)] = []
        var codes: [Int64: [String]] = [:]
        for paper in claim.missingDocuments {
            codes[fate.chance(500) ? 0 : fate.between(1...6), default: []].append(paper.code)
        }
        for (days, codes) in codes.sorted(by: { $0.key < $1.key }) {
            later.append((after(days, round, &fate), .papers(claim: number, codes: codes)))
        }
        if fate.chance(20) {
            later.append((after(2, round, &fate), .ending(claim: number, .customerWithdrawal)))
        } else if fate.chance(12) {
            let kind: ClaimWords.Cancellation = fate.chance(500) ? .companyCancellation : .duplicate
            later.append((after(3, round, &fate), .ending(claim: number, kind)))
        }
        if fate.chance(60) {
            later.append((after(fate.between(0...4), round, &fate), .reserve(claim: number)))
        }
        return later
    }

    /// What lies before a claim that was closed.
    static func closed(_ number: String, _ round: Round) throws -> [(Moment, Diary.Entry)] {
        guard let claim: Loaded<Claim> = try round.reader.load(number: number) else { return [] }
        var fate = round.fate("closed.\(number).\(claim.reopenings)")
        var later: [(Moment, Diary.Entry)] = []
        if claim.reopenings == 0, fate.chance(25) {
            later.append((after(fate.between(1...5), round, &fate), .reopening(claim: number)))
        }
        if claim.paidMinor > 0, fate.chance(40) {
            later.append((after(fate.between(1...8), round, &fate), .recovery(claim: number)))
        }
        if claim.payment != nil, claim.vouchers.count == 1, fate.chance(15) {
            later.append((after(fate.between(1...6), round, &fate), .bounce(claim: number)))
        }
        if fate.chance(claim.ending == .denied ? 200 : 15) {
            later.append((after(fate.between(1...9), round, &fate), .review(claim: number)))
        }
        if fate.chance(claim.ending == .denied ? 60 : 5) {
            later.append((after(fate.between(2...12), round, &fate), .lawsuit(claim: number)))
        }
        return later
    }

    private static func after(_ days: Int64, _ round: Round, _ fate: inout Chances) -> Moment {
        round.now.adding(seconds: days * day + fate.between(0...14_400))
    }

    /// What is done in the office when an entry of the diary is due.
    static func assignment(_ entry: Diary.Entry, _ round: inout Round) throws -> Assignment? {
        switch entry {
        case .opened: return nil
        case .papers(let number, let codes): return try papers(number, codes, round)
        case .ending(let number, let kind): return try ending(number, kind, round)
        case .reserve(let number): return try reserve(number, &round)
        case .reopening(let number): return try reopening(number, &round)
        case .recovery(let number): return try AfterwardsFate.recovery(number, &round)
        case .bounce(let number): return try bounce(number, round)
        case .review(let number): return try AfterwardsFate.review(number, &round)
        case .lawsuit(let number): return try AfterwardsFate.lawsuit(number, &round)
        case .signature(let item, let signer):
            return round.roster.member(signer).map { signer in
                let agrees = round.chances.chance(900)
                return Assignment([
                    Errand(
                        signer, "work.sign",
                        ["item": .string(item), "agrees": .bool(agrees), "opinion": "已阅"])
                ])
            }
        case .answer(let item, let delegate):
            return round.roster.member(delegate).map {
                Assignment([
                    Errand($0, "work.answerDelegation", ["item": .string(item), "answer": "已核实"])
                ])
            }
        }
    }

    static func claim(
        _ number: String, _ round: Round, undecided: Bool = true
    ) throws -> Claim? {
        guard let claim: Loaded<Claim> = try round.reader.load(number: number) else { return nil }
        let isUndecided = ClaimWorkflow.undecided.contains(claim.state.state)
        return isUndecided == undecided ? claim.state : nil
    }

    private static func papers(
        _ number: String, _ codes: [String], _ round: Round
    ) throws -> Assignment? {
        guard try claim(number, round) != nil, let clerk = round.anyone(.registrationClerk)
        else { return nil }
        return Assignment([
            Errand(
                clerk, "claims.receiveDocuments",
                ["claim": .string(number), "documents": .array(codes.map { .string($0) })])
        ])
    }

    private static func ending(
        _ number: String, _ kind: ClaimWords.Cancellation, _ round: Round
    ) throws -> Assignment? {
        guard try claim(number, round) != nil, let handler = round.anyone(.claimsHandler),
            let supervisor = round.anyone(.claimsSupervisor)
        else { return nil }
        let isCustomers = kind == .customerWithdrawal
        let errand = Errand(
            isCustomers ? handler : supervisor, "claims.cancel",
            [
                "claim": .string(number), "kind": .string(kind.rawValue),
                "reason": isCustomers ? "客户书面申请撤案" : "经核实为重复或无效报案",
            ])
        // A handler tries first what only a supervisor may do.
        return Assignment(isCustomers ? [errand] : [errand.mistaken(by: handler), errand])
    }

    private static func reserve(_ number: String, _ round: inout Round) throws -> Assignment? {
        guard let claim = try claim(number, round), let handler = round.anyone(.claimsHandler),
            claim.reserveProposal == nil, let line = round.chances.pick(claim.reserveLines)
        else { return nil }
        let raised = line.amount.minor / 100 * round.chances.between(60...260)
        return Assignment([
            Errand(
                handler, "claims.changeReserve",
                [
                    "claim": .string(number), "reason": "依据查勘结果调整",
                    "coverage": .string(line.coverage),
                    "reserve": .string(Money(minor: raised, claim.currency).description),
                ])
        ])
    }

    private static func reopening(_ number: String, _ round: inout Round) throws -> Assignment? {
        guard let claim = try claim(number, round, undecided: false), claim.state.isFinal,
            let supervisor = round.anyone(.claimsSupervisor)
        else { return nil }
        let kinds = ClaimWords.ReopenReason.allCases.filter { $0 != .review }
        let kind = round.chances.pick(kinds) ?? .newEvidence
        let reserve = Money(minor: round.chances.skewed(20_000...3_000_000), claim.currency)
        return Assignment([
            Errand(
                supervisor, "claims.reopen",
                [
                    "claim": .string(number), "kind": .string(kind.rawValue),
                    "reserve": .string(reserve.description), "reason": "客户补充新的材料",
                ])
        ])
    }

    private static func bounce(_ number: String, _ round: Round) throws -> Assignment? {
        guard let claim = try claim(number, round, undecided: false), claim.state == .closed,
            let id = claim.payment, let payment = try round.reader.load(id),
            payment.state.state == .confirmed, let clerk = round.anyone(.paymentClerk)
        else { return nil }
        return Assignment([
            Errand(
                clerk, "payments.fail",
                [
                    "payment": .string(payment.number), "code": "accountClosed",
                    "reason": "收款账户已销户，银行退汇",
                ])
        ])
    }
}
