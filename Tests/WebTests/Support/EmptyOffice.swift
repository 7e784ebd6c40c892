import Insurance
import Kernel
import Testing
import TestSupport
import Web

/// An installation without staff, and browsers of those who come in.
struct EmptyOffice: Sendable {
    let world: World
    let site: Site

    static func open() async throws -> EmptyOffice {
        let world = try await World(runTwice: false)
        return EmptyOffice(
            world: world,
            site: try Site(
                dispatcher: world.dispatcher, commands: Insurer.commands,
                authenticator: StaffAuthenticator(world.signIn)))
    }

    var browser: Browser { Browser(site) }

    func setupToken() async throws -> String {
        try await SetupToken.issue(
            in: world.database, at: world.now, random: world.dispatcher.random
        ).text
    }

    func code(_ secret: OneTimeSecret) -> String {
        OneTimeCode.code(secret, step: OneTimeCode.step(at: world.now))
    }

    /// A browser with a session of its own.
    struct SignedIn: Sendable {
        let browser: Browser
        /// Where signing in led.
        let landed: String

        /// Sends a form with the session's own proof.
        func post(_ path: String, _ form: String) async throws -> Browser.Reply {
            let page = try await browser.get("/")
            let proof = try #require(page.text.firstMatch(of: /name="csrf" value="([0-9a-f]{64})"/))
            return try await browser.post(path, form: form + "&csrf=\(proof.output.1)")
        }
    }

    func signIn(
        _ number: String, _ sentence: String, code: String = ""
    ) async throws -> SignedIn {
        let reply = try await browser.post(
            "/sign-in", form: "number=\(number)&password=\(sentence)&code=\(code)")
        #expect(reply.status == 303, "\(reply.text.prefix(300))")
        let cookie = try #require(reply.cookies.first?.prefix { $0 != ";" })
        return SignedIn(
            browser: browser.with("Cookie", String(cookie)),
            landed: reply.field("Location") ?? "")
    }

    /// A member without posts, signed in.
    func member(_ number: String, _ sentence: String) async throws -> SignedIn {
        _ = try await world.hire(number)
        let token = try await world.signIn.issueActivation(for: number, by: .system("test"))
        try await world.signIn.activate(
            token: token.text, password: sentence.replacing("+", with: " "))
        return try await signIn(number, sentence)
    }

    /// Sets up the first system administrator, who has no code yet.
    func install(sentence: String) async throws {
        let reply = try await browser.post(
            "/set-up",
            form: "token=\(try await setupToken())&number=A1&name=%E5%91%A8%E6%98%8E"
                + "&password=\(sentence)&again=\(sentence)")
        #expect(reply.status == 303)
    }

    /// The first system administrator, with a code enrolled, signed in.
    func administrator(sentence: String) async throws -> SignedIn {
        try await install(sentence: sentence)
        let caller = try await world.signIn.signIn(
            SignInAttempt(
                number: "A1", password: sentence.replacing("+", with: " "), source: "test")
        ).caller
        let secret = try await world.signIn.enrolOneTimeCode(caller)
        let now = try await world.principal(number: "A1")
        try await world.signIn.confirmOneTimeCode(
            Caller(
                principal: now, staff: caller.staff, number: "A1", mayRead: false,
                duty: caller.duty, session: caller.session), code: code(secret), source: "test")
        world.clock.advance(seconds: 30)
        return try await signIn("A1", sentence, code: code(secret))
    }
}
