package import Kernel

/// 对账差异: what the bank says and what is on record do not agree. A case of its own, with an owner
/// and a promise, until somebody finds out why.
package struct ReconciliationDifference: Numbered {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case amountDiffers, unknown, duplicate, unexpected

        package var title: Words {
            switch self {
            case .amountDiffers: Words("金额不符", "Amount differs")
            case .unknown: Words("找不到对应付款", "No payment found")
            case .duplicate: Words("重复入账", "Booked twice")
            case .unexpected: Words("与付款状态不符", "Does not fit the payment's state")
            }
        }
    }

    package enum State: String, WorkflowState {
        case open, resolved

        package var title: Words {
            switch self {
            case .open: Words("待查明", "To be resolved")
            case .resolved: Words("已处理", "Resolved")
            }
        }

        package var isFinal: Bool { self == .resolved }
    }

    package enum Resolution: String, ChoiceValue {
        case bankCorrected, confirmedByHand, collected, refunded, notOurs

        package var title: Words {
            switch self {
            case .bankCorrected: Words("银行差错，已由银行更正", "The bank's error, corrected by it")
            case .confirmedByHand: Words("核实后人工登记", "Verified and recorded by hand")
            case .collected: Words("多付款项已收回", "The surplus was collected")
            case .refunded: Words("款项已退还银行", "Given back to the bank")
            case .notOurs: Words("非本公司款项", "Not the insurer's money")
            }
        }
    }

    package struct Ruling: Sendable, Codable, Equatable {
        package let resolution: Resolution
        package let reason: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    package enum Event: Sendable, Codable {
        case opened(ReconciliationDifference)
        case resolved(Ruling)
    }

    package static let table = "reconciliation_difference"
    package static let title = Words("对账差异", "reconciliation difference")

    package let id: ID<ReconciliationDifference>
    package let number: String
    package let kind: Kind
    package let line: ID<BankLine>
    package let statement: String
    package let reference: String
    package let payment: String?
    package let amount: Money
    /// What the payment says.
    package let expected: Money?
    /// Sent payments of this amount, where the line names none.
    package let candidates: [String]
    package let openedBy: String
    package let openedAt: Moment
    package private(set) var state: State
    package private(set) var ruling: Ruling?

    package init(
        id: ID<ReconciliationDifference>, number: String, _ kind: Kind, of line: BankLine,
        expected: Money?, candidates: [String]
    ) {
        self.id = id
        self.number = number
        self.kind = kind
        self.line = line.id
        statement = line.statement
        reference = line.reference
        payment = line.payment
        amount = line.amount
        self.expected = expected
        self.candidates = candidates
        openedBy = line.by
        openedAt = line.at
        state = .open
    }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("bank_line", line.sql), ("statement", statement.sql),
            ("kind", kind.rawValue.sql), ("payment", payment.sql),
            ("stage", state.rawValue.sql), ("opened_at", openedAt.sql),
        ]
    }

    package static func opened(by event: Event) -> ReconciliationDifference? {
        if case .opened(let difference) = event { difference } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let difference): self = difference
        case .resolved(let ruling):
            self.ruling = ruling
            state = .resolved
        }
    }
}

/// The table of a difference.
package enum ReconciliationWorkflow {
    package enum Step: String, WorkflowStep {
        case find, resolve

        package var title: Words {
            switch self {
            case .find: Words("对账发现差异", "Find the difference")
            case .resolve: Words("处理差异", "Resolve the difference")
            }
        }
    }

    package static let main = Workflow<
        ReconciliationDifference, ReconciliationDifference.State, Step
    >(
        "reconciliation", ReconciliationDifference.title, start: .open,
        [
            .init(
                .find, from: [.open], by: .held(.paymentClerk),
                clocks: [.start(.reconciliation)], keeps: ["4.2.4b"],
                with: "payments.reconcileLine"),
            .init(
                .resolve, from: [.open], to: .resolved,
                by: .held(.paymentReleaser, .claimsSupervisor),
                clocks: [.stop(.reconciliation)], keeps: ["4.2.4b"],
                with: "payments.resolveDifference"),
        ])
}

extension ClockMetric {
    package static let reconciliation = ClockMetric(
        "payments.reconciliation", Words("查明对账差异", "Resolving a difference with the bank"),
        keeps: ["4.2.4b", "1.3.4"])
}
