import Kernel

/// What is known of staff and the people of a case.
enum InterestStore {
    /// Whether the member has declared a relation or sold a policy at all. Most have not.
    static func has(_ staff: ID<StaffMember>, _ reader: any Reader) throws -> Bool {
        try reader.row(
            """
            SELECT 1 AS one WHERE EXISTS (
                SELECT 1 FROM staff_relation WHERE staff = \(staff) AND is_current = 1
            ) OR EXISTS (SELECT 1 FROM policy WHERE seller = \(staff))
            """) != nil
    }

    private static let cases: Set<String> = [Claim.table, Notice.table]
    /// What is about a claim, names it, and has a stream of its own.
    private static let aboutClaims: Set<String> = [ClaimReview.table, ClaimArchive.table]

    /// Whether the stream is a claim, a notice, or about one.
    static func hasFile(_ stream: StreamName) -> Bool {
        cases.contains(stream.kind) || stream.kind == Panel.table
            || aboutClaims.contains(stream.kind)
    }

    /// The claim or notice a stream belongs to; `nil` where it belongs to none.
    static func file(of stream: StreamName, _ reader: any Reader) throws -> StreamName? {
        if cases.contains(stream.kind) { return stream }
        if stream.kind == Panel.table {
            let row = try reader.row("SELECT subject FROM panel WHERE id = \(stream.id)")
            let parts = try row?.text("subject").split(separator: "/") ?? []
            guard parts.count == 2, parts[0] != stream.kind else { return nil }
            return try file(
                of: StreamName(kind: String(parts[0]), id: String(parts[1])), reader)
        }
        guard aboutClaims.contains(stream.kind) else { return nil }
        return try reader.row(
            """
            SELECT c.id AS id FROM \(name: stream.kind) o
            JOIN claim c ON c.number = o.claim WHERE o.id = \(stream.id)
            """
        ).map { StreamName(kind: Claim.table, id: try $0.text("id")) }
    }

    /// A declared relation of the member to somebody with a part in the case.
    static func relation(
        of staff: ID<StaffMember>, to stream: StreamName, _ reader: any Reader
    ) throws -> StaffRelation.Kind? {
        let relation: Loaded<StaffRelation>? = try reader.loadFirst(
            where: """
                staff = \(staff) AND is_current = 1 AND person IN (\(part: people(of: stream)))
                """)
        return relation?.kind
    }

    /// Everybody of a claim or notice: policyholder, insured, reporter and the other parties.
    private static func people(of stream: StreamName) -> SQL {
        let parties: SQL = """
            SELECT person FROM case_party WHERE stream = \(stream.text) AND is_present = 1
            """
        if stream.kind == Notice.table {
            return """
                SELECT reporter FROM notice WHERE id = \(stream.id)
                UNION SELECT p.holder FROM notice n JOIN policy p ON p.number = n.policy
                    WHERE n.id = \(stream.id)
                UNION \(part: parties)
                """
        }
        return """
            SELECT insured FROM claim WHERE id = \(stream.id)
            UNION SELECT p.holder FROM claim c JOIN policy p ON p.number = c.policy
                WHERE c.id = \(stream.id)
            UNION \(part: parties)
            """
    }

    /// Whether the member sold the policy of the case.
    static func sold(
        _ staff: ID<StaffMember>, _ stream: StreamName, _ reader: any Reader
    ) throws -> Bool {
        try reader.row(
            """
            SELECT 1 AS one FROM \(name: stream.kind) c JOIN policy p ON p.number = c.policy
            WHERE c.id = \(stream.id) AND p.seller = \(staff)
            """) != nil
    }
}
