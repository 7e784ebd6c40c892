import Crypto
import Kernel

/// A mail as the bytes that travel: RFC 5322 headers, RFC 2047 words, RFC 2046 parts. Pure ASCII
/// with short lines, so that no server on the way has reason to change it.
struct MailMessage {
    static let longestSubject = 500
    static let longestName = 200
    /// Text and HTML together, in bytes.
    static let largestContent = 1 << 20

    let bytes: [UInt8]

    /// Writes `mail` from `sender`, or names what makes it unacceptable.
    init(_ mail: OutgoingMail, from sender: Mailbox, at moment: Moment) throws(MailRefusal) {
        try MailMessage.check(mail, sender)
        let digest = Hex.text(Array(SHA256.hash(data: Array(mail.key.utf8))))
        let domain = sender.address.split(separator: "@").last.map(String.init) ?? ""
        var lines = [
            "From: \(MailMessage.mailbox(sender))",
            "To: \(MailMessage.mailbox(mail.recipient))",
            "Subject: \(EncodedWords.text(mail.subject))",
            "Date: \(MailDate.text(moment))",
            "Message-ID: <\(digest.prefix(40))@\(domain)>",
            "X-Covenant-Key: \(mail.key)",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ]
        if let html = mail.html {
            // "=_" occurs in no base64 text, so the boundary occurs in no part.
            let boundary = "=_\(digest.prefix(24))"
            lines.append("Content-Type: multipart/alternative; boundary=\"\(boundary)\"")
            lines.append("")
            lines.append("--\(boundary)")
            lines += MailMessage.part("text/plain", mail.text)
            lines.append("--\(boundary)")
            lines += MailMessage.part("text/html", html)
            lines.append("--\(boundary)--")
        } else {
            lines += MailMessage.part("text/plain", mail.text)
        }
        bytes = Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    private static func check(_ mail: OutgoingMail, _ sender: Mailbox) throws(MailRefusal) {
        guard DeliveryKey.isUsable(mail.key) else { throw .header }
        for box in [sender, mail.recipient] {
            guard MailAddress.isUsable(box.address) else { throw .address }
            guard isHeaderText(box.name ?? "", longest: longestName) else { throw .header }
        }
        guard isHeaderText(mail.subject, longest: longestSubject) else { throw .header }
        let size = mail.text.utf8.count + (mail.html?.utf8.count ?? 0)
        guard size <= largestContent else { throw .size }
    }

    /// No control character and no line or paragraph separator, so nothing begins a new header.
    private static func isHeaderText(_ text: String, longest: Int) -> Bool {
        text.utf8.count <= longest * 4 && text.count <= longest
            && text.unicodeScalars.allSatisfy {
                let isControl = $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
                return !isControl && $0.value != 0x2028 && $0.value != 0x2029
            }
    }

    private static func mailbox(_ box: Mailbox) -> String {
        guard let name = box.name, !name.isEmpty else { return box.address }
        return "\(EncodedWords.text(name))\r\n <\(box.address)>"
    }

    private static func part(_ type: String, _ text: String) -> [String] {
        let unix = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let encoded = Array(Array(unix.replacing("\n", with: "\r\n").utf8).base64.utf8)
        let lines = stride(from: 0, to: encoded.count, by: 76).map { start in
            String(decoding: encoded[start..<min(start + 76, encoded.count)], as: UTF8.self)
        }
        return ["Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64", ""]
            + lines
    }
}

/// Why a mail is not sent at all.
enum MailRefusal: Error, Hashable, Sendable, CaseIterable {
    case address, header, size

    var problem: DeliveryProblem {
        switch self {
        case .address:
            DeliveryProblem(
                "mail.address",
                Words(
                    "邮件地址不可用：须为一个 ASCII 地址，不含空格、换行和尖括号。",
                    "The mail address is not usable: it must be one ASCII address without "
                        + "spaces, line breaks or angle brackets."))
        case .header:
            DeliveryProblem(
                "mail.header",
                Words(
                    "邮件主题、姓名或编号含有换行等控制字符，或过长。",
                    "The subject, a name or the key of the mail contains line breaks or other "
                        + "control characters, or is too long."))
        case .size:
            DeliveryProblem(
                "mail.size",
                Words("邮件正文超过 1 MiB。", "The mail is larger than 1 MiB."))
        }
    }
}
