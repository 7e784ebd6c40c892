package import Kernel

import CLibCurl

/// Posts events to other systems: signed, pinned to the address that was checked, without
/// redirects or proxies. What the receiver answers is dropped; only its status counts.
package struct SignedWebhook: WebhookSender {
    package struct Settings: Sendable {
        package var rules: EgressRules
        /// Seconds for one attempt, 1 to 120.
        package var timeout: Int
        /// A PEM file of authorities to trust instead of the system's, for internal receivers.
        package var authorities: String?

        package init(
            rules: EgressRules = EgressRules(), timeout: Int = 15, authorities: String? = nil
        ) {
            self.rules = rules
            self.timeout = min(max(timeout, 1), 120)
            self.authorities = authorities
        }
    }

    /// The largest body posted, in bytes.
    package static let largestBody = 1 << 20
    /// How much of an answer is read, headers included, before hanging up.
    static let replyLimit = 64 << 10
    private static let shortestSecret = 16

    private let settings: Settings
    private let now: @Sendable () -> Moment
    private let pool: BlockingPool

    /// At most `threads` calls run at once and 64 times as many wait. `now` stamps them.
    package init(
        settings: Settings = Settings(), threads: Int = 4,
        now: @escaping @Sendable () -> Moment
    ) {
        self.settings = settings
        self.now = now
        pool = BlockingPool(name: "webhook", threads: threads, waiting: threads * 64)
    }

    package func post(_ call: OutgoingCall) async -> DeliveryOutcome {
        guard DeliveryKey.isUsable(call.key), call.secret.count >= Self.shortestSecret,
            call.body.count <= Self.largestBody
        else { return .refused(WebhookProblem.unusable) }
        let outcome = await pool.run { [self] in attempt(call) }
        return outcome ?? .later(DeliveryKey.busy)
    }

    private func attempt(_ call: OutgoingCall) -> DeliveryOutcome {
        let target: EgressTarget
        do {
            target = try settings.rules.target(for: call.url)
        } catch {
            return error.outcome
        }
        guard let transfer = CurlTransfer() else { return .later(WebhookProblem.unreachable(nil)) }
        prepare(transfer, call, target)
        let code = transfer.perform()
        return outcome(code, transfer)
    }

    private func prepare(_ transfer: CurlTransfer, _ call: OutgoingCall, _ target: EgressTarget) {
        transfer.set(CURLOPT_URL, target.url.text)
        transfer.set(CURLOPT_PROTOCOLS_STR, target.url.scheme)
        transfer.set(CURLOPT_RESOLVE, list: [target.pin])
        transfer.permitOnly(target.addresses)
        transfer.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        transfer.limit(seconds: settings.timeout, connecting: min(settings.timeout, 10))
        transfer.discardReply(limit: Self.replyLimit)
        if let authorities = settings.authorities { transfer.set(CURLOPT_CAINFO, authorities) }
        let timestamp = now().milliseconds / 1000
        let signature = WebhookSignature.value(
            id: call.key, timestamp: timestamp, body: call.body, secret: call.secret)
        transfer.set(
            CURLOPT_HTTPHEADER,
            list: [
                "Content-Type: application/json", "User-Agent: Covenant", "Expect:",
                "\(WebhookSignature.idHeader): \(call.key)",
                "\(WebhookSignature.timestampHeader): \(timestamp)",
                "\(WebhookSignature.signatureHeader): \(signature)",
            ])
        transfer.post(call.body)
    }

    private func outcome(_ code: CURLcode, _ transfer: CurlTransfer) -> DeliveryOutcome {
        let status = transfer.status
        switch status {
        // Also when we hung up on a long answer: the receiver has taken it over by then.
        case 200...299 where code == CURLE_OK || code == CURLE_WRITE_ERROR:
            return .delivered
        case 300...399:
            return .refused(WebhookProblem.redirected(status))
        case 408, 409, 425, 429, 500...599:
            let seconds = transfer.retryAfter.map { min($0, 86_400) }
            return .later(WebhookProblem.rejected(status), afterSeconds: seconds)
        case 400...499:
            return .refused(WebhookProblem.rejected(status))
        default:
            return .later(WebhookProblem.unreachable(Int(code.rawValue)))
        }
    }
}

private enum WebhookProblem {
    static let unusable = DeliveryProblem(
        "webhook.unusable",
        Words(
            "该推送无法发送：编号、密钥（至少 16 字节）或内容大小（至多 1 MiB）不符合要求。",
            "The call cannot be made: its key, its secret (at least 16 bytes) or its size (at "
                + "most 1 MiB) is not acceptable."))

    static func redirected(_ status: Int) -> DeliveryProblem {
        DeliveryProblem(
            "webhook.redirected",
            Words(
                "接收方要求转到别的地址；系统不跟随跳转，请把最终地址登记为接收地址。",
                "The receiver asked to go to another address; redirects are not followed. "
                    + "Register the final address."),
            code: status)
    }

    static func rejected(_ status: Int) -> DeliveryProblem {
        DeliveryProblem(
            "webhook.rejected",
            Words("接收方返回状态 \(status)。", "The receiver answered with status \(status)."),
            code: status)
    }

    static func unreachable(_ code: Int?) -> DeliveryProblem {
        DeliveryProblem(
            "webhook.unreachable",
            Words(
                "未能与接收方建立可信的连接，或连接中断、超时；系统会再试。",
                "No trusted connection to the receiver came about, or it broke off or took too "
                    + "long; it will be tried again."),
            code: code)
    }
}
