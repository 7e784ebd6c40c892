import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOHTTP1

/// The outermost middleware. Whatever happens inside becomes an answer here, and every answer
/// leaves with the same header fields and one line in the log.
struct Gate: RouterMiddleware {
    private let site: Site
    private let routes: [Route]
    private let admission: Admission

    init(site: Site, routes: [Route]) {
        self.site = site
        self.routes = routes
        admission = Admission(limit: site.settings.concurrentRequests)
    }

    func handle(
        _ request: Request, context source: SiteContext,
        next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var context = source
        context.requestID = RandomText.make(site.dispatcher.random(16))
        // 22 letters of 6 bits: more than the 128 bits that CSP asks for.
        context.nonce = RandomText.make(site.dispatcher.random(22))
        var response: Response
        do {
            response = try await admitted(request, context, next)
        } catch let error as HTTPParserError {
            // What follows is not HTTP: the server answers and closes the connection.
            throw error
        } catch {
            response = render(error, request, context)
        }
        let origin = site.origin(of: request, context)
        SecurityFields.add(
            to: &response.headers, nonce: context.nonce, isSecure: origin.isSecure)
        response.headers[.requestID] = context.requestID
        log(request, response, context, since: started)
        return response
    }

    private func admitted(
        _ request: Request, _ context: SiteContext,
        _ next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        guard admission.enter() else { throw Problem.busy }
        defer { admission.leave() }
        return try await next(request, context)
    }

    private func render(
        _ error: any Error, _ request: Request, _ context: SiteContext
    ) -> Response {
        let problem = problem(error, request, context)
        let isAPI = request.uri.path.hasPrefix("/api/") || request.uri.path.hasSuffix(".json")
        let language = LanguageChoice.of(request, isAPI: isAPI)
        var response: Response
        if isAPI || request.headers[.accept]?.contains("text/html") != true {
            response = Answer.json(
                problem.json(language), status: .init(code: problem.status),
                type: "application/problem+json")
        } else if problem.status == 401, request.uri.path.hasPrefix("/portal") {
            response = Answer.redirect(to: "/portal")
        } else if problem.status == 401, let next = LocalPath.returning(to: request) {
            response = Answer.redirect(to: "/sign-in?next=\(next)")
        } else if problem.id == Problem.dutyFirst.id, request.method == .get {
            response = Answer.redirect(to: "/account")
        } else {
            response = site.pages.problem(problem, language, context)
        }
        for (name, value) in problem.headers { response.headers[name] = value }
        return response
    }

    private func problem(
        _ error: any Error, _ request: Request, _ context: SiteContext
    ) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let refusal as Refusal: return Problem(refusal)
        case let problem as JSONProblem: return .malformed(problem)
        case let error as HTTPError where error.status == .notFound:
            let path = request.uri.path
            var allowed = Set(routes.filter { $0.matches(path) }.map(\.method.rawValue))
            if allowed.contains("GET") { allowed.insert("HEAD") }
            return allowed.isEmpty ? .notFound : .wrongMethod(allowed.sorted())
        case let error as HTTPError where (400..<500).contains(error.status.code):
            return Problem(
                400, "request.malformed", Words("请求格式有误", "the request is malformed"))
        case let failure as DatabaseFailure:
            if let refusal = Refusal(failure) { return Problem(refusal) }
            return failed("\(failure)", context)
        default: return failed("\(type(of: error))", context)
        }
    }

    /// Only the kind of the error is logged: its text may hold what somebody sent.
    private func failed(_ kind: String, _ context: SiteContext) -> Problem {
        site.settings.logger.error(
            "request failed", metadata: ["request": "\(context.requestID)", "kind": "\(kind)"])
        return .failed
    }

    /// The route's own pattern stands for the path: no query, number, name or stray byte of the
    /// request reaches the log.
    private func log(
        _ request: Request, _ response: Response, _ context: SiteContext,
        since started: ContinuousClock.Instant
    ) {
        let logger = site.settings.logger
        guard logger.logLevel <= .info else { return }
        let route = routes.first { $0.matches(request.uri.path) }
        let time = (ContinuousClock.now - started).components
        let milliseconds = time.seconds * 1000 + time.attoseconds / 1_000_000_000_000_000
        let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        let method = methods.contains(request.method.rawValue) ? request.method.rawValue : "other"
        logger.info(
            "request",
            metadata: [
                "request": "\(context.requestID)", "method": "\(method)",
                "route": "\(route?.path ?? "none")", "status": "\(response.status.code)",
                "milliseconds": "\(milliseconds)",
                "bytes": "\(response.body.contentLength ?? 0)",
            ])
    }
}
