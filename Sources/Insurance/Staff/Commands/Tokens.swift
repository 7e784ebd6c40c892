package import Kernel

/// Creates a token with which a program acts for a member, within scopes and until its end.
package struct CreateToken: Command {
    package static let statement = CommandStatement<CreateToken>(
        "staff.createToken", Words("创建接口令牌", "Create an API token"),
        Words(
            "为本人创建限定范围和有效期的接口令牌，仅显示一次",
            "Create a token of limited scope and life for oneself; it is shown once"),
        duties: ["1.2"], by: .staff,
        fields: [
            StaffFields.subject(\.staff),
            Field("name", \.name, Words("用途", "Purpose"), .line(80)),
            Field(
                "scopes", \.scopes, Words("范围", "Scopes"),
                ListRule(min: 1, max: 50, each: .line(80)),
                help: Words(
                    "命令名、以 . 结尾的命令名前缀，或 read",
                    "Command names, prefixes of them that end in a dot, or read")),
            Field("days", \.days, Words("有效天数", "Days of life"), 1...366),
        ])

    package var staff = ""
    package var name = ""
    package var scopes: [String] = []
    package var days: Int64 = 90
    /// Beside the fields.
    package var hash: TokenHash?

    package struct Facts: Sendable {
        let member: Loaded<StaffRecord>
        let access: StaffAccess
    }

    /// Tokens of one member at the same time.
    static let atOnce = 20

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let member: Loaded<StaffRecord> = try transaction.subject(staff, context)
        return try Facts(
            member: member, access: StaffAccess.load(of: member.state.member, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(context.principal.scopes == nil, else: .tokenByToken)
        if let actor = context.principal.staff {
            try require(actor == facts.member.state.member, else: .tokenForOther)
        }
        try require(facts.member.isActive, else: .hasLeft)
        try require(scopes.allSatisfy(CreateToken.isScope), else: .tokenScopes)
        guard let hash else { throw .secretMissing }
        let live = facts.access.tokens.count { $0.expiresAt > context.now }
        try require(live < CreateToken.atOnce, else: .tooManyTokens)
        let token = ApiToken(
            id: context.id("token"), staff: facts.member.state.member, hash: hash, name: name,
            scopes: scopes, createdAt: context.now,
            expiresAt: context.now.adding(seconds: days * 86_400))
        var decision = Decision()
        decision.open(ApiToken.self, .created(token))
        for over in facts.access.tokens where over.expiresAt <= context.now {
            decision.change(over, .revoked(at: context.now))
        }
        decision.reply = ["token": .string(token.id.text)]
        return decision
    }

    /// `read`, `claims.` or `claims.registerNotice`.
    static func isScope(_ text: String) -> Bool {
        if text == "read" { return true }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return false }
        return parts.joined().utf8.allSatisfy {
            (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        }
    }
}

/// Revokes a token: one's own, or anybody's by the security administrator.
package struct RevokeToken: Command {
    package static let statement = CommandStatement<RevokeToken>(
        "staff.revokeToken", Words("撤销接口令牌", "Revoke an API token"),
        Words(
            "立即撤销接口令牌：本人的，或由安全管理员撤销他人的",
            "End a token at once: one's own, or anybody's by the security administrator"),
        duties: ["1.2"], by: .staff,
        fields: [Field("token", \.token, Words("令牌标识", "Token"), "api_token")])

    package var token = ID<ApiToken>.blank

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<ApiToken> {
        guard let token = try transaction.hold(token) else {
            throw Refusal.noSuch(ApiToken.title)
        }
        return token
    }

    package func decide(
        _ token: Loaded<ApiToken>, _ context: Context
    ) throws(Refusal) -> Decision {
        let actor = context.principal
        let mayRevoke =
            actor.staff.map { $0 == token.staff } ?? true
            || actor.posts.contains(Post(.securityAdministrator))
        // Somebody else's token is not even said to exist.
        try require(mayRevoke, else: .noSuch(ApiToken.title))
        try require(token.revokedAt == nil, else: .tokenOver)
        var decision = Decision()
        decision.change(token, .revoked(at: context.now))
        return decision
    }
}

extension Refusal {
    static let tokenByToken = Refusal(
        .forbidden, "token.byToken",
        Words("不能用令牌创建令牌，请登录后办理", "a token cannot create tokens; sign in first"))
    static let tokenForOther = Refusal(
        .forbidden, "token.forOther",
        Words("只能为本人创建令牌", "a token can be created for oneself only"))
    static let tokenScopes = Refusal(
        .invalid, "token.scopes",
        Words(
            "范围应为 read、命令名或以 . 结尾的前缀",
            "a scope is read, a command name, or a prefix that ends in a dot"))
    static let tooManyTokens = Refusal(
        .conflict, "token.tooMany",
        Words("令牌过多，请先撤销不用的", "there are too many tokens; revoke some first"))
    static let tokenOver = Refusal(
        .conflict, "token.over", Words("该令牌已撤销", "this token was already revoked"))
}
