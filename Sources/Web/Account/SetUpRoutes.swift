import Hummingbird
import Insurance
import Kernel

/// How the first administrator comes in, and how a member sets the first password.
extension Site {
    var setUpRoutes: [Route] {
        [
            Route(.get, "/set-up", .open) { try await setUpPage($0) },
            Route(.post, "/set-up", .open, bodyLimit: 16 * 1024) { try await setUp($0) },
            Route(.get, "/activate", .open) { visit in show(Self.activation, visit) },
            Route(.post, "/activate", .open, bodyLimit: 16 * 1024) { try await activate($0) },
        ]
    }

    private static let setUpForm = FormPage(
        template: "set_up", title: Words("首次安装", "First set-up"))
    private static let activation = FormPage(
        template: "activate", title: Words("激活账号", "Activate an account"))

    /// Whether somebody was ever recorded; then there is nothing to set up.
    func isInstalled() async throws -> Bool {
        try await database.read { try StaffRecord.exist($0) }
    }

    private func setUpPage(_ visit: Visit) async throws -> Response {
        guard try await !isInstalled() else { return Answer.redirect(to: "/sign-in") }
        return show(Self.setUpForm, visit)
    }

    private func setUp(_ visit: Visit) async throws -> Response {
        var page = Self.setUpForm
        let typed = try Form(visit.body, visit.request.headers)
        // Secrets are never sent back.
        for name in ["number", "name", "phone", "mail"] {
            page.values[name] = typed[name].map { String($0.prefix(200)) } ?? ""
        }
        return try await submit(page, visit) { form in
            let token = try form.filled("token").filter { $0 != " " }
            let json = try JSON.fields(form, ["number", "name", "phone", "mail"])
            let command = try InstallFirstAdministrator(fields: json)
            try await authenticator.signIn.install(
                command, token: token, password: form.newPassword())
            return signInAgain(.installed, visit)
        }
    }

    private func activate(_ visit: Visit) async throws -> Response {
        try await submit(Self.activation, visit) { form in
            let token = try form.filled("token").filter { $0 != " " }
            try await authenticator.signIn.activate(token: token, password: form.newPassword())
            return signInAgain(.activated, visit)
        }
    }
}

extension Command {
    /// The command as the fields of a form say it.
    init(fields json: JSON) throws(Refusal) {
        var problems: [FieldProblem] = []
        self = FieldReading.read(Self.self, from: json, Self(), Self.statement.fields, &problems)
        if !problems.isEmpty { throw .fields(problems) }
    }
}

extension JSON {
    /// The filled fields of a form, for a command to read.
    static func fields(_ form: Form, _ names: [String]) throws -> JSON {
        var object = JSON.Object()
        for name in names {
            if let text = try form.optional(name) { object[name] = .string(text) }
        }
        return .object(object)
    }
}
