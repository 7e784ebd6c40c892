package import Kernel

/// 客户函件: what the insurer writes to its customers about a claim, in numbered editions.
package enum Letters {
    package static let commands: [any Command.Type] = [
        DraftLetterTemplate.self, ApproveLetterTemplate.self, WriteProgress.self,
        RecordLetterDelivery.self,
    ]
}

/// The kinds of letter, each with what it must say.
package enum LetterKind: String, ChoiceValue {
    case documentRequest, reminder, decision, refusal, progress, voucher

    package var title: Words {
        switch self {
        case .documentRequest: Words("补充索赔资料一次性告知书", "One-time request for documents")
        case .reminder: Words("补充资料提醒函", "Reminder of missing documents")
        case .decision: Words("理赔决定通知书", "Notice of the decision on a claim")
        case .refusal: Words("拒赔通知书", "Notice of refusal")
        case .progress: Words("理赔进展告知函", "Report on the progress of a claim")
        case .voucher: Words("赔款支付凭证", "Payment voucher")
        }
    }

    /// What a template of the kind must hold: without it the letter would not keep its duty
    /// (保险法 第22条第2款, 第23条, 第24条).
    package var required: Set<String> {
        switch self {
        case .documentRequest: ["recipient", "claim", "date", "request", "papers", "days"]
        case .reminder: ["recipient", "claim", "date", "request", "papers"]
        case .decision: ["recipient", "claim", "date", "amount", "reasons", "terms", "appeal"]
        case .refusal: ["recipient", "claim", "date", "reasons", "terms", "appeal"]
        case .progress: ["recipient", "claim", "date", "progress", "due"]
        case .voucher: ["recipient", "claim", "date", "amount", "voucher"]
        }
    }

    /// What it may hold besides.
    package var allowed: Set<String> { required.union(["policy", "number", "appeal"]) }
}

/// One thing that a letter says, in both languages; lines are separate items.
package struct LetterFact: Sendable, Codable, Equatable {
    package let slot: String
    package let value: Words

    package init(_ slot: String, _ value: Words) {
        self.slot = slot
        self.value = value
    }

    package init(_ slot: String, _ text: String) { self.init(slot, Words(text, text)) }
}
