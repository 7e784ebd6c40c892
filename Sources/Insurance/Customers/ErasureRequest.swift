package import Kernel

/// 删除申请: that a customer's data be erased, asked by one officer and decided by another. It is
/// kept in the customer's own stream and holds nothing about the person.
package struct ErasureRequest: Aggregate {
    package enum Event: Sendable, Codable {
        case requested(ErasureRequest)
        case approved(by: ID<StaffMember>, at: Moment)
        case declined(by: ID<StaffMember>, reason: String, at: Moment)
    }

    package enum State: String, WorkflowState {
        case requested, approved, declined

        package var title: Words {
            switch self {
            case .requested: Words("待审批", "To be decided")
            case .approved: Words("已删除", "Erased")
            case .declined: Words("未同意", "Declined")
            }
        }

        package var isFinal: Bool { self != .requested }
    }

    package static let table = "erasure_request"
    package static let title = Words("删除申请", "request to erase")

    package let id: ID<ErasureRequest>
    package let customer: ID<Customer>
    package let customerNumber: String
    package let document: String
    package let requestedBy: ID<StaffMember>
    package let requestedAt: Moment
    package private(set) var state = State.requested
    package private(set) var decidedBy: ID<StaffMember>?
    package private(set) var decidedAt: Moment?

    init(
        id: ID<ErasureRequest>, of customer: Customer, document: String,
        by officer: ID<StaffMember>, at moment: Moment
    ) {
        self.id = id
        self.customer = customer.id
        customerNumber = customer.number
        self.document = document
        requestedBy = officer
        requestedAt = moment
    }

    package var stream: StreamName { StreamName(kind: Customer.table, id: customer.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("customer", customer.sql), ("stage", state.rawValue.sql),
            ("requested_by", requestedBy.sql), ("decided_by", decidedBy.sql),
        ]
    }

    package static func opened(by event: Event) -> ErasureRequest? {
        if case .requested(let request) = event { request } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .requested(let request): self = request
        case .approved(let officer, let moment): decide(.approved, officer, moment)
        case .declined(let officer, _, let moment): decide(.declined, officer, moment)
        }
    }

    private mutating func decide(_ state: State, _ officer: ID<StaffMember>, _ moment: Moment) {
        self.state = state
        decidedBy = officer
        decidedAt = moment
    }

    /// The open request of a customer, held until the commit.
    static func open(
        of customer: ID<Customer>, _ transaction: any Transaction
    ) throws -> Loaded<ErasureRequest>? {
        let open: [Loaded<ErasureRequest>] = try transaction.loadAll(
            where: "customer = \(customer) AND stage = 'requested' ORDER BY id LIMIT 1")
        return open.first
    }
}

/// The table of a request to erase.
package enum ErasureWorkflow {
    package enum Step: String, WorkflowStep {
        case approve, decline

        package var title: Words {
            switch self {
            case .approve: Words("同意并删除", "Approve and erase")
            case .decline: Words("不同意", "Decline")
            }
        }
    }

    package static let main = Workflow<ErasureRequest, ErasureRequest.State, Step>(
        "erasure", ErasureRequest.title, start: .requested,
        [
            .init(
                .approve, from: [.requested], to: .approved, by: .held(.complianceOfficer),
                keeps: ["2.3.3a"], with: "customers.erase"),
            .init(
                .decline, from: [.requested], to: .declined, by: .held(.complianceOfficer),
                keeps: ["2.3.3a"], with: "customers.declineErasure"),
        ])

    static let work = "customers.decideErasure"

    static func item(_ customer: Customer, _ context: Context) -> WorkItem {
        WorkItem(
            id: context.id("work.erasure"), of: CaseReference(customer), kind: work,
            title: Words("审批删除客户信息的申请", "Decide the request to erase a customer"),
            post: Post(.complianceOfficer), branch: nil, openedAt: context.now)
    }
}
