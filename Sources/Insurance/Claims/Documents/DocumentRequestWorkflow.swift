package import Kernel

extension DocumentRequest {
    package enum State: String, WorkflowState {
        case awaitingApproval, sent, delivered, answered, expired, settled, withdrawn

        package var title: Words {
            switch self {
            case .awaitingApproval: Words("待主管同意", "Awaiting approval")
            case .sent: Words("已发出", "Sent")
            case .delivered: Words("已送达，待客户补充", "Delivered")
            case .answered: Words("资料已补齐", "Answered")
            case .expired: Words("逾期未补充", "Expired")
            case .settled: Words("逾期已处理", "Settled")
            case .withdrawn: Words("已撤回", "Withdrawn")
            }
        }

        package var isFinal: Bool { [.answered, .settled, .withdrawn].contains(self) }
    }
}

/// The table of a request for papers, a parallel line of its claim.
package enum DocumentRequestWorkflow {
    package enum Step: String, WorkflowStep {
        case approve, reject, send, proveDelivery, remind, answer, expire, waitLonger, settle,
            withdraw

        package var title: Words {
            switch self {
            case .approve: Words("同意再次告知", "Allow a further request")
            case .reject: Words("不同意再次告知", "Refuse a further request")
            case .send: Words("发出补充资料通知", "Send the request")
            case .proveDelivery: Words("确认送达", "Prove delivery")
            case .remind: Words("提醒客户", "Remind the customer")
            case .answer: Words("收齐补充资料", "Receive the last paper")
            case .expire: Words("逾期未补充", "Expire")
            case .waitLonger: Words("延长等待", "Wait longer")
            case .settle: Words("处理逾期通知", "Go on without the papers")
            case .withdraw: Words("撤回通知", "Withdraw the request")
            }
        }
    }

    package static let metrics: [ClockMetric] = [.documentRequest]

    private static let supervisor = Set<Post>.held(.claimsSupervisor)
    private static let handler = Set<Post>.held(.claimsHandler)
    private typealias Rule = Workflow<DocumentRequest, DocumentRequest.State, Step>.Rule

    package static let main = Workflow<DocumentRequest, DocumentRequest.State, Step>(
        "documentRequest", DocumentRequest.title, start: .awaitingApproval, asking + waiting)

    private static let asking: [Rule] = [
        Rule(
            .approve, from: [.awaitingApproval], to: .sent, by: supervisor, keeps: ["4.2.3a"],
            with: "documents.approveRequest"),
        Rule(
            .reject, from: [.awaitingApproval], to: .withdrawn, by: supervisor, keeps: ["4.2.3a"],
            with: "documents.approveRequest"),
        Rule(
            .send, from: [.awaitingApproval], to: .sent, by: handler,
            clocks: [.stop(.documentRequest)], keeps: ["4.2.3a", "1.3.1"],
            with: "documents.request"),
        Rule(
            .proveDelivery, from: [.sent], to: .delivered, by: handler,
            clocks: [.pause(.decision)], keeps: ["4.2.3a", "4.3.1a"],
            with: "documents.proveDelivery"),
    ]

    private static let waiting: [Rule] = [
        Rule(
            .remind, from: [.delivered], by: handler, keeps: ["1.3.1"], with: "documents.remind"),
        Rule(
            .answer, from: [.sent, .delivered, .expired, .awaitingApproval], to: .answered,
            by: .held(.claimsHandler, .registrationClerk), clocks: [.resume(.decision)],
            keeps: ["4.2.3a", "4.3.1a"], with: "claims.receiveDocuments"),
        Rule(
            .expire, from: [.delivered], to: .expired, by: handler, keeps: ["4.3.2a"],
            with: "documents.expire"),
        Rule(
            .waitLonger, from: [.expired], to: .delivered, by: supervisor, keeps: ["1.3.1"],
            with: "documents.settle"),
        Rule(
            .settle, from: [.expired], to: .settled, by: supervisor,
            clocks: [.resume(.decision)], keeps: ["4.2.3a"], with: "documents.settle"),
        Rule(
            .withdraw, from: [.awaitingApproval, .sent, .delivered, .expired], to: .withdrawn,
            by: .held(.claimsApprover, .claimsSupervisor, .executive),
            keeps: ["1.3.1"], with: "claims.decide"),
    ]
}

extension ClockMetric {
    package static let documentRequest = ClockMetric(
        "claims.documentRequest", Words("一次性告知补充资料", "The one request for papers"),
        keeps: ["4.2.3a", "1.3.4"])
}

extension ClaimTasks {
    package static let requestDocuments = "claims.requestDocuments"
    package static let approveDocumentRequest = "claims.approveDocumentRequest"
    package static let proveDelivery = "claims.proveDelivery"
    package static let settleDocumentRequest = "claims.settleDocumentRequest"
    package static let reviewReserve = "claims.reviewReserve"
    package static let approveReserve = "claims.approveReserve"

    /// What the decision of the claim, or its end, leaves nothing to do about.
    static let overByDecision: Set<String> = [
        requestDocuments, approveDocumentRequest, proveDelivery, settleDocumentRequest,
        reviewReserve, approveReserve,
    ]

    static func paperTitle(_ kind: String) -> Words? {
        switch kind {
        case requestDocuments: Words("一次性告知所缺资料", "Ask for what is missing, once")
        case approveDocumentRequest: Words("审批再次告知", "Allow a further request for papers")
        case proveDelivery: Words("确认补充资料通知送达", "Prove that the request was delivered")
        case settleDocumentRequest: Words("处理逾期未补充的资料", "Decide about papers that never came")
        case reviewReserve: Words("复核准备金", "Look at the reserve again")
        case approveReserve: Words("审批准备金", "Approve the reserve")
        default: nil
        }
    }
}
