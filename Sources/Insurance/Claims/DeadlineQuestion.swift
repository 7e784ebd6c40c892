package import Kernel

/// 期限疑问: a customer asks why a promise of their case is due when it is. Answered with the
/// clock's own sum, within a promise of its own.
package struct DeadlineQuestion: Numbered {
    package enum State: String, WorkflowState {
        case asked, answered

        package var title: Words {
            switch self {
            case .asked: Words("待答复", "To be answered")
            case .answered: Words("已答复", "Answered")
            }
        }

        package var isFinal: Bool { self == .answered }
    }

    /// What the customer was told.
    package struct Answer: Sendable, Codable, Equatable {
        /// The lines of the clock's sum as they stood when it was answered.
        package let why: [Words]
        package let dueAt: Moment
        package let remark: Sealed?
        package let by: ID<StaffMember>
        package let at: Moment
    }

    package enum Event: Sendable, Codable {
        case asked(DeadlineQuestion)
        case answered(Answer)
    }

    package static let table = "deadline_question"
    package static let title = Words("期限疑问", "question about a deadline")

    package let id: ID<DeadlineQuestion>
    package let number: String
    package let claim: String
    package let claimID: ID<Claim>
    package let clock: ID<ClockRecord>
    package let metric: String
    package let channel: CustomerContact.Channel
    package let question: Sealed
    /// Who took it down; nobody when the customer asked it themselves.
    package let recordedBy: ID<StaffMember>?
    package let askedAt: Moment
    package private(set) var state: State
    package private(set) var answer: Answer?

    init(
        id: ID<DeadlineQuestion>, number: String, of claim: Claim, _ clock: ClockRecord,
        _ channel: CustomerContact.Channel, _ question: Sealed, by staff: ID<StaffMember>?,
        at moment: Moment
    ) {
        self.id = id
        self.number = number
        self.claim = claim.number
        claimID = claim.id
        self.clock = clock.id
        metric = clock.clock.metric
        self.channel = channel
        self.question = question
        recordedBy = staff
        askedAt = moment
        state = .asked
    }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claim.sql), ("stage", state.rawValue.sql),
            ("asked_at", askedAt.sql),
        ]
    }

    package static func opened(by event: Event) -> DeadlineQuestion? {
        if case .asked(let question) = event { question } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .asked(let question): self = question
        case .answered(let answer):
            self.answer = answer
            state = .answered
        }
    }
}

/// The table of a question about a deadline.
package enum DeadlineQuestionWorkflow {
    package enum Step: String, WorkflowStep {
        case ask, answer

        package var title: Words {
            switch self {
            case .ask: Words("登记期限疑问", "Record the question")
            case .answer: Words("答复期限疑问", "Answer the question")
            }
        }
    }

    static let askers: Set<Post> = ClaimTasks.customerDesks.union(
        Set<Post>.held(.complaintHandler, .callbackAgent, .serviceSupervisor))

    package static let main = Workflow<DeadlineQuestion, DeadlineQuestion.State, Step>(
        "deadline-question", DeadlineQuestion.title, start: .asked,
        [
            .init(
                .ask, from: [.asked], by: askers, clocks: [.start(.deadlineAnswer)],
                keeps: ["4.3.1b"], with: "claims.questionDeadline"),
            .init(
                .answer, from: [.asked], to: .answered,
                by: .held(.claimsHandler, .claimsSupervisor, .complaintHandler),
                clocks: [.stop(.deadlineAnswer)], keeps: ["4.3.1b", "1.3.2"],
                with: "claims.answerQuestion"),
        ])
}

extension NumberSeries {
    package static let deadlineQuestion = NumberSeries("DLQ")
}
