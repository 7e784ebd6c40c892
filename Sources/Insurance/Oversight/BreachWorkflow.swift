package import Kernel

extension Breach {
    package enum State: String, WorkflowState {
        case opened, explained, decided

        package var title: Words {
            switch self {
            case .opened: Words("待查明原因", "To be explained")
            case .explained: Words("待处理", "To be decided")
            case .decided: Words("已处理", "Decided")
            }
        }

        package var isFinal: Bool { self == .decided }
    }
}

/// The table of a broken promise.
package enum BreachWorkflow {
    package enum Step: String, WorkflowStep {
        case explain, state, decide

        package var title: Words {
            switch self {
            case .explain: Words("查明原因", "Explain")
            case .state: Words("责任人陈述", "The responsible person speaks")
            case .decide: Words("作出处理", "Decide")
            }
        }
    }

    package static let main = Workflow<Breach, Breach.State, Step>(
        "breach", Breach.title, start: .opened,
        [
            .init(
                .explain, from: [.opened], to: .explained,
                by: .held(.claimsSupervisor, .executive), keeps: ["4.3.2b"],
                with: "breaches.explain"),
            .init(
                .state, from: [.explained], by: everyone, guards: [.unstated],
                keeps: ["4.3.2b", "1.3.2"], with: "breaches.state"),
            .init(
                .decide, from: [.explained], to: .decided,
                by: .held(.claimsSupervisor, .executive), keeps: ["4.3.2b"],
                with: "breaches.decide"),
        ])

    static let explainWork = "breaches.explain"
    static let decideWork = "breaches.decide"
    static let stateWork = "breaches.state"

    /// Whoever answers for a breach may speak, whatever their post.
    static let everyone = Set(PostWords.Post.allCases.map { Post($0) })

    private static func title(_ kind: String) -> Words {
        switch kind {
        case explainWork: Words("查明超时原因和责任人", "Find the cause and who answers for it")
        case stateWork: Words("对超时作出陈述", "Say what you have to say about the breach")
        default: Words("对超时作出处理", "Decide what follows from the breach")
        }
    }

    static func item(
        _ kind: String, _ breach: Breach, _ post: Post, _ context: Context,
        dueAt: Moment? = nil, holder: ID<StaffMember>? = nil
    ) -> WorkItem {
        WorkItem(
            id: context.id("work.\(kind)"), of: CaseReference(breach), kind: kind,
            title: title(kind), post: post, branch: nil, openedAt: context.now, dueAt: dueAt,
            holder: holder)
    }
}

extension Workflow<Breach, Breach.State, BreachWorkflow.Step>.Guard {
    static var unstated: Self {
        Self(
            Refusal(
                .conflict, "breaches.stated",
                Words("已作过陈述", "the responsible person has spoken already"))
        ) { $0.statement == nil }
    }
}
