package import Kernel

/// 理赔案件: one claim under one policy, from registration to closure.
package struct Claim: Numbered {
    package enum State: String, WorkflowState {
        case registered, lossAssessed, lossVerified, inApproval, approved, denied, paymentOrdered,
            paymentFailed, paid, closed, cancelled

        package var title: Words {
            ClaimWords.State(rawValue: rawValue)?.words ?? Words(rawValue, rawValue)
        }

        package var isFinal: Bool { self == .closed || self == .cancelled }
    }

    package static let table = "claim"
    package static let title = Words("赔案", "claim")

    package let id: ID<Claim>
    package let number: String
    package let notice: String
    package let policy: String
    package let product: String
    package let edition: Int64
    package let line: LineOfBusiness
    package let policyFinding: Notice.PolicyFinding
    package let lossDay: Day
    package let registeredAt: Moment
    package let branch: ID<Branch>?
    package let insured: Sealed
    package let reporterPhone: Sealed?
    package let source: String?
    package let currency: Currency
    /// What the claimant asks for, item by item, when an application said it.
    package let claimedItems: [ClaimedItem]
    /// What an import noted, such as the date the source gave beside the mapped one.
    package let remarks: [String]
    /// The coverages as they stood for this policy on registration: a later edition changes
    /// nothing.
    package let coverages: [Coverage]
    package internal(set) var complexity: Complexity
    package internal(set) var state: State
    package internal(set) var documents: [DocumentLine]
    package internal(set) var reserves: [ReserveEntry]
    package internal(set) var assessment: Assessment?
    package internal(set) var proposal: Proposal?
    package internal(set) var approvalLevel: Int64
    package internal(set) var decisions: [ClaimDecision]
    package internal(set) var payment: ID<Payment>?
    package internal(set) var paidMinor: Int64
    /// Received by subrogation, salvage or repayment; may go on after the claim is closed.
    package internal(set) var recoveredMinor: Int64
    package internal(set) var vouchers: [String]
    /// When the customer was told of the latest decision, and by which message.
    package internal(set) var customerTold: [Told]
    package internal(set) var reopenings: Int64
    /// Those that no cap may stop: after a review, or to perform a judgment.
    package internal(set) var reopeningsOutsideCap: Int64 = 0
    package internal(set) var ending: Ending?
    /// The ordered investigation that is not at its end: nothing is proposed until it is.
    package internal(set) var openInvestigation: String?
    package var cause = ClaimWords.Cause.other
    /// Who claims, as far as the papers depend on it.
    package internal(set) var claimant = ClaimWords.Claimant.insured
    /// The requests for papers that were made, the second of a round with its supervisor.
    package internal(set) var documentRequests: [RequestMark] = []
    /// A change of the reserve that waits for somebody with the authority for it.
    package internal(set) var reserveProposal: ReserveProposal?
    /// When the reserve becomes stale; `nil` once that was said and until it is looked at.
    package internal(set) var reserveReviewAt: Moment?
    /// As the product's edition says; its own figure is 60 days.
    package internal(set) var reserveReviewDays: Int64?
    /// Payments that have neither failed nor been stopped.
    package internal(set) var livePayments: [LivePayment] = []
    /// How decisions are divided among several payees; a decision without a plan is paid whole.
    package internal(set) var plans: [PaymentPlan] = []
    /// Why what is proposed needs a panel first.
    package internal(set) var panelReasons: [PanelReason] = []
    /// The doubts that people raised and nobody lifted.
    package internal(set) var doubts: [Doubt] = []
    /// The notice came later than the terms ask; somebody weighs what follows from that.
    package internal(set) var lateNotice: LateNotice?

    package struct Told: Sendable, Codable, Equatable {
        package let what: String
        package let at: Moment
    }

    package enum Ending: Sendable, Codable, Equatable {
        case paid, denied, zeroPayment
        case cancelled(ClaimWords.Cancellation)
    }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("notice", notice.sql), ("policy", policy.sql),
            ("product", product.sql), ("line", line.rawValue.sql),
            ("complexity", complexity.rawValue.sql), ("stage", state.rawValue.sql),
            ("branch", branch.sql), ("insured", insured.person.sql),
            ("reserve_minor", reserve.minor.sql), ("paid_minor", paidMinor.sql),
            ("recovered_minor", recoveredMinor.sql),
            ("currency", currency.rawValue.sql), ("loss_day", lossDay.sql),
            ("registered_at", registeredAt.sql), ("source", source.sql),
            (
                "reserve_review_at",
                (ClaimWorkflow.undecided.contains(state) ? reserveReviewAt : nil).sql
            ),
        ]
    }

    /// What is set aside for it now.
    package var reserve: Money { reserves.last?.amount ?? .zero(currency) }

    package var countedReopenings: Int64 { reopenings - reopeningsOutsideCap }

    /// Whether the customer knows of the latest decision to pay.
    package var wasToldOfDecision: Bool {
        guard let decided = decisions.last, decided.outcome.pays else { return false }
        return customerTold.contains {
            ($0.what == "decision" || $0.what == "paid") && $0.at >= decided.at
        }
    }

    package var missingDocuments: [DocumentLine] { documents.filter(\.isMissing) }

    /// Whether the customer knows of the latest decision, when that was a refusal. A reopened claim
    /// may be refused again: what was told of an earlier refusal says nothing about this one.
    package var wasToldOfRefusal: Bool {
        guard let refused = decisions.last, refused.outcome == .refuse else { return false }
        return customerTold.contains { $0.what == "refusal" && $0.at >= refused.at }
    }

    /// Paid in advance, or on its way, and not yet taken off a decision.
    package var advancedMinor: Int64 {
        let paid = livePayments.filter { $0.basis == .advance }
            .reduce(Int64(0)) { $0.addingClamped($1.minor) }
        let taken = decisions.filter { $0.outcome == .pay }
            .reduce(Int64(0)) { $0.addingClamped($1.sheet.advanced.minor) }
        return max(0, paid - taken)
    }

    package func coverage(_ code: String) -> Coverage? { coverages.first { $0.code == code } }

    /// Everybody who prepared what is now to be decided: none of them may approve it.
    package var makers: Set<ID<StaffMember>> {
        var makers: Set<ID<StaffMember>> = []
        if let assessment { makers.insert(assessment.assessor) }
        if let verifier = assessment?.verifier { makers.insert(verifier) }
        if let proposal { makers.insert(proposal.maker) }
        return makers
    }
}

