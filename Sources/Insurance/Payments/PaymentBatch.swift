package import Kernel

/// 付款批次: the released transfers that go to the bank in one file, with control totals. Made by one
/// person; from a set total on approved by another before anything leaves.
package struct PaymentBatch: Numbered {
    package enum State: String, WorkflowState {
        case awaiting, sent, returned

        package var title: Words {
            switch self {
            case .awaiting: Words("待审批", "Awaiting approval")
            case .sent: Words("已送银行", "Sent to the bank")
            case .returned: Words("已退回", "Returned")
            }
        }

        package var isFinal: Bool { self != .awaiting }
    }

    package enum Event: Sendable, Codable {
        case made(PaymentBatch)
        case approved(by: ID<StaffMember>, at: Moment)
        case returned(by: ID<StaffMember>, reason: String)
        /// Somebody takes the file: on record before anything is opened.
        case fileTaken(by: String, at: Moment)
        /// The digest of the file as it was handed out, once.
        case fileSealed(sha256: String)
    }

    package static let table = "payment_batch"
    package static let title = Words("付款批次", "payment batch")

    package let id: ID<PaymentBatch>
    package let number: String
    package let payments: [String]
    package let total: Money
    /// SHA-256 over the sealed lines, by which a change after the batch was made shows.
    package let contentHash: String
    package let madeBy: ID<StaffMember>
    package let madeAt: Moment
    package private(set) var state: State
    package private(set) var approvedBy: ID<StaffMember>?
    package private(set) var fileHash: String?
    package private(set) var timesTaken: Int64

    package init(
        id: ID<PaymentBatch>, number: String, of payments: [Payment], total: Money,
        state: State, by maker: ID<StaffMember>, at moment: Moment
    ) {
        self.id = id
        self.number = number
        self.payments = payments.map(\.number)
        self.total = total
        contentHash = PaymentBatch.contentHash(of: payments)
        madeBy = maker
        madeAt = moment
        self.state = state
        timesTaken = 0
    }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("created_at", madeAt.sql), ("stage", state.rawValue.sql),
            ("currency", total.currency.rawValue.sql), ("payment_count", payments.count.sql),
            ("total_minor", total.minor.sql),
        ]
    }

    package static func opened(by event: Event) -> PaymentBatch? {
        if case .made(let batch) = event { batch } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .made(let batch): self = batch
        case .approved(let person, _):
            approvedBy = person
            state = .sent
        case .returned: state = .returned
        case .fileTaken: timesTaken += 1
        case .fileSealed(let hash): fileHash = hash
        }
    }

    /// Over number, amount and sealed account data of each payment, in their order.
    static func contentHash(of payments: [Payment]) -> String {
        let lines = payments.map {
            "\($0.number)|\($0.amount)|\($0.payee.token)|\($0.account.token)\n"
        }
        return Hash(of: Array(lines.joined().utf8)).hex
    }
}

/// The table of a batch.
package enum BatchWorkflow {
    package enum Step: String, WorkflowStep {
        case make, approve, `return`, takeFile

        package var title: Words {
            switch self {
            case .make: Words("生成批次", "Make the batch")
            case .approve: Words("审批批次", "Approve the batch")
            case .return: Words("退回批次", "Return the batch")
            case .takeFile: Words("取批次文件", "Take the file")
            }
        }
    }

    package static let main = Workflow<PaymentBatch, PaymentBatch.State, Step>(
        "paymentBatch", PaymentBatch.title, start: .awaiting,
        [
            .init(
                .make, from: [.awaiting], by: .held(.paymentClerk), keeps: ["4.2.4a", "4.2.4b"],
                with: "payments.sendBatch"),
            .init(
                .approve, from: [.awaiting], to: .sent,
                by: .held(.paymentReleaser, .claimsSupervisor), keeps: ["4.2.4b", "1.3.3"],
                with: "payments.approveBatch"),
            .init(
                .return, from: [.awaiting], to: .returned,
                by: .held(.paymentReleaser, .claimsSupervisor), keeps: ["4.2.4b"],
                with: "payments.returnBatch"),
            .init(
                .takeFile, from: [.sent], by: .held(.paymentClerk, .paymentReleaser),
                keeps: ["4.2.4b", "2.3.3a"], with: "payments.takeBatchFile"),
        ])
}
