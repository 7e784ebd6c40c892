/// What a command decided: changes to one or several states, messages to the outside, and what
/// the one who asked is told. A value; nothing has happened yet.
package struct Decision: Sendable {
    package private(set) var changes: [any Change] = []
    package private(set) var messages: [OutboxMessage] = []
    package private(set) var erasures: [ID<Person>] = []
    /// What the receipt tells beside the numbers: never a personal value.
    package var reply = JSON.Object()
    /// The reason the actor gave, for the journal. Not a personal value.
    package var reason: String?

    package init() {}

    /// Adds what happened to a state. A state changed twice keeps one change with all its events.
    package mutating func change<State: Aggregate>(
        _ loaded: Loaded<State>, _ events: State.Event...
    ) {
        change(loaded, events: events)
    }

    package mutating func change<State: Aggregate>(
        _ loaded: Loaded<State>, events: [State.Event]
    ) {
        for index in changes.indices {
            if var same = changes[index] as? ChangeOf<State>, same.id == loaded.state.id {
                same.events += events
                changes[index] = same
                return
            }
        }
        changes.append(ChangeOf(id: loaded.state.id, before: loaded, events: events))
    }

    /// Adds a new state, made by an opening event, with what happened to it at once.
    package mutating func open<State: Aggregate>(
        _: State.Type = State.self, _ opening: State.Event, _ more: State.Event...
    ) {
        guard let state = State.fold(nil, [opening] + more) else {
            preconditionFailure("\(State.table) is opened by an event that opens nothing")
        }
        changes.append(ChangeOf(id: state.id, before: nil, events: [opening] + more))
    }

    /// Adds a message that leaves after the commit.
    package mutating func send(_ message: OutboxMessage) {
        messages.append(message)
    }

    /// Destroys a person's key with this commit: nothing sealed for that person opens again.
    package mutating func erase(_ person: ID<Person>) {
        erasures.append(person)
    }
}

/// One state with what happened to it, whatever its type.
package protocol Change: Sendable {
    /// The stream it is chained in.
    var stream: StreamName { get }

    /// The case it opened, when it opened one.
    var openedCase: CaseReference? { get }

    /// The row, its events and its stream, ready to be written.
    func image() throws -> ChangeImage
}

/// What a change writes.
package struct ChangeImage: Sendable {
    package let stream: StreamName
    package let table: String
    package let id: String
    /// The version read, 0 for a new row.
    package let versionBefore: Int64
    /// All columns but `id` and `version`, `state` first.
    package let columns: [(String, SQLValue)]
    package let events: [JSON]
}

struct ChangeOf<State: Aggregate>: Change {
    let id: ID<State>
    let before: Loaded<State>?
    var events: [State.Event]

    var stream: StreamName { (before?.state ?? after).stream }

    private var after: State {
        guard let after = State.fold(before?.state, events) else {
            preconditionFailure("\(State.table) was changed before it was opened")
        }
        return after
    }

    func image() throws -> ChangeImage {
        let after = after
        let happened = try events.map { try JSON(encoding: $0) }
        let state = try opened(by: happened) ?? JSON(encoding: after)
        return ChangeImage(
            stream: after.stream, table: State.table, id: after.id.text,
            versionBefore: before?.version ?? 0,
            columns: [("state", .text(state.canonicalText))] + after.columns, events: happened)
    }

    /// The state as its opening event carries it, when nothing happened since: encoding is what a
    /// command spends most on, so it is not done twice. `nil` where it must be encoded.
    private func opened(by happened: [JSON]) -> JSON? {
        guard before == nil, happened.count == 1, case .object(let event) = happened[0],
            event.members.count == 1, case .object(let carried) = event.members[0].value,
            carried.members.count == 1, carried.members[0].name == "_0"
        else { return nil }
        return carried.members[0].value
    }
}
