package import Kernel

/// 委托公估: an outside loss adjuster, independent of all parties, for a fee within authority, with
/// a day on which the report is due.
package struct AppointAdjuster: Command {
    package static let statement = CommandStatement<AppointAdjuster>(
        "claims.appointAdjuster", Words("委托公估人", "Appoint a loss adjuster"),
        Words(
            "委托有执业许可且声明独立的公估机构，公估费须在授权以内，并约定报告期限",
            "Appoint a licensed and independent loss adjuster, the fee within authority, the "
                + "report due on a day"),
        duties: ["4.2.2b", "4.2.2c"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), .investigationTask(\.task),
            Field("firm", \.firm, Words("公估机构", "Firm"), .line(120)),
            Field("licence", \.licence, Words("经营许可证号", "Licence"), .line(60, min: 4)),
            Field(
                "adjuster", optional: \.adjuster, Words("公估师", "Adjuster"),
                PersonalRule(.name, of: "adjuster", max: 80)),
            Field(
                "isIndependent", \.isIndependent,
                Words("已声明与各方无利害关系", "Declared to be independent of all parties")),
            Field("fee", \.fee, Words("公估费", "Fee"), 0...Coverage.largest),
            Field("reportDue", \.reportDue, Words("报告期限", "Report due")),
        ])

    /// The kind of authority that a fee is measured by.
    package static let authority = "claims.adjusterFee"

    package var claim = ""
    package var task = ""
    package var firm = ""
    package var licence = ""
    package var adjuster: Personal?
    package var isIndependent = false
    package var fee = Money(minor: 0)
    package var reportDue = Day(number: 0)

    package init() {}

    package struct Facts: Sendable {
        let investigation: InvestigationFacts
        let book: AuthorityBook
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            investigation: InvestigationFacts.gather(claim, context, transaction),
            book: AuthorityBook.load(Self.authority, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.investigation.claim.claim.state
        let by = try facts.investigation.claim.actor(context)
        let task = try facts.investigation.task(task)
        try require(isIndependent, else: .adjusterNotIndependent)
        try require(fee.currency == claim.currency, else: .otherCurrency(claim.currency))
        let today = facts.investigation.claim.time.day(of: context.now)
        try require(reportDue > today, else: .dueInPast)
        try require(task.kind == .lossAdjuster, else: .notAnAdjusterTask)
        try require(task.doneAt == nil, else: .taskDone)
        let question = AuthorityBook.Question(
            amount: fee, product: claim.product, branch: claim.branch, day: today, makers: [])
        guard case .within(let use) = facts.book.answer(question, for: context.principal) else {
            throw .feeOverAuthority
        }
        var decision = Decision()
        try facts.investigation.take(.appoint, &decision, context)
        decision.change(
            facts.investigation.investigation,
            .adjusterAppointed(
                task: task.code,
                .init(
                    firm: firm, licence: licence, adjuster: adjuster?.sealed, fee: fee,
                    reportDue: reportDue, authority: use, by: by, at: context.now)))
        return decision
    }
}

extension Field {
    /// The task of the open investigation that a command is about.
    static func investigationTask(_ path: FieldPath<Owner, String>) -> Field {
        Field(
            "task", path, Words("调查任务", "Task"), .line(10), help: Words("如 T1", "Such as T1"))
    }
}
