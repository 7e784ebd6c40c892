/// A post that a person of the staff holds, such as `claims.handler`. What posts exist is data of
/// the domains; the kernel only compares them.
package struct Post: Hashable, Comparable, Sendable, Codable, ExpressibleByStringLiteral {
    package let code: String

    package init(_ code: String) { self.code = code }

    package init(stringLiteral value: String) { code = value }

    package init(from decoder: any Decoder) throws {
        code = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }

    package static func < (left: Post, right: Post) -> Bool { left.code < right.code }
}

/// Marks the identity of a member of staff.
package enum StaffMember {}
/// Marks the identity of a branch of the insurer.
package enum Branch {}

/// Who acts. Loaded for each request, so that a revoked post is refused at once.
package struct Principal: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case staff(ID<StaffMember>)
        /// A part of the product itself: the clock sweep, an import, the set-up.
        case system(String)
        case customer(ID<Person>)
    }

    package let kind: Kind
    package let posts: Set<Post>
    package let branch: ID<Branch>?
    /// The version of the staff record that `posts` were read from; checked again at commit.
    package let staffVersion: Int64
    /// The command names this session or token may use: whole names or prefixes ending in `.`.
    /// `nil` is every command that the posts allow.
    package let scopes: [String]?

    package init(
        _ kind: Kind, posts: Set<Post> = [], branch: ID<Branch>? = nil, staffVersion: Int64 = 0,
        scopes: [String]? = nil
    ) {
        self.kind = kind
        self.posts = posts
        self.branch = branch
        self.staffVersion = staffVersion
        self.scopes = scopes
    }

    package static func system(_ part: String) -> Principal { Principal(.system(part)) }

    package var staff: ID<StaffMember>? {
        if case .staff(let id) = kind { id } else { nil }
    }

    package var customer: ID<Person>? {
        if case .customer(let id) = kind { id } else { nil }
    }

    /// As written in the journal and in idempotency rows: `staff:…`, `system:…`, `customer:…`.
    package var text: String {
        switch kind {
        case .staff(let id): "staff:\(id)"
        case .system(let part): "system:\(part)"
        case .customer(let id): "customer:\(id)"
        }
    }

    func mayUse(_ command: String) -> Bool {
        guard let scopes else { return true }
        return scopes.contains { $0 == command || $0.hasSuffix(".") && command.hasPrefix($0) }
    }
}
