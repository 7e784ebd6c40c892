import Kernel

/// The table of drafts.
enum DraftStore {
    struct Found: Sendable {
        let sealed: Sealed
        let key: SubjectKey?
        let at: Moment
    }

    static func find(
        _ place: DraftPlace, of staff: ID<StaffMember>, _ vault: Vault, _ reader: any Reader
    ) throws -> Found? {
        let row = try reader.row(
            """
            SELECT sealed, at FROM draft WHERE staff = \(staff) AND command = \(place.command)
                AND subject = \(place.subject)
            """)
        guard let row, let sealed = try? Sealed(token: try row.text("sealed")) else { return nil }
        return Found(
            sealed: sealed, key: try vault.subject(sealed.person, reader),
            at: try row.moment("at"))
    }

    /// The key of the member's own person.
    static func key(
        of staff: ID<StaffMember>, _ vault: Vault, _ reader: any Reader
    ) throws -> SubjectKey? {
        guard let row = try reader.row("SELECT person FROM staff WHERE id = \(staff)") else {
            return nil
        }
        return try vault.subject(row.id("person"), reader)
    }

    static func keep(
        _ sealed: Sealed, _ place: DraftPlace, of staff: ID<StaffMember>, at now: Moment,
        _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO draft (staff, command, subject, sealed, at)
            VALUES (\(staff), \(place.command), \(place.subject), \(sealed.token), \(now))
            ON CONFLICT (staff, command, subject)
            DO UPDATE SET sealed = excluded.sealed, at = excluded.at
            """)
        try transaction.execute(
            """
            DELETE FROM draft WHERE staff = \(staff) AND at < (
                SELECT MIN(at) FROM (SELECT at FROM draft WHERE staff = \(staff)
                    ORDER BY at DESC LIMIT \(DraftDesk.mostOfOne)) AS latest)
            """)
    }

    static func forget(
        _ place: DraftPlace, of staff: ID<StaffMember>, _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            DELETE FROM draft WHERE staff = \(staff) AND command = \(place.command)
                AND subject = \(place.subject)
            """)
    }
}
