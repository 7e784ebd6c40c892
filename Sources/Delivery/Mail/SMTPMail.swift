package import Kernel

import CLibCurl

/// Sends mail through the institution's mail server (RFC 5321) with libcurl, on threads of its
/// own.
package struct SMTPMail: MailSender {
    /// How the connection to the mail server is protected.
    package enum Protection: String, Sendable, CaseIterable {
        /// STARTTLS (RFC 3207), required: without it nothing is sent.
        case startTLS
        /// TLS from the first byte (RFC 8314).
        case implicitTLS
        /// None. Only for a server on the same machine.
        case none
    }

    package struct Settings: Sendable {
        /// The mail server: an ASCII host name or an IPv4 address.
        package var host: String
        package var port: Int
        package var protection: Protection
        package var user: String?
        package var password: String?
        package var sender: Mailbox
        /// Seconds for one attempt, 1 to 300.
        package var timeout: Int
        /// A PEM file of authorities to trust instead of the system's.
        package var authorities: String?

        package init(
            host: String, port: Int = 587, protection: Protection = .startTLS,
            user: String? = nil, password: String? = nil, sender: Mailbox, timeout: Int = 30,
            authorities: String? = nil
        ) {
            self.host = host
            self.port = port
            self.protection = protection
            self.user = user
            self.password = password
            self.sender = sender
            self.timeout = min(max(timeout, 1), 300)
            self.authorities = authorities
        }
    }

    private let settings: Settings
    private let now: @Sendable () -> Moment
    private let pool: BlockingPool

    /// At most `threads` mails travel at once and 64 times as many wait. `now` dates them.
    package init(
        settings: Settings, threads: Int = 2, now: @escaping @Sendable () -> Moment
    ) {
        self.settings = settings
        self.now = now
        pool = BlockingPool(name: "mail", threads: threads, waiting: threads * 64)
    }

    package func send(_ mail: OutgoingMail) async -> DeliveryOutcome {
        let message: MailMessage
        do {
            message = try MailMessage(mail, from: settings.sender, at: now())
        } catch {
            return .refused(error.problem)
        }
        let recipient = mail.recipient.address
        let outcome = await pool.run { [self] in attempt(message.bytes, to: recipient) }
        return outcome ?? .later(DeliveryKey.busy)
    }

    private func attempt(_ bytes: [UInt8], to recipient: String) -> DeliveryOutcome {
        guard let transfer = CurlTransfer() else { return .later(MailProblem.unreachable(nil)) }
        let scheme = settings.protection == .implicitTLS ? "smtps" : "smtp"
        transfer.set(CURLOPT_URL, "\(scheme)://\(settings.host):\(settings.port)")
        transfer.set(CURLOPT_PROTOCOLS_STR, scheme)
        if settings.protection == .startTLS {
            transfer.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        }
        if let user = settings.user, let password = settings.password {
            transfer.set(CURLOPT_USERNAME, user)
            transfer.set(CURLOPT_PASSWORD, password)
        }
        if let authorities = settings.authorities { transfer.set(CURLOPT_CAINFO, authorities) }
        transfer.set(CURLOPT_MAIL_FROM, "<\(settings.sender.address)>")
        transfer.set(CURLOPT_MAIL_RCPT, list: ["<\(recipient)>"])
        transfer.limit(seconds: settings.timeout, connecting: min(settings.timeout, 10))
        transfer.discardReply(limit: 64 << 10)
        transfer.upload(bytes)
        return outcome(transfer.perform(), status: transfer.status)
    }

    private func outcome(_ code: CURLcode, status: Int) -> DeliveryOutcome {
        switch (code, status) {
        case (CURLE_OK, _):
            .delivered
        // The server wants other credentials or TLS: our settings are wrong, not this mail.
        case (CURLE_LOGIN_DENIED, _), (CURLE_USE_SSL_FAILED, _), (_, 530), (_, 534...538):
            .later(MailProblem.settings(status))
        case (_, 500...599):
            .refused(MailProblem.rejected(status))
        case (_, 400...499):
            .later(MailProblem.postponed(status))
        default:
            .later(MailProblem.unreachable(Int(code.rawValue)))
        }
    }
}

private enum MailProblem {
    static func rejected(_ status: Int) -> DeliveryProblem {
        DeliveryProblem(
            "mail.rejected",
            Words(
                "邮件服务器拒收（\(status)）；请核对收件地址。",
                "The mail server refused it for good (\(status)); check the recipient's address."),
            code: status)
    }

    static func postponed(_ status: Int) -> DeliveryProblem {
        DeliveryProblem(
            "mail.postponed",
            Words(
                "邮件服务器暂不接收（\(status)）；系统会再试。",
                "The mail server does not take it now (\(status)); it will be tried again."),
            code: status)
    }

    static func settings(_ status: Int) -> DeliveryProblem {
        DeliveryProblem(
            "mail.settings",
            Words(
                "邮件服务器不接受当前的登录或加密设置；请管理员检查邮件设置。",
                "The mail server does not accept our sign-in or encryption; an administrator "
                    + "should check the mail settings."),
            code: status)
    }

    static func unreachable(_ code: Int?) -> DeliveryProblem {
        DeliveryProblem(
            "mail.unreachable",
            Words(
                "未能与邮件服务器建立可信的连接，或连接中断、超时；系统会再试。",
                "No trusted connection to the mail server came about, or it broke off or took "
                    + "too long; it will be tried again."),
            code: code)
    }
}
