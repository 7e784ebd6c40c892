import Kernel

/// What the customer is told between the notice and the end of a claim.
enum ConversationNotices {
    /// `nil` for a message of another kind.
    static func text(_ message: WaitingMessage) -> (subject: Words, body: Words)? {
        let claim = message.values["claim"]?.text ?? ""
        switch message.template {
        case "claim.progress": return progress(claim, message.values["stage"])
        case "claim.deadline": return deadline(claim, message.values["why"]?.elements ?? [])
        case "claim.approved":
            return approved(
                claim, message.values["amount"]?.text ?? "",
                message.values["reasons"]?.text ?? "")
        default: return nil
        }
    }

    private static func progress(
        _ claim: String, _ stage: JSON?
    ) -> (subject: Words, body: Words) {
        let (zh, en) = (stage?["zh"]?.text ?? "", stage?["en"]?.text ?? "")
        return (
            Words("案件进度", "How your claim stands"),
            Words(
                "您的赔案 \(claim) 目前状态：\(zh)。核定之前，我们会继续定期告知进度。",
                "Your claim \(claim): \(en). Until it is decided we keep reporting to you.")
        )
    }

    private static func deadline(
        _ claim: String, _ lines: [JSON]
    ) -> (subject: Words, body: Words) {
        let zh = lines.compactMap { $0["zh"]?.text }.joined()
        let en = lines.compactMap { $0["en"]?.text }.joined(separator: " ")
        return (
            Words("关于办理期限的答复", "Why your claim has this deadline"),
            Words("关于您的赔案 \(claim)：\(zh)", "About your claim \(claim): \(en)")
        )
    }

    private static func approved(
        _ claim: String, _ amount: String, _ reasons: String
    ) -> (subject: Words, body: Words) {
        (
            Words("理赔核定结果", "Decision on your claim"),
            Words(
                "您的赔案 \(claim) 已核定赔付 \(amount)。\(reasons)",
                "Your claim \(claim) will be paid: \(amount). \(reasons)")
        )
    }
}
