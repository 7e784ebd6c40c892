import Kernel
import Testing

@testable import Insurance

/// Commands on a request for papers with its claim.
protocol StagedOnRequest: Staged where Facts == DocumentFacts {}
extension StagedOnRequest {
    func facts(_ stage: ClaimStage) throws -> DocumentFacts { try stage.documentFacts() }
}

extension ApproveDocumentRequest: StagedOnRequest {}
extension ProveDocumentDelivery: StagedOnRequest {}
extension SettleDocumentRequest: StagedOnRequest {}
extension RemindOfDocuments: StagedOnRequest {}
extension ExpireDocumentRequest: StagedOnRequest {}

extension RequestDocuments: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(claim: try stage.claimFacts(), held: stage.held, answerDays: 30)
    }
}

extension ReviseChecklist: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(claim: try stage.claimFacts(), product: stage.product?.state, held: stage.held)
    }
}

extension NoteMailDelivery: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(documents: try stage.documentFacts(), isMailed: true)
    }
}

extension ChangeReserve: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(claim: try stage.claimFacts(), book: stage.book(Reserves.authorityKind))
    }
}

extension ApproveReserve: Staged {
    func facts(_ stage: ClaimStage) throws -> ChangeReserve.Facts {
        ChangeReserve.Facts(
            claim: try stage.claimFacts(), book: stage.book(Reserves.authorityKind))
    }
}

extension WarnOfStaleReserve: StagedOnClaim {}

extension ClaimStage {
    func documentFacts() throws -> DocumentFacts {
        DocumentFacts(request: try #require(request), claim: try claimFacts())
    }

    /// The clock of the promise to decide, the latest one.
    var decisionClock: ServiceClock? {
        clocks.last { $0.clock.metric == ClockMetric.decision.code }?.clock
    }
}

extension RequestDocuments {
    static func all(_ codes: [String] = ["form", "licence"]) -> Self {
        var command = RequestDocuments()
        command.documents = codes
        return command
    }
}

extension RequestDocuments.Insufficient {
    init(_ document: String, _ reason: String) {
        self.init()
        self.document = document
        self.reason = reason
    }
}

extension ProveDocumentDelivery {
    static func proof() -> Self {
        var command = ProveDocumentDelivery()
        command.evidence = "EMS 1234567890 CN"
        return command
    }
}

extension ApproveDocumentRequest {
    static func answer(_ approves: Bool) -> Self {
        var command = ApproveDocumentRequest()
        command.approves = approves
        command.reason = "as seen on the file"
        return command
    }
}

extension ChangeReserve {
    static func change(_ minor: Int64, _ coverage: String? = nil) -> Self {
        var command = ChangeReserve()
        command.reserve = Money(minor: minor)
        command.coverage = coverage
        command.reason = "second estimate"
        return command
    }
}

extension ApproveReserve {
    static func answer(_ approves: Bool) -> Self {
        var command = ApproveReserve()
        command.approves = approves
        command.reason = "as calculated"
        return command
    }
}

extension Scene {
    /// The one request was delivered and nothing came yet.
    static func delivered() throws -> ClaimStage {
        var stage = try Scene.claimRegistered.stage
        try stage.act(RequestDocuments.all(), by: .wang)
        try stage.act(ProveDocumentDelivery.proof(), by: .wang)
        return stage
    }

    static func answered() throws -> ClaimStage {
        var stage = try delivered()
        try stage.act(ReceiveDocuments.documents(), by: .wang)
        return stage
    }

    static func expired() throws -> ClaimStage {
        var stage = try delivered()
        stage.now = try #require(stage.request?.expiresAt)
        try stage.act(ExpireDocumentRequest(), by: .system("sweep"))
        return stage
    }
}
