import Synchronization

/// An aggregate that nearly every command looks at and few ever change: standards, authorities,
/// products, tokens. Its decoded states are kept by their text, so that the same text is parsed
/// once. What is read is always the row itself: a kept state can never be an old one.
package protocol ReferenceState: Aggregate {}

extension ReferenceState {
    /// The state that `text` stands for, decoded once.
    package static func decoded(_ text: String) throws -> Self {
        if let kept = DecodedStates.shelf.state(text, as: Self.self) { return kept }
        let state = try JSON.parse(Array(text.utf8)).decode(Self.self)
        DecodedStates.shelf.keep(state, of: text)
        return state
    }
}

/// The decoded states of ``ReferenceState`` types; emptied when it is full.
private final class DecodedStates: Sendable {
    static let shelf = DecodedStates()
    private static let capacity = 4096

    private struct Key: Hashable {
        let type: ObjectIdentifier
        let text: String
    }

    private let states = Mutex<[Key: any Sendable]>([:])

    func state<State: Sendable>(_ text: String, as type: State.Type) -> State? {
        states.withLock { $0[Key(type: ObjectIdentifier(type), text: text)] } as? State
    }

    func keep<State: Sendable>(_ state: State, of text: String) {
        let key = Key(type: ObjectIdentifier(State.self), text: text)
        states.withLock { states in
            if states.count >= Self.capacity { states.removeAll() }
            states[key] = state
        }
    }
}
