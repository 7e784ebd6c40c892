package import Kernel

/// The kinds of work a payment asks of people: it waits for nobody's memory.
package enum PaymentTasks {
    package static let release = ClaimTasks.releasePayment
    package static let send = "payments.send"
    package static let handOver = "payments.handOver"
    package static let awaitBank = "payments.awaitBank"
    package static let decideCorrection = "payments.decideCorrection"
    package static let answerRecall = "payments.answerRecall"
    package static let approveBatch = "payments.approveBatch"
    package static let resolveDifference = "payments.resolveDifference"

    package static func title(_ kind: String) -> Words {
        switch kind {
        case send: Words("编入付款批次", "Put the payment into a batch")
        case handOver: Words("交付支票或本票", "Hand over the cheque")
        case awaitBank: Words("等待银行回单并确认到账", "Await the bank's record and confirm")
        case decideCorrection: Words("审批账户更正", "Decide the correction of the account")
        case answerRecall: Words("登记追回结果", "Record the answer to the recall")
        case approveBatch: Words("审批付款批次", "Approve the payment batch")
        case resolveDifference: Words("处理对账差异", "Resolve the reconciliation difference")
        default: ClaimTasks.title(kind)
        }
    }

    static func post(_ kind: String) -> Post {
        switch kind {
        case send, handOver, awaitBank, answerRecall: Post(.paymentClerk)
        default: Post(.paymentReleaser)
        }
    }

    static func item(
        _ kind: String, of subject: CaseReference, branch: ID<Branch>? = nil, dueAt: Moment? = nil,
        _ context: Context
    ) -> WorkItem {
        WorkItem(
            id: context.id("work.\(kind).\(subject.number)"), of: subject, kind: kind,
            title: title(kind), post: post(kind), branch: branch, openedAt: context.now,
            dueAt: dueAt)
    }
}
