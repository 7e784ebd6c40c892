import Kernel
import Testing

@testable import Insurance

/// One small story, told up to a point: Miss He's car is hit, the claim is worked on and paid.
///
/// Each scene is what real commands decided, folded; nothing is set by hand.
enum Scene: CaseIterable {
    case opening, noticeReceived, claimRegistered, documentsComplete, lossAssessed, lossVerified,
        inApproval, approved, paymentOrdered, paymentReleased, paymentSent, paid, closed

    case refusalProposed, denied, refusalTold, refusalClosed

    var stage: ClaimStage {
        get throws {
            switch self {
            case .opening: try Scene.start()
            case .noticeReceived: try Scene.opening.then(RegisterNotice.notice(), .lin)
            case .claimRegistered: try Scene.noticeReceived.then(RegisterClaim.claim(), .zhao)
            case .documentsComplete:
                try Scene.claimRegistered.then(ReceiveDocuments.documents(), .wang)
            case .lossAssessed: try Scene.documentsComplete.then(AssessLoss.assessment(), .qian)
            case .lossVerified: try Scene.lossAssessed.then(VerifyLoss(), .sun)
            case .inApproval: try Scene.lossVerified.then(ProposeDecision.proposal(), .li)
            case .approved: try Scene.inApproval.then(DecideClaim.decision(), .zhou)
            case .paymentOrdered: try Scene.approved.then(OrderPayment.order(try Seals()), .feng)
            case .paymentReleased: try Scene.paymentOrdered.then(ReleasePayment(), .chen)
            case .paymentSent: try Scene.paymentReleased.then(SendBatch(), .feng)
            case .paid: try Scene.paymentSent.then(ConfirmPayment.confirmation(), .feng)
            case .closed: try Scene.paid.then(CloseClaim(), .wang)
            case .refusalProposed: try Scene.lossVerified.then(ProposeDecision.refusal(), .li)
            case .denied: try Scene.refusalProposed.then(DecideClaim.decision(), .wu)
            case .refusalTold: try Scene.denied.then(DeliverRefusal(), .wang)
            case .refusalClosed: try Scene.refusalTold.then(CloseClaim(), .wang)
            }
        }
    }

    private func then<C: Staged>(_ command: C, _ person: Cast) throws -> ClaimStage {
        var stage = try stage
        try stage.act(command, by: person)
        return stage
    }

    private static func start() throws -> ClaimStage {
        var stage = try ClaimStage()
        stage.product = Loaded(Scene.product, version: 1)
        stage.policy = Loaded(try policy(stage.seals), version: 1)
        stage.authority = levels
        return stage
    }
}

extension Scene {
    static let epoch = Moment(milliseconds: 1_735_000_000_000)

    static let product: Product = {
        var damage = Coverage()
        (damage.code, damage.zh, damage.en) = ("DMG", "车辆损失", "Damage to the car")
        damage.limit = Money(minor: 80_000_00)
        damage.deductible = Money(minor: 500_00)
        damage.deductiblePermille = 50
        damage.terms = "§ 5"
        var glass = Coverage()
        (glass.code, glass.zh, glass.en) = ("GLS", "玻璃单独破碎", "Glass")
        glass.limit = Money(minor: 3_000_00)
        glass.terms = "§ 8"
        return Product(
            id: ID(at: epoch, random: (2, 1)), code: "AUTO", edition: 1,
            name: Words("家用车保险", "Private car"), line: .motor, coverages: [damage, glass],
            documents: [
                RequiredDocument("form", Words("索赔申请书", "Claim form")),
                RequiredDocument("licence", Words("驾驶证", "Driving licence")),
            ],
            simpleUpTo: Money(minor: 5_000_00), complexAbove: Money(minor: 50_000_00))
    }()

    static func policy(_ seals: Seals) throws -> Policy {
        let name = try seals.insured.seal("何静", field: "name")
        return Policy(
            id: ID(at: epoch, random: (3, 1)), number: "POL-1", product: "AUTO", edition: 1,
            line: .motor, holder: name.person, holderName: name,
            inception: try #require(Day("2024-06-01")), expiry: try #require(Day("2025-05-31")),
            overrides: [], branch: nil, source: nil, remarks: [])
    }

