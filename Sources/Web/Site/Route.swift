package import HTTPTypes
package import Hummingbird
package import Kernel

/// One route of the site, as a value: the router, its 405 answers, the documentation and the test
/// of who may reach what are all made from the same list.
package struct Route: Sendable {
    package enum Access: Hashable, Sendable {
        /// Anyone.
        case open
        /// A member of staff with a session, also one who must enrol a code or change the
        /// password before anything else. Never a token.
        case account
        /// Any member of staff with a session who owes nothing before; never a token.
        case session
        /// Any member of staff who is signed in, or a token.
        case signedIn
        /// Who may read one of these collections.
        case reading([String])
        /// A customer with a session of the portal.
        case customer
        /// Staff who hold one of these posts, with a session or a token that may read.
        case readers(Set<Post>)
        /// Staff with a session who hold one of these posts.
        case posts(Set<Post>)
        /// Who is known; the command itself says which posts.
        case command
    }

    package let method: HTTPRequest.Method
    /// As routers write it: `/api/v1/claim/{key}`.
    package let path: String
    package let access: Access
    /// Bytes of body it takes.
    package let bodyLimit: Int
    package let handler: @Sendable (Visit) async throws -> Response

    package init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, bodyLimit: Int = 0,
        handler: @escaping @Sendable (Visit) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.bodyLimit = bodyLimit
        self.handler = handler
    }

    /// Whether it can change something: then the caller must prove that the request is theirs.
    package var changes: Bool { method != .get && method != .head }

    package var isAPI: Bool { path.hasPrefix("/api/") }

    /// Whether it is for customers: then only their cookie counts.
    package var isPortal: Bool { path == "/portal" || path.hasPrefix("/portal/") }

    /// Whether a path of a request falls to this route.
    func matches(_ path: String) -> Bool {
        let wanted = self.path.split(separator: "/", omittingEmptySubsequences: true)
        let given = path.split(separator: "/", omittingEmptySubsequences: true)
        guard wanted.count == given.count else { return false }
        return zip(wanted, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
