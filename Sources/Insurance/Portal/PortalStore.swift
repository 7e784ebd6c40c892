package import Kernel

/// What the portal reads.
package enum PortalStore {
    private static let most = 60

    static func phone(of person: ID<Person>, _ reader: any Reader) throws -> Sealed? {
        let customer: Loaded<Customer>? = try reader.loadFirst(
            where: "person = \(person) ORDER BY id DESC")
        return customer?.phone
    }

    static func sent(_ policy: String, since: Moment, _ reader: any Reader) throws -> Int {
        try reader.row(
            """
            SELECT COUNT(*) AS n FROM portal_code
            WHERE policy = \(policy) AND sent_at > \(since)
            """)?.int("n") ?? 0
    }

    static func latest(
        _ policy: String, _ transaction: any Transaction
    ) throws -> Loaded<PortalCode>? {
        let found: Loaded<PortalCode>? = try transaction.loadFirst(
            where: "policy = \(policy) ORDER BY sent_at DESC, id DESC")
        return try found.flatMap { try transaction.hold($0.state.id) }
    }

    static func session(
        _ hash: TokenHash, _ reader: any Reader
    ) throws -> PortalSession? {
        let found: Loaded<PortalSession>? = try reader.loadFirst(
            where: "hash = \(hash.text) AND is_open = 1")
        return found?.state
    }

    /// The policies a person holds, newest first.
    package static func policies(
        of person: ID<Person>, _ reader: any Reader
    ) throws -> [Policy] {
        let found: [Loaded<Policy>] = try reader.loadAll(
            where: "holder = \(person) ORDER BY id DESC LIMIT \(most)")
        return found.map(\.state)
    }

    /// Notices that a person may follow: under their policies, or reported by them.
    package static func notices(
        of person: ID<Person>, _ reader: any Reader
    ) throws -> [Notice] {
        let found: [Loaded<Notice>] = try reader.loadAll(
            where: """
                policy IN (SELECT number FROM policy WHERE holder = \(person))
                OR reporter = \(person) ORDER BY id DESC LIMIT \(most)
                """)
        return found.map(\.state)
    }

    /// Claims under a person's policies, or of which they are the insured.
    package static func claims(
        of person: ID<Person>, _ reader: any Reader
    ) throws -> [Claim] {
        let found: [Loaded<Claim>] = try reader.loadAll(
            where: """
                policy IN (SELECT number FROM policy WHERE holder = \(person))
                OR insured = \(person) ORDER BY id DESC LIMIT \(most)
                """)
        return found.map(\.state)
    }

    /// The claim of this number with its notice, or the notice of this number, when it is theirs.
    package static func file(
        _ number: String, of person: ID<Person>, _ reader: any Reader
    ) throws -> (claim: Claim?, notice: Notice?)? {
        guard try CustomerStore.isTheirs(number, person, reader) else { return nil }
        let claim: Loaded<Claim>? = try reader.load(number: number)
        let notice: Loaded<Notice>? = try reader.load(number: claim?.notice ?? number)
        return (claim?.state, notice?.state)
    }

    /// The promises of a claim and its notice, those that run first.
    package static func clocks(
        of numbers: [String], _ reader: any Reader
    ) throws -> [ClockRecord] {
        let found: [Loaded<ClockRecord>] = try reader.loadAll(
            where: """
                case_number IN \(list: numbers) ORDER BY stopped_at IS NOT NULL, due_at LIMIT 20
                """)
        return found.map(\.state)
    }

    /// What was asked about the promises of a claim, newest first.
    package static func questions(
        of claim: String, _ reader: any Reader
    ) throws -> [DeadlineQuestion] {
        let found: [Loaded<DeadlineQuestion>] = try reader.loadAll(
            where: "claim = \(claim) ORDER BY id DESC LIMIT 20")
        return found.map(\.state)
    }

    /// A letter to this person, with what opens their own values in it.
    package static func letter(
        _ number: String, of person: ID<Person>, _ vault: Vault, _ reader: any Reader
    ) throws -> (Letter, Opener)? {
        guard let letter: Loaded<Letter> = try reader.load(number: number),
            letter.recipient.person == person
        else { return nil }
        return (letter.state, try vault.opener(for: [person], reader))
    }

    /// Letters of a claim.
    package static func letters(
        of claim: String, to person: ID<Person>, _ reader: any Reader
    ) throws -> [Letter] {
        let found: [Loaded<Letter>] = try reader.loadAll(
            where: "claim = \(claim) ORDER BY id DESC LIMIT 20")
        return found.map(\.state).filter { $0.recipient.person == person }
    }
}
