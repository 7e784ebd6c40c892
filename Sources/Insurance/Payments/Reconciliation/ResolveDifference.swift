package import Kernel

/// 处理对账差异: what the difference was and what was done about it, by somebody who did not bring the
/// statement in.
package struct ResolveDifference: Command {
    package static let statement = CommandStatement<ResolveDifference>(
        "payments.resolveDifference", Words("处理对账差异", "Resolve the difference"),
        Words(
            "查明差异原因并登记处理结果，由导入对账单以外的人办理",
            "Record why it differed and what was done; not by who brought the statement in"),
        duties: ["4.2.4b"], by: .held(by: .paymentReleaser, .claimsSupervisor),
        on: .numbered(ReconciliationDifference.self, "difference", \.difference),
        fields: [
            Field("difference", \.difference, Words("差异号", "Difference number"), .line(40)),
            Field("resolution", \.resolution, Words("处理结果", "Resolution")),
            .reason(\.reason),
        ])

    package var difference = ""
    package var resolution = ReconciliationDifference.Resolution.bankCorrected
    package var reason = ""

    package init() {}

    package struct Facts: Sendable {
        let difference: Loaded<ReconciliationDifference>
        let time: CaseTime
        let work: [Loaded<WorkItem>]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let found: Loaded<ReconciliationDifference> = try transaction.subject(difference, context)
        return try Facts(
            difference: found,
            time: CaseTime.load(
                of: found.state.stream, starting: [], scopes: [],
                calendar: ClaimClocks.calendar, transaction),
            work: WorkItem.open(of: CaseReference(found.state), transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let person = context.principal.staff else { throw .notYourPost }
        let found = facts.difference.state
        try require(found.openedBy != context.principal.text, else: .resolverImported)
        let taken = try ReconciliationWorkflow.main.take(.resolve, in: found.state, of: found)
        let kinds: Set = [PaymentTasks.resolveDifference]
        try WorkItem.require(signed: facts.work, kinds: kinds)
        var decision = Decision()
        try decision.take(
            taken.clocks, facts.time, of: CaseReference(found), step: taken.step.title, context)
        decision.finish(facts.work, kinds: kinds, step: taken.step.rawValue)
        decision.change(
            facts.difference,
            .resolved(
                .init(resolution: resolution, reason: reason, by: person, at: context.now)))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let resolverImported = Refusal(
        .forbidden, "payments.resolverImported",
        Words("导入对账单的人不得处理其差异", "whoever brought the statement in does not resolve it"))
}
