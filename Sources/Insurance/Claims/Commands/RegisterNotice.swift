package import Kernel

/// Takes the first notice of a loss on any channel: when, where, how, the loss, and who reports.
///
/// It gets its number at once and the claims desk its task in the same transaction. A notice that
/// looks like an earlier one is refused until the caller says it is another loss. A notice under
/// an unknown policy or outside its period is taken all the same: what follows from that is
/// decided, with reasons, and never at the telephone.
package struct RegisterNotice: Command {
    package static let statement = CommandStatement<RegisterNotice>(
        "claims.registerNotice", Words("登记报案", "Register a notice of loss"),
        Words(
            "记录出险时间、地点、经过、损失和报案人；即时给号，并通知理赔部门",
            "Record when, where and how the loss happened, what was lost and who reports it; "
                + "the number is given at once and the claims desk is told"),
        duties: ["4.2.1a", "4.2.1b", "1.3.4"],
        by: .postsAndCustomers(.held(.claimsIntake, .serviceAgent, .salesperson)),
        numbers: [.notice],
        fields: fields)

    private static let fields: [Field<RegisterNotice>] = [
        Field("channel", \.channel, Words("报案渠道", "Channel")),
        Field("policy", \.policy, Words("保单号", "Policy number"), .line(60)),
        Field(
            "lossAt", \.lossAt, Words("出险时间", "When it happened"),
            help: Words("不能晚于现在", "Not later than now")),
        Field(
            "place", \.place, Words("出险地点", "Where it happened"),
            PersonalRule(.address, of: "reporter", max: 200)),
        Field("cause", \.cause, Words("出险原因", "Cause")),
        Field(
            "course", \.course, Words("出险经过", "How it happened"),
            PersonalRule(.narrative, of: "reporter", max: 4000)),
        Field(
            "estimate", optional: \.estimate, Words("估计损失", "Estimated loss"),
            0...Coverage.largest),
        Field(
            "reporterName", \.reporterName, Words("报案人姓名", "Reporter's name"),
            PersonalRule(.name, of: "reporter", max: 80, searchable: true)),
        Field(
            "reporterPhone", optional: \.reporterPhone, Words("报案人电话", "Reporter's phone"),
            PersonalRule(.phone, of: "reporter", max: 30, searchable: true)),
        Field(
            "relation", optional: \.relation, Words("与被保险人关系", "Relation to the insured"),
            .line(40)),
        Field(
            "distinct", optional: \.distinct,
            Words("确认不是重复报案", "Confirmed not to be a duplicate"),
            help: Words("系统提示疑似重复时使用", "For when a likely duplicate was found")),
        Field(
            "remarks", optional: \.remarks, Words("导入提示", "Remarks of the import"),
            ListRule(max: 20, each: .line(120))),
        Field("source", optional: \.source, Words("来源标识", "Source key"), .line(120)),
    ]

    package var channel = ClaimWords.Channel.phone
    package var policy = ""
    package var lossAt = Moment(milliseconds: 0)
    package var place = Personal()
    package var cause = ClaimWords.Cause.other
    package var course = Personal()
    package var estimate: Money?
    package var reporterName = Personal()
    package var reporterPhone: Personal?
    package var relation: String?
    package var distinct: Bool?
    package var remarks: [String]?
    package var source: String?

    package struct Facts: Sendable {
        let policy: Loaded<Policy>?
        var rescission: Loaded<Rescission>?
        let similar: [Loaded<Notice>]
        let imported: Loaded<Notice>?
        let time: CaseTime
    }

    /// The personal values of a notice once they are sealed.
    package struct SealedPeople: Sendable {
        let place: Sealed
        let course: Sealed
        let name: Sealed
        let phone: Sealed?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let policy: Loaded<Policy>? = try transaction.load(number: policy)
        try CustomerRight.check(of: policy?.state, by: context.principal)
        let time = try CaseTime.load(
            of: nil, starting: NoticeWorkflow.metrics,
            scopes: ClaimClocks.scopes(policy?.state, nil), calendar: ClaimClocks.calendar,
            transaction)
        let day = time.day(of: lossAt)
        let similar: [Loaded<Notice>] = try transaction.loadAll(
            where: """
                policy = \(self.policy) AND loss_day = \(day) AND cause = \(cause.rawValue)
                AND stage NOT IN ('withdrawn', 'merged') ORDER BY number LIMIT 20
                """)
        let imported: Loaded<Notice>? = try source.flatMap { source in
            try transaction.loadFirst(where: "source = \(source)")
        }
        return Facts(
            policy: policy, rescission: try Rescission.declared(of: self.policy, transaction),
            similar: similar, imported: imported, time: time)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        if let known = facts.imported { throw .alreadyRecorded(Notice.title, known.number) }
        try require(lossAt <= context.now, else: .lossInFuture)
        try require(
            facts.similar.isEmpty || distinct == true, else: .likelyDuplicate(facts.similar))
        let notice = try notice(facts, context)
        var decision = Decision()
        decision.open(Notice.self, .received(notice))
        let taken = try NoticeWorkflow.main.take(.receive, in: .received, of: notice)
        try decision.take(
            taken.clocks, facts.time, of: CaseReference(notice), step: taken.step.title, context)
        for (kind, post) in NoticeWorkflow.firstTasks {
            decision.open(WorkItem.self, .opened(task(kind, post, notice, context)))
        }
        decision.reply = [
            "number": .string(notice.number),
            "policyFinding": .string(notice.policyFinding.rawValue),
        ]
        return decision
    }

    private func notice(_ facts: Facts, _ context: Context) throws(Refusal) -> Notice {
        guard let place = place.sealed, let course = course.sealed,
            let name = reporterName.sealed
        else { throw .nameMissing }
        let day = facts.time.day(of: lossAt)
        let finding = Notice.PolicyFinding(
            facts.policy?.state, facts.rescission?.state, on: day, facts.time)
        return Notice(
            id: context.id("notice"), number: context.number(.notice), self,
            policyFinding: finding, product: facts.policy?.product, lossDay: day,
            people: SealedPeople(
                place: place, course: course, name: name, phone: reporterPhone?.sealed),
            distinctFrom: facts.similar.map { $0.state.number },
            branch: facts.policy?.state.branch ?? context.principal.branch,
            reportedAt: context.now)
    }

    private func task(
        _ kind: String, _ post: PostWords.Post, _ notice: Notice, _ context: Context
    ) -> WorkItem {
        WorkItem(
            id: context.id("work.\(kind)"), of: CaseReference(notice), kind: kind,
            title: ClaimTasks.title(kind), post: Post(post), branch: notice.branch,
            openedAt: context.now)
    }
}

extension NumberSeries {
    package static let notice = NumberSeries("NTC")
    package static let claim = NumberSeries("CLM")
    package static let payment = NumberSeries("PAY")
    package static let voucher = NumberSeries("VCH")
    package static let batch = NumberSeries("BAT")
}

extension Refusal {
    static let lossInFuture = Refusal(
        .invalid, "claims.lossInFuture",
        Words("出险时间晚于现在，请核对", "the loss lies in the future; check its time"))

    static func likelyDuplicate(_ notices: [Loaded<Notice>]) -> Refusal {
        let numbers = notices.map(\.number).joined(separator: ", ")
        return Refusal(
            .conflict, "claims.likelyDuplicate",
            Words(
                "疑似重复报案：\(numbers)。如确为另一次事故，请勾选「确认不是重复报案」",
                "likely a duplicate of \(numbers); if it is another loss, confirm that it "
                    + "is distinct"
            ))
    }
}
