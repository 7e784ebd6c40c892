/// Grants a row of authority: never to oneself, never above one's own maximum, never beside a
/// conflicting row.
package struct GrantAuthority: Command {
    package static let statement = CommandStatement<GrantAuthority>(
        "authority.grant", Words("授予权限", "Grant authority"),
        Words(
            "授予一条权限；不得授予本人、不得超过本人上限、不得与现有权限冲突",
            "Grant a row of authority: not to yourself, not above your own maximum, not in conflict"
        ),
        duties: ["4.2.3a"], by: .posts(["executive"]),
        fields: [
            Field("kind", \.kind, Words("类型", "Kind"), .line(40)),
            Field(
                "staff", optional: \.staff, Words("员工工号", "Staff number"), .line(40),
                help: Words("工号与岗位二选一", "Give a staff number or a post, not both")),
            Field("post", optional: \.post, Words("岗位", "Post"), .line(60)),
            Field("level", \.level, Words("级别", "Level"), 1...20),
            Field("product", optional: \.product, Words("产品代码", "Product code"), .line(40)),
            Field(
                "branch", optional: \.branch, Words("机构", "Branch"), "branch",
                help: Words("不填即全部机构", "Every branch when left out")),
            Field("scope", \.scope, Words("口径", "Measured by")),
            Field("from", \.from, Words("生效日", "From")),
            Field("until", optional: \.until, Words("失效日", "Until")),
            Field("maximum", \.maximum, Words("上限", "Maximum"), 0...1_000_000_000_000_00),
            Field(
                "notifyFrom", optional: \.notifyFrom, Words("报告起点", "Notify from"),
                0...1_000_000_000_000_00),
            Field("document", \.document, Words("授权文件", "Document"), .line(200)),
            Field(
                "project", optional: \.project, Words("项目特别授权", "Project exception"),
                .line(80),
                help: Words(
                    "项目名称；与持有人的普通权限并存，使用时留痕",
                    "The project; it stands beside the ordinary row, and its use is traced")),
        ])

    package var kind = ""
    package var staff: String?
    package var post: String?
    package var level: Int64 = 1
    package var product: String?
    package var branch: ID<Branch>?
    package var scope = Authority.Scope.single
    package var from = Day(number: 0)
    package var until: Day?
    package var maximum = Money(minor: 0)
    package var notifyFrom: Money?
    package var document = ""
    package var project: String?

    package struct Facts: Sendable {
        package let book: AuthorityBook
        package let member: RosterEntry?

        package init(book: AuthorityBook, member: RosterEntry?) {
            self.book = book
            self.member = member
        }
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            book: AuthorityBook.load(kind, transaction),
            member: staff.flatMap { try RosterEntry.find(number: $0, transaction) })
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let holder = try holder(facts)
        try require(!holder.matches(context.principal), else: .ownAuthority)
        let row = Authority(
            id: context.id("authority"), kind: kind, holder: holder, level: level,
            product: product, branch: branch, scope: scope, from: from, until: until,
            maximum: maximum, notifyFrom: notifyFrom, grantedBy: context.principal.text,
            document: document, project: project)
        try require(from <= until ?? from, else: .authorityPeriod)
        try require(
            notifyFrom.map { $0.currency == maximum.currency } ?? true,
            else: .authorityCurrencies)
        if context.principal.staff != nil {
            let own = facts.book.rows.filter { $0.holder.matches(context.principal) }
            try require(own.contains { $0.state.mayGrant(row) }, else: .aboveOwnAuthority)
        }
        try require(
            !facts.book.rows.contains { $0.state.conflicts(with: row) }, else: .authorityConflict)
        var decision = Decision()
        decision.open(Authority.self, .granted(row))
        decision.reason = document
        return decision
    }

    private func holder(_ facts: Facts) throws(Refusal) -> Authority.Holder {
        switch (staff, post) {
        case (.some, nil):
            guard let member = facts.member else { throw .noSuchColleague }
            return .staff(member.id)
        case (nil, let post?): return .post(Post(post))
        default: throw .authorityHolder
        }
    }
}

/// Ends a row of authority. Nobody ends their own.
package struct RevokeAuthority: Command {
    package static let statement = CommandStatement<RevokeAuthority>(
        "authority.revoke", Words("收回权限", "Revoke authority"),
        Words("收回一条权限；不得更改本人的权限", "End a row of authority; nobody ends their own"),
        duties: ["4.2.3a"], by: .posts(["executive"]),
        fields: [
            Field("authority", \.authority, Words("权限", "Authority"), "authority"),
            .reason(\.reason),
        ])

    package var authority = ID<Authority>.blank
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<Authority> {
        guard let row = try transaction.hold(authority) else {
            throw Refusal.noSuch(Authority.title)
        }
        return row
    }

    package func decide(
        _ row: Loaded<Authority>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(!row.holder.matches(context.principal), else: .ownAuthority)
        try require(row.revokedAt == nil, else: .authorityOver)
        return Decision(
            changing: row, .revoked(by: context.principal.text, reason: reason, at: context.now))
    }
}

extension Refusal {
    static let authorityHolder = Refusal(
        .invalid, "authority.holder",
        Words("请填写工号或岗位其中之一", "give either a staff number or a post"))
    static let authorityPeriod = Refusal(
        .invalid, "authority.period", Words("失效日早于生效日", "it ends before it begins"))
    static let authorityCurrencies = Refusal(
        .invalid, "authority.currencies",
        Words("上限与报告起点的币种不同", "the maximum and the notice threshold differ in currency"))
    static let ownAuthority = Refusal(
        .forbidden, "authority.own", Words("不能更改本人的权限", "nobody changes their own authority"))
    static let aboveOwnAuthority = Refusal(
        .forbidden, "authority.aboveOwn",
        Words("不能授予超过本人上限的权限", "nobody grants above their own maximum"))
    static let authorityConflict = Refusal(
        .conflict, "authority.conflict",
        Words("与现有权限冲突，请先收回旧的", "it conflicts with an active row; revoke that one first"))
    static let authorityOver = Refusal(
        .conflict, "authority.over", Words("该权限已收回", "this authority was already revoked"))
}
