package import Kernel

extension StaffRecord {
    /// How many active members other than `id` hold `post`.
    static func others(
        holding post: PostWords.Post, than id: ID<StaffRecord>, _ reader: any Reader
    ) throws -> Int {
        // An administrator's post stands alone in its column, by a rule of the schema.
        try reader.row(
            """
            SELECT count(*) AS held FROM staff
            WHERE posts = \(post.rawValue) AND is_active = 1 AND id <> \(id)
            """)?.int("held") ?? 0
    }

    /// Whether anybody was ever recorded.
    package static func exist(_ reader: any Reader) throws -> Bool {
        try reader.row("SELECT 1 AS one FROM staff LIMIT 1") != nil
    }
}

/// The key of a member's own personal values.
enum SubjectStore {
    static func key(
        of staff: ID<StaffMember>, keys: VaultKeys, _ reader: any Reader
    ) throws -> SubjectKey {
        let row = try reader.row(
            """
            SELECT k.person, k.wrapped FROM subject_key k JOIN staff s ON s.person = k.person
            WHERE s.id = \(staff)
            """)
        guard let row else { throw VaultFailure.erased }
        return try SubjectKey(
            WrappedKey(bytes: row.blob("wrapped")), of: row.id("person"), keys: keys)
    }
}
