import Insurance
import Kernel

/// The staff directory: who somebody is, from one read for a whole page.
enum StaffNameStore {
    /// Of one page at most; whoever is beyond stays a number.
    private static let most = 400

    /// - Parameter keys: identities or staff numbers; what is neither is nobody.
    static func names(
        of keys: Set<String>, _ vault: Vault, _ reader: any Reader
    ) throws -> StaffNames {
        var names = StaffNames()
        guard !keys.isEmpty else { return names }
        let wanted = Array(keys.sorted().prefix(most))
        let rows = try reader.rows(
            """
            SELECT \(part: columns) WHERE s.id IN \(list: wanted) OR s.number IN \(list: wanted)
            """)
        for row in rows {
            let member = try member(row, vault)
            names.add(member.id, member.number, name: member.name)
        }
        return names
    }

    /// The identity behind a staff number, of those who left too.
    static func identity(of number: String, _ reader: any Reader) throws -> String? {
        try reader.row("SELECT id FROM staff WHERE number = \(number)")?.text("id")
    }

    struct Colleague: Sendable {
        let number: String
        let name: String?
        let posts: [String]
    }

    /// Active members by number; for choosing a colleague.
    static func colleagues(_ vault: Vault, _ reader: any Reader) throws -> [Colleague] {
        try reader.rows(
            "SELECT \(part: columns) WHERE s.is_active = 1 ORDER BY s.number LIMIT 300"
        ).map { row in
            let member = try member(row, vault)
            return Colleague(
                number: member.number, name: member.name,
                posts: try row.text("posts").split(separator: " ").map(String.init))
        }
    }

    private static let columns: SQL = """
        s.id, s.version, s.state, s.number, s.posts, s.person, k.wrapped
        FROM staff s LEFT JOIN subject_key k ON k.person = s.person
        """

    private static func member(
        _ row: Row, _ vault: Vault
    ) throws -> (id: ID<StaffMember>, number: String, name: String?) {
        let record = try Loaded<StaffRecord>(row: row).state
        guard try row["wrapped"] != .null else { return (record.member, record.number, nil) }
        let key = try SubjectKey(
            WrappedKey(bytes: row.blob("wrapped")), of: row.id("person"), keys: vault.keys)
        do {
            let name = try Sealer.open(record.name, field: PersonalKind.name.rawValue, key: key)
            return (record.member, record.number, name)
        } catch .erased {
            return (record.member, record.number, nil)
        }
    }
}
