package import Kernel

/// 决策依据: what models decided about a claim in one act, kept so that anybody can see why.
package struct ModelDecision: Aggregate {
    package enum Event: Sendable, Codable {
        case decided(ModelDecision)
    }

    package static let table = "model_decision"
    package static let title = Words("决策依据", "decision of a model")

    package let id: ID<ModelDecision>
    package let subject: CaseReference
    /// The command in which the models were asked.
    package let command: String
    package let runs: [ModelRun]
    package let at: Moment

    /// Chained in the journal of its claim.
    package var stream: StreamName { subject.stream }

    package var columns: [(String, SQLValue)] { [("case_number", subject.number.sql)] }

    package static func opened(by event: Event) -> ModelDecision? {
        if case .decided(let decision) = event { decision } else { nil }
    }

    package mutating func apply(_ event: Event) {
        if case .decided(let decision) = event { self = decision }
    }
}

extension Decision {
    /// Keeps what the models were asked and answered.
    mutating func keep(
        _ runs: [ModelRun], of claim: Claim, in command: String, _ context: Context
    ) {
        if runs.isEmpty { return }
        open(
            ModelDecision.self,
            .decided(
                ModelDecision(
                    id: context.id("models"), subject: CaseReference(claim), command: command,
                    runs: runs, at: context.now)))
    }
}
