package import Kernel

/// 记录调查发现: what was seen, read or heard, with the files that show it.
package struct RecordFinding: Command {
    package static let statement = CommandStatement<RecordFinding>(
        "claims.recordFinding", Words("记录调查发现", "Record a finding"),
        Words(
            "记录查勘、核查或询问的结果并引用证据文件；须先声明无利害关系",
            "Record what was seen, read or heard with the files that show it; the declaration of "
                + "no interest comes first"),
        duties: ["4.2.2a", "4.2.2b", "4.2.2c"], by: .posts(Investigations.investigators),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), .investigationTask(\.task),
            Field(
                "finding", \.finding, Words("调查发现", "Finding"),
                PersonalRule(.narrative, of: "insured", max: 4000)),
            Field("day", \.day, Words("查明日期", "Day")),
            .evidence(\.evidence),
            Field(
                "completes", optional: \.completes, Words("任务完成", "The task is done")),
        ])

    package var claim = ""
    package var task = ""
    package var finding = Personal()
    package var day = Day(number: 0)
    package var evidence: [ID<EvidenceFile>]?
    package var completes: Bool?

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let claim: Loaded<Claim> = try reader.load(number: claim) else { return [:] }
        return ["insured": claim.insured.person]
    }

    package struct Facts: Sendable {
        let investigation: InvestigationFacts
        /// Files of the case that are reports of a loss adjuster.
        let adjusterReports: Set<ID<EvidenceFile>>
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let named = evidence ?? []
        return try Facts(
            investigation: InvestigationFacts.gather(
                claim, context, transaction, evidence: named),
            adjusterReports: EvidenceStore.ofPurpose(.adjusterReport, among: named, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let work = facts.investigation
        let actor = try work.claim.actor(context)
        guard let text = finding.sealed else { throw .findingMissing }
        try require(day <= work.claim.time.day(of: context.now), else: .dayInFuture)
        let task = try work.own(task, context)
        try work.requireUsable(evidence ?? [])
        try require(task.findings.count < Investigation.mostRecords, else: .taskFull)
        if task.kind == .lossAdjuster {
            try require(task.appointment != nil, else: .adjusterNotAppointed)
            try require(
                completes != true || !facts.adjusterReports.isEmpty, else: .adjusterReportMissing)
        }
        var decision = Decision()
        try work.take(.find, &decision, context)
        decision.change(
            work.investigation,
            .found(
                task: task.code,
                .init(
                    text: text, evidence: evidence ?? [], day: day, by: actor, at: context.now),
                done: completes == true))
        if completes == true { try work.finish(task, &decision, context) }
        return decision
    }
}

extension Field {
    /// Files of the case that show something.
    static func evidence(_ path: FieldPath<Owner, [ID<EvidenceFile>]?>) -> Field {
        Field(
            "evidence", optional: path, Words("证据文件", "Evidence"),
            ListRule(max: 50, each: "file"))
    }
}

extension Refusal {
    static let findingMissing = Refusal(
        .invalid, "investigation.findingMissing",
        Words("请写明调查内容", "say what was found"))
}
