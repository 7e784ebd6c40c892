import Insurance
import Kernel

/// A kind of case as the console shows it: where one stands and what may be done about it, made
/// from its workflows. Nothing of a page is written for one kind alone.
struct CaseKind: Sendable {
    let table: String
    let title: Words
    /// The states of the usual way through, for the bar on top; empty where there is no one way.
    let path: [CaseStage]
    let find: @Sendable (String, any Reader) throws -> CaseStanding?

    init<State: Numbered, Stage: WorkflowState, Step: WorkflowStep>(
        _ workflow: Workflow<State, Stage, Step>, along path: [Stage] = [],
        at stage: any KeyPath<State, Stage> & Sendable
    ) {
        table = State.table
        title = State.title
        self.path = path.map { CaseStage(code: $0.rawValue, title: $0.title) }
        find = { number, reader in
            guard let loaded: Loaded<State> = try reader.load(number: number) else { return nil }
            let state = loaded.state[keyPath: stage]
            return CaseStanding(
                subject: CaseReference(loaded.state), version: loaded.version,
                stage: CaseStage(code: state.rawValue, title: state.title),
                isOver: state.isFinal,
                actions: workflow.actions(for: loaded.state, in: state, along: path))
        }
    }
}

struct CaseStage: Hashable, Sendable {
    let code: String
    let title: Words
}

/// Where one case stands.
struct CaseStanding: Sendable {
    let subject: CaseReference
    let version: Int64
    let stage: CaseStage
    let isOver: Bool
    let actions: [CaseAction]
}

/// One command that the workflow of a case knows, with what stands in its way now.
struct CaseAction: Sendable {
    let command: String
    let titles: [Words]
    /// Who may take one of its steps.
    let posts: Set<Post>
    /// `nil` when a step of it may be taken from where the case stands.
    let obstacle: Refusal?
    /// Whether it leads on, instead of being something beside the way.
    let leadsOn: Bool
}

extension Workflow {
    /// The commands of the table in its order, each once.
    fileprivate func actions(
        for subject: Case, in state: State, along path: [State]
    ) -> [CaseAction] {
        // Going back on the way, as reopening does, is no step on.
        func leadsOn(_ to: State?) -> Bool {
            guard let to, to != state else { return false }
            guard let target = path.firstIndex(of: to) else { return path.isEmpty || to.isFinal }
            return target > path.firstIndex(of: state) ?? -1
        }
        var order: [String] = []
        var byCommand: [String: [Rule]] = [:]
        for rule in rules where !rule.posts.isEmpty {
            if byCommand[rule.command] == nil { order.append(rule.command) }
            byCommand[rule.command, default: []].append(rule)
        }
        return order.map { command in
            let rules = byCommand[command] ?? []
            var obstacle: Refusal?
            var open: [Rule] = []
            for rule in rules {
                do throws(Refusal) {
                    _ = try take(rule.step, in: state, of: subject)
                    open.append(rule)
                } catch {
                    obstacle = obstacle ?? error
                }
            }
            let shown = open.isEmpty ? rules : open
            return CaseAction(
                command: command, titles: shown.map(\.step.title),
                posts: shown.reduce(into: []) { $0.formUnion($1.posts) },
                obstacle: open.isEmpty ? obstacle : nil,
                leadsOn: open.contains { leadsOn($0.to) })
        }
    }
}

/// Every kind of case that has a page.
enum CaseKinds {
    static let all: [CaseKind] = [
        CaseKind(
            ClaimWorkflow.main,
            along: [
                .registered, .lossAssessed, .lossVerified, .inApproval, .approved,
                .paymentOrdered, .paid, .closed,
            ], at: \.state),
        CaseKind(NoticeWorkflow.main, along: [.received, .registered], at: \.state),
        CaseKind(PaymentWorkflow.main, at: \.state),
        CaseKind(PanelWorkflow.main, at: \.state),
        CaseKind(DocumentRequestWorkflow.main, at: \.state),
        CaseKind(InvestigationWorkflow.main, at: \.state),
        CaseKind(BreachWorkflow.main, at: \.state),
        CaseKind(ReviewWorkflow.main, at: \.state),
        CaseKind(RecoveryWorkflow.main, at: \.state),
        CaseKind(LitigationWorkflow.main, at: \.state),
        CaseKind(BatchWorkflow.main, at: \.state),
        CaseKind(AdvanceWorkflow.main, at: \.state),
        CaseKind(DeadlineQuestionWorkflow.main, at: \.state),
        CaseKind(ReconciliationWorkflow.main, at: \.state),
        CaseKind(HoldWorkflow.main, at: \.state),
    ]

    static func find(_ number: String, _ reader: any Reader) throws -> (CaseKind, CaseStanding)? {
        for kind in all {
            if let standing = try kind.find(number, reader) { return (kind, standing) }
        }
        return nil
    }
}