/// One item of what the claimant asks for.
package struct ClaimedItem: FieldRecord, Codable, Hashable {
    package static let fields: [Field<ClaimedItem>] = [
        Field("coverage", \.coverage, Words("保险责任", "Coverage"), .line(40)),
        Field("description", \.description, Words("项目", "Item"), .line(120)),
        Field("claimed", \.claimed, Words("索赔金额", "Claimed"), 0...Coverage.largest),
    ]

    package var coverage = ""
    package var description = ""
    package var claimed = Money(minor: 0)

    package init() {}
}

/// 定损: the loss item by item, with who assessed and who verified it.
package struct Assessment: Sendable, Codable, Equatable {
    package struct Item: FieldRecord, Codable, Hashable {
        package static let fields: [Field<Item>] = [
            Field("coverage", \.coverage, Words("保险责任", "Coverage"), .line(40)),
            Field("description", \.description, Words("项目", "Item"), .line(120)),
            Field("claimed", \.claimed, Words("索赔金额", "Claimed"), 0...Coverage.largest),
            Field("assessed", \.assessed, Words("定损金额", "Assessed"), 0...Coverage.largest),
            Field(
                "departure", optional: \.departure,
                Words("与索赔金额不同的理由", "Reason for departing from the claimed amount"), .line(300)),
            Field(
                "depreciationPermille", optional: \.depreciationPermille,
                Words("折旧率（千分比）", "Depreciation in permille"), 0...1000),
            Field(
                "salvage", optional: \.salvage,
                Words("被保险人留用的损余价值", "Value of salvage the insured keeps"),
                0...Coverage.largest),
            Field(
                "price", optional: \.price, Words("价格库编码", "Code in the price library"),
                .line(80)),
            Field("quantity", optional: \.quantity, Words("数量", "Quantity"), 1...10_000),
            Field(
                "priceDeparture", optional: \.priceDeparture,
                Words("高于价格库的理由", "Reason for exceeding the list price"), .line(300)),
        ]

        package var coverage = ""
        package var description = ""
        package var claimed = Money(minor: 0)
        package var assessed = Money(minor: 0)
        package var departure: String?
        package var depreciationPermille: Int64?
        package var salvage: Money?
        package var price: String?
        package var quantity: Int64?
        package var priceDeparture: String?
        /// What the price library said when it was assessed, for the whole quantity.
        package internal(set) var listed: Money?

        package init() {}
    }

    package let items: [Item]
    package let assessor: ID<StaffMember>
    package let assessedAt: Moment
    package internal(set) var verifier: ID<StaffMember>?
    package internal(set) var verifiedAt: Moment?
}

