package import Kernel

/// The table of a claim that a claims manager can read: steps, who, what must hold, what it does
/// to the clocks, which duties it keeps.
package enum ClaimWorkflow {
    package enum Step: String, WorkflowStep {
        case register, receiveDocuments, requestDocuments, reviseChecklist, changeReserve,
            approveReserve, assessLoss, verifyLoss, returnAssessment,
            propose, returnToMaker, referUp, approve, deny, tellRefusal, dividePayment,
            orderPayment, orderEarlier, stopPayment, stopEarlier, failPayment, failEarlier,
            confirmPart, settleEarlier, confirmPayment, returnPayment, returnEarlier, close,
            cancel, reopen, reportProgress, changeComplexity, tellDecision, doubt, liftDoubt,
            convenePanel, proposeRescission, approveByRule, reopenAfterReview, proposeAdvance

        package var title: Words {
            switch self {
            case .register: Words("立案", "Register")
            case .receiveDocuments: Words("接收资料", "Receive documents")
            case .requestDocuments: Words("一次性告知补充资料", "Ask for missing papers")
            case .reviseChecklist: Words("重新核对资料清单", "Revise the checklist")
            case .changeReserve: Words("调整准备金", "Change the reserve")
            case .approveReserve: Words("审批准备金", "Approve the reserve")
            case .assessLoss: Words("定损", "Assess the loss")
            case .verifyLoss: Words("核损", "Verify the assessment")
            case .returnAssessment: Words("退回定损", "Return the assessment")
            case .propose: Words("理算并提出意见", "Adjust and propose")
            case .returnToMaker: Words("退回理算", "Return to the maker")
            case .referUp: Words("超权限上报", "Refer up")
            case .approve: Words("核赔同意", "Approve")
            case .deny: Words("核定拒赔", "Refuse")
            case .tellRefusal: Words("送达拒赔通知", "Deliver the notice of refusal")
            case .dividePayment: Words("分配赔款", "Divide the payment")
            case .orderPayment: Words("下达付款指令", "Order the payment")
            case .orderEarlier: Words("重付此前决定的赔款", "Order what an earlier decision owes")
            case .stopPayment: Words("撤销付款", "Stop the payment")
            case .stopEarlier: Words("撤销此前决定的付款", "Stop a payment of an earlier decision")
            case .failPayment: Words("付款被退", "Payment returned")
            case .failEarlier: Words("此前决定的付款被退", "Payment of an earlier decision returned")
            case .confirmPart: Words("确认部分到账", "Confirm a part")
            case .settleEarlier: Words("此前决定的赔款付清", "An earlier decision is paid in full")
            case .confirmPayment: Words("全部到账", "Confirm the last part")
            case .returnPayment: Words("到账后退回", "Returned after confirmation")
            case .returnEarlier: Words("此前到账的退回", "An earlier payment came back")
            case .close: Words("结案", "Close")
            case .cancel: Words("撤案或注销", "Withdraw or cancel")
            case .reopen: Words("重开", "Reopen")
            case .reportProgress: Words("告知进度", "Report progress")
            case .changeComplexity: Words("调整案件类型", "Change the complexity")
            case .tellDecision: Words("告知核定结果", "Tell of the decision to pay")
            case .reopenAfterReview: Words("复核后重开", "Reopen after a review")
            case .doubt: Words("标记疑点", "Mark a doubt")
            case .liftDoubt: Words("解除疑点", "Lift a doubt")
            case .approveByRule: Words("规则核赔", "Approve by rule")
            case .proposeAdvance: Words("提出预付赔款", "Propose an advance")
            case .convenePanel: Words("召集会商", "Convene a panel")
            case .proposeRescission: Words("提请解除合同", "Propose to rescind the policy")
            }
        }
    }

    package static let undecided: Set<Claim.State> = [
        .registered, .lossAssessed, .lossVerified, .inApproval,
    ]

    package static let main = Workflow<Claim, Claim.State, Step>(
        "claim", Claim.title, start: .registered,
        preparing + deciding + judging + paying + ending + telling)

    private typealias Rule = Workflow<Claim, Claim.State, Step>.Rule

    private static let preparing: [Rule] = [
        Rule(
            .register, from: [.registered], by: .held(.registrationClerk),
            clocks: [.start(.decision), .start(.progress)], keeps: ["4.2.1b", "4.3.1a"],
            with: "claims.registerClaim"),
        Rule(
            .receiveDocuments, from: undecided, by: .held(.claimsHandler, .registrationClerk),
            keeps: ["4.2.3a"], with: "claims.receiveDocuments"),
        Rule(
            .requestDocuments, from: undecided, by: .held(.claimsHandler), keeps: ["4.2.3a"],
            with: "documents.request"),
        Rule(
            .reviseChecklist, from: undecided, by: .held(.claimsHandler), keeps: ["4.2.3a"],
            with: "documents.reviseChecklist"),
        Rule(
            .changeReserve, from: undecided, by: .held(.claimsHandler, .claimsSupervisor),
            keeps: ["4.2.3a"], with: "claims.changeReserve"),
        Rule(
            .approveReserve, from: undecided,
            by: .held(.claimsSupervisor, .claimsApprover, .executive), guards: [.reserveProposed],
            keeps: ["4.2.3a", "1.3.3"], with: "claims.approveReserve"),
        Rule(
            .assessLoss, from: [.registered], to: .lossAssessed, by: .held(.lossAssessor),
            keeps: ["4.2.3a", "1.3.3"], with: "claims.assessLoss"),
        Rule(
            .verifyLoss, from: [.lossAssessed], to: .lossVerified, by: .held(.lossVerifier),
            keeps: ["4.2.3a", "1.3.3"], with: "claims.verifyLoss"),
        Rule(
            .returnAssessment, from: [.lossAssessed], to: .registered, by: .held(.lossVerifier),
            keeps: ["4.2.3a"], with: "claims.returnAssessment"),
    ]

    private static let approvers = Set<Post>.held(.claimsApprover, .claimsSupervisor, .executive)

    private static let deciding: [Rule] = [
        Rule(
            .propose, from: [.lossVerified], to: .inApproval, by: .held(.claimCalculator),
            keeps: ["4.2.3a", "1.3.2"], with: "claims.proposeDecision"),
        Rule(
            .returnToMaker, from: [.inApproval], to: .lossVerified, by: approvers,
            keeps: ["4.2.3a"], with: "claims.returnToMaker"),
        Rule(
            .referUp, from: [.inApproval], by: approvers, keeps: ["4.2.3a"],
            with: "claims.decide"),
        Rule(
            .approve, from: [.inApproval], to: .approved, by: approvers,
            clocks: [
                .stop(.decision), .stop(.documentRequest), .stop(.progress), .stop(.advance),
                .start(.payment), .start(.decisionNotice),
            ], keeps: ["4.2.3a", "4.3.1a"], with: "claims.decide"),
        // Published rules act here, within their authority; they have no post and never deny.
        Rule(
            .approveByRule, from: [.registered], to: .approved, by: [],
            clocks: [
                .stop(.decision), .stop(.documentRequest), .stop(.progress), .stop(.advance),
                .start(.payment), .start(.decisionNotice),
            ], keeps: ["4.2.3a", "1.3.4"], with: "claims.decideByRule"),
        Rule(
            .deny, from: [.inApproval], to: .denied, by: approvers,
            clocks: [
                .stop(.decision), .stop(.documentRequest), .stop(.progress), .stop(.advance),
                .start(.refusalNotice),
            ],
            keeps: ["4.2.3a", "1.3.2"], with: "claims.decide"),
        Rule(
            .tellRefusal, from: [.denied], by: .held(.claimsHandler), guards: [.refusalUntold],
            clocks: [.stop(.refusalNotice)], keeps: ["4.2.3a", "1.3.1"],
            with: "claims.deliverRefusal"),
    ]

    private static let stoppers = Set<Post>.held(.paymentReleaser, .claimsSupervisor)

    /// Where a decision that is not the latest, or none, is what the claim is about.
    private static let elsewhere: Set<Claim.State> = undecided.union([.approved, .denied])
    /// Beside the main line: doubts, panels and rescissions while nothing is decided.
    private static let judging: [Rule] = [
        Rule(
            .doubt, from: undecided,
            by: .held(
                .claimsHandler, .registrationClerk, .lossAssessor, .lossVerifier,
                .claimCalculator, .claimsApprover, .claimsSupervisor, .surveyor, .investigator,
                .specialInvestigator),
            keeps: ["4.2.3b"], with: "claims.doubt"),
        Rule(
            .liftDoubt, from: undecided, by: .held(.claimsSupervisor, .specialInvestigator),
            keeps: ["4.2.3b"], with: "claims.liftDoubt"),
        Rule(
            .convenePanel, from: [.inApproval],
            by: .held(.panelSecretary, .claimsSupervisor, .claimsApprover, .executive),
            keeps: ["4.2.3b"], with: "claims.convenePanel"),
        Rule(
            .proposeAdvance, from: undecided, by: .held(.claimCalculator),
            keeps: ["4.2.3a", "1.3.4"], with: "claims.proposeAdvance"),
        Rule(
            .proposeRescission, from: undecided, by: .held(.claimCalculator, .claimsHandler),
            keeps: ["4.2.3a"], with: "claims.proposeRescission"),
    ]

    private static let paying: [Rule] = [
        Rule(
            .dividePayment, from: [.approved, .paymentFailed],
            by: .held(.paymentClerk, .claimsHandler), keeps: ["4.2.4a", "4.2.4b"],
            with: "payments.divide"),
        Rule(
            .orderPayment, from: [.approved, .paymentFailed, .paymentOrdered],
            to: .paymentOrdered, by: .held(.paymentClerk), keeps: ["4.2.4a", "4.2.4b"],
            with: "payments.order"),
        Rule(
            .stopPayment, from: [.paymentOrdered, .paymentFailed], to: .paymentFailed,
            by: stoppers, keeps: ["4.2.4b"], with: "payments.stop"),
        Rule(
            .failPayment, from: [.paymentOrdered, .paymentFailed], to: .paymentFailed,
            by: .held(.paymentClerk), keeps: ["4.2.4b"], with: "payments.fail"),
        Rule(
            .confirmPart, from: elsewhere.union([.paymentOrdered, .paymentFailed]),
            by: .held(.paymentClerk), clocks: [.stop(.decisionNotice)],
            keeps: ["4.2.4a", "4.2.4c", "1.3.1"], with: "payments.confirm"),
        Rule(
            .confirmPayment, from: [.paymentOrdered], to: .paid, by: .held(.paymentClerk),
            clocks: [.stop(.payment), .stop(.decisionNotice)],
            keeps: ["4.2.4a", "4.2.4c", "1.3.1"], with: "payments.confirm"),
        Rule(
            .returnPayment, from: [.paid, .closed, .cancelled], to: .paymentFailed,
            by: .held(.paymentClerk), clocks: [.start(.payment)], keeps: ["4.2.4a", "4.2.4b"],
            with: "payments.fail"),
    ] + earlier

    /// What an earlier decision still owes, while a reopened claim is about something else.
    private static let earlier: [Rule] = [
        Rule(
            .orderEarlier, from: undecided.union([.denied]), by: .held(.paymentClerk),
            keeps: ["4.2.4a", "4.2.4b"], with: "payments.order"),
        Rule(
            .stopEarlier, from: elsewhere, by: stoppers, keeps: ["4.2.4b"], with: "payments.stop"),
        Rule(
            .failEarlier, from: elsewhere, by: .held(.paymentClerk), keeps: ["4.2.4b"],
            with: "payments.fail"),
        Rule(
            .settleEarlier, from: elsewhere, by: .held(.paymentClerk),
            clocks: [.stop(.payment), .stop(.decisionNotice)],
            keeps: ["4.2.4a", "4.2.4c", "1.3.1"], with: "payments.confirm"),
        Rule(
            .returnEarlier, from: elsewhere.union([.paymentOrdered, .paymentFailed]),
            by: .held(.paymentClerk), clocks: [.start(.payment)], keeps: ["4.2.4a", "4.2.4b"],
            with: "payments.fail"),
    ]

    private static let ending: [Rule] = [
        Rule(
            .close, from: [.paid, .denied, .approved], to: .closed, by: .held(.claimsHandler),
            guards: [.refusalTold, .nothingPayableLeft],
            clocks: [.stop(.payment), .stop(.decisionNotice)],
            keeps: ["1.3.1"], with: "claims.close"),
        Rule(
            .cancel, from: undecided, to: .cancelled,
            by: .held(.claimsHandler, .claimsSupervisor), guards: [.nothingPayableLeft],
            clocks: [
                .stop(.decision), .stop(.survey), .stop(.documentRequest), .stop(.progress),
                .stop(.advance),
            ],
            keeps: ["1.3.1"], with: "claims.cancel"),
        Rule(
            .reopen, from: [.paid, .closed, .cancelled], to: .registered,
            by: .held(.claimsSupervisor, .executive),
            clocks: [.start(.decision), .start(.progress)],
            keeps: ["1.3.1", "4.2.3a"], with: "claims.reopen"),
        Rule(
            .reopenAfterReview, from: [.paid, .denied, .closed], to: .registered,
            by: ReviewWorkflow.reviewers, guards: [.refusalTold],
            clocks: [.start(.decision), .start(.progress)],
            keeps: ["1.3.2", "4.2.3a"], with: "reviews.conclude"),
    ]
}

