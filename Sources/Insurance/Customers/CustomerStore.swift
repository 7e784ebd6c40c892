import Kernel

/// What is a person's own, and what stands in the way of erasing them: cases that are open and
/// cover that runs.
enum CustomerStore {
    /// Whether a claim or notice is one under a person's policy, or theirs as insured or reporter.
    static func isTheirs(
        _ number: String, _ person: ID<Person>, _ reader: any Reader
    ) throws -> Bool {
        let held: SQL = "SELECT number FROM policy WHERE holder = \(person)"
        return try reader.row(
            """
            SELECT 1 AS one WHERE EXISTS (
                SELECT 1 FROM claim WHERE number = \(number)
                    AND (insured = \(person) OR policy IN (\(part: held)))
            ) OR EXISTS (
                SELECT 1 FROM notice WHERE number = \(number)
                    AND (reporter = \(person) OR policy IN (\(part: held)))
            )
            """) != nil
    }

    /// The numbers of open cases that a person holds the policy of, reported or has a part in; at
    /// most 20.
    static func openCases(of person: ID<Person>, _ reader: any Reader) throws -> [String] {
        try reader.rows(
            """
            SELECT c.number AS number FROM policy p JOIN claim c ON c.policy = p.number
            WHERE p.holder = \(person) AND c.stage NOT IN ('closed', 'cancelled')
            UNION ALL
            SELECT n.number AS number FROM policy p JOIN notice n ON n.policy = p.number
            WHERE p.holder = \(person) AND n.stage = 'received'
            UNION ALL
            SELECT number FROM notice WHERE reporter = \(person) AND stage = 'received'
            UNION ALL
            SELECT c.number AS number FROM case_party p JOIN claim c ON c.number = p.case_number
            WHERE p.person = \(person) AND p.is_present = 1
                AND c.stage NOT IN ('closed', 'cancelled')
            LIMIT 20
            """
        ).map { try $0.text("number") }
    }

    /// The numbers of a person's policies that run on a day or later; at most 20.
    static func policies(
        of person: ID<Person>, inForceOn day: Day, _ reader: any Reader
    ) throws -> [String] {
        try reader.rows(
            "SELECT number FROM policy WHERE holder = \(person) AND expiry >= \(day) LIMIT 20"
        ).map { try $0.text("number") }
    }
}
