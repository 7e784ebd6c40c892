import Insurance
import Kernel
import TestSupport
import Testing

/// Passwords and activation.
struct PasswordTests {
    @Test func `an activation token works once, for a day, and only the newest`() async throws {
        let world = try await World()
        _ = try await world.hire("E-1")
        let admin = try await world.principal(.systemAdministrator)
        let first = try await world.signIn.issueActivation(for: "E-1", by: admin)
        let token = try await world.signIn.issueActivation(for: "E-1", by: admin)
        for wrong in [first.text, "nonsense"] {
            let refusal = try await world.refusal {
                try await world.signIn.activate(token: wrong, password: firstSentence)
            }
            #expect(refusal.id == "password.proof")
        }
        let weak = try await world.refusal {
            try await world.signIn.activate(token: token.text, password: "password1234")
        }
        #expect(weak.id == "password.weak")
        try await world.signIn.activate(token: token.text, password: firstSentence)
        _ = try await world.signIn("E-1")
        let spent = try await world.refusal {
            try await world.signIn.activate(token: token.text, password: otherSentence)
        }
        #expect(spent.id == "password.proof")
        let late = try await world.signIn.issueActivation(for: "E-1", by: admin)
        world.clock.advance(days: 1)
        let expired = try await world.refusal {
            try await world.signIn.activate(token: late.text, password: otherSentence)
        }
        #expect(expired.id == "password.proof")
    }

    @Test func `changing a password takes the current one and ends all sessions`() async throws {
        let world = try await World()
        try await world.member("E-1", posts: [.claimsHandler])
        let session = try await world.signIn("E-1").session.text
        let caller = try await world.signIn.principal(forSession: session)
        let wrong = try await world.refusal {
            try await world.signIn.changePassword(
                of: caller, current: "guess", to: otherSentence, source: "192.0.2.1")
        }
        #expect(wrong.id == "password.proof")
        #expect(try await !world.isOver(session))
        try await world.signIn.changePassword(
            of: caller, current: firstSentence, to: otherSentence, source: "192.0.2.1")
        #expect(try await world.isOver(session))
        #expect(try await world.refusal { _ = try await world.signIn("E-1") } == .signInRefused)
        _ = try await world.signIn("E-1", otherSentence)
    }

    @Test func `commands with a secret part do nothing when sent as plain fields`() async throws {
        let world = try await World()
        let staff = try await world.member("E-1", posts: [.claimsHandler])
        var set = SetPassword()
        set.staff = "E-1"
        #expect(try await world.refusal(of: set, by: staff).id == "password.missing")
        var issue = IssueActivation()
        issue.staff = "E-1"
        #expect(
            try await world.refusal(of: issue, by: .systemAdministrator).id
                == "signIn.secretMissing")
        #expect(
            try await world.refusal(of: token("E-1", ["read"]), by: staff).id
                == "signIn.secretMissing")
        #expect(
            try await world.refusal(of: EnrolOneTimeCode(), by: staff).id
                == "signIn.secretMissing")
        #expect(
            try await world.refusal(of: ConfirmOneTimeCode(), by: staff).id == "oneTimeCode.wrong")
        var open = OpenSession()
        open.staff = "E-1"
        #expect(try await world.refusal(of: open, by: staff).id == "post.missing")
        #expect(try await world.refusal(of: open, by: .system("sign-in")) == .signInRefused)
        #expect(
            try await world.refusal(of: InstallFirstAdministrator(), by: staff).id == "setup.done")
    }
}

/// One-time codes.
struct OneTimeCodeTests {
    @Test(arguments: Backend.available)
    func `a releaser of payments does nothing before a one-time code is enrolled`(
        _ backend: Backend
    ) async throws {
        let world = try await World(backend)
        try await world.member("P-1", posts: [.paymentReleaser])
        let caller = try await world.signIn("P-1").caller
        #expect(caller.duty == .enrolOneTimeCode && !caller.mayRead)
        let refusal = try await world.refusal {
            _ = try await world.signIn.createToken(token("P-1", ["read"]), by: caller.principal)
        }
        #expect(refusal.id == "post.missing")
        let secret = try await world.enrol(caller)
        #expect(try await world.refusal { _ = try await world.signIn("P-1") } == .signInRefused)
        world.clock.advance(seconds: 30)
        let code = world.code(secret)
        let signedIn = try await world.signIn("P-1", code: code)
        #expect(signedIn.caller.duty == nil && signedIn.caller.mayRead)
        let replay = try await world.refusal { _ = try await world.signIn("P-1", code: code) }
        #expect(replay == .signInRefused)
        let stored = try await world.database.read {
            try $0.row("SELECT one_time_secret FROM credential")?.text("one_time_secret")
        }
        #expect(stored?.hasPrefix("s1.") == true)
    }

