import Insurance
import Kernel
import TestSupport
import Testing

private let sentence = "seven quiet herons by the lotus pond"
private let otherSentence = "nine tall bamboo stalks under snow"

/// Signing in, sessions, lockouts, passwords, one-time codes and tokens, end to end.
struct SignInTests {
    @Test(arguments: Backend.available)
    func `the set-up token makes the first administrator once`(_ backend: Backend) async throws {
        let world = try await World(backend)
        let token = try await SetupToken.issue(
            in: world.database, at: world.now, random: world.random)
        let wrong = try await world.refusal {
            try await world.install(token: Token(random: world.random).text)
        }
        #expect(wrong.id == "setup.token")
        #expect(try await world.count("credential") == 0)
        try await world.install(token: token.text)
        let record: StaffRecord = try await world.load("A-1")
        #expect(record.posts == [Post(.systemAdministrator)])
        #expect(try await world.refusal { try await world.install(token: token.text) }.id
            == "setup.done")
        let again = try await world.refusal {
            _ = try await SetupToken.issue(
                in: world.database, at: world.now, random: world.random)
        }
        #expect(again.id == "setup.done")
        let journal = try await world.journal(of: record.stream).joined()
        #expect(!journal.contains("scrypt") && !journal.contains(token.hash.text))
    }

    @Test func `a set-up token works for a day, and only the newest`() async throws {
        let world = try await World()
        let first = try await SetupToken.issue(
            in: world.database, at: world.now, random: world.random)
        let second = try await SetupToken.issue(
            in: world.database, at: world.now, random: world.random)
        #expect(try await world.refusal { try await world.install(token: first.text) }.id
            == "setup.token")
        world.clock.advance(days: 1)
        #expect(try await world.refusal { try await world.install(token: second.text) }.id
            == "setup.token")
    }

    @Test(arguments: Backend.available)
    func `signing in opens a session that rests, ends and can be closed`(
        _ backend: Backend
    ) async throws {
        let world = try await World(backend)
        let staff = try await world.member("E-1", posts: [.claimsHandler])
        let session = try await world.signIn("E-1").session.text
        let caller = try await world.signIn.principal(forSession: session)
        #expect(caller.principal.posts == .held(.claimsHandler))
        #expect(caller.staff == staff.staff && caller.duty == nil && caller.mayRead)
        world.clock.advance(minutes: 29)
        _ = try await world.signIn.principal(forSession: session)
        world.clock.advance(minutes: 29)
        _ = try await world.signIn.principal(forSession: session)
        world.clock.advance(minutes: 30)
        #expect(try await world.isOver(session))
        let second = try await world.signIn("E-1").session.text
        try await world.signIn.signOut(second)
        #expect(try await world.isOver(second))
        try await world.signIn.signOut(second)
        let record: StaffRecord = try await world.load("E-1")
        let journal = try await world.journal(of: record.stream).joined()
        #expect(journal.contains("staff.signIn") && journal.contains("staff.signOut"))
        #expect(!journal.contains(session) && !journal.contains("scrypt"))
    }

    @Test func `a session in constant use ends after twelve hours`() async throws {
        let world = try await World()
        try await world.member("E-1", posts: [.claimsHandler])
        let session = try await world.signIn("E-1").session.text
        for _ in 0..<35 {
            world.clock.advance(minutes: 20)
            _ = try await world.signIn.principal(forSession: session)
        }
        world.clock.advance(minutes: 20)
        #expect(try await world.isOver(session))
    }

    @Test func `unknown number, wrong password and no password get one answer`() async throws {
        let world = try await World()
        try await world.member("E-1", posts: [.claimsHandler])
        _ = try await world.hire("E-2")
        for (number, password) in [
            ("E-1", "wrong"), ("E-9", sentence), ("E-2", ""), ("", ""),
            ("E-1", String(repeating: "x", count: 5000)), (String(repeating: "9", count: 900), "x"),
        ] {
            let refusal = try await world.refusal { _ = try await world.signIn(number, password) }
            #expect(refusal == .signInRefused)
        }
        #expect(try await world.count("session") == 0)
    }

    @Test func `no more than five sessions are open, and the oldest gives way`() async throws {
        let world = try await World()
        try await world.member("E-1", posts: [.claimsHandler])
        var sessions: [String] = []
        for _ in 0..<6 {
            sessions.append(try await world.signIn("E-1").session.text)
            world.clock.advance(seconds: 1)
        }
        #expect(try await world.isOver(sessions[0]))
        #expect(try await !world.isOver(sessions[1]))
    }

    @Test(arguments: Backend.available)
    func `guessing makes an account wait, but not the owner's own device, and not for ever`(
        _ backend: Backend
    ) async throws {
        let world = try await World(backend)
        try await world.member("E-1", posts: [.claimsHandler])
        let known = try await world.signIn("E-1", source: "192.0.2.1")
        for attempt in 0..<5 {
            let refusal = try await world.refusal {
                _ = try await world.signIn("E-1", "guess", source: "198.51.100.\(attempt)")
            }
            #expect(refusal == .signInRefused)
        }
        let waiting = try await world.refusal { _ = try await world.signIn("E-1") }
        #expect(waiting.id == "signIn.wait")
        _ = try await world.signIn("E-1", source: "192.0.2.1", device: known.device.text)
        #expect(try await world.count("sign_in_lockout") == 1)
        world.clock.advance(minutes: 16)
        _ = try await world.signIn("E-1")
    }

    @Test func `an unknown number waits like a known one and is not journaled`() async throws {
        let world = try await World()
        for _ in 0..<5 {
            _ = try await world.refusal { _ = try await world.signIn("ghost", "guess") }
        }
        let waiting = try await world.refusal { _ = try await world.signIn("ghost", "guess") }
        #expect(waiting.id == "signIn.wait")
        #expect(try await world.count("sign_in_lockout") == 0)
    }

    @Test func `leaving ends sessions and tokens at once`() async throws {
        let world = try await World()
        let staff = try await world.member("E-1", posts: [.claimsHandler])
        let session = try await world.signIn("E-1").session.text
        let token = try await world.signIn.createToken(token("E-1", ["read"]), by: staff)
        _ = try await world.signIn.principal(forToken: token.text)
        var leave = DeactivateStaff()
        (leave.staff, leave.reason) = ("E-1", "离职")
        try await world.perform(leave, by: .systemAdministrator)
        #expect(try await world.isOver(session))
        let refusal = try await world.refusal {
            _ = try await world.signIn.principal(forToken: token.text)
        }
        #expect(refusal == .sessionNeeded)
        #expect(try await world.refusal { _ = try await world.signIn("E-1") } == .signInRefused)
        let open = try await world.database.read {
            try $0.row("SELECT count(*) AS n FROM session WHERE is_open = 1")?.int("n")
        }
        #expect(open == 0)
    }
}

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
                try await world.signIn.activate(token: wrong, password: sentence)
            }
            #expect(refusal.id == "password.proof")
        }
        let weak = try await world.refusal {
            try await world.signIn.activate(token: token.text, password: "password1234")
        }
        #expect(weak.id == "password.weak")
        try await world.signIn.activate(token: token.text, password: sentence)
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
            of: caller, current: sentence, to: otherSentence, source: "192.0.2.1")
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

