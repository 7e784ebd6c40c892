import HTTPTypes
import Hummingbird
import Insurance
import Kernel
import NIOCore

/// From a request to a handler: who asks, may they, is the request theirs, is its body bounded.
extension Site {
    func respond(
        to request: Request, _ context: SiteContext, by route: Route
    ) async throws -> Response {
        let origin = origin(of: request, context)
        let identity = route.isPortal
            ? try await customer(of: request, origin) : try await identity(of: request, origin)
        try allow(identity, route)
        let isLarge = route.bodyLimit > Self.commandLimit
        if isLarge, !largeBodies.enter() { throw Problem.busy }
        defer { if isLarge { largeBodies.leave() } }
        let body = try await body(of: request, route)
        if route.changes, !identity.isToken {
            guard FormToken.isSameOrigin(request.headers, origin) else { throw Problem.crossSite }
            if let session = identity.session, identity.isKnown {
                let sent = request.headers[.formToken] ?? Form.token(in: body, request.headers)
                    ?? Multipart.token(in: body, request.headers)
                guard let sent, FormToken.isValid(sent, for: session) else {
                    throw Problem.crossSite
                }
            }
        }
        return try await route.handler(
            Visit(
                request: request, context: context, caller: identity.caller,
                customer: identity.customer, session: identity.session, origin: origin,
                language: LanguageChoice.of(request, isAPI: route.isAPI), body: body))
    }

    func origin(of request: Request, _ context: SiteContext) -> RequestOrigin {
        RequestOrigin(
            request.head, peer: RequestOrigin.peer(of: context.channel),
            trustedProxy: settings.trustedProxy)
    }

    private struct Identity {
        var caller: Visitor?
        var customer: PortalCaller?
        var session: String?
        var isToken = false

        var isKnown: Bool { caller != nil || customer != nil }
    }

    /// On pages of the portal only its own cookie counts.
    private func customer(
        of request: Request, _ origin: RequestOrigin
    ) async throws -> Identity {
        guard let secret = SessionCookie.customer(in: request.headers, isSecure: origin.isSecure)
        else { return Identity() }
        return Identity(customer: try await portal.caller(secret), session: secret)
    }

    /// A token counts alone: a request with one never falls back to a cookie.
    private func identity(
        of request: Request, _ origin: RequestOrigin
    ) async throws -> Identity {
        if let field = request.headers[.authorization] {
            let token = field.hasPrefix("Bearer ") ? String(field.dropFirst(7)) : ""
            let isOurs = token.hasPrefix("cov_") && token.utf8.count <= 200
            let caller = isOurs ? try await authenticator.principal(forToken: token) : nil
            return Identity(caller: caller, isToken: true)
        }
        let secret = SessionCookie.secret(in: request.headers, isSecure: origin.isSecure)
        guard let secret else { return Identity() }
        let caller = try await authenticator.principal(forSession: secret)
        return Identity(caller: caller, session: secret)
    }

    private func allow(_ identity: Identity, _ route: Route) throws(Problem) {
        if route.access == .open { return }
        if route.access == .customer {
            guard identity.customer != nil else { throw .unauthenticated }
            return
        }
        guard let caller = identity.caller else { throw .unauthenticated }
        let account = caller.account
        switch route.access {
        case .open, .customer, .command: break
        case .account: guard account.session != nil else { throw .forbidden }
        case _ where account.duty != nil: throw .dutyFirst
        case .session: guard account.session != nil else { throw .forbidden }
        case .signedIn: guard caller.mayRead else { throw .forbidden }
        case .readers(let posts):
            guard caller.mayRead, !posts.isDisjoint(with: caller.principal.posts) else {
                throw .forbidden
            }
        case .posts(let posts):
            guard account.session != nil, !posts.isDisjoint(with: caller.principal.posts) else {
                throw .forbidden
            }
        case .reading(let names):
            let allowed = names.contains { name in
                ReadCollections.named(name).map { mayRead(caller, $0) } ?? false
            }
            guard allowed else { throw .forbidden }
        }
    }

    /// The one place that says who may read a collection.
    func mayRead(_ visitor: Visitor, _ collection: ReadCollection) -> Bool {
        visitor.mayRead && collection.mayBeRead(by: visitor.principal)
    }

    private func body(of request: Request, _ route: Route) async throws -> ByteBuffer {
        let stated = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard stated <= route.bodyLimit else { throw Problem.tooLarge }
        guard route.bodyLimit > 0 else { return ByteBuffer() }
        do {
            return try await request.body.collect(upTo: route.bodyLimit)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge
        }
    }
}
