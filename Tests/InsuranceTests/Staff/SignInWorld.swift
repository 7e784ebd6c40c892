import Insurance
import Kernel
import TestSupport

/// A password the policy accepts.
let firstSentence = "seven quiet herons by the lotus pond"
let otherSentence = "nine tall bamboo stalks under snow"

func token(_ number: String, _ scopes: [String]) -> CreateToken {
    var command = CreateToken()
    command.staff = number
    command.name = "报表"
    command.scopes = scopes
    command.days = 30
    return command
}

extension World {
    /// A member who has set ``firstSentence`` as the password.
    @discardableResult
    func member(
        _ number: String, posts: [PostWords.Post]
    ) async throws -> Principal {
        _ = try await hire(number, posts: posts)
        let token = try await signIn.issueActivation(for: number, by: .system("test"))
        try await signIn.activate(token: token.text, password: firstSentence)
        return try await principal(number: number)
    }

    func signIn(
        _ number: String, _ password: String = firstSentence, code: String? = nil,
        source: String = "192.0.2.9", device: String? = nil
    ) async throws -> SignedIn {
        try await signIn.signIn(
            SignInAttempt(
                number: number, password: password, code: code, source: source, device: device))
    }

    func install(token: String) async throws {
        var command = InstallFirstAdministrator()
        command.number = "A-1"
        command.name = Personal(plain: "周明", PersonalRule(.name, of: "staff", max: 80))
        try await signIn.install(command, token: token, password: firstSentence)
    }

    func isOver(_ session: String) async throws -> Bool {
        do {
            _ = try await signIn.principal(forSession: session)
            return false
        } catch let refusal as Refusal where refusal == .sessionNeeded {
            return true
        }
    }

    /// The caller with the posts and version of now, as the next request would load them.
    func principalOf(_ number: String, _ caller: Caller) async throws -> Caller {
        Caller(
            principal: try await principal(number: number), staff: caller.staff, number: number,
            mayRead: caller.mayRead, duty: caller.duty, session: caller.session)
    }

    func enrol(_ caller: Caller) async throws -> OneTimeSecret {
        let secret = try await signIn.enrolOneTimeCode(caller)
        let now = try await principalOf(caller.number, caller)
        try await signIn.confirmOneTimeCode(now, code: code(secret), source: "192.0.2.9")
        return secret
    }

    func code(_ secret: OneTimeSecret) -> String {
        OneTimeCode.code(secret, step: OneTimeCode.step(at: now))
    }
}