    /// Three levels to pay, two to refuse.
    static let levels: [Loaded<Authority>] = [
        row(1, "claims.indemnity", .claimsApprover, level: 1, 10_000_00),
        row(2, "claims.indemnity", .claimsSupervisor, level: 2, 60_000_00),
        row(3, "claims.indemnity", .executive, level: 3, 5_000_000_00),
        row(4, "claims.refusal", .claimsSupervisor, level: 2, 60_000_00),
        row(5, "claims.refusal", .executive, level: 3, 5_000_000_00),
        row(6, "claims.reserve", .claimsHandler, level: 1, 50_000_00),
        row(7, "claims.reserve", .claimsSupervisor, level: 2, 500_000_00),
        row(8, "claims.reserve", .executive, level: 3, 5_000_000_00),
    ]

    static func row(
        _ number: UInt64, _ kind: String, _ post: PostWords.Post, level: Int64, _ maximum: Int64
    ) -> Loaded<Authority> {
        Loaded(
            Authority(
                id: ID(at: epoch, random: (4, number)), kind: kind, holder: .post(Post(post)),
                level: level, scope: .claimTotal, from: Day(number: 20_000),
                maximum: Money(minor: maximum), grantedBy: "system:setup", document: "DOC-1"),
            version: 1)
    }
}

// The commands of the story with their usual fields; a test changes what it is about.

extension RegisterNotice {
    static func notice(_ change: (inout RegisterNotice) -> Void = { _ in }) throws -> Self {
        let seals = try Seals()
        var command = RegisterNotice()
        command.policy = "POL-1"
        command.lossAt = try shanghai("2025-01-23 18:30")
        command.cause = .collision
        command.place = Personal(sealed: try seals.reporter.seal("中山路 5 号", field: "address"))
        command.course = Personal(sealed: try seals.reporter.seal("追尾", field: "narrative"))
        command.reporterName = Personal(sealed: try seals.reporter.seal("何静", field: "name"))
        command.reporterPhone = Personal(
            sealed: try seals.reporter.seal("13800000001", field: "phone"))
        change(&command)
        return command
    }
}

extension RegisterClaim {
    static func claim(_ change: (inout RegisterClaim) -> Void = { _ in }) -> Self {
        var command = RegisterClaim()
        command.reserve = Money(minor: 8_000_00)
        command.reason = "first estimate"
        change(&command)
        return command
    }
}

extension ReceiveDocuments {
    static func documents(_ codes: [String] = ["form", "licence"]) -> Self {
        var command = ReceiveDocuments()
        command.documents = codes
        return command
    }
}

extension AssessLoss {
    static func assessment(
        _ coverage: String = "DMG", claimed: Int64 = 8_000_00, assessed: Int64 = 8_000_00,
        _ currency: Currency = .cny, departure: String? = nil
    ) -> Self {
        var item = Assessment.Item()
        item.coverage = coverage
        item.description = "rear bumper"
        item.claimed = Money(minor: claimed, currency)
        item.assessed = Money(minor: assessed, currency)
        item.departure = departure
        var command = AssessLoss()
        command.items = [item]
        return command
    }
}

extension Proposal.Finding {
    init(_ holds: Bool, _ reason: String) {
        self.init()
        self.holds = holds
        self.reason = reason
        terms = "§ 5"
    }
}

extension ProposeDecision {
    static func proposal(
        _ outcome: Proposal.Outcome = .pay, coverage: Bool = true, amount: Bool = true,
        complete: Bool = true
    ) -> Self {
        var command = ProposeDecision()
        command.outcome = outcome
        command.coverage = .init(coverage, "coverage")
        command.amount = .init(amount, "amount")
        command.completeness = .init(complete, "papers")
        return command
    }

    static func refusal() -> Self { proposal(.refuse, coverage: false) }
}

extension DecideClaim {
    static func decision() -> Self {
        var command = DecideClaim()
        command.reason = "as proposed"
        return command
    }
}

extension OrderPayment {
    static func order(_ seals: Seals, entitled: Bool = true) throws -> Self {
        var command = OrderPayment()
        command.payee = Personal(sealed: try seals.insured.seal("何静", field: "name"))
        command.account = Personal(
            sealed: try seals.insured.seal("6222020000000000000", field: "bankAccount"))
        command.isEntitled = entitled
        return command
    }
}

extension ConfirmPayment {
    static func confirmation(_ reference: String = "BANK-1", _ minor: Int64 = 7_500_00) -> Self {
        var command = ConfirmPayment()
        command.reference = reference
        command.amount = Money(minor: minor)
        return command
    }
}
