import Insurance
import Kernel
import TestSupport
import Testing

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
            ("E-1", "wrong"), ("E-9", firstSentence), ("E-2", ""), ("", ""),
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
