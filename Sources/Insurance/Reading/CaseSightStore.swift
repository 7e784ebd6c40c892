package import Kernel

/// Which claims a reader sees, where it is not all of them.
///
/// Whoever has no part in claims but to approve sees what was put before their level: work of
/// their post in their branch or one below it, and what they themselves held, also on a panel
/// about the claim or as its reviewer. All other posts that may read claims see every claim.
package struct CaseSight: Sendable {
    private let staff: ID<StaffMember>
    private let posts: [String]
    /// `nil` is every branch: the head office's.
    private let branches: [ID<Branch>]?

    private static let narrow: Set<Post> = .held(.claimsApprover)

    /// `nil` when `principal` sees every claim.
    package static func of(
        _ principal: Principal, _ reader: any Reader
    ) throws -> CaseSight? {
        let posts = principal.posts.intersection(ReadCollections.caseReaders)
        guard let staff = principal.staff, !posts.isEmpty, posts.isSubset(of: narrow) else {
            return nil
        }
        return CaseSight(
            staff: staff, posts: posts.map(\.code).sorted(),
            branches: try principal.branch.flatMap { try branches(from: $0, reader) })
    }

    /// The branch and all below it; `nil` for the head office, which has none above it.
    private static func branches(
        from branch: ID<Branch>, _ reader: any Reader
    ) throws -> [ID<Branch>]? {
        let own = try reader.row("SELECT parent FROM branch WHERE id = \(branch)")
        guard let own, try own["parent"] != .null else { return nil }
        return try reader.rows(
            """
            WITH RECURSIVE below (id) AS (
                SELECT id FROM branch WHERE id = \(branch)
                UNION SELECT b.id FROM branch b JOIN below ON b.parent = below.id
            ) SELECT id FROM below
            """
        ).map { try $0.id("id") }
    }

    /// Whether the claim or notice of this number is seen.
    package func sees(_ number: String, _ reader: any Reader) throws -> Bool {
        try reader.row("SELECT 1 AS one WHERE \(part: isSeen(case: "\(number)"))") != nil
    }

    /// What the rows of a collection must fulfil; `nil` where they hold nothing of a case.
    func condition(_ collection: ReadCollection) -> SQL? {
        let table = collection.table
        if table == Claim.table { return isSeen(claim: "claim.number") }
        if table == Notice.table { return isSeen(notice: "notice.number") }
        // Work and promises are every member's to read: they say nothing of a case but its number.
        guard collection.readers != nil else { return nil }
        if collection.filters.contains("claim") { return isSeen(claim: "\(name: table).claim") }
        guard collection.filters.contains("case_number") else { return nil }
        return isSeen(case: "\(name: table).case_number")
    }

    private func isSeen(case number: SQL) -> SQL {
        "(\(part: isSeen(claim: number)) OR \(part: isSeen(notice: number)))"
    }

    private func isSeen(notice number: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM claim opened WHERE opened.notice = \(part: number)
            AND \(part: isSeen(claim: "opened.number")))
        """
    }

    private func isSeen(claim number: SQL) -> SQL {
        """
        (EXISTS (
            SELECT 1 FROM claim seen JOIN work_item w ON w.stream = 'claim/' || seen.id
            WHERE seen.number = \(part: number) AND \(part: isMine)
        ) OR EXISTS (
            SELECT 1 FROM claim seen JOIN panel p ON p.subject = 'claim/' || seen.id
            JOIN work_item w ON w.stream = 'panel/' || p.id
            WHERE seen.number = \(part: number) AND w.holder = \(staff)
        ) OR EXISTS (
            SELECT 1 FROM claim_review r JOIN work_item w ON w.stream = 'claim_review/' || r.id
            WHERE r.claim = \(part: number) AND \(part: isMine)
        ))
        """
    }

    private var isMine: SQL {
        guard let branches else { return "(w.holder = \(staff) OR w.post IN \(list: posts))" }
        return """
            (w.holder = \(staff) OR (w.post IN \(list: posts)
                AND (w.branch IS NULL OR w.branch IN \(list: branches))))
            """
    }
}
