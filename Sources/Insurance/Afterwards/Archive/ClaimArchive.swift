package import Kernel

/// 案卷归档: what becomes of a file once its claim is closed: put away complete, kept as long as
/// the longest rule says, and destroyed by two persons when nobody needs it any more. A claim
/// that is reopened recalls its file; the next closing begins a new one.
package struct ClaimArchive: SideLine {
    package enum State: String, WorkflowState {
        case due, archived, recalled, disposalProposed, disposed

        package var title: Words {
            switch self {
            case .due: Words("待归档", "To be archived")
            case .archived: Words("已归档", "Archived")
            case .recalled: Words("已调出", "Recalled")
            case .disposalProposed: Words("待审批销毁", "Disposal proposed")
            case .disposed: Words("已销毁", "Disposed of")
            }
        }

        package var isFinal: Bool { self == .recalled || self == .disposed }
    }

    package enum Event: Sendable, Codable {
        case opened(ClaimArchive)
        case archived(Filing)
        case recalled(reason: String, at: Moment)
        case disposalProposed(Proposal)
        case disposalReturned(by: ID<StaffMember>, reason: String, at: Moment)
        case disposed(Disposal)
    }

    /// Who put it away, where, and how long it must be kept for which reasons.
    package struct Filing: Sendable, Codable, Equatable {
        package let by: ID<StaffMember>
        package let at: Moment
        package let place: String
        /// Why it was put away although something is missing.
        package let lack: String?
        package let retention: [RetentionReason]
    }

    package struct Proposal: Sendable, Codable, Equatable {
        package let by: ID<StaffMember>
        package let reason: String
        package let at: Moment
    }

    package struct Disposal: Sendable, Codable, Equatable {
        package let by: ID<StaffMember>
        /// How many persons' keys were destroyed, and how many are needed elsewhere.
        package let erased: Int64
        package let kept: Int64
        package let at: Moment
    }

    package static let table = "claim_archive"
    package static let title = Words("案卷", "claim file")

    package let id: ID<ClaimArchive>
    package let claim: ID<Claim>
    package let claimNumber: String
    package let closedAt: Moment
    package private(set) var state: State = .due
    package private(set) var filing: Filing?
    package private(set) var proposal: Proposal?
    package private(set) var disposal: Disposal?

    package var callName: String { claimNumber }

    /// The last day on which it must be kept.
    package var keepUntil: Day? { filing?.retention.map(\.until).max() }

    package var columns: [(String, SQLValue)] {
        [
            ("claim", claimNumber.sql), ("stage", state.rawValue.sql),
            ("closed_at", closedAt.sql), ("keep_until", keepUntil.sql),
        ]
    }

    package init(id: ID<ClaimArchive>, of claim: Claim, closedAt: Moment) {
        self.id = id
        self.claim = claim.id
        claimNumber = claim.number
        self.closedAt = closedAt
    }

    package static func opened(by event: Event) -> ClaimArchive? {
        if case .opened(let archive) = event { archive } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let archive): self = archive
        case .archived(let filing):
            self.filing = filing
            state = .archived
        case .recalled:
            proposal = nil
            state = .recalled
        case .disposalProposed(let proposal):
            self.proposal = proposal
            state = .disposalProposed
        case .disposalReturned:
            proposal = nil
            state = .archived
        case .disposed(let disposal):
            self.disposal = disposal
            state = .disposed
        }
    }
}

/// The table of a file.
package enum ArchiveWorkflow {
    package enum Step: String, WorkflowStep {
        case open, archive, recall, proposeDisposal, returnDisposal, dispose

        package var title: Words {
            switch self {
            case .open: Words("移交归档", "Hand over for archiving")
            case .archive: Words("归档", "Archive")
            case .recall: Words("重开调出", "Recall for reopening")
            case .proposeDisposal: Words("提出销毁", "Propose disposal")
            case .returnDisposal: Words("退回销毁", "Return the proposal")
            case .dispose: Words("批准销毁", "Dispose of the file")
            }
        }
    }

    private typealias Rule = Workflow<ClaimArchive, ClaimArchive.State, Step>.Rule

    package static let main = Workflow<ClaimArchive, ClaimArchive.State, Step>(
        "archive", ClaimArchive.title, start: .due,
        [
            Rule(
                .open, from: [.due], by: .held(.claimsHandler), clocks: [.start(.archiving)],
                keeps: ["1.3.3"], with: "claims.close"),
            Rule(
                .archive, from: [.due], to: .archived, by: .held(.claimsHandler, .claimsSupervisor),
                clocks: [.stop(.archiving)], keeps: ["1.3.3", "2.3.3a"], with: "archives.archive"),
            Rule(
                .recall, from: [.due, .archived, .disposalProposed], to: .recalled,
                by: .held(.claimsSupervisor, .executive), clocks: [.stop(.archiving)],
                keeps: ["1.3.1"], with: "claims.reopen"),
            Rule(
                .proposeDisposal, from: [.archived], to: .disposalProposed,
                by: .held(.claimsSupervisor, .complianceOfficer), keeps: ["2.3.3a"],
                with: "archives.proposeDisposal"),
            Rule(
                .returnDisposal, from: [.disposalProposed], to: .archived,
                by: .held(.complianceOfficer, .executive), keeps: ["2.3.3a"],
                with: "archives.returnDisposal"),
            Rule(
                .dispose, from: [.disposalProposed], to: .disposed,
                by: .held(.complianceOfficer, .executive), keeps: ["2.3.3a"],
                with: "archives.dispose"),
        ])
}
