/// A member of staff as the kernel needs to know them: posts, branch, and whether they may act.
package struct RosterEntry: Hashable, Sendable {
    package let id: ID<StaffMember>
    /// The staff number, as people know it.
    package let number: String
    package let version: Int64
    package let posts: Set<Post>
    package let branch: ID<Branch>?

    /// The active member with this identity, or `nil`: somebody who left, or never was.
    package static func find(
        _ id: ID<StaffMember>, _ reader: any Reader
    ) throws -> RosterEntry? {
        let row = try reader.row(
            """
            SELECT id, number, version, posts, branch FROM staff
            WHERE id = \(id) AND is_active = 1
            """)
        return try row.map(RosterEntry.init)
    }

    /// The active member with this staff number, or `nil`.
    package static func find(
        number: String, _ reader: any Reader
    ) throws -> RosterEntry? {
        let row = try reader.row(
            """
            SELECT id, number, version, posts, branch FROM staff
            WHERE number = \(number) AND is_active = 1
            """
        )
        return try row.map(RosterEntry.init)
    }

    /// The active members who hold `post`, in the order of their numbers, at most `limit`.
    package static func holders(
        of post: Post, limit: Int, _ reader: any Reader
    ) throws -> [RosterEntry] {
        try reader.rows(
            """
            SELECT id, number, version, posts, branch FROM staff
            WHERE is_active = 1 AND ' ' || posts || ' ' LIKE \("% \(post.code) %")
            ORDER BY number LIMIT \(limit)
            """
        ).map(RosterEntry.init)
    }

    /// The member as the one who acts, limited to what a token or session may use.
    package func principal(scopes: [String]? = nil) -> Principal {
        Principal(
            .staff(id), posts: posts, branch: branch, staffVersion: version, scopes: scopes)
    }
}

extension RosterEntry {
    fileprivate init(_ row: Row) throws {
        id = try row.id("id")
        number = try row.text("number")
        version = try row.integer("version")
        posts = Set(try row.text("posts").split(separator: " ").map { Post(String($0)) })
        branch = try row.optional("branch") { row in { try row.id($0) } }
    }
}
