package import Kernel

/// 登记裁判或和解: a judgment open to appeal starts the days to appeal; anything else is final.
package struct RecordOutcome: Command {
    package static let statement = CommandStatement<RecordOutcome>(
        "litigation.recordOutcome", Words("登记裁判或和解", "Record the outcome"),
        Words(
            "登记判决、裁决、调解或撤诉及应付金额；可上诉判决自送达日起计算上诉期",
            "Judgment, award, settlement or withdrawal with what is payable; days to appeal run "
                + "from service"),
        duties: ["1.3.3", "4.3.2a"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Litigation.self, "lawsuit", \.lawsuit),
        fields: [
            .lawsuit(\.lawsuit), Field("result", \.result, Words("结果", "Result")),
            Field("payable", \.payable, Words("公司应付", "Payable"), 0...Coverage.largest),
            Field("document", \.document, Words("文书号", "Document"), .line(120)),
            Field("servedOn", \.servedOn, Words("送达日", "Served on")),
        ])

    package var lawsuit = ""
    package var result = Litigation.Conclusion.judgment
    package var payable = Money(minor: 0)
    package var document = ""
    package var servedOn = Day(number: 0)

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Litigation> {
        try SideLineFacts.gather(lawsuit, context, transaction, starting: [.appeal])
    }

    package func decide(
        _ facts: SideLineFacts<Litigation>, _ context: Context
    ) throws(Refusal) -> Decision {
        let line = facts.line.state
        try require(
            payable.currency == line.amount.currency, else: .otherCurrency(line.amount.currency))
        let today = facts.time.day(of: context.now)
        try require(servedOn <= today, else: .servedInFuture)
        let fits = (result == .award) == (line.forum == .arbitration)
            || result == .settlement || result == .withdrawal
        try require(fits, else: .resultOfOtherForum)
        try require(line.openHearings.isEmpty, else: .hearingOpen)
        var decision = Decision()
        let workflow = LitigationWorkflow.main
        if result == .judgment {
            _ = try workflow.take(.judge, in: line.state, of: line)
            try decision.start(
                .appeal, facts.time, of: line.reference, LitigationWorkflow.Step.judge.title,
                from: facts.time.start(of: servedOn), context)
        } else {
            try facts.take(.settle, workflow, &decision, context)
        }
        decision.change(
            facts.line,
            .decided(
                .init(
                    result: result, payable: payable, document: document, servedOn: servedOn,
                    instance: line.instance, at: context.now)))
        return decision
    }
}

/// 登记上诉, by whichever side: the lawsuit goes to the next instance under a new docket.
package struct Appeal: Command {
    package static let statement = CommandStatement<Appeal>(
        "litigation.appeal", Words("登记上诉", "Record an appeal"),
        Words("在上诉期内登记上诉及二审案号", "Within the days to appeal, with the docket of the next instance"),
        duties: ["1.3.3", "4.3.2a"], by: .held(by: .claimsSupervisor),
        on: .numbered(Litigation.self, "lawsuit", \.lawsuit),
        fields: [
            .lawsuit(\.lawsuit), Field("appellant", \.appellant, Words("上诉方", "Who appeals")),
            Field("docket", \.docket, Words("二审案号", "New docket number"), .line(80)),
        ])

    package var lawsuit = ""
    package var appellant = Litigation.Role.defendant
    package var docket = ""

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
        try facts.take(.appeal, LitigationWorkflow.main, &decision, context)
        let isOurs = appellant == facts.line.role
        let due = facts.time.open(.appeal)?.clock.due
        try require(!isOurs || due.map { context.now <= $0 } ?? true, else: .appealTooLate)
        decision.change(
            facts.line, .appealed(by: appellant, docket: docket, at: context.now))
        return decision
    }
}

/// 服判: nobody appeals, or the days to appeal are over.
package struct AcceptJudgment: Command {
    package static let statement = CommandStatement<AcceptJudgment>(
        "litigation.accept", Words("服判生效", "Accept the judgment"),
        Words("决定不上诉或上诉期满，判决生效", "Nobody appeals, or the days are over: it is final"),
        duties: ["1.3.3", "4.3.2a"], by: .held(by: .claimsSupervisor),
        on: .numbered(Litigation.self, "lawsuit", \.lawsuit),
        fields: [.lawsuit(\.lawsuit), .reason(\.reason)])

    package var lawsuit = ""
    package var reason = ""

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
        try facts.take(.accept, LitigationWorkflow.main, &decision, context)
        decision.change(facts.line, .becameFinal(at: context.now))
        decision.reason = reason
        return decision
    }
}