/// 理算与处理意见: the three findings, the calculation, and what is proposed.
package struct Proposal: Sendable, Codable, Equatable {
    package enum Outcome: String, ChoiceValue {
        case pay, refuse, exGratia

        package var title: Words {
            switch self {
            case .pay: Words("赔付", "Pay")
            case .refuse: Words("拒赔", "Refuse")
            case .exGratia: Words("通融赔付", "Ex gratia payment")
            }
        }

        /// Whether money leaves the insurer.
        package var pays: Bool { self != .refuse }
    }

    /// 核定 of one question: whether it holds, why, and under which terms.
    package struct Finding: FieldRecord, Codable, Hashable {
        package static let fields: [Field<Finding>] = [
            Field("holds", \.holds, Words("是否成立", "Holds")),
            Field("reason", \.reason, Words("理由", "Reason"), .lines(1000)),
            Field("terms", \.terms, Words("条款依据", "Terms"), .line(200)),
        ]

        package var holds = false
        package var reason = ""
        package var terms = ""

        package init() {}
    }

    package let outcome: Outcome
    package let coverage: Finding
    package let amount: Finding
    package let completeness: Finding
    package let sheet: CalculationSheet
    package let maker: ID<StaffMember>
    package let at: Moment
    /// What is paid without being owed, when that is proposed.
    package var exGratia: Money?
    package var ground: RefusalGround?
    package var terms: [CoverageAdjustment] = []

    /// What would be paid.
    package var payable: Money {
        outcome == .exGratia ? exGratia ?? .zero(sheet.payable.currency) : sheet.payable
    }
}

/// Why nothing is owed.
package enum RefusalGround: String, ChoiceValue {
    case notCovered, excluded, notInForce, nonDisclosure, fraud, limitation

    package var title: Words {
        switch self {
        case .notCovered: Words("不属于保险责任", "Not covered")
        case .excluded: Words("属于责任免除", "Excluded by the terms")
        case .notInForce: Words("出险时保单无效", "Policy not in force")
        case .nonDisclosure: Words("违反如实告知义务", "Non-disclosure")
        case .fraud: Words("保险欺诈", "Fraud")
        case .limitation: Words("超过诉讼时效", "Time-barred")
        }
    }
}

/// 核赔决定: what was decided, by whom, under which row of authority.
package struct ClaimDecision: Sendable, Codable, Equatable {
    package let outcome: Proposal.Outcome
    package let amount: Money
    package let reasons: String
    package let terms: [String]
    package let sheet: CalculationSheet
    /// Who decided; nobody when a published rule did.
    package let approver: ID<StaffMember>?
    package let authority: AuthorityBook.Use
    package let at: Moment
    /// The panel it follows or answers, and the answer to an advisory one.
    package var panel: String?
    package var panelAnswer: String?
    /// The edition of the rules that decided, such as `AUTO/2`.
    package var rule: String?
}
