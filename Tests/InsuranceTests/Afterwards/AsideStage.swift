import Foundation
import Testing

@testable import Insurance
@testable import Kernel

/// What runs beside the claim of a ``ClaimStage``.
struct AsideStage {
    var review: Loaded<ClaimReview>?
    var recovery: Loaded<Recovery>?
    var receipts: [Loaded<RecoveryReceipt>] = []
    var lawsuit: Loaded<Litigation>?
    var archive: Loaded<ClaimArchive>?
    var hold: Loaded<LegalHold>?
    var rules: [RetentionRule] = []
    var panels: [Loaded<Panel>] = []
    /// Who holds the posts that review, where a test looks at it.
    var reviewers: [Post: Set<ID<StaffMember>>] = [:]
    var people: [ID<Person>] = []
    var erasable: [ID<Person>] = []

    /// Folds a change of one of its kinds; says whether it was one.
    mutating func keep(_ change: any Change) -> Bool {
        switch change {
        case let change as ChangeOf<ClaimReview>: review = Self.fold(change)
        case let change as ChangeOf<Recovery>: recovery = Self.fold(change)
        case let change as ChangeOf<RecoveryReceipt>:
            receipts += [Self.fold(change)].compactMap(\.self)
        case let change as ChangeOf<Litigation>: lawsuit = Self.fold(change)
        case let change as ChangeOf<ClaimArchive>: archive = Self.fold(change)
        case let change as ChangeOf<LegalHold>: hold = Self.fold(change)
        case let change as ChangeOf<RetentionRule>:
            rules += [Self.fold(change)?.state].compactMap(\.self)
        default: return false
        }
        return true
    }

    private static func fold<State>(_ change: ChangeOf<State>) -> Loaded<State>? {
        State.fold(change.before?.state, change.events).map {
            Loaded($0, version: (change.before?.version ?? 0) + 1)
        }
    }

    var openLines: [String] {
        var open: [String] = []
        if let review, !review.state.state.isFinal { open.append(review.number) }
        if let recovery, !recovery.state.state.isFinal { open.append(recovery.number) }
        if let lawsuit, !lawsuit.state.state.isFinal { open.append(lawsuit.number) }
        return open
    }
}

extension ClaimStage {
    func side<Line: SideLine>(_ line: Loaded<Line>?) throws -> SideLineFacts<Line> {
        let line = try #require(line)
        let stream = line.state.reference.stream
        return SideLineFacts(
            line: line, claim: try #require(claim), time: try time(of: stream),
            work: openWork(of: stream))
    }

    func archiveFacts() throws -> SideLineFacts<ClaimArchive>? {
        guard let archive = aside.archive else { return nil }
        return try side(archive)
    }

    func file() throws -> FileStanding {
        let archive = try side(aside.archive)
        let question = RetentionQuestion(
            claim: archive.claim.state,
            period: policy.map { ($0.inception, $0.expiry) },
            closedOn: archive.time.day(of: archive.line.closedAt),
            isDisputed: aside.review != nil || aside.lawsuit != nil)
        return FileStanding(
            archive: archive, openLines: aside.openLines,
            holds: [aside.hold].compactMap(\.self).filter { $0.state.state == .active },
            retention: question.reasons(aside.rules))
    }

    /// The kinds of open work beside the claim, in order.
    var openAside: [String] {
        work.filter { $0.state.isOpen && $0.state.stream.kind != Claim.table }.map(\.kind).sorted()
    }
}

extension RequestReview: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let outcome = stage.claim?.decisions.last?.outcome ?? .pay
        return Facts(
            claim: try stage.claimFacts(), earlier: [stage.aside.review].compactMap(\.self),
            panels: stage.aside.panels, book: stage.book(ClaimAuthority.kind(of: outcome)),
            holders: stage.aside.reviewers)
    }
}

protocol StagedOnReviewer: Staged where Facts == ReviewFacts {}
extension StagedOnReviewer {
    func facts(_ stage: ClaimStage) throws -> ReviewFacts {
        let review = try stage.side(stage.aside.review)
        let decided = review.claim.decisions[Int(review.line.decision)]
        return ReviewFacts(
            review: review, claim: try stage.claimFacts(),
            book: stage.book(ClaimAuthority.kind(of: decided.outcome)),
            archive: try stage.archiveFacts())
    }
}
extension BeginReview: StagedOnReviewer {}
extension ConcludeReview: StagedOnReviewer {}

