package import Kernel

/// 诉讼立案: before which court or arbitration, in which role, about how much.
package struct OpenLitigation: Command {
    package static let statement = CommandStatement<OpenLitigation>(
        "litigation.open", Words("诉讼立案", "Open a lawsuit"),
        Words(
            "登记法院或仲裁机构、案号、地位、标的和律师；未办结前案卷不得归档和销毁",
            "Court, docket, role, amount and lawyer; until it is closed the file is not archived"),
        duties: ["1.3.3", "4.3.2a"], by: .held(by: .claimsHandler, .claimsSupervisor),
        numbers: [.litigation], on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("forum", \.forum, Words("受理机构类别", "Forum")),
            Field("authority", \.authority, Words("受理机构", "Court or institution"), .line(120)),
            Field("docket", \.docket, Words("受理案号", "Docket number"), .line(80)),
            Field("role", \.role, Words("公司地位", "The insurer's role")),
            Field("amount", \.amount, Words("标的额", "Amount in dispute"), 0...Coverage.largest),
            Field(
                "opponent", \.opponent, Words("对方当事人", "Other party"),
                PersonalRule(.name, of: "opponent", max: 80)),
            Field(
                "lawyer", optional: \.lawyer, Words("代理律师", "Lawyer"),
                PersonalRule(.name, of: "lawyer", max: 80)),
        ])

    package var claim = ""
    package var forum = Litigation.Forum.court
    package var authority = ""
    package var docket = ""
    package var role = Litigation.Role.defendant
    package var amount = Money(minor: 0)
    package var opponent = Personal()
    package var lawyer: Personal?

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let others: [Loaded<Litigation>]
        let archive: SideLineFacts<ClaimArchive>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(claim, context, transaction)
        return try Facts(
            claim: claim, others: AfterwardsStore.lawsuits(of: claim.claim.number, transaction),
            archive: AfterwardsStore.archiveFacts(of: claim.claim, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        try require(amount.currency == claim.currency, else: .otherCurrency(claim.currency))
        guard let opponent = opponent.sealed else { throw .nameMissing }
        try require(
            !facts.others.contains { $0.docket == docket && $0.authority == authority },
            else: .docketKnown)
        try require(facts.archive?.line.state.state != .disposed, else: .fileDisposed)
        let lawsuit = Litigation(
            id: context.id("litigation"), number: context.number(.litigation), claim: claim.id,
            claimNumber: claim.number, forum: forum, authority: authority, role: role,
            amount: amount, opponent: opponent, lawyer: lawyer?.sealed, openedAt: context.now,
            docket: docket)
        var decision = Decision()
        decision.open(Litigation.self, .opened(lawsuit))
        decision.open(
            WorkItem.self,
            .opened(
                AfterwardsTasks.item(
                    AfterwardsTasks.conduct, Post(.claimsHandler), lawsuit.reference,
                    branch: claim.branch, context)))
        decision.reply = ["number": .string(lawsuit.number)]
        return decision
    }
}

/// 安排庭审: the work to attend it is due on its day.
package struct SetHearing: Command {
    package static let statement = CommandStatement<SetHearing>(
        "litigation.setHearing", Words("安排庭审", "Set a hearing"),
        Words("登记开庭时间和地点，并开立出庭待办", "When and where; opens the work to attend it"),
        duties: ["4.3.2a"], keeps: .drive, by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Litigation.self, "lawsuit", \.lawsuit),
        fields: [
            .lawsuit(\.lawsuit), Field("at", \.at, Words("开庭时间", "When")),
            Field("place", \.place, Words("地点", "Where"), .line(120)),
        ])

    package var lawsuit = ""
    package var at = Moment(milliseconds: 0)
    package var place = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Litigation> {
        try SideLineFacts.gather(lawsuit, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<Litigation>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(at > context.now, else: .hearingInPast)
        var decision = Decision()
        try facts.take(.setHearing, LitigationWorkflow.main, &decision, context)
        try require(facts.line.openHearings.isEmpty, else: .hearingOpen)
        try require(facts.line.hearings.count < 100, else: .tooManyEntries)
        decision.change(facts.line, .hearingSet(.init(at: at, place: place)))
        decision.open(
            WorkItem.self,
            .opened(facts.item(AfterwardsTasks.hearing, .claimsHandler, context, dueAt: at)))
        return decision
    }
}

