/// Records what the board has resolved: the executive's own row, from which all others descend.
///
/// Nobody grants above their own maximum, so the first row cannot be granted; it is recorded, by a
/// document, by somebody who holds no authority of that kind.
package struct EstablishAuthority: Command {
    package static let statement = CommandStatement<EstablishAuthority>(
        "authority.establish", Words("登记董事会授权", "Record the board's authority"),
        Words(
            "由合规人员依据董事会决议登记管理层的权限；其余权限由此逐级授予",
            "The compliance officer records the executive's authority by a resolution of the "
                + "board; all other rows are granted from it"),
        duties: ["4.2.3a"], by: .posts(["complianceOfficer"]),
        fields: [
            Field("kind", \.kind, Words("类型", "Kind"), .line(40)),
            Field("level", \.level, Words("级别", "Level"), 1...20),
            Field("product", optional: \.product, Words("产品代码", "Product code"), .line(40)),
            Field("scope", \.scope, Words("口径", "Measured by")),
            Field("from", \.from, Words("生效日", "From")),
            Field("until", optional: \.until, Words("失效日", "Until")),
            Field("maximum", \.maximum, Words("上限", "Maximum"), 0...1_000_000_000_000_00),
            Field("document", \.document, Words("董事会决议", "Resolution"), .line(200)),
        ])

    package var kind = ""
    package var level: Int64 = 1
    package var product: String?
    package var scope = Authority.Scope.single
    package var from = Day(number: 0)
    package var until: Day?
    package var maximum = Money(minor: 0)
    package var document = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> AuthorityBook {
        try AuthorityBook.load(kind, transaction)
    }

    package func decide(
        _ book: AuthorityBook, _ context: Context
    ) throws(Refusal) -> Decision {
        let row = Authority(
            id: context.id("authority"), kind: kind, holder: .post("executive"), level: level,
            product: product, scope: scope, from: from, until: until, maximum: maximum,
            grantedBy: context.principal.text, document: document)
        let isHolder = row.holder.matches(context.principal)
            || book.rows.contains { $0.holder.matches(context.principal) }
        try require(!isHolder, else: .ownAuthority)
        try require(from <= until ?? from, else: .authorityPeriod)
        try require(
            !book.rows.contains { $0.state.conflicts(with: row) }, else: .authorityConflict)
        var decision = Decision()
        decision.open(Authority.self, .granted(row))
        decision.reason = document
        return decision
    }
}
