package import Kernel

/// 诉讼: a lawsuit or arbitration about a claim. While it is open the file is neither archived nor
/// destroyed; what a judgment orders is paid through the usual door, by taking the claim up again.
package struct Litigation: Numbered, SideLine {
    package enum State: String, WorkflowState {
        case opened, judged, final, closed

        package var title: Words {
            switch self {
            case .opened: Words("审理中", "Pending")
            case .judged: Words("上诉期内", "Open to appeal")
            case .final: Words("已生效", "Final")
            case .closed: Words("已结案", "Closed")
            }
        }

        package var isFinal: Bool { self == .closed }
    }

    package enum Forum: String, ChoiceValue {
        case court, arbitration

        package var title: Words {
            switch self {
            case .court: Words("法院", "Court")
            case .arbitration: Words("仲裁机构", "Arbitration")
            }
        }
    }

    package enum Role: String, ChoiceValue {
        case defendant, plaintiff, thirdParty

        package var title: Words {
            switch self {
            case .defendant: Words("被告或被申请人", "Defendant or respondent")
            case .plaintiff: Words("原告或申请人", "Plaintiff or claimant")
            case .thirdParty: Words("第三人", "Third party")
            }
        }
    }

    package enum Conclusion: String, ChoiceValue {
        case judgment, finalJudgment, award, settlement, withdrawal

        package var title: Words {
            switch self {
            case .judgment: Words("一审判决（可上诉）", "Judgment open to appeal")
            case .finalJudgment: Words("终审判决", "Final judgment")
            case .award: Words("仲裁裁决", "Award")
            case .settlement: Words("调解或和解", "Settlement")
            case .withdrawal: Words("撤诉", "Withdrawal")
            }
        }
    }

    package enum Event: Sendable, Codable {
        case opened(Litigation)
        case hearingSet(Hearing)
        case hearingHeld(index: Int64, note: String, at: Moment)
        case costRecorded(Recovery.Cost)
        case decided(Outcome)
        case appealed(by: Role, docket: String, at: Moment)
        case becameFinal(at: Moment)
        case claimReopened(at: Moment)
        case closed(by: ID<StaffMember>, at: Moment)
    }

    package struct Hearing: Sendable, Codable, Equatable {
        package let at: Moment
        package let place: String
        package internal(set) var note: String?
    }

    package struct Outcome: Sendable, Codable, Equatable {
        package let result: Conclusion
        /// What the insurer has to pay by it.
        package let payable: Money
        package let document: String
        package let servedOn: Day
        package let instance: Int64
        package let at: Moment
    }

    package static let table = "litigation"
    package static let title = Words("诉讼", "lawsuit")

    package let id: ID<Litigation>
    package let number: String
    package let claim: ID<Claim>
    package let claimNumber: String
    package let forum: Forum
    package let authority: String
    package let role: Role
    package let amount: Money
    package let opponent: Sealed
    package let lawyer: Sealed?
    package let openedAt: Moment
    /// The court's own number; another one after an appeal.
    package internal(set) var docket: String
    package internal(set) var instance: Int64 = 1
    package internal(set) var state: State = .opened
    package internal(set) var hearings: [Hearing] = []
    package internal(set) var costs: [Recovery.Cost] = []
    package internal(set) var outcomes: [Outcome] = []
    package internal(set) var reopenedAt: Moment?

    /// Chained in the journal of its claim.
    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claimNumber.sql), ("docket", docket.sql),
            ("stage", state.rawValue.sql), ("opened_at", openedAt.sql),
        ]
    }

    package var openHearings: [Hearing] { hearings.filter { $0.note == nil } }

    /// What the outcome that stands orders to be paid.
    package var payable: Money { outcomes.last?.payable ?? .zero(amount.currency) }

    package static func opened(by event: Event) -> Litigation? {
        if case .opened(let lawsuit) = event { lawsuit } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let lawsuit): self = lawsuit
        case .hearingSet(let hearing): hearings.append(hearing)
        case .hearingHeld(let index, let note, _):
            if hearings.indices.contains(Int(index)) { hearings[Int(index)].note = note }
        case .costRecorded(let cost): costs.append(cost)
        case .decided(let outcome):
            outcomes.append(outcome)
            state = outcome.result == .judgment ? .judged : .final
        case .appealed(_, let number, _):
            docket = number
            instance += 1
            state = .opened
        case .becameFinal: state = .final
        case .claimReopened(let moment): reopenedAt = moment
        case .closed: state = .closed
        }
    }
}

