package import Kernel

/// The table of a notice: received, then registered as one claim or several, withdrawn, or merged
/// into another notice of the same loss.
package enum NoticeWorkflow {
    package enum Step: String, WorkflowStep {
        case receive, register, registerFurther, withdraw, merge

        package var title: Words {
            switch self {
            case .receive: Words("报案受理", "Take the notice")
            case .register: Words("立案", "Register the claim")
            case .registerFurther: Words("另立一案", "Register a further claim")
            case .withdraw: Words("撤回报案", "Withdraw the notice")
            case .merge: Words("并案", "Merge into another notice")
            }
        }
    }

    package static let metrics: [ClockMetric] = [.registration, .firstContact]

    /// What a notice asks of people at once.
    static let firstTasks: [(String, PostWords.Post)] = [
        (ClaimTasks.firstContact, .claimsHandler), (ClaimTasks.register, .registrationClerk),
    ]

    package static let main = Workflow<Notice, Notice.State, Step>(
        "notice", Notice.title, start: .received,
        [
            .init(
                .receive, from: [.received], by: .held(.claimsIntake, .serviceAgent, .salesperson),
                clocks: [.start(.registration), .start(.firstContact)], keeps: ["4.2.1a", "4.2.1b"],
                with: "claims.registerNotice"),
            .init(
                .register, from: [.received], to: .registered, by: .held(.registrationClerk),
                clocks: [.stop(.registration)], keeps: ["4.2.1b"], with: "claims.registerClaim"),
            .init(
                .registerFurther, from: [.registered], by: .held(.registrationClerk),
                keeps: ["4.2.1b"], with: "claims.registerClaim"),
            .init(
                .merge, from: [.received], to: .merged,
                by: .held(.registrationClerk, .claimsIntake),
                clocks: [.stop(.registration), .stop(.firstContact)], keeps: ["4.2.1b"],
                with: "claims.mergeNotices"),
            .init(
                .withdraw, from: [.received], to: .withdrawn,
                by: .held(.registrationClerk, .claimsIntake),
                clocks: [.stop(.registration), .stop(.firstContact)],
                keeps: ["1.3.1"], with: "claims.withdrawNotice"),
        ])
}
