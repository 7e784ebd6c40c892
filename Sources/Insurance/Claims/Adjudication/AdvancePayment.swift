package import Kernel

/// 预付赔款: the part of a claim that is certain, paid before the amount is determined
/// (保险法 art. 25: within 60 days of the request and its papers). A line of its own beside the
/// claim's; what was advanced is taken off the decision.
package struct AdvancePayment: Numbered {
    package enum State: String, WorkflowState {
        case called, proposed, approved, ordered, withdrawn

        package var title: Words {
            switch self {
            case .called: Words("待提出", "Called for")
            case .proposed: Words("待审批", "Proposed")
            case .approved: Words("待付款", "Approved")
            case .ordered: Words("已下达付款", "Ordered")
            case .withdrawn: Words("已终止", "Withdrawn")
            }
        }

        package var isFinal: Bool { self == .ordered || self == .withdrawn }
    }

    package struct Terms: Sendable, Codable, Equatable {
        package let amount: Money
        /// What is certain and why.
        package let reason: String
        package let maker: ID<StaffMember>
        package let at: Moment
    }

    package enum Event: Sendable, Codable {
        case called(AdvancePayment)
        case proposed(Terms)
        case returned(by: ID<StaffMember>, reason: String)
        case approved(by: ID<StaffMember>, AuthorityBook.Use, at: Moment)
        case ordered(payment: String, at: Moment)
        case withdrawn(step: String)
    }

    package static let table = "advance_payment"
    package static let title = Words("预付赔款", "advance payment")

    package let id: ID<AdvancePayment>
    package let number: String
    package let claim: ID<Claim>
    package let claimNumber: String
    /// Which advance of the claim it is, counted from 0.
    package let index: Int64
    package let currency: Currency
    package let calledAt: Moment
    package private(set) var state = State.called
    package private(set) var terms: Terms?
    package private(set) var approver: ID<StaffMember>?
    package private(set) var authority: AuthorityBook.Use?
    package private(set) var payment: String?

    package init(
        id: ID<AdvancePayment>, number: String, of claim: Claim, index: Int64, at moment: Moment
    ) {
        self.id = id
        self.number = number
        self.claim = claim.id
        claimNumber = claim.number
        self.index = index
        currency = claim.currency
        calledAt = moment
    }

    /// It is chained in the journal of its claim.
    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claimNumber.sql), ("stage", state.rawValue.sql),
            ("amount_minor", (terms?.amount.minor ?? 0).sql), ("currency", currency.rawValue.sql),
        ]
    }

    package static func opened(by event: Event) -> AdvancePayment? {
        if case .called(let advance) = event { advance } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .called(let advance): self = advance
        case .proposed(let terms):
            self.terms = terms
            state = .proposed
        case .returned:
            terms = nil
            state = .called
        case .approved(let person, let use, _):
            approver = person
            authority = use
            state = .approved
        case .ordered(let number, _):
            payment = number
            state = .ordered
        case .withdrawn: state = .withdrawn
        }
    }
}

/// The table of an advance.
package enum AdvanceWorkflow {
    package enum Step: String, WorkflowStep {
        case call, propose, returnToMaker, approve, order, withdraw

        package var title: Words {
            switch self {
            case .call: Words("提示预付", "Call for an advance")
            case .propose: Words("提出预付", "Propose an advance")
            case .returnToMaker: Words("退回预付", "Return the advance")
            case .approve: Words("同意预付", "Approve the advance")
            case .order: Words("下达预付付款", "Order the advance")
            case .withdraw: Words("终止预付", "Withdraw the advance")
            }
        }
    }

    package static let main = Workflow<AdvancePayment, AdvancePayment.State, Step>(
        "advance", AdvancePayment.title, start: .called,
        [
            .init(.call, from: [.called], by: [], keeps: ["4.2.3a"], with: "claims.callAdvance"),
            .init(
                .propose, from: [.called], to: .proposed, by: .held(.claimCalculator),
                keeps: ["4.2.3a"], with: "claims.proposeAdvance"),
            .init(
                .returnToMaker, from: [.proposed], to: .called,
                by: .held(.claimsApprover, .claimsSupervisor, .executive), keeps: ["4.2.3a"],
                with: "claims.decideAdvance"),
            .init(
                .approve, from: [.proposed], to: .approved,
                by: .held(.claimsApprover, .claimsSupervisor, .executive), keeps: ["4.2.3a"],
                with: "claims.decideAdvance"),
            // A payment that came back is ordered anew.
            .init(
                .order, from: [.approved, .ordered], to: .ordered, by: .held(.paymentClerk),
                keeps: ["4.2.4a", "4.2.4b"], with: "claims.payAdvance"),
            .init(
                .withdraw, from: [.called, .proposed, .approved], to: .withdrawn,
                by: .held(.claimsApprover, .claimsSupervisor, .executive), keeps: ["4.2.3a"],
                with: "claims.decide"),
        ])
}

extension NumberSeries {
    package static let advance = NumberSeries("ADV")
}
