package import Kernel

/// 调度: who may be given which work. Competence, declared relations and leave are plain data about
/// staff; pools say how work reaches people; every routing is kept with its reasons.
package enum Dispatch {
    package static let commands: [any Command.Type] = [
        RecordCompetence.self, DeclareRelation.self, EndRelation.self, RecordLeave.self,
        CancelLeave.self, SetWorkPool.self, RouteWork.self, AssignWork.self, CoverLeave.self,
    ]

    package static let aggregates: [any Aggregate.Type] = [
        StaffCompetence.self, StaffRelation.self, StaffLeave.self, WorkPool.self, Routing.self,
    ]

    /// What lies in personal pools is routed; what an absent person holds is covered.
    package static let chores: [SweepChore] = [
        SweepChore(due: { reader, now, last, limit in
            try DispatchStore.held(byAbsentOn: now.officeDay, after: last, limit, reader)
        }) { CoverLeave($0) },
        SweepChore(due: { reader, _, last, limit in
            try DispatchStore.waiting(after: last, limit, reader)
        }) { RouteWork($0) },
    ]
}

/// Everybody who could be given one piece of work, and what speaks against each.
package struct DispatchFacts: Sendable {
    let item: Loaded<WorkItem>
    let pool: Loaded<WorkPool>?
    let candidates: [Routing.Candidate]
    /// The leave of who holds the item, on the day.
    let leave: Loaded<StaffLeave>?

    func candidate(_ staff: ID<StaffMember>?) -> Routing.Candidate? {
        candidates.first { $0.staff == staff }
    }

    /// Puts the item on somebody's desk, and keeps why.
    func give(
        to chosen: Routing.Candidate, reason: String?, words: String, _ context: Context
    ) -> Decision {
        var decision = Decision()
        decision.change(
            item, .assigned(to: chosen.staff, by: context.principal.text, reason: words))
        decision.open(
            Routing.self,
            .routed(
                Routing(
                    id: context.id("routing"), of: item.state, to: chosen, among: candidates,
                    by: context.principal, reason: reason, at: context.now)))
        decision.reason = reason
        decision.reply = ["staff": .string(chosen.number)]
        return decision
    }
}
