import Kernel

/// What an import asks the database.
enum ImportStore {
    /// Which of these idempotency keys `principal` has used before.
    static func used(
        _ keys: [String], by principal: Principal, _ reader: any Reader
    ) throws -> Set<String> {
        var used: Set<String> = []
        for start in stride(from: 0, to: keys.count, by: 500) {
            let some = Array(keys[start..<min(start + 500, keys.count)])
            let found = try reader.rows(
                """
                SELECT key FROM idempotency WHERE principal = \(principal.text)
                AND key IN \(list: some)
                """)
            for row in found { used.insert(try row.text("key")) }
        }
        return used
    }

    /// The human number of what was recorded under a source key.
    static func number(
        of source: String, in table: String, _ reader: any Reader
    ) throws -> String? {
        try reader.row("SELECT number FROM \(name: table) WHERE source = \(source)")?
            .text("number")
    }
}