/// 登记庭审情况.
package struct HoldHearing: Command {
    package static let statement = CommandStatement<HoldHearing>(
        "litigation.holdHearing", Words("登记庭审情况", "Record a hearing"),
        Words("庭审后登记情况", "What came of the hearing"),
        duties: ["1.3.3"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Litigation.self, "lawsuit", \.lawsuit),
        fields: [.lawsuit(\.lawsuit), .reason(\.note, name: "note")])

    package var lawsuit = ""
    package var note = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Litigation> {
        try SideLineFacts.gather(lawsuit, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<Litigation>, _ context: Context
    ) throws(Refusal) -> Decision {
        var decision = Decision()
        try facts.take(
            .holdHearing, LitigationWorkflow.main, finishing: [AfterwardsTasks.hearing],
            &decision, context)
        guard let index = facts.line.hearings.firstIndex(where: { $0.note == nil }) else {
            throw .noHearingOpen
        }
        try require(facts.line.hearings[index].at <= context.now, else: .hearingNotYet)
        decision.change(
            facts.line, .hearingHeld(index: Int64(index), note: note, at: context.now))
        return decision
    }
}

/// 登记诉讼费用.
package struct RecordLitigationCost: Command {
    package static let statement = CommandStatement<RecordLitigationCost>(
        "litigation.recordCost", Words("登记诉讼费用", "Record a cost of the lawsuit"),
        Words("登记受理费、律师费等，与赔款分列", "Fees of court and lawyer, apart from what is paid"),
        duties: ["1.3.3"], keeps: .evidence, by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Litigation.self, "lawsuit", \.lawsuit),
        fields: [
            .lawsuit(\.lawsuit),
            Field("amount", \.amount, Words("金额", "Amount"), 1...Coverage.largest),
            Field("what", \.what, Words("费用名称", "What for"), .line(120)),
        ])

    package var lawsuit = ""
    package var amount = Money(minor: 0)
    package var what = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Litigation> {
        try SideLineFacts.gather(lawsuit, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<Litigation>, _ context: Context
    ) throws(Refusal) -> Decision {
        let currency = facts.line.amount.currency
        try require(amount.currency == currency, else: .otherCurrency(currency))
        try require(facts.line.costs.count < 100, else: .tooManyEntries)
        var decision = Decision()
        try facts.take(.recordCost, LitigationWorkflow.main, &decision, context)
        decision.change(
            facts.line, .costRecorded(.init(amount: amount, what: what, at: context.now)))
        return decision
    }
}

extension Refusal {
    static let docketKnown = Refusal(
        .conflict, "litigation.docketKnown",
        Words("该案号已登记，请在原诉讼下办理", "this docket is recorded already; go on with that lawsuit"))
    static let hearingInPast = Refusal(
        .invalid, "litigation.hearingInPast",
        Words("开庭时间应在将来，请核对", "a hearing is set for the future; check the time"))
    static let hearingOpen = Refusal(
        .conflict, "litigation.hearingOpen",
        Words("上一次庭审尚未登记情况，请先登记", "the hearing before is not recorded yet; record it first"))
    static let noHearingOpen = Refusal(
        .conflict, "litigation.noHearing",
        Words("没有待登记的庭审，请先安排庭审", "no hearing is set; set one first"))
    static let hearingNotYet = Refusal(
        .conflict, "litigation.hearingNotYet",
        Words("尚未开庭，庭审后再登记", "the hearing has not been yet; record it afterwards"))
}
