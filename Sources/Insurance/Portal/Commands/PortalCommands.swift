package import Kernel

/// 客户入口: what the portal does for customers before they are known.
package enum Portal {
    package static let commands: [any Command.Type] = [
        SendPortalCode.self, OpenPortalSession.self, ClosePortalSession.self,
    ]

    /// The template of the message that carries a code.
    static let codeTemplate = "portal.code"
}

/// Sends a one-time code to the phone on the policyholder's record.
package struct SendPortalCode: Command {
    package static let statement = CommandStatement<SendPortalCode>(
        "portal.sendCode", Words("发送验证码", "Send a code"),
        Words(
            "向保单投保人登记的电话发送一次性验证码",
            "Send a one-time code to the phone on the policyholder's record"),
        duties: ["2.3.3a"], by: .system(["portal"]),
        fields: [Field("policy", \.policy, Words("保单号", "Policy number"), .line(60))])

    package var policy = ""
    /// Made and sealed outside, for a rule draws nothing.
    var code: MadeCode?

    package init() {}

    /// A code as its keyed hash and sealed for the message.
    struct MadeCode: Sendable {
        let hash: String
        let sealed: Sealed
    }

    package struct Facts: Sendable {
        let policy: Policy?
        let phone: Sealed?
        /// How many were sent within the hour.
        let recent: Int
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let found: Loaded<Policy>? = try transaction.load(number: policy)
        return try Facts(
            policy: found?.state,
            phone: found.flatMap { try PortalStore.phone(of: $0.holder, transaction) },
            recent: PortalStore.sent(
                policy, since: context.now.adding(seconds: -3600), transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let policy = facts.policy, let phone = facts.phone, let code else {
            throw .portalUnknown
        }
        try require(facts.recent < PortalCode.mostInHour, else: .portalWait)
        let sent = PortalCode(
            id: context.id("code"), policy: policy.number, person: policy.holder,
            hash: code.hash, sentAt: context.now)
        var decision = Decision()
        decision.open(PortalCode.self, .sent(sent))
        decision.send(
            OutboxMessage(
                key: "portal.code-\(sent.id.text)", channel: .notice, stream: sent.stream,
                template: Portal.codeTemplate, address: phone,
                values: ["code": .string(code.sealed.token)]))
        return decision
    }
}

/// Opens a session for who typed the code. A miss is counted, so it is an answer and no refusal.
package struct OpenPortalSession: Command {
    package static let statement = CommandStatement<OpenPortalSession>(
        "portal.openSession", Words("客户登录", "Sign a customer in"),
        Words("凭保单号和验证码登录", "By policy number and code"),
        duties: ["2.3.3a"], by: .system(["portal"]),
        fields: [Field("policy", \.policy, Words("保单号", "Policy number"), .line(60))])

    package var policy = ""
    /// The keyed hash of what was typed, and the new session's.
    var typed = ""
    var session: TokenHash?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<PortalCode>? {
        try PortalStore.latest(policy, transaction)
    }

    package func decide(
        _ code: Loaded<PortalCode>?, _ context: Context
    ) throws(Refusal) -> Decision {
        guard let code, let session, code.state.isGood(at: context.now) else {
            throw .portalCodeWrong
        }
        guard code.hash == typed else {
            var decision = Decision(changing: code, .missed)
            decision.reply = ["isOpen": false]
            return decision
        }
        var decision = Decision(changing: code, .used(at: context.now))
        decision.open(
            PortalSession.self,
            .opened(
                PortalSession(
                    id: context.id("session"), hash: session, person: code.person,
                    policy: policy, openedAt: context.now)))
        decision.reply = ["isOpen": true]
        return decision
    }
}

/// Ends a customer's session.
package struct ClosePortalSession: Command {
    package static let statement = CommandStatement<ClosePortalSession>(
        "portal.closeSession", Words("客户退出", "Sign a customer out"),
        Words("结束客户会话", "End a customer's session"), by: .system(["portal"]),
        fields: [Field("session", \.session, Words("会话", "Session"), "portal_session")])

    package var session = ID<PortalSession>.blank

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<PortalSession> {
        guard let found = try transaction.hold(session) else {
            throw Refusal.noSuch(PortalSession.title)
        }
        return found
    }

    package func decide(
        _ session: Loaded<PortalSession>, _ context: Context
    ) throws(Refusal) -> Decision {
        Decision(changing: session, .closed(at: context.now))
    }
}

extension Refusal {
    static let portalUnknown = Refusal(
        .missing, "portal.unknown",
        Words("没有可以发送验证码的保单或电话", "no such policy, or no phone to send a code to"))
    package static let portalWait = Refusal(
        .busy, "portal.wait",
        Words(
            "验证码发送过于频繁，请一小时后再试或致电客服",
            "too many codes were sent; try again in an hour or call us"))
    package static let portalCodeWrong = Refusal(
        .unauthenticated, "portal.codeWrong",
        Words(
            "保单号或验证码不正确，或验证码已过期",
            "the policy number or the code is not right, or the code is over"))
}
