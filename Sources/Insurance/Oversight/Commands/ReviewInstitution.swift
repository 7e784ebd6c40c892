package import Kernel

/// Records the review of a past period: which duties held, which were broken, what follows.
package struct ReviewInstitution: Command {
    package static let statement = CommandStatement<ReviewInstitution>(
        "institution.review", Words("检视制度履行", "Review the institution"),
        Words(
            "对已结束的期间检视各项职责的履行和违反情况，记录结论；报告摘要一并留存",
            "Review how the duties were kept in a period that is over, with a conclusion; "
                + "the counts and a digest of the report stay with it"),
        duties: ["1.1"], keeps: .evidence, by: .held(by: .complianceOfficer, .executive),
        fields: [
            Field("from", \.from, Words("开始日", "First day")),
            Field("to", \.until, Words("结束日", "Last day")),
            Field("conclusion", \.conclusion, Words("结论与改进", "Conclusion"), .lines(2000)),
        ])

    package var from = Day(number: 0)
    package var until = Day(number: 0)
    package var conclusion = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> InstitutionReport {
        try InstitutionPage.report(
            transaction, in: InstitutionPeriod(from: from, until: until))
    }

    package func decide(
        _ report: InstitutionReport, _ context: Context
    ) throws(Refusal) -> Decision {
        let period = InstitutionPeriod(from: from, until: until)
        try require(period.isInOrder, else: .institutionPeriod)
        try require(period.end <= context.now, else: .periodRuns)
        let review = InstitutionReview(
            id: context.id("review"), from: from, until: until, kept: report.count(.kept),
            quiet: report.count(.quiet), uncovered: report.count(.uncovered),
            broken: report.rows.filter { $0.breaches > 0 }.map {
                InstitutionReview.Broken(duty: $0.duty.id, count: $0.breaches)
            },
            digest: Hash(of: report.json.canonical).hex, conclusion: conclusion,
            by: context.principal.text, at: context.now)
        var decision = Decision()
        decision.open(InstitutionReview.self, .recorded(review))
        decision.reply = [
            "kept": .integer(Int64(review.kept)), "quiet": .integer(Int64(review.quiet)),
            "uncovered": .integer(Int64(review.uncovered)),
            "broken": .integer(Int64(review.broken.count)), "digest": .string(review.digest),
        ]
        return decision
    }
}

extension Refusal {
    static let periodRuns = Refusal(
        .conflict, "institution.periodRuns",
        Words("该期间尚未结束，请在结束后检视", "the period is not over yet; review it afterwards"))
}
