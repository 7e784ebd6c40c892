package import Kernel

/// The terms of claims: states and acts here, the rest in extensions.
package enum ClaimWords {
    /// The main line of a claim, as staff read it.
    package enum State: String, GlossaryTerm {
        package static let family = "claim.state"

        case reported, dispatched, underSurvey, registered, documentsPending, lossAssessed,
            lossVerified, adjusted, inPanel, inApproval, approved, specialInvestigation, denied,
            cancelled, paymentOrdered, paymentFailed, paid, closed, reopened

        package var words: Words {
            switch self {
            case .reported: Words("已报案", "Reported")
            case .dispatched: Words("已调度", "Dispatched")
            case .underSurvey: Words("查勘/调查中", "Under survey")
            case .registered: Words("已立案", "Registered")
            case .documentsPending: Words("待补充资料", "Awaiting documents")
            case .lossAssessed: Words("已定损", "Loss assessed")
            case .lossVerified: Words("已核损", "Loss verified")
            case .adjusted: Words("已理算", "Adjusted")
            case .inPanel: Words("会商中", "In panel")
            case .inApproval: Words("核赔中", "In approval")
            case .approved: Words("已核赔（同意赔付）", "Approved")
            case .specialInvestigation: Words("反欺诈调查中", "Special investigation")
            case .denied: Words("拒赔", "Denied")
            case .cancelled: Words("已注销", "Cancelled")
            case .paymentOrdered: Words("已下达付款指令", "Payment ordered")
            case .paymentFailed: Words("支付失败", "Payment failed")
            case .paid: Words("已支付", "Paid")
            case .closed: Words("已结案", "Closed")
            case .reopened: Words("已重开", "Reopened")
            }
        }
    }

    /// The lines that run beside the main line of a claim.
    package enum Parallel: String, GlossaryTerm {
        package static let family = "claim.parallel"

        case advance, recovery, litigation, reserve, bodilyInjury

        package var words: Words {
            switch self {
            case .advance: Words("预付赔款", "Advance payment")
            case .recovery: Words("追偿与损余", "Recovery and salvage")
            case .litigation: Words("诉讼", "Litigation")
            case .reserve: Words("未决赔款准备金", "Case reserve")
            case .bodilyInjury: Words("人伤跟踪", "Bodily-injury follow-up")
            }
        }
    }

    /// What people do with a claim.
    package enum Act: String, GlossaryTerm {
        package static let family = "claim.act"

        case registerNotice, dispatch, survey, resurvey, investigate, appointAdjuster, register,
            requestDocuments, assessLoss, quotePrice, verifyPrice, verifyLoss, followInjury,
            setReserve, determineCoverage, adjust, referToPanel, review, referUp, approve, deny,
            payExGratia, payAdvance, referToSpecialInvestigation, orderPayment, releasePayment,
            confirmPayment, withdraw, cancel, close, archive, reopen, subrogate, sellSalvage

        package var words: Words {
            switch self {
            case .registerNotice: Words("登记报案", "Register notice of loss")
            case .dispatch: Words("调度", "Dispatch")
            case .survey: Words("查勘", "Survey")
            case .resurvey: Words("复勘", "Re-inspect")
            case .investigate: Words("调查", "Investigate")
            case .appointAdjuster: Words("委托公估", "Appoint loss adjuster")
            case .register: Words("立案", "Register claim")
            case .requestDocuments: Words("一次性告知补充资料", "Request missing documents")
            case .assessLoss: Words("定损", "Assess loss")
            case .quotePrice: Words("报价", "Quote price")
            case .verifyPrice: Words("核价", "Verify price")
            case .verifyLoss: Words("核损", "Verify loss")
            case .followInjury: Words("跟踪人伤", "Follow bodily injury")
            case .setReserve: Words("计提未决赔款准备金", "Set case reserve")
            case .determineCoverage: Words("核定保险责任", "Determine coverage")
            case .adjust: Words("理算", "Calculate indemnity")
            case .referToPanel: Words("提交会商", "Refer to panel")
            case .review: Words("核赔", "Review claim")
            case .referUp: Words("超权限上报", "Refer to higher authority")
            case .approve: Words("同意赔付", "Approve")
            case .deny: Words("拒赔", "Deny")
            case .payExGratia: Words("通融赔付", "Pay ex gratia")
            case .payAdvance: Words("预付赔款", "Pay in advance")
            case .referToSpecialInvestigation: Words("提请反欺诈调查", "Refer to special investigation")
            case .orderPayment: Words("下达付款指令", "Order payment")
            case .releasePayment: Words("复核放款", "Release payment")
            case .confirmPayment: Words("确认到账", "Confirm payment")
            case .withdraw: Words("撤案", "Withdraw")
            case .cancel: Words("注销", "Cancel")
            case .close: Words("结案", "Close")
            case .archive: Words("归档", "Archive")
            case .reopen: Words("重开", "Reopen")
            case .subrogate: Words("代位求偿", "Pursue subrogation")
            case .sellSalvage: Words("处理损余物资", "Dispose of salvage")
            }
        }
    }
}
