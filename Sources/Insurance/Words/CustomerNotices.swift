package import Kernel

/// What customers are told, in plain words, rendered at the moment it leaves.
///
/// A message of the channel `notice` goes to the insurer's own connector (SMS, app, letter) as a
/// signed call that carries the opened address and the text; `mail` goes by mail.
package struct CustomerNotices: MessageRenderer {
    /// The connector's address and the secret shared with it.
    package struct Connector: Sendable {
        package let url: String
        package let secret: [UInt8]

        package init(url: String, secret: [UInt8]) {
            self.url = url
            self.secret = secret
        }
    }

    private let connector: Connector?

    package init(connector: Connector?) { self.connector = connector }

    package var deliversNotices: Bool { connector != nil }

    package func render(
        _ message: WaitingMessage, opening opener: Opener
    ) throws -> RenderedMessage {
        let short = try CustomerNotices.code(message, opener) ?? CustomerNotices.text(message)
        let letter = try CustomerNotices.letter(message, opener)
        let text = letter.map { (subject: $0.title, body: short.body.with($0.text)) } ?? short
        switch message.channel {
        case .mail:
            guard let address = message.address else { throw CustomerNotices.nowhere }
            let mailbox = Mailbox(
                try opener.open(address, field: PersonalKind.email.rawValue))
            return .mail(
                OutgoingMail(
                    key: message.key, recipient: mailbox, subject: text.subject.zh,
                    text: text.body.zh + "\n\n" + text.body.en))
        case .notice, .webhook:
            guard let connector else { throw CustomerNotices.nowhere }
            return .call(
                OutgoingCall(
                    key: message.key, url: connector.url,
                    body: body(message, text, opener).canonical, secret: connector.secret))
        }
    }

    /// The code of the portal, opened only here, on its way out.
    private static func code(
        _ message: WaitingMessage, _ opener: Opener
    ) throws -> (subject: Words, body: Words)? {
        guard message.template == Portal.codeTemplate,
            let token = message.values["code"]?.text
        else { return nil }
        let code = try opener.open(Sealed(token: token), field: PersonalKind.other.rawValue)
        return (
            Words("您的验证码", "Your code"),
            Words(
                "您的验证码是 \(code)，10 分钟内有效。请勿告诉他人，包括我们的员工。",
                "Your code is \(code). It is good for 10 minutes. Tell it to nobody, our staff "
                    + "included.")
        )
    }

    private func body(
        _ message: WaitingMessage, _ text: (subject: Words, body: Words), _ opener: Opener
    ) -> JSON {
        var content: JSON.Object = [
            "key": .string(message.key), "about": .string(message.stream),
            "template": .string(message.template),
            "subject": ["zh": .string(text.subject.zh), "en": .string(text.subject.en)],
            "text": ["zh": .string(text.body.zh), "en": .string(text.body.en)],
        ]
        // The reporter's phone where one was given, else the insured's name for the connector.
        if let address = message.address {
            for kind in [PersonalKind.phone, .name] {
                if let opened = try? opener.open(address, field: kind.rawValue) {
                    content["to"] = ["kind": .string(kind.rawValue), "value": .string(opened)]
                    break
                }
            }
        }
        return .object(content)
    }

    private static func text(_ message: WaitingMessage) -> (subject: Words, body: Words) {
        func value(_ name: String) -> String { message.values[name]?.text ?? "" }
        let claim = value("claim")
        if let told = ConversationNotices.text(message) { return told }
        switch message.template {
        case "claim.paid":
            return (
                Words("赔款已支付", "Your claim was paid"),
                Words(
                    "您的赔案 \(claim) 已支付 \(value("amount"))。凭证号 \(value("voucher"))，"
                        + "凭证码 \(value("code"))，可在本公司网站核验。",
                    "Your claim \(claim) was paid: \(value("amount")). "
                        + "Voucher \(value("voucher")), code \(value("code")); "
                        + "confirm it on our site.")
            )
        case "claim.documents", "claim.documentsReminder": return papers(message, claim)
        case "claim.decided", "claim.progress": return news(message.template, claim, value)
        case "claim.refused":
            return (
                Words("理赔决定通知", "Decision on your claim"),
                Words(
                    "您的赔案 \(claim) 未能获得赔付。理由：\(value("reasons"))。"
                        + "如有异议，可申请复核、投诉、调解、仲裁或诉讼。",
                    "Your claim \(claim) was refused. Reasons: \(value("reasons")). "
                        + "You may ask for a review, complain, or go to mediation, "
                        + "arbitration or court.")
            )
        case "claim.paymentReturned": return returned(claim, value)
        case "claim.reviewed": return ClaimReview.told(message)
        case "policy.rescinded": return rescinded(claim, value)
        default:
            return (
                Words("赔案已结", "Your claim is closed"),
                Words("您的赔案 \(claim) 已结案。", "Your claim \(claim) is closed.")
            )
        }
    }

    private static func rescinded(
        _ claim: String, _ value: (String) -> String
    ) -> (subject: Words, body: Words) {
        (
            Words("解除合同通知", "Notice of rescission"),
            Words(
                "因投保时未如实告知，本公司解除保单 \(value("policy"))（赔案 \(claim)）。"
                    + "如有异议，可申请复核、投诉、调解、仲裁或诉讼。",
                "For non-disclosure we rescind the policy \(value("policy")) (claim \(claim)). "
                    + "You may ask for a review, complain, or go to mediation, arbitration "
                    + "or court.")
        )
    }

    private static func news(
        _ template: String, _ claim: String, _ value: (String) -> String
    ) -> (subject: Words, body: Words) {
        if template == "claim.progress" {
            return (
                Words("理赔进展", "Progress of your claim"),
                Words("您的赔案 \(claim) 有新进展。", "There is news of your claim \(claim).")
            )
        }
        return (
            Words("理赔决定通知", "Decision on your claim"),
            Words(
                "您的赔案 \(claim) 已核定，应付 \(value("amount"))。",
                "Your claim \(claim) is decided: we pay \(value("amount")).")
        )
    }

    private static func papers(
        _ message: WaitingMessage, _ claim: String
    ) -> (subject: Words, body: Words) {
        let papers = message.values["papers"]?.elements ?? []
        let zh = papers.compactMap { $0["zh"]?.text }.joined(separator: "、")
        let en = papers.compactMap { $0["en"]?.text }.joined(separator: ", ")
        let request = message.values["request"]?.text ?? ""
        let isReminder = message.template == "claim.documentsReminder"
        return (
            isReminder
                ? Words("补充资料提醒", "Reminder: papers for your claim")
                : Words("补充资料一次性告知", "Papers we need for your claim"),
            Words(
                "您的赔案 \(claim) 还需要：\(zh)。请一次备齐交来，通知号 \(request)。",
                "For your claim \(claim) we need, once and for all: \(en). Request \(request).")
        )
    }

    /// The letter that a message carries, with the name opened.
    private static func letter(
        _ message: WaitingMessage, _ opener: Opener
    ) throws -> (title: Words, text: Words)? {
        guard let text = message.values["letterText"].flatMap(words),
            let title = message.values["letterTitle"].flatMap(words),
            let token = message.values["recipient"]?.text
        else { return nil }
        let name = try opener.open(Sealed(token: token), field: PersonalKind.name.rawValue)
        let values = ["recipient": name]
        return (
            title,
            Words(LetterText.filled(text.zh, values), LetterText.filled(text.en, values))
        )
    }

    private static func words(_ json: JSON) -> Words? {
        guard let zh = json["zh"]?.text, let en = json["en"]?.text else { return nil }
        return Words(zh, en)
    }

    private static func returned(
        _ claim: String, _ value: (String) -> String
    ) -> (subject: Words, body: Words) {
        (
            Words("赔款未能到账", "Your payment did not arrive"),
            Words(
                "您的赔案 \(claim) 的赔款 \(value("amount")) 未能到账（\(value("reasonZh"))）。"
                    + "我们将核对收款账户后重新支付，支付时限照常计算。",
                "The payment of \(value("amount")) on your claim \(claim) did not arrive "
                    + "(\(value("reasonEn"))). We check the account and pay again; the "
                    + "promised time runs on.")
        )
    }

    private static let nowhere = DeliveryProblem(
        "message.nowhere", Words("没有可送达的地址", "there is no address to deliver to"))
}

extension Words {
    /// A short notice with the letter it announces.
    fileprivate func with(_ letter: Words) -> Words {
        Words(zh + "\n\n" + letter.zh, en + "\n\n" + letter.en)
    }
}
