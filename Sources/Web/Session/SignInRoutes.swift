import HTTPTypes
import Hummingbird
import Kernel

/// Signing in and out. Every sign-in opens a session with a new secret; a secret that a request
/// brought along is never taken over.
extension Site {
    var sessionRoutes: [Route] {
        [
            Route(.get, "/sign-in", .open) { visit in signInPage(visit, problem: nil) },
            Route(.post, "/sign-in", .open, bodyLimit: 8 * 1024) { try await signIn($0) },
            Route(.post, "/sign-out", .open, bodyLimit: 8 * 1024) { try await signOut($0) },
        ]
    }

    private func signInPage(_ visit: Visit, problem: Problem?, next: String? = nil) -> Response {
        let asked = visit.request.uri.queryParameters["next"].map(String.init)
        var values: [String: Any] = ["next": LocalPath.safe(next ?? asked ?? "/")]
        if let problem { values["problem"] = problem.message[visit.language] }
        var response = pages.page(
            "sign_in", Words("登录", "Sign in"), values, visit)
        if let problem {
            response.status = .init(code: problem.status)
            for (name, value) in problem.headers where name != .wwwAuthenticate {
                response.headers[name] = value
            }
        }
        return response
    }

    private func signIn(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        let next = LocalPath.safe(form["next"] ?? "/")
        guard let number = form["number"], let password = form["password"],
            (1...100).contains(number.utf8.count), (1...1024).contains(password.utf8.count)
        else { return signInPage(visit, problem: .incompleteSignIn, next: next) }
        let attempt = SignInForm(
            number: number, password: password,
            code: form["code"].flatMap { $0.isEmpty ? nil : String($0.prefix(20)) },
            address: visit.origin.address,
            replacing: visit.caller == nil ? nil : visit.session,
            device: SessionCookie.device(
                in: visit.request.headers, isSecure: visit.origin.isSecure))
        do {
            let grant = try await authenticator.signIn(attempt)
            var response = Answer.redirect(to: next)
            response.headers[values: .setCookie] += SessionCookie.set(
                grant, isSecure: visit.origin.isSecure)
            return response
        } catch let refusal as Refusal {
            return signInPage(visit, problem: Problem(refusal), next: next)
        }
    }

    private func signOut(_ visit: Visit) async throws -> Response {
        if let session = visit.session { try await authenticator.signOut(session) }
        var response = Answer.redirect(to: "/")
        response.headers[values: .setCookie].append(
            SessionCookie.cleared(isSecure: visit.origin.isSecure))
        return response
    }
}

extension Problem {
    fileprivate static let incompleteSignIn = Problem(
        422, "signIn.incomplete", Words("请填写工号和密码", "give your staff number and password"))
}
