import Kernel

/// What commands on an investigation look at: its claim with clocks and work, and itself.
package struct InvestigationFacts: Sendable {
    let claim: ClaimFacts
    let investigation: Loaded<Investigation>
    /// Those of the named files that belong to the claim or its notice and may be used.
    var usable: Set<ID<EvidenceFile>> = []

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction,
        evidence: [ID<EvidenceFile>] = []
    ) throws -> InvestigationFacts {
        let claim = try ClaimFacts.gather(
            number, context, transaction, starting: [.survey])
        guard let investigation = claim.investigation else { throw Refusal.noInvestigation }
        var facts = InvestigationFacts(claim: claim, investigation: investigation)
        if !evidence.isEmpty {
            let notice: Loaded<Notice>? = try transaction.load(number: claim.claim.notice)
            let cases = [CaseReference(claim.claim.state)]
                + (notice.map { [CaseReference($0.state)] } ?? [])
            for subject in cases {
                facts.usable.formUnion(
                    try EvidenceStore.usable(evidence, of: subject, transaction))
            }
        }
        return facts
    }

    /// Takes a step: state and guards are checked, clocks of the claim move, finished work leaves
    /// the queue.
    func take(
        _ step: InvestigationWorkflow.Step, finishing kinds: Set<String> = [],
        _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let taken = try InvestigationWorkflow.main.take(
            step, in: investigation.state.state, of: investigation.state)
        try WorkItem.require(signed: claim.work, kinds: kinds)
        try decision.take(
            taken.clocks, claim.time, of: CaseReference(claim.claim.state), step: step.title,
            context)
        decision.finish(claim.work, kinds: kinds, step: "investigation.\(step.rawValue)")
    }

    func task(_ code: String) throws(Refusal) -> InvestigationTask {
        guard let task = investigation.tasks.first(where: { $0.code == code }) else {
            throw .noTask
        }
        return task
    }

    /// The open task of `code` that this person may work at: declared, and not their own earlier
    /// work looked at again.
    func own(_ code: String, _ context: Context) throws(Refusal) -> InvestigationTask {
        let actor = try claim.actor(context)
        let task = try task(code)
        try require(task.doneAt == nil, else: .taskDone)
        if task.isReinspection {
            try require(
                !investigation.state.investigators.subtracting(task.performers).contains(actor),
                else: .reinspectorIsSurveyor)
        }
        switch task.isDisinterested(actor) {
        case nil: throw .notDeclared
        case false?: throw .hasInterest
        case true?: return task
        }
    }

    func requireUsable(_ evidence: [ID<EvidenceFile>]) throws(Refusal) {
        try require(evidence.allSatisfy(usable.contains), else: .evidenceNotOfCase)
    }

    /// After a task is done: its work leaves the queue, and the last one asks for the report.
    func finish(
        _ task: InvestigationTask, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let others = investigation.state.openTasks.filter { $0.code != task.code }
        // Two tasks of one kind are two items: only one of them is finished.
        let item = claim.work.first { $0.kind == task.kind.work && $0.state.isOpen }
        if let item {
            try WorkItem.require(signed: [item], kinds: [task.kind.work])
            decision.change(item, .finished(step: "investigation.\(task.code)"))
        }
        if others.isEmpty {
            decision.open(
                WorkItem.self,
                .opened(work(InvestigationWork.report, task.post, context)))
        }
    }

    func work(_ kind: String, _ post: Post, _ context: Context) -> WorkItem {
        Investigation.work(
            kind, InvestigationWork.title(kind), post, claim.claim.state, claim.time, context)
    }
}

extension Investigation {
    static func work(
        _ kind: String, _ title: Words, _ post: Post, _ claim: Claim, _ time: CaseTime,
        label: String = "", _ context: Context
    ) -> WorkItem {
        WorkItem(
            id: context.id("work.\(kind).\(label)"), of: CaseReference(claim), kind: kind,
            title: title, post: post, branch: claim.branch, openedAt: context.now,
            dueAt: time.open(.survey)?.clock.due)
    }

    /// Opens what the rule proposes for a new claim, with the question whether to do it.
    static func propose(
        _ claim: Claim, _ notice: Notice, _ time: CaseTime, _ decision: inout Decision,
        _ context: Context
    ) throws(Refusal) -> ModelRun {
        let (proposed, run) = try InvestigationPlan.propose(.init(claim, notice))
        if proposed.isEmpty { return run }
        decision.open(
            Investigation.self,
            .proposed(
                Investigation(
                    id: context.id("investigation"), nth: 1, of: claim, proposed,
                    at: context.now)))
        decision.open(
            WorkItem.self,
            .opened(
                work(
                    InvestigationWork.plan, InvestigationWork.title(InvestigationWork.plan),
                    Post(.claimsHandler), claim, time, context)))
        return run
    }
}

extension ClaimFacts {
    /// Nothing is proposed to be paid or refused while an ordered investigation is open. One that
    /// was only proposed by the rule ends when the adjuster goes on without it, on record.
    func leaveInvestigation(
        _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        guard let investigation else { return }
        try require(
            !investigation.state.isOrdered, else: .investigationOpen(investigation.number))
        endInvestigation(.declined, "理算时未予采纳", &decision, context)
    }

    /// Ends an investigation that is open, with what it asked of people.
    func endInvestigation(
        _ ending: Investigation.Ending, _ reason: String, _ decision: inout Decision,
        _ context: Context
    ) {
        guard let investigation else { return }
        decision.change(
            investigation, .ended(ending, reason: reason, at: context.now))
        // With the claim all its work ends, whatever asked for it.
        if ending == .claimEnded { return }
        let kinds = InvestigationWork.others.union(InvestigationTask.Kind.allCases.map(\.work))
        for item in work where kinds.contains(item.kind) && item.state.isOpen {
            decision.change(item, .withdrawn(reason: ending.rawValue))
        }
    }
}
