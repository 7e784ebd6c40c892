package import Kernel

/// 安排调查: a person accepts what the rule proposed, changes it, or orders an investigation that
/// no rule proposed. The promise to report starts.
package struct PlanInvestigation: Command {
    package static let statement = CommandStatement<PlanInvestigation>(
        "claims.planInvestigation", Words("安排调查", "Plan the investigation"),
        Words(
            "采纳或调整规则提出的调查方案并说明理由；任务随即派出，查勘调查时限开始计算",
            "Accept or change what the rule proposes, with the reason; the tasks go out and the "
                + "promise to report starts"),
        duties: ["4.2.2a", "4.2.2b", "1.3.4"], by: .posts(Investigations.leaders),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "tasks", optional: \.tasks, Words("调查任务", "Tasks"),
                ListRule(min: 1, max: 10),
                help: Words("不填即采纳规则的建议", "What the rule proposes when left out")),
            .reason(\.reason),
        ])

    /// One task as a person orders it.
    package struct PlannedTask: FieldRecord, Codable, Hashable {
        package static let fields: [Field<PlannedTask>] = [
            Field("kind", \.kind, Words("调查方式", "Means")),
            Field(
                "instruction", optional: \.instruction, Words("要求", "Instruction"), .lines(500),
                help: Words("不要写入客户个人信息", "Do not write customers' personal data here")),
            Field(
                "special", optional: \.special,
                Words("由反欺诈调查员办理", "By a special investigator")),
        ]

        package var kind = InvestigationTask.Kind.siteSurvey
        package var instruction: String?
        package var special: Bool?

        package init() {}
    }

    package var claim = ""
    package var tasks: [PlannedTask]?
    package var reason = ""

    package init() {}

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let earlier: Int
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(claim, context, transaction, starting: [.survey])
        return Facts(
            claim: claim,
            earlier: try InvestigationStore.count(of: claim.claim.state.stream, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        let planner = try facts.claim.actor(context)
        try require(
            [.registered, .lossAssessed, .lossVerified].contains(claim.state),
            else: .investigationDecided)
        var decision = Decision()
        let investigation = try investigation(facts, &decision, context)
        let taken = try InvestigationWorkflow.main.take(
            .plan, in: investigation.state.state, of: investigation.state)
        let planned = try planned(investigation.state)
        try WorkItem.require(signed: facts.claim.work, kinds: [InvestigationWork.plan])
        decision.finish(
            facts.claim.work, kinds: [InvestigationWork.plan], step: "investigation.plan")
        try decision.take(
            taken.clocks, facts.claim.time, of: CaseReference(claim), step: taken.step.title,
            context)
        decision.change(
            investigation,
            .planned(planned, reason: reason, by: planner, at: context.now))
        decision.change(facts.claim.claim, .investigationOrdered(investigation.number))
        for task in planned {
            decision.open(
                WorkItem.self,
                .opened(task.work(claim, facts.claim.time, context)))
        }
        decision.reason = reason
        decision.reply = [
            "number": .string(investigation.number),
            "tasks": .array(
                planned.map { ["task": .string($0.code), "kind": .string($0.kind.rawValue)] }),
        ]
        return decision
    }

    /// The one that the rule proposed, or a new one by a person's own order.
    private func investigation(
        _ facts: Facts, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) -> Loaded<Investigation> {
        if let open = facts.claim.investigation {
            try require(open.state.state == .proposed, else: .investigationPlanned)
            return open
        }
        try require(tasks != nil, else: .nothingProposedToDo)
        try require(facts.earlier < 9, else: .tooManyInvestigations)
        let new = Investigation(
            id: context.id("investigation"), nth: facts.earlier + 1, of: facts.claim.claim.state,
            [], at: context.now)
        decision.open(Investigation.self, .proposed(new))
        return Loaded(new, version: 0)
    }

    private func planned(
        _ investigation: Investigation
    ) throws(Refusal) -> [InvestigationTask] {
        guard let tasks else {
            return investigation.proposed.enumerated().map { index, proposed in
                InvestigationTask(
                    code: "T\(index + 1)", kind: proposed.kind, ground: proposed.ground,
                    instruction: nil, post: Post(proposed.kind.post))
            }
        }
        return tasks.enumerated().map { index, task in
            let ground = investigation.proposed.first { $0.kind == task.kind }?.ground
            let post: PostWords.Post =
                task.special == true ? .specialInvestigator : task.kind.post
            return InvestigationTask(
                code: "T\(index + 1)", kind: task.kind, ground: ground,
                instruction: task.instruction, post: Post(post))
        }
    }
}

extension InvestigationTask {
    func work(_ claim: Claim, _ time: CaseTime, _ context: Context) -> WorkItem {
        Investigation.work(kind.work, kind.title, post, claim, time, label: code, context)
    }
}

/// Decides that what the rule proposed is not done, with the reason.
package struct DeclineInvestigation: Command {
    package static let statement = CommandStatement<DeclineInvestigation>(
        "claims.declineInvestigation", Words("决定不予调查", "Decline the investigation"),
        Words(
            "对规则提出的调查建议决定不予调查并说明理由", "Decide, with the reason, not to do what the rule proposes"),
        duties: ["4.2.2b"], by: .posts(Investigations.leaders),
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
        try facts.take(.decline, finishing: [InvestigationWork.plan], &decision, context)
        decision.change(
            facts.investigation, .ended(.declined, reason: reason, at: context.now))
        decision.reason = reason
        return decision
    }
}
