package import Kernel

/// 责任人陈述: who answers for a breach is heard before it is decided. Nobody else speaks for them.
package struct StateOnBreach: Command {
    package static let statement = CommandStatement<StateOnBreach>(
        "breaches.state", Words("超时责任人陈述", "Speak about a breach"),
        Words(
            "超时责任人在处理前陈述情况；只能由本人陈述",
            "The responsible person speaks before it is decided; only they themselves"),
        duties: ["4.3.2b", "1.3.2"], keeps: .drive, by: .posts(BreachWorkflow.everyone),
        on: .numbered(Breach.self, "breach", \.breach),
        fields: [
            .breach(\.breach),
            Field(
                "text", \.text, Words("陈述", "Statement"),
                PersonalRule(.narrative, of: "responsible", max: 2000)),
        ])

    package var breach = ""
    package var text = Personal()

    package init() {}

    package struct Facts: Sendable {
        let breach: Loaded<Breach>
        let work: [Loaded<WorkItem>]
    }

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let breach: Loaded<Breach> = try reader.load(number: breach),
            let responsible = breach.explanation?.responsible,
            let person = try StaffRecord.person(of: responsible, reader)
        else { return [:] }
        return ["responsible": person]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let breach: Loaded<Breach> = try transaction.subject(self.breach, context)
        return try Facts(
            breach: breach, work: WorkItem.open(of: CaseReference(breach.state), transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let breach = facts.breach
        let taken = try BreachWorkflow.main.take(.state, in: breach.state.state, of: breach.state)
        let responsible = breach.explanation?.responsible
        try require(
            responsible != nil && responsible == context.principal.staff, else: .notResponsible)
        guard let text = text.sealed else { throw .nameMissing }
        var decision = Decision(changing: breach, .stated(.init(text: text, at: context.now)))
        decision.finish(facts.work, kinds: [BreachWorkflow.stateWork], step: taken.step.rawValue)
        return decision
    }
}

extension Refusal {
    static let notResponsible = Refusal(
        .forbidden, "breaches.notResponsible",
        Words("只有责任人本人可以陈述", "only the responsible person speaks about it"))
}
