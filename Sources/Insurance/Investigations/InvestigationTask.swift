package import Kernel

/// 调查任务: one means of an investigation, somebody's work.
package struct InvestigationTask: Sendable, Codable, Equatable {
    package enum Kind: String, ChoiceValue {
        case siteSurvey, documents, witness, lossAdjuster, injuryFollowUp

        package var title: Words {
            switch self {
            case .siteSurvey: Words("现场查勘", "Site survey")
            case .documents: Words("核查单证资料", "Examine documents")
            case .witness: Words("走访询问证人", "Interview witnesses")
            case .lossAdjuster: Words("委托公估", "Appointed loss adjuster")
            case .injuryFollowUp: Words("人伤跟踪", "Bodily-injury follow-up")
            }
        }

        /// The kind of work it is in the queues.
        package var work: String { "claims.task.\(rawValue)" }

        /// Whose work it is; an outside adjuster is followed by the handler.
        package var post: PostWords.Post {
            switch self {
            case .siteSurvey: .surveyor
            case .documents, .witness, .injuryFollowUp: .investigator
            case .lossAdjuster: .claimsHandler
            }
        }
    }

    /// 公估委托: who is appointed, for what fee, until when.
    package struct Appointment: Sendable, Codable, Equatable {
        package let firm: String
        package let licence: String
        /// The person who acts for the firm.
        package let adjuster: Sealed?
        package let fee: Money
        package let reportDue: Day
        package let authority: AuthorityBook.Use
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// 利害关系声明 of one person about this case.
    package struct Declaration: Sendable, Codable, Equatable {
        package let staff: ID<StaffMember>
        package let hasNoInterest: Bool
        package let at: Moment
    }

    package struct Finding: Sendable, Codable, Equatable {
        package let text: Sealed
        package let evidence: [ID<EvidenceFile>]
        /// The day on which it was seen or heard.
        package let day: Day
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// 人伤探访.
    package struct Visit: Sendable, Codable, Equatable {
        package let day: Day
        package let condition: Sealed
        package let next: Day?
        package let evidence: [ID<EvidenceFile>]
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// `T1`, `T2` … within the investigation.
    package let code: String
    package let kind: Kind
    package let ground: InvestigationPlan.Ground?
    package let instruction: String?
    package let post: Post
    package internal(set) var appointment: Appointment?
    package internal(set) var declarations: [Declaration] = []
    package internal(set) var findings: [Finding] = []
    package internal(set) var visits: [Visit] = []
    package internal(set) var doneAt: Moment?

    var isReinspection: Bool { ground == .reinspection }

    /// Everybody whose findings or visits it holds.
    var performers: Set<ID<StaffMember>> { Set(findings.map(\.by) + visits.map(\.by)) }

    /// What this person said last about their own interest; `nil` is nothing yet.
    func isDisinterested(_ staff: ID<StaffMember>) -> Bool? {
        declarations.last { $0.staff == staff }?.hasNoInterest
    }
}