protocol StagedOnReview: Staged where Facts == SideLineFacts<ClaimReview> {}
extension StagedOnReview {
    func facts(_ stage: ClaimStage) throws -> SideLineFacts<ClaimReview> {
        try stage.side(stage.aside.review)
    }
}
extension TellReview: StagedOnReview {}
extension CloseReview: StagedOnReview {}
extension WithdrawReview: StagedOnReview {}

extension ReopenClaim: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(), archive: try stage.archiveFacts(),
            cap: stage.product?.reopeningCap ?? Product.shippedReopeningCap)
    }
}

extension OpenRecovery: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(), others: [stage.aside.recovery].compactMap(\.self))
    }
}

protocol StagedOnRecovery: Staged where Facts == SideLineFacts<Recovery> {}
extension StagedOnRecovery {
    func facts(_ stage: ClaimStage) throws -> SideLineFacts<Recovery> {
        try stage.side(stage.aside.recovery)
    }
}
extension DemandRecovery: StagedOnRecovery {}
extension RecordRecoveryCost: StagedOnRecovery {}
extension RecordSettlement: StagedOnRecovery {}
extension AppraiseSalvage: StagedOnRecovery {}
extension SellSalvage: StagedOnRecovery {}
extension HandOverSalvage: StagedOnRecovery {}
extension CloseRecovery: StagedOnRecovery {}
extension ReturnWaiver: StagedOnRecovery {}

protocol StagedOnWaiver: Staged where Facts == WaiverFacts {}
extension StagedOnWaiver {
    func facts(_ stage: ClaimStage) throws -> WaiverFacts {
        WaiverFacts(
            recovery: try stage.side(stage.aside.recovery),
            book: stage.book(WaiverFacts.authority))
    }
}
extension ProposeWaiver: StagedOnWaiver {}
extension ApproveWaiver: StagedOnWaiver {}

extension ReceiveRecovery: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            recovery: try stage.side(stage.aside.recovery),
            others: [stage.aside.recovery].compactMap(\.self),
            known: stage.aside.receipts.first { $0.reference == reference })
    }
}

extension RecordRecovery: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try #require(stage.claim),
            known: stage.aside.receipts.first { $0.reference == reference })
    }
}

extension OpenLitigation: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(), others: [stage.aside.lawsuit].compactMap(\.self),
            archive: try stage.archiveFacts())
    }
}

protocol StagedOnLawsuit: Staged where Facts == SideLineFacts<Litigation> {}
extension StagedOnLawsuit {
    func facts(_ stage: ClaimStage) throws -> SideLineFacts<Litigation> {
        try stage.side(stage.aside.lawsuit)
    }
}
extension SetHearing: StagedOnLawsuit {}
extension HoldHearing: StagedOnLawsuit {}
extension RecordLitigationCost: StagedOnLawsuit {}
extension RecordOutcome: StagedOnLawsuit {}
extension Appeal: StagedOnLawsuit {}
extension AcceptJudgment: StagedOnLawsuit {}
extension CloseLitigation: StagedOnLawsuit {}

extension ReopenForJudgment: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            lawsuit: try stage.side(stage.aside.lawsuit), claim: try stage.claimFacts(),
            archive: try stage.archiveFacts())
    }
}

protocol StagedOnFile: Staged where Facts == FileStanding {}
extension StagedOnFile {
    func facts(_ stage: ClaimStage) throws -> FileStanding { try stage.file() }
}
extension ArchiveFile: StagedOnFile {}
extension ProposeDisposal: StagedOnFile {}
extension ReturnDisposal: StagedOnFile {}

extension DisposeFile: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            file: try stage.file(), people: stage.aside.people, erasable: stage.aside.erasable)
    }
}

extension SetHold: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(claim: try #require(stage.claim), archive: stage.aside.archive)
    }
}

extension LiftHold: Staged {
    func facts(_ stage: ClaimStage) throws -> Loaded<LegalHold> {
        try #require(stage.aside.hold)
    }
}

extension SetRetention: Staged {
    func facts(_ stage: ClaimStage) throws -> Loaded<RetentionRule>? {
        stage.aside.rules.last { $0.code == code }.map { Loaded($0, version: 1) }
    }
}
