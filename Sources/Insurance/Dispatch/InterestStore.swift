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
        let parties: SQL = "SELECT person FROM case_party WHERE stream = \(stream.text)"
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
