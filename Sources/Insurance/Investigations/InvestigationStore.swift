import Kernel

enum InvestigationStore {
    /// The investigation of a claim that is not at its end, held until the commit. There is at
    /// most one.
    static func open(
        of claim: StreamName, _ transaction: any Transaction
    ) throws -> Loaded<Investigation>? {
        let row = try transaction.row(
            """
            SELECT id FROM investigation WHERE stream = \(claim.text) AND stage <> 'closed'
            ORDER BY id LIMIT 1
            """)
        return try row.flatMap { try transaction.hold($0.id("id")) }
    }

    /// How many investigations a claim has had.
    static func count(of claim: StreamName, _ reader: any Reader) throws -> Int {
        try reader.row(
            "SELECT count(*) AS held FROM investigation WHERE stream = \(claim.text)"
        )?.int("held") ?? 0
    }
}
