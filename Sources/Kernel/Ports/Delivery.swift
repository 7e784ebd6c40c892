/// One electronic mail to one person.
///
/// One recipient each, so that an outcome is about one person and nobody sees who else was
/// written to. Holds personal data: its description shows the key only.
package struct OutgoingMail: Hashable, Sendable {
    /// The idempotency key: 1 to 200 visible ASCII characters. The receiver sees it as
    /// `X-Covenant-Key`, and the `Message-ID` is made from it.
    package let key: String
    package let recipient: Mailbox
    package let subject: String
    /// The plain text; line breaks are LF.
    package let text: String
    /// The same content as HTML, or `nil`.
    package let html: String?

    package init(
        key: String, recipient: Mailbox, subject: String, text: String, html: String? = nil
    ) {
        self.key = key
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.html = html
    }
}

/// A mail address with the name shown beside it.
package struct Mailbox: Hashable, Sendable {
    /// `local@domain` in ASCII (a Chinese domain in its `xn--` form).
    package let address: String
    package let name: String?

    package init(_ address: String, name: String? = nil) {
        self.address = address
        self.name = name
    }
}

/// One event for another system, posted as JSON over HTTPS.
package struct OutgoingCall: Hashable, Sendable {
    /// The idempotency key: 1 to 200 visible ASCII characters, seen by the receiver as
    /// `Covenant-Id`.
    package let key: String
    package let url: String
    /// UTF-8 JSON.
    package let body: [UInt8]
    /// The secret shared with this receiver, at least 16 bytes.
    package let secret: [UInt8]

    package init(key: String, url: String, body: [UInt8], secret: [UInt8]) {
        self.key = key
        self.url = url
        self.body = body
        self.secret = secret
    }
}

/// What became of one attempt to deliver.
package enum DeliveryOutcome: Hashable, Sendable {
    /// The receiver took it over.
    case delivered
    /// Trying again cannot help; a person has to look at it.
    case refused(DeliveryProblem)
    /// It may work later, not before `afterSeconds` when the receiver asked for that.
    case later(DeliveryProblem, afterSeconds: Int? = nil)
}

/// Why an attempt failed. Never carries an address, a name, content or a secret.
package struct DeliveryProblem: Hashable, Sendable {
    /// Stable, for logs and metrics: `mail.rejected`, `egress.privateAddress`.
    package let id: String
    package let message: Words
    /// The SMTP or HTTP status, or the code of the network library, when there is one.
    package let code: Int?

    package init(_ id: String, _ message: Words, code: Int? = nil) {
        self.id = id
        self.message = message
        self.code = code
    }
}

/// Sends mail. Called after commit by the outbox, at least once for each key.
package protocol MailSender: Sendable {
    /// Makes one attempt; never throws, and ends within the sender's timeout.
    func send(_ mail: OutgoingMail) async -> DeliveryOutcome
}

/// Calls other systems. Called after commit by the outbox, at least once for each key.
package protocol WebhookSender: Sendable {
    /// Makes one attempt; never throws, and ends within the sender's timeout.
    func post(_ call: OutgoingCall) async -> DeliveryOutcome
}

extension OutgoingMail: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "OutgoingMail(\(key))" }
    package var debugDescription: String { description }
}

extension Mailbox: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "Mailbox" }
    package var debugDescription: String { description }
}

extension OutgoingCall: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "OutgoingCall(\(key))" }
    package var debugDescription: String { description }
}
