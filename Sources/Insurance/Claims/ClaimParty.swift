package import Kernel

/// 当事人: somebody who has a part in a notice or a claim, with all the parts they play: notifier,
/// insured, claimant, beneficiary, payee, third party.
///
/// Everything about them is sealed with their own key, so that one of them can be erased without
/// the others. The person of a customer or of another case's party keeps that person's key.
package struct ClaimParty: Aggregate {
    package enum Event: Sendable, Codable {
        case added(ClaimParty)
        /// What was wrong or missing, as it is now.
        case corrected(Details, reason: String)
        case removed(reason: String, at: Moment)
    }

    /// What can be corrected.
    package struct Details: Sendable, Codable, Equatable {
        /// In the order of their codes, none twice.
        package var roles: [PostWords.Party]
        package var name: Sealed
        package var phone: Sealed?
        package var identityNumber: Sealed?
        package var address: Sealed?
        /// What they are to the insured, such as 本人, 配偶, 子女.
        package var relation: String?
        package var isMinor = false
        package var isDeceased = false
        /// For whom a guardian, heir or representative acts: another party of the same case.
        package var actsFor: ID<ClaimParty>?

        package init(roles: [PostWords.Party], name: Sealed) {
            self.roles = Set(roles).sorted { $0.rawValue < $1.rawValue }
            self.name = name
        }
    }

    package static let table = "case_party"
    package static let title = Words("当事人", "party")
    /// The most parties that one case has.
    package static let most = 100

    package let id: ID<ClaimParty>
    /// The notice or claim they belong to.
    package let subject: CaseReference
    package let person: ID<Person>
    package let addedAt: Moment
    package private(set) var details: Details
    package private(set) var removedAt: Moment?

    package init(
        id: ID<ClaimParty>, of subject: CaseReference, _ details: Details, at moment: Moment
    ) {
        self.id = id
        self.subject = subject
        self.details = details
        person = details.name.person
        addedAt = moment
    }

    /// A party is chained in the journal of its case.
    package var stream: StreamName { subject.stream }

    package var isPresent: Bool { removedAt == nil }

    package func plays(_ role: PostWords.Party) -> Bool {
        isPresent && details.roles.contains(role)
    }

    package var columns: [(String, SQLValue)] {
        [
            ("stream", stream.text.sql), ("case_number", subject.number.sql),
            ("roles", details.roles.map(\.rawValue).joined(separator: " ").sql),
            ("person", person.sql), ("is_present", isPresent.sql),
        ]
    }

    package static func opened(by event: Event) -> ClaimParty? {
        if case .added(let party) = event { party } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .added(let party): self = party
        case .corrected(let details, _): self.details = details
        case .removed(_, let moment): removedAt = moment
        }
    }
}

extension ClaimParty.Details {
    /// Who is dead asks for nothing and receives nothing; who represents says whom.
    func check(among parties: [Loaded<ClaimParty>]) throws(Refusal) {
        let acts: Set<PostWords.Party> = [.claimant, .payee, .notifier, .representative]
        try require(!isDeceased || acts.isDisjoint(with: roles), else: .deadCannotAct)
        try require(
            actsFor != nil || !roles.contains(.representative), else: .representsNobody)
        let known = actsFor.map { id in parties.contains { $0.state.id == id && $0.isPresent } }
        try require(known != false, else: .noSuchParty)
    }
}

extension Refusal {
    static let deadCannotAct = Refusal(
        .invalid, "claims.deadCannotAct",
        Words(
            "已故人员不能作为报案人、索赔申请人、领款人或代理人，请登记其继承人或受益人",
            "somebody who died cannot report, claim, receive or represent; add the heir or "
                + "beneficiary"))
    static let representsNobody = Refusal(
        .invalid, "claims.representsNobody",
        Words("请说明代理人代理的是哪一位当事人", "say for which party the representative acts"))
    static let noSuchParty = Refusal(
        .missing, "claims.noSuchParty",
        Words("本案没有这位当事人", "the case has no such party"))
}
