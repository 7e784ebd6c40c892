package import Kernel

/// 报案: the first notice of a loss. Its own case from the first day: it may be rough, partial or
/// wrong, and a claim is registered from it or not.
package struct Notice: Numbered {
    package enum State: String, WorkflowState {
        case received, registered, withdrawn, merged

        package var title: Words {
            switch self {
            case .received: Words("已报案", "Reported")
            case .registered: Words("已立案", "Registered")
            case .withdrawn: Words("已撤回", "Withdrawn")
            case .merged: Words("已并案", "Merged")
            }
        }

        package var isFinal: Bool { self != .received }
    }

    /// Whether the policy covers the day of the loss, as far as the notice shows.
    package enum PolicyFinding: String, Sendable, Codable {
        case inForce, outsidePeriod, unknownPolicy, rescinded

        package var title: Words {
            switch self {
            case .inForce: Words("出险日保单有效", "In force on the day of the loss")
            case .outsidePeriod: Words("出险日不在保险期间内", "Loss outside the policy period")
            case .unknownPolicy: Words("未找到保单", "Policy not found")
            case .rescinded: Words("保单已解除", "Policy rescinded")
            }
        }

        /// What is found of a policy for a loss on `day`, given how it was rescinded if it was. A
        /// rescission reaches earlier losses only where it carries a refusal (保险法 art. 16(4),
        /// (5)).
        init(_ policy: Policy?, _ rescission: Rescission?, on day: Day, _ time: CaseTime) {
            guard let policy else {
                self = .unknownPolicy
                return
            }
            guard policy.isInForce(on: day) else {
                self = .outsidePeriod
                return
            }
            let ended = rescission?.decidedAt.map { time.day(of: $0) }
            let isReached = rescission?.carriesRefusal == true || ended.map { $0 <= day } == true
            self = isReached ? .rescinded : .inForce
        }
    }

    package struct Registered: Sendable, Codable, Equatable {
        package let claim: String
        package let at: Moment
    }

    package enum Event: Sendable, Codable {
        case received(Notice)
        case registered(Registered)
        case withdrawn(reason: String)
        /// It told of the same loss as another notice, which stands for both.
        case merged(into: String, reason: String)
        /// Another notice of the same loss was merged into this one.
        case absorbed(String)
        /// The customer was reached, or the claim ended before that.
        case contactEnded(FirstContactWorkflow.State)
    }

    package static let table = "notice"
    package static let title = Words("报案", "notice of loss")

    package let id: ID<Notice>
    package let number: String
    package let channel: ClaimWords.Channel
    package let policy: String
    package let product: String?
    package let policyFinding: PolicyFinding
    package let lossAt: Moment
    package let lossDay: Day
    package let cause: ClaimWords.Cause
    /// Where it happened.
    package let place: Sealed
    /// How it happened, in the reporter's words.
    package let course: Sealed
    package let estimate: Money?
    package let reporterName: Sealed
    package let reporterPhone: Sealed?
    /// What the reporter is to the insured.
    package let relation: String?
    package let reportedAt: Moment
    /// Earlier notices of the same policy, day and cause that were found, and are not this one.
    package let distinctFrom: [String]
    package let branch: ID<Branch>?
    package let source: String?
    /// What an import noted, such as the date the source gave beside the mapped one.
    package let remarks: [String]
    package private(set) var state: State
    /// The first claim registered from it.
    package private(set) var claim: String?
    /// Those registered from it after the first: other policies, coverages or injured persons.
    package private(set) var furtherClaims: [String] = []
    package private(set) var mergedInto: String?
    /// The notices of the same loss that were merged into this one.
    package private(set) var absorbed: [String] = []
    /// How the first contact ended; `nil` while the customer is still to be reached.
    package private(set) var contactEnding: FirstContactWorkflow.State?

    package var contact: FirstContactWorkflow.State { contactEnding ?? .waiting }

    package init(
        id: ID<Notice>, number: String, _ facts: RegisterNotice, policyFinding: PolicyFinding,
        product: String?, lossDay: Day, people: RegisterNotice.SealedPeople,
        distinctFrom: [String], branch: ID<Branch>?, reportedAt: Moment
    ) {
        self.id = id
        self.number = number
        channel = facts.channel
        policy = facts.policy
        self.product = product
        self.policyFinding = policyFinding
        lossAt = facts.lossAt
        self.lossDay = lossDay
        cause = facts.cause
        place = people.place
        course = people.course
        estimate = facts.estimate
        reporterName = people.name
        reporterPhone = people.phone
        relation = facts.relation
        self.reportedAt = reportedAt
        self.distinctFrom = distinctFrom
        self.branch = branch
        source = facts.source
        remarks = facts.remarks ?? []
        state = .received
    }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("policy", policy.sql), ("stage", state.rawValue.sql),
            ("loss_day", lossDay.sql), ("cause", cause.rawValue.sql),
            ("reporter", reporterName.person.sql), ("reported_at", reportedAt.sql),
            ("branch", branch.sql), ("source", source.sql),
        ]
    }

    package static func opened(by event: Event) -> Notice? {
        if case .received(let notice) = event { notice } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .received(let notice): self = notice
        case .registered(let registered):
            state = .registered
            if claim == nil {
                claim = registered.claim
            } else {
                furtherClaims.append(registered.claim)
            }
        case .withdrawn: state = .withdrawn
        case .merged(let other, _):
            state = .merged
            mergedInto = other
        case .absorbed(let other): absorbed.append(other)
        case .contactEnded(let ending): contactEnding = ending
        }
    }
}
