import Hummingbird
import Insurance
import Kernel

/// The way into a demo insurer: whoever looks at it chooses a member of staff and is in. Only a
/// site that serves a demo has it; the members are invented, and so are their customers.
extension Site {
    /// What all members of a demo have as their password once they were chosen.
    private static let password = "seven herons over the harbour"

    var demoRoutes: [Route] {
        guard settings.isDemo else { return [] }
        return [
            Route(.post, "/demo/sign-in", .open, bodyLimit: 4096) { try await demoSignIn($0) }
        ]
    }

    private func demoSignIn(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        guard let number = form["number"], CaseLink.isNumber(number) else { throw Problem.badForm }
        let attempt = SignInForm(
            number: number, password: Self.password, code: nil, address: visit.origin.address,
            replacing: visit.caller == nil ? nil : visit.session, device: device(visit))
        let known = try await database.read { try AccountStore.hasPassword(number, $0) }
        if !known {
            let token = try await authenticator.signIn.issueActivation(
                for: number, by: .system("demo"))
            try await authenticator.signIn.activate(token: token.text, password: Self.password)
        }
        let grant = try await authenticator.signIn(attempt)
        var response = Answer.redirect(to: grant.duty?.page ?? "/console")
        response.headers[values: .setCookie] += SessionCookie.set(
            grant, isSecure: visit.origin.isSecure)
        return response
    }

    /// Whom a visitor of a demo may be: each set of posts once, with who holds it.
    func demoMembers(_ language: Language) async throws -> [[String: any Sendable]] {
        guard settings.isDemo else { return [] }
        let all = try await database.read { [vault = dispatcher.vault] reader in
            try StaffNameStore.colleagues(vault, reader)
        }
        var seen: Set<String> = []
        return all.filter { !$0.posts.isEmpty && seen.insert($0.posts.joined()).inserted }
            .map { one in
                [
                    "number": one.number, "name": one.name ?? "",
                    "posts": one.posts.compactMap { PostWords.Post(rawValue: $0)?.words[language] }
                        .joined(separator: language == .zh ? "、" : ", "),
                ]
            }
    }
}
