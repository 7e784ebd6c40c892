/// The insurer's second person confirms a figure, by a document. Until then what the product
/// ships is a default, and a figure of an unconfirmed source is not shown to customers.
package struct ConfirmStandard: Command {
    package static let statement = CommandStatement<ConfirmStandard>(
        "standards.confirm", Words("确认时效标准", "Confirm a turnaround standard"),
        Words(
            "由设定人以外的人依据文件确认一项时效标准",
            "Somebody other than who set it confirms a standard, by a document"),
        duties: ["4.3.1a", "4.3.1b"], by: .posts(["executive", "complianceOfficer"]),
        fields: [
            Field("standard", \.standard, Words("时效标准", "Standard"), "standard"),
            Field("document", \.document, Words("依据文件", "Document"), .line(200)),
        ])

    package var standard = ID<Standard>.blank
    package var document = ""

    package struct Facts: Sendable {
        package let standard: Loaded<Standard>
        package let newest: Int64

        package init(standard: Loaded<Standard>, newest: Int64) {
            self.standard = standard
            self.newest = newest
        }
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        guard let found = try transaction.hold(standard) else {
            throw Refusal.noSuch(Standard.title)
        }
        let row = try transaction.row(
            """
            SELECT edition FROM standard WHERE metric = \(found.metric) AND scope = \(found.scope)
            ORDER BY edition DESC LIMIT 1
            """)
        return Facts(standard: found, newest: try row?.integer("edition") ?? found.edition)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let standard = facts.standard
        try require(standard.setBy != context.principal.text, else: .ownStandard)
        try require(standard.edition == facts.newest, else: .standardReplaced)
        try require(standard.confirmation == nil, else: .standardConfirmed)
        var decision = Decision(
            changing: standard,
            .confirmed(by: context.principal.text, document: document, at: context.now))
        decision.reason = document
        return decision
    }
}

extension Refusal {
    static let ownStandard = Refusal(
        .forbidden, "standards.own",
        Words("设定人不能确认自己设定的标准", "whoever set a standard does not confirm it"))
    static let standardReplaced = Refusal(
        .conflict, "standards.replaced",
        Words("该标准已有新版本，请确认新版本", "a newer edition exists; confirm that one"))
    static let standardConfirmed = Refusal(
        .conflict, "standards.confirmed", Words("该标准已确认", "this standard is already confirmed"))
}
