package import Kernel

/// Opens the account of a promise that was not kept. Done by the sweep, once for each clock.
package struct OpenBreach: Command {
    package static let statement = CommandStatement<OpenBreach>(
        "breaches.open", Words("登记超时", "Open a breach"),
        Words("时限已过而未办结，登记并请主管查明原因", "A promise was not kept: the supervisor finds out why"),
        duties: ["4.3.2a", "4.3.2b"], keeps: .drive, by: .system(["sweep"]), numbers: [.breach],
        fields: [Field("clock", \.clock, Words("时限", "Promise"), "service_clock")])

    package var clock = ID<ClockRecord>.blank

    package init() {}

    package init(_ clock: ID<ClockRecord>) { self.clock = clock }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<ClockRecord> {
        guard let record = try transaction.hold(clock) else {
            throw Refusal.noSuch(ClockRecord.title)
        }
        return record
    }

    package func decide(
        _ record: Loaded<ClockRecord>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(record.breach == nil, else: .breachOpen)
        try require(record.clock.outcome(asOf: context.now) == .breached, else: .notBroken)
        let breach = Breach(
            id: context.id("breach"), number: context.number(.breach), of: record.state,
            at: context.now)
        var decision = Decision()
        decision.open(Breach.self, .opened(breach))
        decision.change(record, .breachOpened(number: breach.number))
        decision.open(
            WorkItem.self,
            .opened(
                BreachWorkflow.item(
                    BreachWorkflow.explainWork, breach, Oversight.supervisor(of: breach.metric),
                    context)))
        decision.reply = ["number": .string(breach.number)]
        return decision
    }
}

extension NumberSeries {
    package static let breach = NumberSeries("BRE")
}

extension Refusal {
    static let breachOpen = Refusal(
        .conflict, "breaches.open", Words("该时限的超时已登记", "this breach is already recorded"))
    static let notBroken = Refusal(
        .conflict, "breaches.notBroken", Words("该时限没有超时", "this promise is not broken"))
}
