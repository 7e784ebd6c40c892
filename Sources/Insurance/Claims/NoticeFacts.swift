package import Kernel

/// A notice with its clocks and its open work.
package struct NoticeFacts: Sendable {
    package let notice: Loaded<Notice>
    package let time: CaseTime
    package let work: [Loaded<WorkItem>]
}

extension NoticeFacts {
    init(of notice: Loaded<Notice>, _ transaction: any Transaction) throws {
        self.notice = notice
        time = try CaseTime.load(
            of: notice.state.stream, starting: [], scopes: [], calendar: ClaimClocks.calendar,
            transaction)
        work = try WorkItem.open(of: CaseReference(notice.state), transaction)
    }

    /// Takes a step of the first contact: its clock moves and finished work leaves the queue.
    func take(
        _ step: FirstContactWorkflow.Step, finishing kinds: Set<String>,
        _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let taken = try FirstContactWorkflow.main.take(
            step, in: notice.state.contact, of: notice.state)
        try decision.take(
            taken.clocks, time, of: CaseReference(notice.state), step: step.title, context)
        decision.finish(work, kinds: kinds, step: step.rawValue)
        if taken.state.isFinal { decision.change(notice, .contactEnded(taken.state)) }
    }

    /// The claim has ended and the customer was told: nobody needs to be reached any more.
    func end(_ decision: inout Decision, _ context: Context) throws(Refusal) {
        guard notice.state.contact == .waiting else { return }
        try take(.endContact, finishing: [ClaimTasks.firstContact], &decision, context)
    }
}