private func token(_ number: String, _ scopes: [String]) -> CreateToken {
    var command = CreateToken()
    command.staff = number
    command.name = "报表"
    command.scopes = scopes
    command.days = 30
    return command
}

extension World {
    /// A member who has set ``sentence`` as the password.
    @discardableResult
    fileprivate func member(
        _ number: String, posts: [PostWords.Post]
    ) async throws -> Principal {
        _ = try await hire(number, posts: posts)
        let token = try await signIn.issueActivation(for: number, by: .system("test"))
        try await signIn.activate(token: token.text, password: sentence)
        return try await principal(number: number)
    }

    fileprivate func signIn(
        _ number: String, _ password: String = sentence, code: String? = nil,
        source: String = "192.0.2.9", device: String? = nil
    ) async throws -> SignedIn {
        try await signIn.signIn(
            SignInAttempt(
                number: number, password: password, code: code, source: source, device: device))
    }

    fileprivate func install(token: String) async throws {
        var command = InstallFirstAdministrator()
        command.number = "A-1"
        command.name = Personal(plain: "周明", PersonalRule(.name, of: "staff", max: 80))
        try await signIn.install(command, token: token, password: sentence)
    }

    fileprivate func isOver(_ session: String) async throws -> Bool {
        do {
            _ = try await signIn.principal(forSession: session)
            return false
        } catch let refusal as Refusal where refusal == .sessionNeeded {
            return true
        }
    }

    /// The caller with the posts and version of now, as the next request would load them.
    fileprivate func principalOf(_ number: String, _ caller: Caller) async throws -> Caller {
        Caller(
            principal: try await principal(number: number), staff: caller.staff, number: number,
            mayRead: caller.mayRead, duty: caller.duty, session: caller.session)
    }

    fileprivate func enrol(_ caller: Caller) async throws -> OneTimeSecret {
        let secret = try await signIn.enrolOneTimeCode(caller)
        let now = try await principalOf(caller.number, caller)
        try await signIn.confirmOneTimeCode(now, code: code(secret), source: "192.0.2.9")
        return secret
    }

    fileprivate func code(_ secret: OneTimeSecret) -> String {
        OneTimeCode.code(secret, step: OneTimeCode.step(at: now))
    }
}
