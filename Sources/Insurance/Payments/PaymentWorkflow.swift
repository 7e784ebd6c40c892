package import Kernel

/// The table of one payment: who does what, from the order to the money in the payee's account.
package enum PaymentWorkflow {
    package enum Step: String, WorkflowStep {
        case order, checkIdentity, acceptDuplicate, requestCorrection, decideCorrection, release,
            stop, send, handOver, confirm, fail, returnConfirmed, recall, answerRecall

        package var title: Words {
            switch self {
            case .order: Words("下达付款指令", "Order the payment")
            case .checkIdentity: Words("核对领款人身份", "Check the payee's identity")
            case .acceptDuplicate: Words("认定并非重复付款", "Rule that it is no duplicate")
            case .requestCorrection: Words("申请更正账户", "Ask to correct the account")
            case .decideCorrection: Words("审批账户更正", "Decide the correction")
            case .release: Words("复核放款", "Release the payment")
            case .stop: Words("撤销付款", "Stop the payment")
            case .send: Words("送交银行", "Send to the bank")
            case .handOver: Words("交付票据", "Hand over the cheque")
            case .confirm: Words("确认到账", "Confirm the payment")
            case .fail: Words("登记退票", "Record a returned payment")
            case .returnConfirmed: Words("登记到账后退回", "Record a return after confirmation")
            case .recall: Words("申请追回", "Ask to recall it")
            case .answerRecall: Words("登记追回结果", "Record the answer to the recall")
            }
        }
    }

    private typealias Rule = Workflow<Payment, Payment.State, Step>.Rule

    package static let main = Workflow<Payment, Payment.State, Step>(
        "payment", Payment.title, start: .ordered, preparing + paying)

    private static let preparing: [Rule] = [
        Rule(
            .order, from: [.ordered], by: .held(.paymentClerk), keeps: ["4.2.4a", "4.2.4b"],
            with: "payments.order"),
        Rule(
            .checkIdentity, from: [.ordered, .released], by: .held(.paymentClerk, .claimsHandler),
            keeps: ["4.2.4b"], with: "payments.checkIdentity"),
        Rule(
            .acceptDuplicate, from: [.ordered], by: .held(.claimsSupervisor), keeps: ["4.2.4b"],
            with: "payments.acceptDuplicate"),
        Rule(
            .requestCorrection, from: [.ordered, .released, .failed], by: .held(.paymentClerk),
            guards: [.notInBatch, .noCorrectionOpen], keeps: ["4.2.4b"],
            with: "payments.requestCorrection"),
        Rule(
            .decideCorrection, from: [.ordered, .released, .failed],
            by: .held(.paymentReleaser, .claimsSupervisor), guards: [.correctionOpen],
            keeps: ["4.2.4b", "1.3.3"], with: "payments.decideCorrection"),
        Rule(
            .release, from: [.ordered], to: .released, by: .held(.paymentReleaser),
            guards: [.noCorrectionOpen], keeps: ["4.2.4b", "1.3.3"], with: "payments.release"),
        Rule(
            .stop, from: [.ordered, .released], to: .stopped,
            by: .held(.paymentReleaser, .claimsSupervisor), guards: [.notInBatch],
            keeps: ["4.2.4b"], with: "payments.stop"),
    ]

    private static let paying: [Rule] = [
        Rule(
            .send, from: [.released], to: .sent, by: .held(.paymentClerk),
            guards: [.noCorrectionOpen], keeps: ["4.2.4a", "4.2.4b"], with: "payments.sendBatch"),
        Rule(
            .handOver, from: [.released], to: .sent, by: .held(.paymentClerk),
            guards: [.noCorrectionOpen, .isPaper], keeps: ["4.2.4a", "4.2.4b"],
            with: "payments.handOverCheque"),
        Rule(
            .confirm, from: [.sent], to: .confirmed, by: .held(.paymentClerk),
            keeps: ["4.2.4a", "4.2.4c", "1.3.1"], with: "payments.confirm"),
        Rule(
            .fail, from: [.sent], to: .failed, by: .held(.paymentClerk),
            keeps: ["4.2.4a", "4.2.4b"], with: "payments.fail"),
        Rule(
            .returnConfirmed, from: [.confirmed], to: .failed, by: .held(.paymentClerk),
            keeps: ["4.2.4a", "4.2.4b"], with: "payments.fail"),
        Rule(
            .recall, from: [.sent], by: .held(.paymentReleaser, .claimsSupervisor),
            guards: [.noRecallOpen], keeps: ["4.2.4b"], with: "payments.recall"),
        Rule(
            .answerRecall, from: [.sent], by: .held(.paymentClerk), guards: [.recallOpen],
            keeps: ["4.2.4b"], with: "payments.answerRecall"),
    ]
}

extension Workflow<Payment, Payment.State, PaymentWorkflow.Step>.Guard {
    static var noCorrectionOpen: Self {
        Self(
            Refusal(
                .conflict, "payments.correctionOpen",
                Words(
                    "账户更正尚未审批，请先审批", "decide the open correction of the account first"))
        ) { $0.correction == nil }
    }

    static var correctionOpen: Self {
        Self(
            Refusal(
                .conflict, "payments.noCorrection",
                Words("没有待审批的账户更正", "no correction of the account is waiting"))
        ) { $0.correction != nil }
    }

    static var notInBatch: Self {
        Self(
            Refusal(
                .conflict, "payments.inBatch",
                Words("付款已编入待审批批次，请先退回该批次", "its batch awaits approval; return that batch first"))
        ) { $0.state != .released || $0.batch == nil }
    }

    static var isPaper: Self {
        Self(
            Refusal(
                .conflict, "payments.notByCheque",
                Words("该付款不是支票或本票", "this payment is not made by cheque or cashier's order"))
        ) { $0.method != .bankTransfer }
    }

    static var noRecallOpen: Self {
        Self(
            Refusal(
                .conflict, "payments.recallOpen",
                Words("已申请追回，等待银行答复", "a recall was asked for; the bank has not answered"))
        ) { $0.recall == nil || $0.recall?.answer != nil }
    }

    static var recallOpen: Self {
        Self(
            Refusal(
                .conflict, "payments.noRecall", Words("没有申请过追回", "no recall was asked for"))
        ) { $0.recall != nil && $0.recall?.answer == nil }
    }
}
