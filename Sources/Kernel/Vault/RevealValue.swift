/// Asks to see one full personal value. It puts on record who asks for what and why; the value
/// itself is opened by ``RevealDesk`` once that record is durable.
package struct RevealValue: Command {
    package static let statement = CommandStatement<RevealValue>(
        "vault.reveal", Words("查看完整信息", "See a full value"),
        Words(
            "记录谁因何查看哪一项完整个人信息；记录成功后才显示",
            "Record who sees which full personal value and why; it is shown only after that"),
        duties: ["2.3.3a"], by: .staff,
        fields: [
            Field("person", \.person, Words("个人", "Person"), "person"),
            Field("kind", \.kind, Words("信息种类", "Kind of value")),
            Field("value", \.value, Words("密封值摘要", "Digest of the sealed value"), .line(64)),
            Field("about", optional: \.about, Words("相关案件", "About the case"), .line(120)),
            Field("reasonCode", \.reason, Words("事由", "Reason")),
            .reason(\.text),
        ])

    /// How many values one member of staff may see in an hour.
    package static let hourlyQuota: Int64 = 60

    package var person = ID<Person>.blank
    package var kind = PersonalKind.other
    package var value = ""
    package var about: String?
    package var reason = RevealReason.contactCustomer
    package var text = ""

    package init() {}

    /// How many this member of staff saw in the last hour. Their row is held, so that reveals of
    /// one person are counted one after the other.
    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Int64 {
        guard let staff = context.principal.staff else { return 0 }
        _ = try transaction.lockedRows("SELECT id FROM staff WHERE id = \(staff)")
        let row = try transaction.row(
            """
            SELECT COUNT(*) AS seen FROM reveal
            WHERE staff = \(staff) AND at > \(context.now.adding(seconds: -3600))
            """)
        return try row?.integer("seen") ?? 0
    }

    package func decide(_ seen: Int64, _ context: Context) throws(Refusal) -> Decision {
        guard let staff = context.principal.staff else { throw .notYourPost }
        try require(seen < Self.hourlyQuota, else: .revealQuota)
        let reveal = Reveal(
            id: context.id("reveal"), staff: staff, person: person, kind: kind, value: value,
            about: about, reason: reason, text: text, at: context.now)
        var decision = Decision()
        decision.open(Reveal.self, .asked(reveal))
        decision.reason = reason.rawValue
        return decision
    }
}

extension Refusal {
    static let revealQuota = Refusal(
        .busy, "vault.revealQuota",
        Words(
            "一小时内查看完整信息的次数已达上限（\(RevealValue.hourlyQuota) 次），请稍后再试或请主管协助",
            "you saw \(RevealValue.hourlyQuota) full values within an hour, the most "
                + "allowed; wait or ask your supervisor"
        ))
    static func notRevealed(_ failure: VaultFailure) -> Refusal {
        Refusal(
            failure == .erased ? .missing : .conflict,
            failure == .erased ? "vault.erased" : "vault.notOpened", failure.message)
    }
}
