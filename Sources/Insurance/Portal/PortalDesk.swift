package import Kernel

/// A customer who came in.
package struct PortalCaller: Sendable {
    package let person: ID<Person>
    package let session: ID<PortalSession>

    package var principal: Principal { Principal(.customer(person)) }
}

/// How customers come in: a code to the phone on record, then a session.
package struct PortalDesk: Sendable {
    private let dispatcher: Dispatcher
    private static let actor = Principal.system("portal")
    private static let kind = BlindIndex.Kind("portal.code", .text)

    package init(_ dispatcher: Dispatcher) { self.dispatcher = dispatcher }

    /// Sends a code where there is somebody to send one to. Who asks learns nothing of that: an
    /// unknown policy, one without a phone and a known one are answered alike.
    ///
    /// - Returns: the code, for a demo to show; nobody else looks at it.
    /// - Throws: `portal.wait` when too many were sent, for known policies only.
    package func sendCode(for policy: String) async throws -> String? {
        let known = try await dispatcher.database.read { [vault = dispatcher.vault] reader in
            let policy: Loaded<Policy>? = try reader.load(number: policy)
            return try policy.flatMap { try vault.subject($0.holder, reader) }
        }
        let code = Self.digits(dispatcher.random(8))
        var command = SendPortalCode()
        command.policy = policy
        if let known {
            command.code = SendPortalCode.MadeCode(
                hash: hash(code, policy),
                sealed: try Sealer(key: known, random: dispatcher.random)
                    .seal(code, field: PersonalKind.other.rawValue))
        }
        do {
            _ = try await dispatcher.perform(command, by: Self.actor)
            return code
        } catch let refusal as Refusal where refusal == .portalUnknown || refusal == .portalWait {
            return nil
        }
    }

    /// Opens a session for who knows the code. Returns its secret.
    ///
    /// - Throws: `portal.codeWrong`, whatever is not right.
    package func enter(_ policy: String, code: String) async throws -> Token {
        let token = try Token(random: dispatcher.random)
        var command = OpenPortalSession()
        command.policy = policy
        command.typed = hash(code, policy)
        command.session = token.hash
        let receipt = try await dispatcher.perform(command, by: Self.actor)
        guard case .object(let reply) = receipt.reply, reply["isOpen"] == .bool(true) else {
            throw Refusal.portalCodeWrong
        }
        return token
    }

    /// The customer whose session this secret opens; `nil` when it opens none (any more).
    package func caller(_ secret: String) async throws -> PortalCaller? {
        guard let token = Token(secret) else { return nil }
        let now = dispatcher.now()
        let session = try await dispatcher.database.read { reader in
            try PortalStore.session(token.hash, reader)
        }
        guard let session, session.isOpen(at: now) else { return nil }
        return PortalCaller(person: session.person, session: session.id)
    }

    package func leave(_ caller: PortalCaller) async throws {
        var command = ClosePortalSession()
        command.session = caller.session
        _ = try await dispatcher.perform(command, by: Self.actor)
    }

    /// Keyed, for a million codes are soon tried against a plain hash.
    private func hash(_ code: String, _ policy: String) -> String {
        dispatcher.vault.keys.blindIndex.exact(Self.kind, "\(policy) \(code)") ?? ""
    }

    private static func digits(_ random: [UInt8]) -> String {
        let number = random.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
        let text = String(number)
        return String(repeating: "0", count: 6 - text.count) + text
    }
}
