import Kernel

/// What commands about parties look at: the notice or claim, and who has a part in it.
package struct PartyFacts: Sendable {
    let subject: CaseReference
    /// The claim, when it is one.
    let claim: ClaimFacts?
    let parties: [Loaded<ClaimParty>]
    /// The party that is corrected or removed.
    let party: Loaded<ClaimParty>?

    static func gather(
        case number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> PartyFacts {
        try gather(case: number, seen: context.ifVersion, nil, transaction)
    }

    /// The case is held before the party, as every command on a case does.
    static func gather(
        _ id: ID<ClaimParty>, _ context: Context, _ transaction: any Transaction
    ) throws -> PartyFacts {
        guard let seen: Loaded<ClaimParty> = try transaction.load(id) else {
            throw Refusal.noSuch(ClaimParty.title)
        }
        return try gather(case: seen.subject.number, seen: nil, id, transaction) { party in
            if let version = context.ifVersion, version != party.version {
                throw Refusal.staleVersion
            }
        }
    }

    private static func gather(
        case number: String, seen: Int64?, _ id: ID<ClaimParty>?, _ transaction: any Transaction,
        check: (Loaded<ClaimParty>) throws -> Void = { _ in }
    ) throws -> PartyFacts {
        let claim: Loaded<Claim>? = try transaction.hold(number: number)
        let notice: Loaded<Notice>? = try claim == nil ? transaction.hold(number: number) : nil
        guard let version = claim?.version ?? notice?.version,
            let subject = claim.map({ CaseReference($0.state) })
                ?? notice.map({ CaseReference($0.state) })
        else { throw Refusal.noSuch(Words("报案或赔案", "notice or claim")) }
        if let seen, seen != version { throw Refusal.staleVersion }
        let party = try id.flatMap { try transaction.hold($0) }
        try party.map(check)
        return try PartyFacts(
            subject: subject,
            claim: claim.map { try ClaimFacts(of: $0, transaction, starting: []) },
            parties: ClaimParty.present(in: subject.stream, transaction), party: party)
    }

    /// The acting member of staff.
    func actor(_ context: Context) throws(Refusal) -> ID<StaffMember>? {
        if let claim { return try claim.actor(context) }
        return context.principal.staff
    }
}
