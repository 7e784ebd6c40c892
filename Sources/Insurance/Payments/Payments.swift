package import Kernel

/// 支付: from a decision to pay to the voucher in the customer's hand, by two persons and once.
package enum Payments {
    package static let commands: [any Command.Type] = [
        OrderPayment.self, ReleasePayment.self, StopPayment.self, SendBatch.self,
        ConfirmPayment.self, FailPayment.self,
    ]
}