    @Test func `a wrong code confirms nothing, and a code in use is not replaced`() async throws {
        let world = try await World()
        try await world.member("E-1", posts: [.claimsHandler])
        let caller = try await world.signIn("E-1").caller
        let secret = try await world.signIn.enrolOneTimeCode(caller)
        let again = try await world.principalOf("E-1", caller)
        let wrong = try await world.refusal {
            try await world.signIn.confirmOneTimeCode(again, code: "", source: "192.0.2.1")
        }
        #expect(wrong.id == "oneTimeCode.wrong")
        try await world.signIn.confirmOneTimeCode(
            again, code: world.code(secret), source: "192.0.2.1")
        world.clock.advance(seconds: 30)
        let signedIn = try await world.signIn("E-1", code: world.code(secret))
        let twice = try await world.refusal {
            _ = try await world.signIn.enrolOneTimeCode(signedIn.caller)
        }
        #expect(twice.id == "oneTimeCode.inUse")
    }

    @Test func `the security administrator resets a code, nobody their own`() async throws {
        let world = try await World()
        try await world.member("E-1", posts: [.claimsHandler])
        var reset = ResetOneTimeCode()
        reset.staff = "E-1"
        #expect(
            try await world.refusal(of: reset, by: .securityAdministrator).id
                == "oneTimeCode.none")
        #expect(
            try await world.refusal(of: reset, by: .systemAdministrator).id == "post.missing")
        _ = try await world.enrol(try await world.signIn("E-1").caller)
        try await world.perform(reset, by: .securityAdministrator)
        _ = try await world.signIn("E-1")
        reset.staff = "T-securityAdministrator"
        #expect(
            try await world.refusal(of: reset, by: .securityAdministrator).id
                == "oneTimeCode.own")
    }
}

/// API tokens.
struct TokenTests {
    @Test(arguments: Backend.available)
    func `a token acts within its scopes until it is revoked or over`(
        _ backend: Backend
    ) async throws {
        let world = try await World(backend)
        let staff = try await world.member("S-1", posts: [.systemAdministrator])
        let first = try await world.signIn.createToken(
            token("S-1", ["staff.record"]), by: .system("cli"))
        // A token is no way around the one-time code.
        let refused = try await world.refusal {
            _ = try await world.signIn.principal(forToken: first.text)
        }
        #expect(refused == .sessionNeeded)
        _ = try await world.enrol(try await world.signIn("S-1").caller)
        let caller = try await world.signIn.principal(forToken: first.text)
        #expect(!caller.mayRead && caller.staff == staff.staff)
        try await world.perform(world.record("E-1"), by: caller.principal)
        var leave = DeactivateStaff()
        (leave.staff, leave.reason) = ("E-1", "离职")
        #expect(try await world.refusal(of: leave, by: caller.principal).id == "post.missing")
        world.clock.advance(days: 30)
        let over = try await world.refusal {
            _ = try await world.signIn.principal(forToken: first.text)
        }
        #expect(over == .sessionNeeded)
    }

    @Test func `tokens are for oneself, in known scopes, and not made by tokens`() async throws {
        let world = try await World()
        let staff = try await world.member("E-1", posts: [.claimsHandler])
        let other = try await world.member("E-2", posts: [.claimsHandler])
        let signIn = world.signIn
        #expect(try await world.refusal {
            _ = try await signIn.createToken(token("E-1", ["read"]), by: other)
        }.id == "token.forOther")
        for scope in ["", "claims", "claims.*", "a.b.c", ".record"] {
            #expect(try await world.refusal {
                _ = try await signIn.createToken(token("E-1", [scope]), by: staff)
            }.id == "token.scopes")
        }
        let made = try await signIn.createToken(token("E-1", ["read", "staff."]), by: staff)
        let caller = try await signIn.principal(forToken: made.text)
        #expect(caller.mayRead)
        #expect(try await world.refusal {
            _ = try await signIn.createToken(token("E-1", ["read"]), by: caller.principal)
        }.id == "token.byToken")
        let row = try await world.database.read { reader -> Loaded<ApiToken>? in
            try reader.loadFirst(where: "hash = \(made.hash)")
        }
        var revoke = RevokeToken()
        revoke.token = try #require(row).id
        #expect(try await world.refusal(of: revoke, by: other).id == "case.missing")
        try await world.perform(revoke, by: staff)
        #expect(try await world.refusal(of: revoke, by: staff).id == "token.over")
        #expect(try await world.refusal {
            _ = try await signIn.principal(forToken: made.text)
        } == .sessionNeeded)
        let journal = try await world.journal(
            of: StreamName(kind: "staff", id: try #require(staff.staff).text)).joined()
        #expect(!journal.contains(made.text))
    }
}
