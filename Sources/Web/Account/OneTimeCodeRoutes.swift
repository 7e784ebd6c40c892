import Hummingbird
import Insurance
import Kernel

/// Binding an authenticator app: the password once more, the secret shown once, a code to confirm.
extension Site {
    var oneTimeCodeRoutes: [Route] {
        [
            Route(.get, "/account/one-time-code", .account) { try await oneTimeCodePage($0) },
            Route(.post, "/account/one-time-code", .account, bodyLimit: 8 * 1024) {
                try await offerOneTimeCode($0)
            },
            Route(.post, "/account/one-time-code/confirm", .account, bodyLimit: 8 * 1024) {
                try await confirmOneTimeCode($0)
            },
        ]
    }

    private func oneTimeCodeForm(_ visit: Visit) async throws -> FormPage {
        let account = try account(visit)
        let now = dispatcher.now()
        let view = try await database.read { reader in
            try AccountStore.view(of: account, at: now, reader)
        }
        return FormPage(
            template: "one_time_code", title: Words("绑定动态口令", "Enrol a one-time code"),
            values: [
                "inUse": view?.hasOneTimeCode == true, "isNew": view?.hasOneTimeCode != true,
                "mustEnrol": account.duty == .enrolOneTimeCode,
            ])
    }

    private func oneTimeCodePage(_ visit: Visit) async throws -> Response {
        show(try await oneTimeCodeForm(visit), visit)
    }

    private func offerOneTimeCode(_ visit: Visit) async throws -> Response {
        var page = try await oneTimeCodeForm(visit)
        return try await submit(page, visit) { form in
            let account = try account(visit)
            try await authenticator.signIn.proveAgain(
                account, password: form.filled("current", longest: 1024),
                source: visit.origin.address, device: device(visit))
            let secret = try await authenticator.signIn.enrolOneTimeCode(account)
            let address = secret.address(
                issuer: visit.language == .zh ? "守诺" : "Covenant", account: account.number)
            page.values["isNew"] = false
            page.values["offer"] = [
                "secret": Self.inFours(secret.base32), "address": address,
                "picture": ["html": QRCode(address)?.svg ?? ""] as [String: any Sendable],
            ] as [String: any Sendable]
            return show(page, visit)
        }
    }

    private func confirmOneTimeCode(_ visit: Visit) async throws -> Response {
        var page = try await oneTimeCodeForm(visit)
        // The secret was shown once; whoever has it in the app tries the next code.
        page.values["isNew"] = false
        page.values["again"] = true
        return try await submit(page, visit) { form in
            try await authenticator.signIn.confirmOneTimeCode(
                account(visit), code: form.filled("code", longest: 20),
                source: visit.origin.address)
            return signInAgain(.codeConfirmed, visit)
        }
    }

    /// In groups of four, for those who type it.
    private static func inFours(_ text: String) -> String {
        var grouped = ""
        for (place, letter) in text.enumerated() {
            if place > 0, place.isMultiple(of: 4) { grouped.append(" ") }
            grouped.append(letter)
        }
        return grouped
    }
}
