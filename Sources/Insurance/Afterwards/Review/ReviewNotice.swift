import Kernel

extension ClaimReview {
    /// What the customer is told of the outcome of a review.
    static func told(_ message: WaitingMessage) -> (subject: Words, body: Words) {
        func value(_ name: String) -> String { message.values[name]?.text ?? "" }
        let outcome = Outcome(rawValue: value("outcome"))?.title
        return (
            Words("复核结论通知", "Outcome of your review"),
            Words(
                "您对赔案 \(value("claim")) 的复核申请（\(value("review"))）已有结论：\(outcome?.zh ?? "")。"
                    + "理由：\(value("reasons"))。如仍有异议，可投诉、申请调解、仲裁或起诉。",
                "Your review \(value("review")) of claim \(value("claim")): \(outcome?.en ?? ""). "
                    + "Reasons: \(value("reasons")). You may still complain, or go to mediation, "
                    + "arbitration or court.")
        )
    }
}
