/// Something whose every change is an event in the journal: a case, a clock, a staff record.
///
/// Its row has the columns `id`, `version` and `state` (the whole state in canonical JSON), and
/// those of ``columns``, which are copies for searching and for the schema's own checks.
package protocol Aggregate: Codable, Equatable, Sendable {
    associatedtype Event: Codable, Sendable

    /// The name of its table, which is also the kind of its stream.
    static var table: String { get }
    /// What a person calls it.
    static var title: Words { get }

    var id: ID<Self> { get }

    /// The journal stream its changes are chained in; its own unless it belongs to a case.
    var stream: StreamName { get }

    /// What can be searched or is constrained by the schema, as `(column, value)`.
    var columns: [(String, SQLValue)] { get }

    /// The state that an opening event makes, or `nil` for any other event. An opening event
    /// carries that state as its one value without a label: `case registered(Claim)`.
    static func opened(by event: Event) -> Self?

    /// The state that the text of its row stands for.
    static func decoded(_ text: String) throws -> Self

    /// Changes the state by what happened. Never fails: what could fail was checked before.
    mutating func apply(_ event: Event)
}

extension Aggregate {
    /// Parses the text each time. Throws what the decoder throws for a text of another shape.
    package static func decoded(_ text: String) throws -> Self {
        try JSON.parse(Array(text.utf8)).decode(Self.self)
    }

    package var stream: StreamName { StreamName(kind: Self.table, id: id.text) }

    /// The state after `events`, starting from `before`, or `nil` when nothing ever opened it.
    package static func fold(_ before: Self?, _ events: [Event]) -> Self? {
        var state = before
        for event in events {
            if state == nil {
                state = opened(by: event)
            } else {
                state?.apply(event)
            }
        }
        return state
    }
}

/// The name of one chain of the journal: a kind and the identity of what it is about.
package struct StreamName: Hashable, Sendable, Codable {
    package let kind: String
    package let id: String

    package init(kind: String, id: String) {
        self.kind = kind
        self.id = id
    }

    /// As written in an entry: `claim/0190…`.
    package var text: String { "\(kind)/\(id)" }
}

/// A state as it was read, with the version it had.
@dynamicMemberLookup
package struct Loaded<State: Aggregate>: Sendable {
    package let state: State
    package let version: Int64

    package init(_ state: State, version: Int64) {
        self.state = state
        self.version = version
    }

    package subscript<Value>(dynamicMember path: KeyPath<State, Value>) -> Value {
        state[keyPath: path]
    }
}

/// An aggregate that people call by a number such as `CLM-2025-000123`. Its table has a unique
/// column `number`.
package protocol Numbered: Aggregate {
    var number: String { get }
}
