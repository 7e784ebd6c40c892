import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// Signing in and out. Every sign-in opens a session with a new secret; a secret that a request
/// brought along is never taken over.
extension Site {
    var sessionRoutes: [Route] {
        [
            Route(.get, "/sign-in", .open) { visit in
                try await signInPage(visit, problem: nil)
            },
            Route(.post, "/sign-in", .open, bodyLimit: 8 * 1024) { try await signIn($0) },
            Route(.post, "/sign-out", .open, bodyLimit: 8 * 1024) { try await signOut($0) },
        ]
    }

    private static let signInForm = FormPage(
        template: "sign_in", title: Words("登录", "Sign in"))

    private func signInPage(
        _ visit: Visit, problem: Problem?, next: String? = nil, number: String = ""
    ) async throws -> Response {
        let asked = visit.request.uri.queryParameters["next"].map(String.init)
        let note = visit.request.uri.queryParameters["done"].flatMap {
            SignInNote(rawValue: String($0))
        }
        let posts = PostWords.Post.allCases.filter {
            authenticator.signIn.policy.codePosts.contains(Post($0))
        }.map { $0.words[visit.language] }
        var page = Self.signInForm
        page.values = [
            "next": LocalPath.safe(next ?? asked ?? "/console"), "number": number,
            "members": try await demoMembers(visit.language), "isDemo": settings.isDemo,
            "codePosts": posts.joined(separator: visit.language == .zh ? "、" : ", "),
        ]
        return show(page, visit, problem: problem, done: note?.words)
    }

    private func signIn(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        let next = LocalPath.safe(form["next"] ?? "/")
        guard let number = form["number"], let password = form["password"],
            (1...100).contains(number.utf8.count), (1...1024).contains(password.utf8.count)
        else { return try await signInPage(visit, problem: .incompleteSignIn, next: next) }
        let attempt = SignInForm(
            number: number, password: password,
            code: form["code"].flatMap { $0.isEmpty ? nil : String($0.prefix(20)) },
            address: visit.origin.address,
            replacing: visit.caller == nil ? nil : visit.session, device: device(visit))
        do {
            let grant = try await authenticator.signIn(attempt)
            var response = Answer.redirect(to: grant.duty?.page ?? next)
            response.headers[values: .setCookie] += SessionCookie.set(
                grant, isSecure: visit.origin.isSecure)
            return response
        } catch let refusal as Refusal {
            return try await signInPage(
                visit, problem: Problem(refusal), next: next, number: number)
        }
    }

    private func signOut(_ visit: Visit) async throws -> Response {
        if let session = visit.session { try await authenticator.signOut(session) }
        var response = Answer.redirect(to: "/")
        response.headers[values: .setCookie].append(
            SessionCookie.cleared(isSecure: visit.origin.isSecure))
        response.headers[.clearSiteData] = "\"cache\", \"storage\""
        return response
    }
}

extension Caller.Duty {
    /// Where it is done.
    var page: String {
        switch self {
        case .enrolOneTimeCode: "/account/one-time-code"
        case .changePassword: "/account/password"
        }
    }
}

extension Problem {
    fileprivate static let incompleteSignIn = Problem(
        422, "signIn.incomplete", Words("请填写工号和密码", "give your staff number and password"))
}
