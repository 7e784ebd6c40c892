import Hummingbird
import Insurance
import Kernel

/// The staff as the administrators keep it: who there is, which posts they hold, how they come in.
extension Site {
    private static let administrators = Route.Access.posts(ReadCollections.staffReaders)

    var staffRoutes: [Route] {
        [
            Route(.get, "/staff", Self.administrators) { try await staffPage($0) },
            Route(.post, "/staff", Self.administrators, bodyLimit: 16 * 1024) {
                try await recordStaff($0)
            },
            Route(.get, "/staff/{number}", Self.administrators) { try await memberPage($0) },
            Route(.post, "/staff/{number}/activation", Self.administrators, bodyLimit: 8 * 1024) {
                try await issueActivation($0)
            },
            Route(.post, "/staff/{number}/posts", Self.administrators, bodyLimit: 16 * 1024) {
                try await assignPosts($0)
            },
            Route(.post, "/staff/{number}/code", Self.administrators, bodyLimit: 8 * 1024) {
                try await resetCode($0)
            },
            Route(.post, "/staff/{number}/leave", Self.administrators, bodyLimit: 8 * 1024) {
                try await leave($0)
            },
        ]
    }

    private func staffPage(_ visit: Visit) async throws -> Response {
        show(try await staffForm(visit), visit)
    }

    private func recordStaff(_ visit: Visit) async throws -> Response {
        var page = try await staffForm(visit)
        let typed = try Form(visit.body, visit.request.headers)
        let names = ["number", "name", "phone", "mail", "branch", "department"]
        for name in names { page.values[name] = typed[name].map { String($0.prefix(200)) } ?? "" }
        return try await submit(page, visit) { form in
            let command = try RecordStaff(fields: try JSON.fields(form, names))
            _ = try await dispatcher.perform(command, by: account(visit).principal)
            return Answer.redirect(to: "/staff/\(command.number)")
        }
    }

    private func memberPage(_ visit: Visit) async throws -> Response {
        show(try await memberForm(visit), visit)
    }

    private func issueActivation(_ visit: Visit) async throws -> Response {
        var page = try await memberForm(visit)
        return try await submit(page, visit) { _ in
            let signIn = authenticator.signIn
            let token = try await signIn.issueActivation(
                for: visit.part("number"), by: account(visit).principal)
            let until = dispatcher.now().adding(seconds: signIn.policy.activationSeconds)
            page.values["newToken"] = token.text
            page.values["newTokenUntil"] = ShownMoment.text(until)
            return show(page, visit)
        }
    }

    private func assignPosts(_ visit: Visit) async throws -> Response {
        try await change(visit) { form in
            var command = AssignPosts()
            command.staff = try visit.part("number")
            command.posts = PostWords.Post.allCases.filter { form["post.\($0.rawValue)"] != nil }
            return command
        }
    }

    private func resetCode(_ visit: Visit) async throws -> Response {
        try await change(visit) { _ in
            var command = ResetOneTimeCode()
            command.staff = try visit.part("number")
            return command
        }
    }

    private func leave(_ visit: Visit) async throws -> Response {
        try await change(visit) { form in
            var command = DeactivateStaff()
            command.staff = try visit.part("number")
            command.reason = try form.filled("reason", longest: 600)
            return command
        }
    }

    private func change<C: Command>(
        _ visit: Visit, _ command: (Form) throws -> C
    ) async throws -> Response {
        try await submit(memberForm(visit), visit) { form in
            _ = try await dispatcher.perform(command(form), by: account(visit).principal)
            return Answer.redirect(to: "/staff/\(try visit.part("number"))")
        }
    }
}
