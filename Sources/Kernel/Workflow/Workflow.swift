/// A state of a workflow: a code with a title.
package protocol WorkflowState: Hashable, Sendable, Codable, CaseIterable, RawRepresentable
where RawValue == String {
    var title: Words { get }
    /// Whether nothing is left to do here.
    var isFinal: Bool { get }
}

/// A step of a workflow: a code with a title.
package protocol WorkflowStep: Hashable, Sendable, Codable, CaseIterable, RawRepresentable
where RawValue == String {
    var title: Words { get }
}

/// One line of states of a case, as a value: a table that a manager of the field can read.
///
/// The main line says where the case stands; parallel lines (advance payment, recovery,
/// litigation) are further values of this type over the same case. State is never a field that
/// somebody writes: only ``take(_:in:of:)`` says where a step leads.
package struct Workflow<Case: Sendable, State: WorkflowState, Step: WorkflowStep>: Sendable {
    /// What must hold for a step; the fact that stands in the way, when it does not.
    package struct Guard: Sendable {
        package let refusal: Refusal
        let holds: @Sendable (Case) -> Bool

        package init(_ refusal: Refusal, _ holds: @escaping @Sendable (Case) -> Bool) {
            self.refusal = refusal
            self.holds = holds
        }
    }

    /// One row of the table.
    package struct Rule: Sendable {
        package let step: Step
        package let from: Set<State>
        /// Where it leads; `nil` stays where it is.
        package let to: State?
        package let posts: Set<Post>
        package let guards: [Guard]
        package let clocks: [ClockEffect]
        package let duties: [DutyID]
        /// The command that takes it.
        package let command: String

        package init(
            _ step: Step, from: Set<State>, to: State? = nil, by posts: Set<Post>,
            guards: [Guard] = [], clocks: [ClockEffect] = [], keeps duties: [DutyID] = [],
            with command: String
        ) {
            self.step = step
            self.from = from
            self.to = to
            self.posts = posts
            self.guards = guards
            self.clocks = clocks
            self.duties = duties
            self.command = command
        }
    }

    package let name: String
    package let title: Words
    package let start: State
    package let rules: [Rule]

    /// - Precondition: each step has one rule and every state can be reached.
    package init(_ name: String, _ title: Words, start: State, _ rules: [Rule]) {
        precondition(
            Set(rules.map(\.step)).count == rules.count, "a step of \(name) is stated twice")
        self.name = name
        self.title = title
        self.start = start
        self.rules = rules
    }

    package func rule(_ step: Step) -> Rule {
        guard let rule = rules.first(where: { $0.step == step }) else {
            preconditionFailure("the workflow \(name) does not state the step \(step.rawValue)")
        }
        return rule
    }

    /// Where `step` leads from `state`, with what it does to the clocks; or the first fact that
    /// stands in the way: the state itself, then the guards in their order.
    package func take(
        _ step: Step, in state: State, of subject: Case
    ) throws(Refusal) -> Taken {
        let rule = rule(step)
        try require(
            rule.from.contains(state), else: .notInState(step.title, state.title, step.rawValue))
        for one in rule.guards {
            try require(one.holds(subject), else: one.refusal)
        }
        return Taken(step: step, state: rule.to ?? state, clocks: rule.clocks)
    }

    /// A step that may be taken.
    package struct Taken: Sendable {
        package let step: Step
        package let state: State
        package let clocks: [ClockEffect]
    }

    /// The steps that lead on from `state`, guards aside: what a page offers.
    package func steps(from state: State) -> [Rule] {
        rules.filter { $0.from.contains(state) }
    }
}

extension Refusal {
    package static func notInState(_ step: Words, _ state: Words, _ code: String) -> Refusal {
        Refusal(
            .conflict, "workflow.notInState.\(code)",
            Words(
                "当前状态为「\(state.zh)」，不能办理「\(step.zh)」",
                "the case is \(state.en.lowercased()): \(step.en.lowercased()) is not possible now")
        )
    }
}

/// What a step does to a clock.
package enum ClockEffect: Hashable, Sendable {
    case start(ClockMetric)
    case pause(ClockMetric)
    case resume(ClockMetric)
    case stop(ClockMetric)
    /// Ends the one that runs and starts the next at once: a promise that comes again and again.
    case restart(ClockMetric)
}

/// What a clock measures, such as `claim.payment`, with the duties it keeps.
package struct ClockMetric: Hashable, Sendable {
    package let code: String
    package let title: Words
    package let duties: [DutyID]

    package init(_ code: String, _ title: Words, keeps duties: [DutyID]) {
        self.code = code
        self.title = title
        self.duties = duties
    }
}
