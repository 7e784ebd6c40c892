package import Kernel

/// 支付: from a decision to pay to the voucher in the customer's hand, by two persons and once.
///
/// A decision is paid in parts (``PaymentPlan``), each part by one ``Payment`` that lives. What
/// fails or comes back opens its part again. Transfers leave in a ``PaymentBatch``; the bank's
/// statement is compared line by line (``BankLine``), and what differs becomes a
/// ``ReconciliationDifference`` with an owner and a promise.
package enum Payments {
    package static let commands: [any Command.Type] = [
        DividePayment.self, OrderPayment.self, CheckIdentity.self, AcceptDuplicate.self,
        RequestCorrection.self, DecideCorrection.self, ReleasePayment.self, StopPayment.self,
        SendBatch.self, ApproveBatch.self, ReturnBatch.self, TakeBatchFile.self,
        SealBatchFile.self, HandOverCheque.self, ConfirmPayment.self, FailPayment.self,
        RecallPayment.self, AnswerRecall.self, ReconcileLine.self, ResolveDifference.self,
        SetPaymentRules.self,
    ]
}