/// 履行判决: takes the claim up again with the amount the judgment orders; from there it is
/// decided and paid as every other amount. Never counted against the cap of reopenings.
package struct ReopenForJudgment: Command {
    package static let statement = CommandStatement<ReopenForJudgment>(
        "litigation.reopenClaim", Words("重开赔案履行判决", "Reopen the claim to perform"),
        Words(
            "按生效结果的应付金额计提准备金并重开赔案，走正常核赔和付款程序，不计入重开次数",
            "Reopens the claim with what is payable as its reserve; decided and paid as usual"),
        duties: ["4.2.3a", "1.3.1"], by: .held(by: .claimsSupervisor),
        on: .numbered(Litigation.self, "lawsuit", \.lawsuit),
        fields: [.lawsuit(\.lawsuit), .reason(\.reason)])

    package var lawsuit = ""
    package var reason = ""

    package struct Facts: Sendable {
        let lawsuit: SideLineFacts<Litigation>
        let claim: ClaimFacts
        let archive: SideLineFacts<ClaimArchive>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let lawsuit = try SideLineFacts<Litigation>.gather(lawsuit, context, transaction)
        return try Facts(
            lawsuit: lawsuit,
            claim: ClaimFacts(
                of: lawsuit.claim, transaction, starting: [.decision, .documentRequest, .progress]),
            archive: AfterwardsStore.archiveFacts(of: lawsuit.claim, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let line = facts.lawsuit.line.state
        var decision = Decision()
        try facts.lawsuit.take(.pay, LitigationWorkflow.main, &decision, context)
        try require(line.payable.minor > 0, else: .nothingOrdered)
        try require(line.reopenedAt == nil, else: .performedAlready)
        try facts.claim.reopen(
            .reopen, .judgment, line.payable, reason, facts.archive, &decision, context)
        decision.change(facts.lawsuit.line, .claimReopened(at: context.now))
        decision.reason = reason
        return decision
    }
}

/// 诉讼结案: nothing is left to perform.
package struct CloseLitigation: Command {
    package static let statement = CommandStatement<CloseLitigation>(
        "litigation.close", Words("诉讼结案", "Close the lawsuit"),
        Words("生效且应付金额已履行后结案", "Final, and what it orders is performed"),
        duties: ["1.3.3"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Litigation.self, "lawsuit", \.lawsuit), fields: [.lawsuit(\.lawsuit)])

    package var lawsuit = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> SideLineFacts<Litigation> {
        try SideLineFacts.gather(lawsuit, context, transaction)
    }

    package func decide(
        _ facts: SideLineFacts<Litigation>, _ context: Context
    ) throws(Refusal) -> Decision {
        let staff = try facts.actor(context)
        var decision = Decision()
        try facts.take(
            .close, LitigationWorkflow.main, finishing: [AfterwardsTasks.conduct], &decision,
            context)
        let line = facts.line.state
        let isPerformed =
            line.payable.minor == 0
            || line.reopenedAt != nil && facts.claim.state.state.isFinal
        try require(isPerformed, else: .notPerformed(line.payable))
        decision.change(facts.line, .closed(by: staff, at: context.now))
        return decision
    }
}

extension Refusal {
    static let servedInFuture = Refusal(
        .invalid, "litigation.servedInFuture",
        Words("送达日不能晚于今天，请核对", "it cannot have been served after today; check the day"))
    static let resultOfOtherForum = Refusal(
        .invalid, "litigation.resultOfOtherForum",
        Words("法院作出判决，仲裁机构作出裁决，请更正结果",
            "a court gives a judgment, arbitration an award; correct it"))
    static let appealTooLate = Refusal(
        .conflict, "litigation.appealTooLate",
        Words("上诉期已过，请办理服判生效", "the days to appeal are over: accept the judgment"))
    static let nothingOrdered = Refusal(
        .conflict, "litigation.nothingOrdered",
        Words("生效结果没有公司应付金额，可直接结案", "nothing is payable by the outcome; close the lawsuit"))
    static let performedAlready = Refusal(
        .conflict, "litigation.performedAlready",
        Words("赔案已为履行该结果重开", "the claim was reopened for this outcome already"))

    static func notPerformed(_ payable: Money) -> Refusal {
        Refusal(
            .conflict, "litigation.notPerformed",
            Words(
                "应付 \(payable) 尚未履行：请重开赔案付款，赔案结案后再办结诉讼",
                "\(payable) is not performed: reopen the claim, and close this once the claim is"))
    }
}
