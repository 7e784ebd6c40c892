import Kernel

extension Breach {
    /// Who held the work of a broken promise the longest while its clock ran; nobody when it lay
    /// in a pool all the time.
    static func proposal(
        for breach: Breach, at now: Moment, _ reader: any Reader
    ) throws -> Proposal? {
        guard let record = try reader.load(breach.clock) else { return nil }
        let share = try TimeShare.of(clock: record.state, at: now, reader)
        return share.longestHolder.map {
            Proposal(
                person: $0.person, heldMinutes: $0.amount / 60_000,
                ofMinutes: share.total / 60_000)
        }
    }
}

extension StaffRecord {
    /// The code of a member's department, or of their branch where they have none.
    static func place(of member: ID<StaffMember>, _ reader: any Reader) throws -> String? {
        let row = try reader.row(
            """
            SELECT coalesce(d.code, b.code) AS place FROM staff s
            LEFT JOIN department d ON d.id = s.department LEFT JOIN branch b ON b.id = s.branch
            WHERE s.id = \(member)
            """)
        return try row?.optional("place", Row.text)
    }

    /// Whose key seals what a member says; `nil` for one without a key of their own.
    static func person(of member: ID<StaffMember>, _ reader: any Reader) throws -> ID<Person>? {
        try reader.row(
            """
            SELECT k.person FROM staff s JOIN subject_key k ON k.person = s.person
            WHERE s.id = \(member)
            """)?.id("person")
    }
}
