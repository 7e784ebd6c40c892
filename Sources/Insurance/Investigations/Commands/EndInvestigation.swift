package import Kernel

/// 提交调查报告: what the investigation comes to, once every task is done. The promise is kept.
package struct SubmitInvestigationReport: Command {
    package static let statement = CommandStatement<SubmitInvestigationReport>(
        "claims.submitInvestigationReport", Words("提交调查报告", "Submit the report"),
        Words(
            "全部任务完成后提交调查结论，查勘调查时限随即停止，由未参加调查的人审阅",
            "The conclusion, once every task is done; the promise stops and somebody else reviews"
        ),
        duties: ["4.2.2a", "4.2.2c"], by: .posts(Investigations.investigators),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "conclusion", \.conclusion, Words("调查结论", "Conclusion"),
                PersonalRule(.narrative, of: "insured", max: 8000)),
        ])

    package var claim = ""
    package var conclusion = Personal()

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let claim: Loaded<Claim> = try reader.load(number: claim) else { return [:] }
        return ["insured": claim.insured.person]
    }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> InvestigationFacts {
        try InvestigationFacts.gather(claim, context, transaction)
    }

    package func decide(
        _ facts: InvestigationFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        let actor = try facts.claim.actor(context)
        guard let text = conclusion.sealed else { throw .findingMissing }
        let investigation = facts.investigation.state
        try require(
            !investigation.tasks.contains { $0.isDisinterested(actor) == false },
            else: .hasInterest)
        var decision = Decision()
        try facts.take(.report, finishing: [InvestigationWork.report], &decision, context)
        decision.change(
            facts.investigation,
            .reported(.init(conclusion: text, by: actor, at: context.now)))
        decision.open(
            WorkItem.self,
            .opened(facts.work(InvestigationWork.review, Post(.claimsHandler), context)))
        return decision
    }
}

/// 复勘: the site is looked at again, by somebody who did not investigate before.
package struct OrderReinspection: Command {
    package static let statement = CommandStatement<OrderReinspection>(
        "claims.orderReinspection", Words("要求复勘", "Order a re-inspection"),
        Words(
            "对报告有疑问时要求复勘，须由未参加过本次调查的人办理",
            "Where the report leaves doubts, the site is inspected again by another person"),
        duties: ["4.2.2b", "4.2.2c"],
        by: .held(by: .claimsHandler, .claimsSupervisor, .lossVerifier),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [.claim(\.claim), .reason(\.reason)])

    package var claim = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> InvestigationFacts {
        try InvestigationFacts.gather(claim, context, transaction)
    }

    package func decide(
        _ facts: InvestigationFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        let actor = try facts.claim.actor(context)
        let investigation = facts.investigation.state
        try require(
            !investigation.investigators.contains(actor), else: .reviewerIsInvestigator)
        try require(
            investigation.tasks.count < Investigation.mostTasks, else: .tooManyTasks)
        var decision = Decision()
        try facts.take(.reinspect, finishing: [InvestigationWork.review], &decision, context)
        let task = InvestigationTask(
            code: "T\(investigation.tasks.count + 1)", kind: .siteSurvey, ground: .reinspection,
            instruction: reason, post: Post(.surveyor))
        decision.change(
            facts.investigation,
            .reinspectionOrdered(task, reason: reason, by: actor))
        decision.open(
            WorkItem.self,
            .opened(task.work(facts.claim.claim.state, facts.claim.time, context)))
        decision.reason = reason
        decision.reply = ["task": .string(task.code)]
        return decision
    }
}

/// 采纳报告: somebody who did not investigate accepts the report; the claim may be adjusted.
package struct CloseInvestigation: Command {
    package static let statement = CommandStatement<CloseInvestigation>(
        "claims.closeInvestigation", Words("采纳调查报告", "Accept the report"),
        Words(
            "由未参加调查的人审阅并采纳报告，调查结束，案件可以理算",
            "Somebody who did not investigate accepts the report; the claim may be adjusted"),
        duties: ["4.2.2c"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [.claim(\.claim), .reason(\.reason)])

    package var claim = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> InvestigationFacts {
        try InvestigationFacts.gather(claim, context, transaction)
    }

    package func decide(
        _ facts: InvestigationFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        let actor = try facts.claim.actor(context)
        try require(
            !facts.investigation.state.investigators.contains(actor),
            else: .reviewerIsInvestigator)
        var decision = Decision()
        try facts.take(.accept, finishing: [InvestigationWork.review], &decision, context)
        decision.change(
            facts.investigation, .ended(.accepted, reason: reason, at: context.now))
        decision.change(
            facts.claim.claim, .investigationEnded(facts.investigation.number))
        decision.reason = reason
        return decision
    }
}

/// Ends an ordered investigation before its report is accepted.
package struct StopInvestigation: Command {
    package static let statement = CommandStatement<StopInvestigation>(
        "claims.stopInvestigation", Words("中止调查", "Stop the investigation"),
        Words("主管说明理由后中止调查，未完成的任务撤回", "A supervisor stops it with the reason; open tasks end"),
        duties: ["1.3.1", "4.2.2c"], by: .held(by: .claimsSupervisor),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [.claim(\.claim), .reason(\.reason)])

    package var claim = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> InvestigationFacts {
        try InvestigationFacts.gather(claim, context, transaction)
    }

    package func decide(
        _ facts: InvestigationFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        _ = try facts.claim.actor(context)
        var decision = Decision()
        try facts.take(.stop, &decision, context)
        facts.claim.endInvestigation(.stopped, reason, &decision, context)
        decision.change(
            facts.claim.claim, .investigationEnded(facts.investigation.number))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let tooManyTasks = Refusal(
        .conflict, "investigation.tooManyTasks",
        Words("本次调查的任务已达上限（20 项）", "the investigation has as many tasks as it may: 20"))
}
