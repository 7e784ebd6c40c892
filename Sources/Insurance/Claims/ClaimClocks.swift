package import Kernel

/// What the claim's promises measure, and which standards may hold for a case.
package enum ClaimClocks {
    /// The calendar that claims are counted by.
    package static let calendar = "office"

    /// From the special to the general: product and complexity, product, line, all.
    package static func scopes(_ policy: Policy?, _ complexity: Complexity?) -> [String] {
        guard let policy else { return ["*"] }
        return scopes(product: policy.product, line: policy.line, complexity)
    }

    package static func scopes(
        product: String, line: LineOfBusiness, _ complexity: Complexity?
    ) -> [String] {
        let general = ["product:\(product)", "line:\(line.rawValue)", "*"]
        guard let complexity else { return general }
        return [
            "product:\(product)/\(complexity.rawValue)",
            "line:\(line.rawValue)/\(complexity.rawValue)", "*/\(complexity.rawValue)",
        ] + general
    }

    package static let metrics: [ClockMetric] = [
        .firstContact, .registration, .documentRequest, .survey, .progress, .decision,
        .decisionNotice, .refusalNotice, .payment, .deadlineAnswer, .reconciliation, .advance,
    ] + ClockMetric.afterwards

    /// The codes of what is said to the customer beside the claim's own line.
    static let conversations: Set<String> = Set(
        [ClockMetric.firstContact, .progress, .decisionNotice, .deadlineAnswer].map(\.code))
}

extension ClockMetric {
    package static let firstContact = ClockMetric(
        "claims.firstContact", Words("报案后首次联系客户", "First contact after the notice"),
        keeps: ["4.3.1a", "4.2.2a", "1.3.1", "1.3.4"])
    package static let progress = ClockMetric(
        "claims.progress", Words("向客户告知进度", "Reporting progress to the customer"),
        keeps: ["4.3.1a", "1.3.1", "1.3.4"])
    package static let decisionNotice = ClockMetric(
        "claims.decisionNotice", Words("告知同意赔付的核定结果", "Notice of a decision to pay"),
        keeps: ["4.2.3a", "4.3.1a", "1.3.1"])
    package static let deadlineAnswer = ClockMetric(
        "claims.deadlineAnswer", Words("答复对期限的疑问", "Answering a question about a deadline"),
        keeps: ["4.3.1b", "1.3.2"])
    package static let registration = ClockMetric(
        "claims.registration", Words("立案", "Registering the claim"), keeps: ["4.2.1b", "1.3.4"])
    package static let decision = ClockMetric(
        "claims.decision", Words("作出核定", "Deciding the claim"),
        keeps: ["4.2.3a", "4.3.1a", "1.3.4"])
    package static let advance = ClockMetric(
        "claims.advance", Words("先予支付可确定部分", "Paying the certain part"),
        keeps: ["4.2.3a", "1.3.4"])
    package static let refusalNotice = ClockMetric(
        "claims.refusalNotice", Words("送达拒赔通知", "Notice of a refusal"),
        keeps: ["4.2.3a", "1.3.2"])
    package static let payment = ClockMetric(
        "claims.payment", Words("支付赔款", "Paying the claim"), keeps: ["4.2.4a", "1.3.4"])
}

/// How complex a claim is, which sets its turnaround standards.
package enum Complexity: String, ChoiceValue {
    case simple, normal, complex

    package var title: Words {
        switch self {
        case .simple: Words("简易", "Simple")
        case .normal: Words("普通", "Normal")
        case .complex: Words("复杂", "Complex")
        }
    }
}

/// The kinds of work a claim asks of people.
package enum ClaimTasks {
    package static let register = "claims.register"
    package static let assess = "claims.assess"
    package static let verify = "claims.verify"
    package static let adjust = "claims.adjust"
    package static let approve = "claims.approve"
    package static let notifyRefusal = "claims.notifyRefusal"
    package static let orderPayment = "claims.orderPayment"
    package static let releasePayment = "claims.releasePayment"
    package static let close = "claims.close"
    // Work that carries its promise's name: a reminder of that promise finds it.
    package static let firstContact = ClockMetric.firstContact.code
    package static let decisionNotice = ClockMetric.decisionNotice.code
    package static let deadlineAnswer = ClockMetric.deadlineAnswer.code

    /// Who may speak to the customer about a claim: whoever may have it on the desk.
    static let customerDesks: Set<Post> = .held(
        .claimsIntake, .serviceAgent, .registrationClerk, .claimsHandler, .dispatcher, .surveyor,
        .investigator, .lossAssessor, .lossVerifier, .claimCalculator, .claimsApprover,
        .specialInvestigator, .panelSecretary, .claimsSupervisor, .executive)

    /// What a decision asks of people: pay and say so, or say why not. Closing tells the customer
    /// of a decision under which nothing is payable.
    static func afterDecision(pays: Bool, _ amount: Money) -> [(String, PostWords.Post)] {
        guard pays else { return [(notifyRefusal, .claimsHandler)] }
        return amount.minor > 0
            ? [(orderPayment, .paymentClerk), (decisionNotice, .claimsHandler)]
            : [(close, .claimsHandler)]
    }

    package static func title(_ kind: String) -> Words {
        if let title = paperTitle(kind) { return title }
        return switch kind {
        case register: Words("立案审查", "Register the claim")
        case assess: Words("定损", "Assess the loss")
        case verify: Words("核损", "Verify the assessment")
        case adjust: Words("理算并提出处理意见", "Adjust and propose a decision")
        case approve: Words("核赔", "Review and approve")
        case notifyRefusal: Words("送达拒赔通知", "Deliver the notice of refusal")
        case orderPayment: Words("下达付款指令", "Order the payment")
        case firstContact: Words("首次联系客户", "Contact the customer")
        case decisionNotice: Words("告知核定结果", "Tell the customer of the decision")
        case deadlineAnswer: Words("答复客户对期限的疑问", "Answer the question about a deadline")
        case releasePayment: Words("复核放款", "Release the payment")
        case close: Words("结案", "Close the claim")
        default: AdjudicationTasks.title(kind) ?? Words("办理赔案", "Work on the claim")
        }
    }
}
