package import Kernel

/// Corrects what is known of a party: what is given replaces what stood, the rest stays.
package struct CorrectParty: Command {
    package static let statement = CommandStatement<CorrectParty>(
        "claims.correctParty", Words("更正当事人", "Correct a party"),
        Words(
            "更正或补充当事人信息，说明原因；未填写的项目保持不变",
            "Correct or complete what is known of a party, with the reason; the rest stays"),
        duties: ["4.2.1b", "2.3.3a"], by: PartyFields.posts,
        fields: [
            Field("party", \.party, Words("当事人", "Party"), "case_party"),
            Field(
                "roles", optional: \.roles, Words("身份", "Parts they play"),
                ListRule(min: 1, max: 8)),
            Field(
                "name", optional: \.name, Words("姓名或名称", "Name"),
                PersonalRule(.name, of: "party", max: 80, searchable: true)),
        ] + PartyFields.details(
            \.phone, \.identityNumber, \.address, \.relation, \.isMinor, \.isDeceased, \.actsFor)
            + [.reason(\.reason)])

    package var party = ID<ClaimParty>.blank
    package var roles: [PostWords.Party]?
    package var name: Personal?
    package var phone: Personal?
    package var identityNumber: Personal?
    package var address: Personal?
    package var relation: String?
    package var isMinor: Bool?
    package var isDeceased: Bool?
    package var actsFor: ID<ClaimParty>?
    package var reason = ""

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let known = try reader.load(party) else { return [:] }
        return ["party": known.person]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> PartyFacts {
        try PartyFacts.gather(party, context, transaction)
    }

    package func decide(_ facts: PartyFacts, _ context: Context) throws(Refusal) -> Decision {
        _ = try facts.actor(context)
        let party = try facts.standing()
        var details = ClaimParty.Details(
            roles: roles ?? party.details.roles, name: name?.sealed ?? party.details.name)
        details.phone = phone?.sealed ?? party.details.phone
        details.identityNumber = identityNumber?.sealed ?? party.details.identityNumber
        details.address = address?.sealed ?? party.details.address
        details.relation = relation ?? party.details.relation
        details.isMinor = isMinor ?? party.details.isMinor
        details.isDeceased = isDeceased ?? party.details.isDeceased
        details.actsFor = actsFor ?? party.details.actsFor
        try require(details.actsFor != party.state.id, else: .noSuchParty)
        try require(details.name.person == party.person, else: .partyErased)
        try details.check(among: facts.parties)
        try require(details != party.details, else: .nothingCorrected)
        var decision = Decision(changing: party, .corrected(details, reason: reason))
        decision.reason = reason
        return decision
    }
}

/// Removes somebody who has no part in the case after all. What was known of them stays in the
/// journal, sealed.
package struct RemoveParty: Command {
    package static let statement = CommandStatement<RemoveParty>(
        "claims.removeParty", Words("移除当事人", "Remove a party"),
        Words("登记有误时移除当事人并说明原因", "Remove somebody who was added by mistake, with the reason"),
        duties: ["4.2.1b"], by: PartyFields.posts,
        fields: [
            Field("party", \.party, Words("当事人", "Party"), "case_party"), .reason(\.reason),
        ])

    package var party = ID<ClaimParty>.blank
    package var reason = ""

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> PartyFacts {
        try PartyFacts.gather(party, context, transaction)
    }

    package func decide(_ facts: PartyFacts, _ context: Context) throws(Refusal) -> Decision {
        _ = try facts.actor(context)
        let party = try facts.standing()
        let represented = facts.parties.contains { $0.details.actsFor == party.state.id }
        try require(!represented, else: .partyRepresented)
        var decision = Decision(changing: party, .removed(reason: reason, at: context.now))
        decision.reason = reason
        return decision
    }
}

extension PartyFacts {
    /// The party that is named, still having a part.
    fileprivate func standing() throws(Refusal) -> Loaded<ClaimParty> {
        guard let party, party.state.isPresent else { throw .partyRemoved }
        return party
    }
}

extension Refusal {
    static let partyRemoved = Refusal(
        .conflict, "claims.partyRemoved",
        Words("该当事人已移除，请重新登记", "this party was removed; add them again"))
    static let partyRepresented = Refusal(
        .conflict, "claims.partyRepresented",
        Words("仍有代理人代理该当事人，请先更正代理人", "somebody still acts for this party; correct that first"))
    static let partyErased = Refusal(
        .conflict, "claims.partyErased",
        Words(
            "该当事人的信息已删除，请移除后重新登记",
            "this party's data was erased; remove them and add them again"))
    static let nothingCorrected = Refusal(
        .invalid, "claims.nothingCorrected",
        Words("没有需要更正的内容", "nothing differs from what stands"))
}
