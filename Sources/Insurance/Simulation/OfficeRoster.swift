package import Kernel

/// A member of staff as the simulation knows them.
package struct OfficeMember: Hashable, Sendable {
    package let number: String
    package let entry: RosterEntry

    package var id: ID<StaffMember> { entry.id }
    package var principal: Principal { entry.principal() }
}

/// Who works in the office.
package struct OfficeRoster: Sendable {
    package let members: [OfficeMember]

    /// The posts without which a claim cannot come to its end, each by two persons.
    static let needed: [PostWords.Post] = [
        .claimsIntake, .registrationClerk, .claimsHandler, .lossAssessor, .lossVerifier,
        .claimCalculator, .claimsApprover, .claimsSupervisor, .executive, .paymentClerk,
        .paymentReleaser,
    ]

    package static func load(_ database: any Database) async throws -> OfficeRoster {
        try await database.read { try load($0) }
    }

    package static func load(_ reader: any Reader) throws -> OfficeRoster {
        let rows = try reader.rows(
            "SELECT number FROM staff WHERE is_active = 1 ORDER BY number LIMIT 5000")
        return OfficeRoster(
            members: try rows.compactMap { row in
                let number = try row.text("number")
                return try RosterEntry.find(number: number, reader).map {
                    OfficeMember(number: number, entry: $0)
                }
            })
    }

    package func holders(of post: Post) -> [OfficeMember] {
        members.filter { $0.entry.posts.contains(post) }
    }

    package func member(_ id: ID<StaffMember>?) -> OfficeMember? {
        id.flatMap { id in members.first { $0.id == id } }
    }

    /// Whether some post that claims need is held by fewer than two persons.
    package var lacksPosts: Bool {
        Self.needed.contains { holders(of: Post($0)).count < 2 }
    }
}
