package import Kernel

/// 人伤跟踪: a visit to who was hurt, how they are, and when the next one is.
package struct RecordInjuryVisit: Command {
    package static let statement = CommandStatement<RecordInjuryVisit>(
        "claims.recordInjuryVisit", Words("记录人伤探访", "Record a visit to an injured person"),
        Words(
            "记录探访日期、伤情与下次探访日期；不再需要探访时任务完成",
            "Record day, condition and next visit; without a next one the task is done"),
        duties: ["4.2.2a", "4.2.2b"], by: .posts(Investigations.investigators),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), .investigationTask(\.task),
            Field("day", \.day, Words("探访日期", "Day of the visit")),
            Field(
                "condition", \.condition, Words("伤情", "Condition"),
                PersonalRule(.health, of: "insured", max: 2000)),
            Field(
                "nextVisit", optional: \.nextVisit, Words("下次探访", "Next visit"),
                help: Words("不填即不再探访", "Left out, there is none")),
            .evidence(\.evidence),
        ])

    package var claim = ""
    package var task = ""
    package var day = Day(number: 0)
    package var condition = Personal()
    package var nextVisit: Day?
    package var evidence: [ID<EvidenceFile>]?

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let claim: Loaded<Claim> = try reader.load(number: claim) else { return [:] }
        return ["insured": claim.insured.person]
    }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> InvestigationFacts {
        try InvestigationFacts.gather(
            claim, context, transaction, evidence: evidence ?? [])
    }

    package func decide(
        _ facts: InvestigationFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        let actor = try facts.claim.actor(context)
        guard let condition = condition.sealed else { throw .findingMissing }
        try require(day <= facts.claim.time.day(of: context.now), else: .dayInFuture)
        if let nextVisit { try require(nextVisit > day, else: .nextVisitEarlier) }
        let task = try facts.own(task, context)
        try require(task.kind == .injuryFollowUp, else: .notAnInjuryTask)
        try facts.requireUsable(evidence ?? [])
        try require(task.visits.count < Investigation.mostRecords, else: .taskFull)
        var decision = Decision()
        try facts.take(.visit, &decision, context)
        let isLast = nextVisit == nil
        decision.change(
            facts.investigation,
            .visited(
                task: task.code,
                .init(
                    day: day, condition: condition, next: nextVisit, evidence: evidence ?? [],
                    by: actor, at: context.now),
                done: isLast))
        if isLast { try facts.finish(task, &decision, context) }
        return decision
    }
}
