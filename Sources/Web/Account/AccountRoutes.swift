import Hummingbird
import Insurance
import Kernel

/// My account: posts, password, one-time code, sessions and tokens of the one who asks.
extension Site {
    var accountRoutes: [Route] {
        [
            Route(.get, "/account", .account) { try await accountPage($0) },
            Route(.post, "/account/sessions", .account, bodyLimit: 8 * 1024) {
                try await endSessions($0)
            },
            Route(.post, "/account/tokens", .account, bodyLimit: 16 * 1024) {
                try await createToken($0)
            },
            Route(.post, "/account/tokens/revoke", .account, bodyLimit: 8 * 1024) {
                try await revokeToken($0)
            },
            Route(.get, "/account/password", .account) { visit in
                show(Self.passwordForm, visit)
            },
            Route(.post, "/account/password", .account, bodyLimit: 16 * 1024) {
                try await changePassword($0)
            },
        ] + oneTimeCodeRoutes
    }

    private static let passwordForm = FormPage(
        template: "password", title: Words("修改密码", "Change the password"))

    private func accountPage(_ visit: Visit) async throws -> Response {
        show(try await accountForm(visit), visit)
    }

    private func accountForm(_ visit: Visit) async throws -> FormPage {
        let account = try account(visit)
        let now = dispatcher.now()
        let found = try await database.read { reader in
            try AccountStore.view(of: account, at: now, reader)
        }
        guard let view = found else { throw Problem.unauthenticated }
        return FormPage(
            template: "account", title: Words("我的账号", "My account"),
            values: view.shown(account, visit.language))
    }

    private func changePassword(_ visit: Visit) async throws -> Response {
        try await submit(Self.passwordForm, visit) { form in
            let current = try form.filled("current", longest: 1024)
            try await authenticator.signIn.changePassword(
                of: account(visit), current: current, to: form.newPassword(),
                source: visit.origin.address, device: device(visit))
            return signInAgain(.passwordChanged, visit)
        }
    }

    private func endSessions(_ visit: Visit) async throws -> Response {
        try await submit(accountForm(visit), visit) { form in
            let account = try account(visit)
            var command = EndSessions()
            if let text = try form.optional("session") {
                guard let session = ID<StaffSession>(text) else { throw Problem.notFound }
                command.session = session
            }
            _ = try await dispatcher.perform(command, by: account.principal)
            let endsThis = command.session == nil || command.session == account.session
            return endsThis ? signInAgain(.signedOut, visit) : Answer.redirect(to: "/account")
        }
    }

    /// Asks for the password again: a token outlives the session that made it.
    private func createToken(_ visit: Visit) async throws -> Response {
        var page = try await accountForm(visit)
        return try await submit(page, visit) { form in
            let account = try account(visit)
            try await authenticator.signIn.proveAgain(
                account, password: form.filled("current", longest: 1024),
                source: visit.origin.address, device: device(visit))
            var command = CreateToken()
            command.staff = account.number
            command.name = try form.filled("purpose", longest: 200)
            command.scopes = try form.filled("scopes", longest: 4096)
                .split { " ,，、\r\n".contains($0) }.map(String.init)
            guard let days = Int64(try form.filled("days", longest: 3)), (1...366).contains(days),
                (1...50).contains(command.scopes.count)
            else { throw Problem.notFilled("days") }
            command.days = days
            let token = try await authenticator.signIn.createToken(
                command, by: account.principal)
            page = try await accountForm(visit)
            page.values["newToken"] = token.text
            return show(page, visit)
        }
    }

    private func revokeToken(_ visit: Visit) async throws -> Response {
        try await submit(accountForm(visit), visit) { form in
            var command = RevokeToken()
            guard let token = ID<ApiToken>(try form.filled("token")) else {
                throw Problem.notFound
            }
            command.token = token
            _ = try await dispatcher.perform(command, by: account(visit).principal)
            return Answer.redirect(to: "/account")
        }
    }
}

extension AccountView {
    func shown(_ account: Caller, _ language: Language) -> [String: any Sendable] {
        [
            "number": account.number,
            "posts": posts.map { post in
                PostWords.Post(rawValue: post.code)?.words[language] ?? post.code
            },
            "hasCode": hasOneTimeCode,
            "passwordSetAt": passwordSetAt.map(ShownMoment.text) ?? "",
            "mustEnrol": account.duty == .enrolOneTimeCode,
            "mustChange": account.duty == .changePassword,
            "isFree": account.duty == nil,
            "sessions": sessions.map { session -> [String: any Sendable] in
                [
                    "id": session.id.text, "opened": ShownMoment.text(session.openedAt),
                    "seen": ShownMoment.text(session.seenAt), "withCode": session.withCode,
                    "isThis": session.isThis,
                ]
            },
            "tokens": tokens.map { token -> [String: any Sendable] in
                [
                    "id": token.id.text, "name": token.name,
                    "scopes": token.scopes.joined(separator: "  "),
                    "created": ShownMoment.text(token.createdAt),
                    "expires": ShownMoment.text(token.expiresAt),
                ]
            },
            "hasTokens": !tokens.isEmpty,
        ]
    }
}
