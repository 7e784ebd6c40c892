/// A message of the outbox as the relay hands it to the renderer. Personal values are sealed.
package struct WaitingMessage: Sendable {
    package let key: String
    package let channel: OutboxMessage.Channel
    /// What it is about, `claim/0190…`.
    package let stream: String
    package let template: String
    package let address: Sealed?
    package let receiver: String?
    package let values: JSON.Object

    /// Whose keys are needed to open what it holds: the address and every sealed value.
    package var persons: [ID<Person>] {
        var found: Set<ID<Person>> = []
        if let address { found.insert(address.person) }
        WaitingMessage.collect(.object(values), &found, depth: 0)
        return found.sorted()
    }

    private static func collect(_ json: JSON, _ found: inout Set<ID<Person>>, depth: Int) {
        guard depth < 16 else { return }
        switch json {
        case .string(let text):
            if let sealed = try? Sealed(token: text) { found.insert(sealed.person) }
        case .array(let elements):
            for element in elements { collect(element, &found, depth: depth + 1) }
        case .object(let object):
            for member in object.members { collect(member.value, &found, depth: depth + 1) }
        default: break
        }
    }
}

/// A message ready to leave.
package enum RenderedMessage: Sendable {
    case mail(OutgoingMail)
    case call(OutgoingCall)
}

/// Makes the text of a message when it is sent, so that an erased person's values, and an edited
/// template, count as of that moment.
package protocol MessageRenderer: Sendable {
    /// Whether messages of the channel `notice` have a receiver that takes them.
    var deliversNotices: Bool { get }

    /// Throws ``DeliveryProblem``, or ``VaultFailure`` when a value does not open.
    func render(_ message: WaitingMessage, opening opener: Opener) throws -> RenderedMessage
}

extension DeliveryProblem: Error {}