extension ClaimWorkflow {
    /// What the customer hears while the claim is undecided and when it is decided.
    private static let telling: [Rule] = [
        Rule(
            .reportProgress, from: undecided, by: ClaimTasks.customerDesks,
            clocks: [.restart(.progress)], keeps: ["4.3.1a", "1.3.1", "1.3.4"],
            with: "claims.reportProgress"),
        Rule(
            .changeComplexity, from: undecided, by: .held(.claimsSupervisor),
            keeps: ["4.3.1a", "1.3.2"], with: "claims.changeComplexity"),
        Rule(
            .tellDecision, from: [.approved, .paymentOrdered, .paymentFailed],
            by: ClaimTasks.customerDesks, guards: [.decisionUntold],
            clocks: [.stop(.decisionNotice)], keeps: ["4.2.3a", "4.3.1a", "1.3.1"],
            with: "claims.deliverDecision"),
    ]
}

extension Workflow<Claim, Claim.State, ClaimWorkflow.Step>.Guard {
    static var reserveProposed: Self {
        Self(.noReserveProposed) { $0.reserveProposal != nil }
    }

    static var decisionUntold: Self {
        Self(
            Refusal(
                .conflict, "claims.decisionTold",
                Words("核定结果已告知，无需重复告知", "the customer was told of the decision already"))
        ) { !$0.wasToldOfDecision }
    }

    static var refusalTold: Self {
        Self(
            Refusal(
                .conflict, "claims.refusalNotTold",
                Words("拒赔通知尚未送达客户", "the customer has not been told of the refusal yet"))
        ) { $0.state != .denied || $0.wasToldOfRefusal }
    }

    static var refusalUntold: Self {
        Self(
            Refusal(
                .conflict, "claims.refusalTold",
                Words("拒赔通知已送达，无需重复送达", "the notice of refusal was delivered already"))
        ) { !$0.wasToldOfRefusal }
    }

    static var nothingPayableLeft: Self {
        Self(
            Refusal(
                .conflict, "claims.paymentOpen",
                Words("还有应付赔款未支付", "an approved amount has not been paid"))
        ) { $0.openParts.isEmpty && $0.inPaymentMinor == 0 }
    }
}
