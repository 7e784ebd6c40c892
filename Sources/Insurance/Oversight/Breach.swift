package import Kernel

/// 超时: a promise that was not kept. It is explained by cause and responsible person, and then
/// decided by somebody else.
package struct Breach: Numbered {
    package enum Event: Sendable, Codable {
        case opened(Breach)
        case explained(Explanation)
        /// 陈述: what the responsible person says about it.
        case stated(Statement)
        case decided(Ruling)
    }

    package struct Explanation: Sendable, Codable, Equatable {
        package let cause: WorkWords.BreachCause
        /// Who answers for it; nobody when the cause lies outside the company.
        package let responsible: ID<StaffMember>?
        /// Their department, or their branch where they have none.
        package let department: String?
        /// Who held the work the longest while the clock ran, and how: what was proposed.
        package let proposal: Proposal?
        package let text: String
        /// What shows that a third party or force majeure caused it.
        package let evidence: String?
        /// Until when the responsible person may speak before it is decided.
        package let statementBy: Moment?
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// Who held the work of the promise the longest, in working minutes, of the whole.
    package struct Proposal: Sendable, Codable, Equatable {
        package let person: ID<StaffMember>
        package let heldMinutes: Int64
        package let ofMinutes: Int64
    }

    package struct Statement: Sendable, Codable, Equatable {
        package let text: Sealed
        package let at: Moment
    }

    package struct Ruling: Sendable, Codable, Equatable {
        package let measure: Measure
        package let text: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// What follows for the responsible person.
    package enum Measure: String, ChoiceValue {
        case none, talk, training, warning, compensation

        package var title: Words {
            switch self {
            case .none: Words("不予处理", "No measure")
            case .talk: Words("谈话提醒", "Talk")
            case .warning: Words("警告", "Warning")
            case .training: Words("培训", "Training")
            case .compensation: Words("对客户赔偿损失", "Compensation to the customer")
            }
        }
    }

    package static let table = "breach"
    package static let title = Words("超时记录", "breach of a promise")

    package let id: ID<Breach>
    package let number: String
    package let clock: ID<ClockRecord>
    /// The case whose promise it was.
    package let subject: CaseReference
    package let metric: String
    /// The edition of the standard that was not kept.
    package let standard: String
    /// The last moment that would have kept it.
    package let dueAt: Moment
    package let openedAt: Moment
    /// The ledger of the clock as it stood: when it ran and when it stood still, and why.
    package let segments: [ServiceClock.Segment]?
    package private(set) var state: State
    package private(set) var explanation: Explanation?
    package private(set) var statement: Statement?
    package private(set) var ruling: Ruling?

    /// Whether the cause was found to lie outside the company. It is shown beside the figures and
    /// never changes that the promise was broken.
    package var isExcused: Bool {
        guard let explanation, ruling != nil else { return false }
        return explanation.cause != .company
    }

    init(id: ID<Breach>, number: String, of record: ClockRecord, at moment: Moment) {
        self.id = id
        self.number = number
        clock = record.id
        subject = record.subject
        metric = record.clock.metric
        standard = record.clock.standard.id
        dueAt = record.clock.due
        openedAt = moment
        segments = record.clock.segments
        state = .opened
    }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("clock", clock.sql), ("stage", state.rawValue.sql),
            ("case_number", subject.number.sql), ("opened_at", openedAt.sql),
            ("metric", metric.sql), ("cause", explanation?.cause.rawValue.sql ?? .null),
            ("responsible", (explanation?.responsible).sql),
            ("department", (explanation?.department).sql),
        ]
    }

    package static func opened(by event: Event) -> Breach? {
        if case .opened(let breach) = event { breach } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let breach): self = breach
        case .explained(let explanation):
            self.explanation = explanation
            state = .explained
        case .stated(let statement): self.statement = statement
        case .decided(let ruling):
            self.ruling = ruling
            state = .decided
        }
    }
}