/// The table of a lawsuit.
package enum LitigationWorkflow {
    package enum Step: String, WorkflowStep {
        case open, setHearing, holdHearing, recordCost, judge, settle, appeal, accept, pay, close

        package var title: Words {
            switch self {
            case .open: Words("诉讼立案", "Open the lawsuit")
            case .setHearing: Words("安排庭审", "Set a hearing")
            case .holdHearing: Words("登记庭审情况", "Record the hearing")
            case .recordCost: Words("登记诉讼费用", "Record a cost")
            case .judge: Words("登记可上诉判决", "Record a judgment open to appeal")
            case .settle: Words("登记生效结果", "Record a final outcome")
            case .appeal: Words("登记上诉", "Record an appeal")
            case .accept: Words("服判生效", "Accept the judgment")
            case .pay: Words("重开赔案履行", "Reopen the claim to perform")
            case .close: Words("诉讼结案", "Close the lawsuit")
            }
        }
    }

    private static let handlers = Set<Post>.held(.claimsHandler, .claimsSupervisor)
    private typealias Rule = Workflow<Litigation, Litigation.State, Step>.Rule

    package static let main = Workflow<Litigation, Litigation.State, Step>(
        "litigation", Litigation.title, start: .opened,
        [
            Rule(
                .open, from: [.opened], by: handlers, keeps: ["1.3.3", "4.3.2a"],
                with: "litigation.open"),
            Rule(
                .setHearing, from: [.opened], by: handlers, keeps: ["4.3.2a"],
                with: "litigation.setHearing"),
            Rule(
                .holdHearing, from: [.opened, .judged, .final], by: handlers, keeps: ["1.3.3"],
                with: "litigation.holdHearing"),
            Rule(
                .recordCost, from: [.opened, .judged, .final], by: handlers, keeps: ["1.3.3"],
                with: "litigation.recordCost"),
            Rule(
                .judge, from: [.opened], to: .judged, by: handlers, clocks: [.start(.appeal)],
                keeps: ["1.3.3", "4.3.2a"], with: "litigation.recordOutcome"),
            Rule(
                .settle, from: [.opened], to: .final, by: handlers, keeps: ["1.3.3"],
                with: "litigation.recordOutcome"),
            Rule(
                .appeal, from: [.judged], to: .opened, by: .held(.claimsSupervisor),
                clocks: [.stop(.appeal)], keeps: ["1.3.3", "4.3.2a"], with: "litigation.appeal"),
            Rule(
                .accept, from: [.judged], to: .final, by: .held(.claimsSupervisor),
                clocks: [.stop(.appeal)], keeps: ["1.3.3", "4.3.2a"], with: "litigation.accept"),
            Rule(
                .pay, from: [.final], by: .held(.claimsSupervisor), keeps: ["4.2.3a", "1.3.1"],
                with: "litigation.reopenClaim"),
            Rule(
                .close, from: [.final], to: .closed, by: handlers, keeps: ["1.3.3"],
                with: "litigation.close"),
        ])
}

extension NumberSeries {
    package static let litigation = NumberSeries("LIT")
}

extension Field {
    static func lawsuit(_ path: FieldPath<Owner, String>) -> Field {
        Field("lawsuit", path, Words("诉讼编号", "Lawsuit number"), .line(40))
    }
}
