package import Kernel

/// 追偿立项: against whom, why, how much, and until when it can be claimed. Refused where the law
/// gives the insurer no claim.
package struct OpenRecovery: Command {
    package static let statement = CommandStatement<OpenRecovery>(
        "recoveries.open", Words("追偿立项", "Open a recovery"),
        Words(
            "登记追偿对象、依据、预计金额和时效届满日；人身保险和家庭成员不得代位求偿",
            "Against whom, why, how much, until when; not in insurance of persons, nor against "
                + "the insured's family"),
        duties: ["1.3.3", "4.3.2a"], by: .held(by: .claimsHandler, .claimsSupervisor),
        numbers: [.recovery], on: .numbered(Claim.self, "claim", \.claim),
        fields: what + whom)

    private static let what: [Field<OpenRecovery>] = [
        .claim(\.claim), Field("kind", \.kind, Words("类别", "Kind")),
        Field("basis", \.basis, Words("追偿依据", "Ground"), .lines(1000)),
        Field("expected", \.expected, Words("预计金额", "Expected amount"), 1...Coverage.largest),
        Field("limitation", \.limitation, Words("时效届满日", "Last day of the limitation")),
        Field("item", optional: \.item, Words("损余物资", "What is to be sold"), .line(200)),
        Field(
            "isDeducted", optional: \.isDeducted,
            Words("残值已在理算中扣减", "Its value was deducted in the calculation")),
    ]

    private static let whom: [Field<OpenRecovery>] = [
        Field(
            "opponent", optional: \.opponent, Words("追偿对象", "Against whom"),
            PersonalRule(.name, of: "opponent", max: 80)),
        Field(
            "contact", optional: \.contact, Words("对方电话", "Their telephone"),
            PersonalRule(.phone, of: "opponent", max: 30)),
        Field(
            "relation", optional: \.relation,
            Words("与被保险人的关系", "What they are to the insured")),
        Field(
            "isIntentional", optional: \.isIntentional,
            Words("对方故意造成事故", "They caused the loss on purpose")),
        Field(
            "agent", optional: \.agent, Words("委托代理人或律师", "Agent or lawyer"),
            PersonalRule(.name, of: "agent", max: 80)),
    ]

    package var claim = ""
    package var kind = Recovery.Kind.subrogation
    package var basis = ""
    package var expected = Money(minor: 0)
    package var limitation = Day(number: 0)
    package var item: String?
    package var isDeducted: Bool?
    package var opponent: Personal?
    package var contact: Personal?
    package var relation: Recovery.Relation?
    package var isIntentional: Bool?
    package var agent: Personal?

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let others: [Loaded<Recovery>]
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim = try ClaimFacts.gather(
            claim, context, transaction, starting: [.recoveryDemand, .recoveryLimitation])
        return try Facts(
            claim: claim, others: AfterwardsStore.recoveries(of: claim.claim.number, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        try require(expected.currency == claim.currency, else: .otherCurrency(claim.currency))
        let today = facts.claim.time.day(of: context.now)
        try require(limitation > today, else: .limitationPassed)
        try hasClaim(claim, facts.others)
        let recovery = recovery(claim, context)
        var decision = Decision()
        decision.open(Recovery.self, .opened(recovery))
        try decision.take(
            RecoveryWorkflow.main.rule(.open).clocks, facts.claim.time, of: recovery.reference,
            step: RecoveryWorkflow.Step.open.title, context)
        try decision.startLimitation(until: limitation, facts.claim.time, recovery, context)
        decision.open(
            WorkItem.self,
            .opened(
                AfterwardsTasks.item(
                    AfterwardsTasks.pursue, Post(.claimsHandler), recovery.reference,
                    branch: claim.branch, context)))
        decision.reply = ["number": .string(recovery.number)]
        return decision
    }

    /// Whether the law gives the insurer something to claim (保险法 第46条, 第60至62条).
    private func hasClaim(
        _ claim: Claim, _ others: [Loaded<Recovery>]
    ) throws(Refusal) {
        switch kind {
        case .salvage: try require(item != nil, else: .salvageUnnamed)
        case .repayment:
            try require(opponent != nil, else: .opponentMissing)
            try require(claim.paidMinor > 0, else: .nothingPaidYet)
            try require(expected.minor <= claim.paidMinor, else: .moreThanPaid)
        case .subrogation:
            try require(
                claim.line == .motor || claim.line == .property, else: .personsNotSubrogated)
            try require(opponent != nil, else: .opponentMissing)
            try require(
                (relation ?? .stranger) == .stranger || isIntentional == true,
                else: .familyNotSubrogated)
            try require(claim.paidMinor > 0, else: .nothingPaidYet)
            let known = Recovery.claimed(.subrogation, others)
            try require(
                known.addingClamped(expected.minor) <= claim.paidMinor, else: .moreThanPaid)
        }
    }

    private func recovery(_ claim: Claim, _ context: Context) -> Recovery {
        Recovery(
            id: context.id("recovery"), number: context.number(.recovery), claim: claim.id,
            claimNumber: claim.number, kind: kind, opponent: opponent?.sealed,
            contact: contact?.sealed, relation: relation ?? .stranger, basis: basis, item: item,
            isDeducted: isDeducted ?? false, expected: expected, agent: agent?.sealed,
            openedAt: context.now, limitation: limitation)
    }
}

extension Recovery {
    /// What recoveries of a kind claim together: received where they are closed, else at least
    /// what was expected.
    static func claimed(_ kind: Kind, _ all: [Loaded<Recovery>]) -> Int64 {
        all.filter { $0.kind == kind }.reduce(0) {
            $0.addingClamped(
                $1.state.state == .closed
                    ? $1.receivedMinor : max($1.receivedMinor, $1.expected.minor))
        }
    }
}

extension Decision {
    /// Starts the clock that warns before a claim is lost by the passing of time.
    mutating func startLimitation(
        until day: Day, _ time: CaseTime, _ recovery: Recovery, _ context: Context
    ) throws(Refusal) {
        let days = day.number - time.day(of: context.now).number
        try start(
            .recoveryLimitation, time, of: recovery.reference,
            RecoveryWorkflow.Step.open.title, term: .calendarDays(days), context)
    }
}

extension NumberSeries {
    package static let recovery = NumberSeries("REC")
}

extension Field {
    static func recovery(_ path: FieldPath<Owner, String>) -> Field {
        Field("recovery", path, Words("追偿号", "Recovery number"), .line(40))
    }
}

extension Refusal {
    static let limitationPassed = Refusal(
        .conflict, "recoveries.limitationPassed",
        Words("时效届满日已过，请核对；确已届满的不再立项", "the limitation has passed; check the date"))
    static let salvageUnnamed = Refusal(
        .invalid, "recoveries.salvageUnnamed",
        Words("请写明损余物资", "say what is to be sold"))
    static let opponentMissing = Refusal(
        .invalid, "recoveries.opponentMissing",
        Words("请填写追偿对象", "say against whom"))
    static let nothingPaidYet = Refusal(
        .conflict, "recoveries.nothingPaid",
        Words("尚未支付赔款，支付后才能追偿（保险法第60条）",
            "nothing was paid yet: the insurer has a claim once it paid (Insurance Law 60)"))
    static let moreThanPaid = Refusal(
        .conflict, "recoveries.moreThanPaid",
        Words("追偿金额不得超过已付赔款（含其他追偿项目），请更正",
            "no more can be claimed than was paid, other recoveries included; correct it"))
    static let personsNotSubrogated = Refusal(
        .conflict, "recoveries.insuranceOfPersons",
        Words("人身保险不得向第三者追偿（保险法第46条）",
            "in insurance of persons there is no claim against third parties (Insurance Law 46)"))
    static let familyNotSubrogated = Refusal(
        .conflict, "recoveries.family",
        Words("不得对被保险人的家庭成员或组成人员代位求偿，故意造成事故的除外（保险法第62条）",
            "not against the insured's family or members, unless on purpose (Insurance Law 62)"))
}
