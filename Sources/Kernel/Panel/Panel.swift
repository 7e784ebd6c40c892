/// 会商: several people look at a case together, give opinions, vote, and leave minutes.
///
/// Who has an interest in the case recuses themselves and then neither speaks nor votes. The
/// quorum counts those who voted, abstentions included. More votes for than against adopt the
/// motion; a tie does not, unless the panel was convened with a casting vote of its chair. Whoever
/// is outvoted can have their dissent on record.
package struct Panel: Numbered {
    package enum State: String, WorkflowState {
        case convened, closed, dissolved

        package var title: Words {
            switch self {
            case .convened: Words("会商中", "Convened")
            case .closed: Words("已结论", "Closed")
            case .dissolved: Words("已解散", "Dissolved")
            }
        }

        package var isFinal: Bool { self != .convened }
    }

    package enum Event: Sendable, Codable {
        case convened(Panel)
        case recused(ID<StaffMember>, reason: String, at: Moment)
        case opinionGiven(Opinion)
        case voted(Vote)
        case closed(Conclusion)
        case dissolved(by: ID<StaffMember>, reason: String, at: Moment)
    }

    package struct Paper: FieldRecord, Codable, Hashable {
        package static let fields: [Field<Paper>] = [
            Field("title", \.title, Words("名称", "Title"), .line(120)),
            Field("reference", \.reference, Words("编号或位置", "Reference"), .line(200)),
        ]

        package var title = ""
        package var reference = ""

        package init() {}
    }

    package struct Recusal: Sendable, Codable, Equatable {
        package let member: ID<StaffMember>
        package let reason: String
        package let at: Moment
    }

    package struct Opinion: Sendable, Codable, Equatable {
        package let member: ID<StaffMember>
        package let text: String
        package let at: Moment
    }

    package struct Vote: Sendable, Codable, Equatable {
        package enum Choice: String, ChoiceValue {
            case agree, against, abstain

            package var title: Words {
                switch self {
                case .agree: Words("同意", "For")
                case .against: Words("反对", "Against")
                case .abstain: Words("弃权", "Abstain")
                }
            }
        }

        package let member: ID<StaffMember>
        package let choice: Choice
        /// What the member wants on record against the outcome.
        package let dissent: String?
        package let at: Moment
    }

    package struct Conclusion: Sendable, Codable, Equatable {
        package let isAdopted: Bool
        package let votesFor: Int
        package let against: Int
        package let abstained: Int
        /// Whether the chair's vote decided a tie.
        package let isByCastingVote: Bool
        package let minutes: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    package static let table = "panel"
    package static let title = Words("会商", "panel")

    package let id: ID<Panel>
    package let number: String
    /// The case it is about.
    package let subject: CaseReference
    /// What is put to the vote.
    package let motion: String
    package let members: [ID<StaffMember>]
    package let quorum: Int
    /// Whether the case must follow it, or may depart from it with reasons.
    package let isBinding: Bool
    package let papers: [Paper]
    /// Whether the chair's own vote decides a tie.
    package let hasCastingVote: Bool
    package let convenedBy: ID<StaffMember>
    package let convenedAt: Moment
    package internal(set) var chair: ID<StaffMember>
    package internal(set) var state: State = .convened
    package internal(set) var recusals: [Recusal] = []
    package internal(set) var opinions: [Opinion] = []
    package internal(set) var votes: [Vote] = []
    package internal(set) var conclusion: Conclusion?

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("subject", subject.stream.text.sql),
            ("case_number", subject.number.sql), ("stage", state.rawValue.sql),
            ("convened_at", convenedAt.sql),
        ]
    }

    /// The members who have no interest in the case, in the order they were named.
    package var sitting: [ID<StaffMember>] {
        members.filter { member in !recusals.contains { $0.member == member } }
    }

    package static func opened(by event: Event) -> Panel? {
        if case .convened(let panel) = event { panel } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .convened(let panel): self = panel
        case .recused(let member, let reason, let moment):
            recusals.append(Recusal(member: member, reason: reason, at: moment))
            opinions.removeAll { $0.member == member }
            // The next one in the order of naming takes the chair.
            if chair == member, let next = sitting.first { chair = next }
        case .opinionGiven(let opinion): opinions.append(opinion)
        case .voted(let vote): votes.append(vote)
        case .closed(let conclusion):
            self.conclusion = conclusion
            state = .closed
        case .dissolved: state = .dissolved
        }
    }

    /// The panels about a case, newest first. A case has few.
    package static func about(
        _ subject: StreamName, _ reader: any Reader
    ) throws -> [Loaded<Panel>] {
        try reader.loadAll(
            where: "subject = \(subject.text) ORDER BY convened_at DESC, id DESC LIMIT 50")
    }
}

extension NumberSeries {
    package static let panel = NumberSeries("PAN")
}
