package import Kernel

/// Adds somebody who has a part in a notice or a claim.
package struct AddParty: Command {
    package static let statement = CommandStatement<AddParty>(
        "claims.addParty", Words("登记当事人", "Add a party"),
        Words(
            "登记报案人、被保险人、索赔申请人、受益人、领款人或第三者；每人的信息用本人的密钥加密",
            "Add notifier, insured, claimant, beneficiary, payee or third party; what is known of "
                + "each is sealed with their own key"),
        duties: ["4.2.1b", "2.3.3a"], by: PartyFields.posts,
        fields: [
            Field("case", \.number, Words("报案号或赔案号", "Notice or claim number"), .line(40)),
            Field("roles", \.roles, Words("身份", "Parts they play"), ListRule(min: 1, max: 8)),
            Field(
                "name", \.name, Words("姓名或名称", "Name"),
                PersonalRule(.name, of: "party", max: 80, searchable: true)),
        ] + PartyFields.details(
            \.phone, \.identityNumber, \.address, \.relation, \.isMinor, \.isDeceased, \.actsFor)
            + [
                Field(
                    "customer", optional: \.customer, Words("客户编号", "Customer number"),
                    .line(40), help: Words("已登记的客户", "A customer already recorded")),
                Field(
                    "sameAs", optional: \.sameAs, Words("与另案当事人为同一人", "Same person as"),
                    "case_party",
                    help: Words("同一报案下另一赔案的当事人", "A party of another claim of the same notice")),
            ])

    package var number = ""
    package var roles: [PostWords.Party] = []
    package var name = Personal()
    package var phone: Personal?
    package var identityNumber: Personal?
    package var address: Personal?
    package var relation: String?
    package var isMinor: Bool?
    package var isDeceased: Bool?
    package var actsFor: ID<ClaimParty>?
    package var customer: String?
    package var sameAs: ID<ClaimParty>?

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        if let sameAs, let party = try reader.load(sameAs) { return ["party": party.person] }
        guard let customer, let known: Loaded<Customer> = try reader.load(number: customer) else {
            return [:]
        }
        return ["party": known.person]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> PartyFacts {
        try PartyFacts.gather(case: number, context, transaction)
    }

    package func decide(_ facts: PartyFacts, _ context: Context) throws(Refusal) -> Decision {
        _ = try facts.actor(context)
        guard let name = name.sealed else { throw .nameMissing }
        try require(facts.parties.count < ClaimParty.most, else: .tooManyParties)
        var details = ClaimParty.Details(roles: roles, name: name)
        details.phone = phone?.sealed
        details.identityNumber = identityNumber?.sealed
        details.address = address?.sealed
        details.relation = relation
        details.isMinor = isMinor ?? false
        details.isDeceased = isDeceased ?? false
        details.actsFor = actsFor
        try details.check(among: facts.parties)
        let party = ClaimParty(
            id: context.id("party"), of: facts.subject, details, at: context.now)
        var decision = Decision()
        decision.open(ClaimParty.self, .added(party))
        decision.reply = ["party": .string(party.id.text)]
        return decision
    }
}

/// Fields that commands about parties share.
enum PartyFields {
    static let posts = Permission.held(
        by: .claimsIntake, .serviceAgent, .registrationClerk, .claimsHandler, .surveyor,
        .investigator, .claimsSupervisor)

    static func details<C: Sendable>(
        _ phone: FieldPath<C, Personal?>, _ identityNumber: FieldPath<C, Personal?>,
        _ address: FieldPath<C, Personal?>, _ relation: FieldPath<C, String?>,
        _ isMinor: FieldPath<C, Bool?>, _ isDeceased: FieldPath<C, Bool?>,
        _ actsFor: FieldPath<C, ID<ClaimParty>?>
    ) -> [Field<C>] {
        [
            Field(
                "phone", optional: phone, Words("电话", "Phone"),
                PersonalRule(.phone, of: "party", max: 30, searchable: true)),
            Field(
                "identityNumber", optional: identityNumber, Words("证件号码", "Identity number"),
                PersonalRule(.identityNumber, of: "party", max: 40, searchable: true)),
            Field(
                "address", optional: address, Words("地址", "Address"),
                PersonalRule(.address, of: "party", max: 200)),
            Field(
                "relation", optional: relation, Words("与被保险人关系", "Relation to the insured"),
                .line(40)),
            Field("isMinor", optional: isMinor, Words("未成年人", "Is a minor")),
            Field("isDeceased", optional: isDeceased, Words("已故", "Is deceased")),
            Field(
                "actsFor", optional: actsFor, Words("代理的当事人", "Acts for"), "case_party",
                help: Words("监护人、继承人或代理人所代表的当事人", "Whom a guardian, heir or agent represents")),
        ]
    }
}

extension Refusal {
    static let tooManyParties = Refusal(
        .conflict, "claims.tooManyParties",
        Words("一案最多登记 \(ClaimParty.most) 位当事人", "a case has at most \(ClaimParty.most) parties"))
}
