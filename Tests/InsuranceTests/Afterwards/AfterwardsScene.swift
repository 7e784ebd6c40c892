import Kernel
import Testing

@testable import Insurance

/// Situations beside a claim, each made by real commands.
enum AfterwardsScene {
    /// A paid claim of 7,500.00, closed; with the authority to waive.
    static func closed() throws -> ClaimStage { prepared(try Scene.closed.stage) }

    /// A refused claim, told and closed. Wu decided it, on level 2.
    static func refused() throws -> ClaimStage { prepared(try Scene.refusalClosed.stage) }

    private static func prepared(_ stage: ClaimStage) -> ClaimStage {
        var stage = stage
        stage.authority += [
            Scene.row(11, WaiverFacts.authority, .claimsSupervisor, level: 2, 5_000_00),
            Scene.row(12, WaiverFacts.authority, .executive, level: 3, 5_000_000_00),
        ]
        return stage
    }

    static func reviewRequested() throws -> ClaimStage {
        var stage = try refused()
        try stage.act(RequestReview.request(stage.seals), by: .chu)
        return stage
    }

    static func underReview() throws -> ClaimStage {
        var stage = try reviewRequested()
        try stage.act(BeginReview(), by: .zheng)
        return stage
    }

    static func subrogation(_ expected: Int64 = 6_000_00) throws -> ClaimStage {
        var stage = try closed()
        try stage.act(OpenRecovery.against(stage.seals, expected), by: .wang)
        return stage
    }

    static func demanded(_ expected: Int64 = 6_000_00) throws -> ClaimStage {
        var stage = try subrogation(expected)
        try stage.act(DemandRecovery.letter(), by: .wang)
        return stage
    }

    static func salvage(deducted: Bool = false) throws -> ClaimStage {
        var stage = try closed()
        try stage.act(OpenRecovery.salvage(deducted: deducted), by: .wang)
        return stage
    }

    static func lawsuit(_ forum: Litigation.Forum = .court) throws -> ClaimStage {
        var stage = try closed()
        try stage.act(OpenLitigation.lawsuit(stage.seals, forum), by: .wang)
        return stage
    }

    static func archived() throws -> ClaimStage {
        var stage = try closed()
        try stage.setDefaultRetention()
        try stage.act(ArchiveFile(), by: .wang)
        return stage
    }

    /// An archived file whose longest rule has run out.
    static func ended() throws -> ClaimStage {
        var stage = try archived()
        stage.now = try shanghai("2056-03-01 10:00")
        return stage
    }
}

/// Who acts on files, beside the cast of the claim.
enum FileCast: UInt64 {
    case complianceOne = 51
    case complianceTwo, auditor

    var principal: Principal {
        let id = ID<StaffMember>(
            at: Moment(milliseconds: 1_700_000_000_000), random: (7, rawValue))
        let post: PostWords.Post = self == .auditor ? .auditor : .complianceOfficer
        return Principal(.staff(id), posts: [Post(post)], branch: nil, staffVersion: 1)
    }
}

extension ClaimStage {
    mutating func setDefaultRetention() throws {
        for command in DefaultRetention.commands {
            try act(command, by: FileCast.complianceOne.principal)
        }
    }
}

extension RequestReview {
    static func request(_ seals: Seals) throws -> Self {
        var command = RequestReview()
        command.isInsured = true
        command.requester = Personal(sealed: try seals.insured.seal("何静", field: "name"))
        command.grounds = Personal(
            sealed: try seals.insured.seal("损失属于保险责任", field: "narrative"))
        return command
    }
}

extension ConcludeReview {
    static func outcome(_ outcome: ClaimReview.Outcome, reserve: Int64? = nil) -> Self {
        var command = ConcludeReview()
        command.outcome = outcome
        command.reserve = reserve.map { Money(minor: $0) }
        command.reason = "the exclusion does not apply"
        return command
    }
}

extension OpenRecovery {
    static func against(
        _ seals: Seals, _ expected: Int64 = 6_000_00, _ kind: Recovery.Kind = .subrogation
    ) throws -> Self {
        var command = OpenRecovery()
        command.kind = kind
        command.expected = Money(minor: expected)
        command.basis = "the other driver is fully liable"
        command.limitation = Day(number: 21_000)
        command.opponent = Personal(sealed: try seals.reporter.seal("周强", field: "name"))
        return command
    }

    static func salvage(deducted: Bool = false) -> Self {
        var command = OpenRecovery()
        command.kind = .salvage
        command.expected = Money(minor: 800_00)
        command.limitation = Day(number: 21_000)
        command.item = "rear bumper"
        command.isDeducted = deducted
        return command
    }
}

extension DemandRecovery {
    static func letter() -> Self {
        var command = DemandRecovery()
        command.document = "L-1"
        command.limitation = Day(number: 21_200)
        return command
    }
}

extension ReceiveRecovery {
    static func receipt(_ minor: Int64, _ reference: String = "RB-1") -> Self {
        var command = ReceiveRecovery()
        command.amount = Money(minor: minor)
        command.reference = reference
        command.receivedOn = Day(number: 20_112)
        return command
    }
}

extension SellSalvage {
    static func sale(_ seals: Seals, _ price: Int64) throws -> Self {
        var command = SellSalvage()
        command.price = Money(minor: price)
        command.buyer = Personal(sealed: try seals.reporter.seal("废旧物资站", field: "name"))
        return command
    }
}

extension AppraiseSalvage {
    static func value(_ minor: Int64) -> Self {
        var command = AppraiseSalvage()
        command.amount = Money(minor: minor)
        command.document = "A-1"
        return command
    }
}

extension OpenLitigation {
    static func lawsuit(_ seals: Seals, _ forum: Litigation.Forum = .court) throws -> Self {
        var command = OpenLitigation()
        command.forum = forum
        command.authority = "West Lake District Court"
        command.docket = "2025-0106-1"
        command.amount = Money(minor: 20_000_00)
        command.opponent = Personal(sealed: try seals.insured.seal("何静", field: "name"))
        return command
    }
}

extension RecordOutcome {
    static func of(
        _ result: Litigation.Conclusion, _ payable: Int64 = 0, served: Int = 20_112
    ) -> Self {
        var command = RecordOutcome()
        command.result = result
        command.payable = Money(minor: payable)
        command.document = "J-1"
        command.servedOn = Day(number: served)
        return command
    }
}
