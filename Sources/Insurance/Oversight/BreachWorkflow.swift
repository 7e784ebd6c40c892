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
        case explain, decide

        package var title: Words {
            switch self {
            case .explain: Words("查明原因", "Explain")
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
                .decide, from: [.explained], to: .decided,
                by: .held(.claimsSupervisor, .executive), keeps: ["4.3.2b"],
                with: "breaches.decide"),
        ])

    static let explainWork = "breaches.explain"
    static let decideWork = "breaches.decide"

    static func item(
        _ kind: String, _ breach: Breach, _ post: Post, _ context: Context
    ) -> WorkItem {
        WorkItem(
            id: context.id("work.\(kind)"), of: CaseReference(breach), kind: kind,
            title: kind == explainWork
                ? Words("查明超时原因和责任人", "Find the cause and who answers for it")
                : Words("对超时作出处理", "Decide what follows from the breach"),
            post: post, branch: nil, openedAt: context.now)
    }
}
