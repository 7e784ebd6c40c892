/// The rows of one stream as its entries tell them.
struct ReplayPart {
    private struct Place: Hashable {
        let table: String
        let id: String
    }

    private struct Told {
        var state: any Replaying
        var version: Int64 = 0
        var sha256 = Hash.zero
    }

    private let registry: ReplayRegistry
    private(set) var stream: String?
    private var seq: Int64 = 0
    private var last = Hash.zero
    private var told: [Place: Told] = [:]
    private var order: [Place] = []
    private var found: [ReplayFinding] = []

    init(_ registry: ReplayRegistry) { self.registry = registry }

    /// How many rows of each table the stream opened.
    var counts: [String: Int] {
        var counts: [String: Int] = [:]
        for place in order { counts[place.table, default: 0] += 1 }
        return counts
    }

    mutating func take(_ entry: JournalEntry) throws {
        stream = entry.stream
        if entry.seq != seq + 1 || entry.prev != last {
            found.append(ReplayFinding(table: "journal_entry", id: entry.id.text, .chain))
        }
        (seq, last) = (entry.seq, entry.hash)
        for event in entry.events { take(event: event) }
        for row in entry.rows { take(row) }
    }

    private mutating func take(event: JSON) {
        guard let table = event["table"]?.text, let id = event["id"]?.text,
            let content = event["event"]
        else { return }
        let place = Place(table: table, id: id)
        if told[place] == nil {
            guard let make = registry.tables[table] else {
                found.append(ReplayFinding(table: table, id: id, .unknownTable))
                return
            }
            told[place] = Told(state: make())
            order.append(place)
        }
        do {
            try told[place]?.state.take(content)
        } catch {
            found.append(ReplayFinding(table: table, id: id, .notFoldable))
        }
    }

    private mutating func take(_ row: RowVersion) {
        let place = Place(table: row.table, id: row.id)
        guard let before = told[place] else { return }
        if row.version != before.version + 1 {
            found.append(ReplayFinding(table: row.table, id: row.id, .version))
        }
        told[place]?.version = row.version
        told[place]?.sha256 = row.sha256
    }

    /// Everything that does not agree with the rows of `reader`.
    func compare(_ reader: any Reader) throws -> [ReplayFinding] {
        try order.reduce(into: found) { found, place in
            guard let told = told[place] else { return }
            found += try difference(place, told, reader).map {
                ReplayFinding(table: place.table, id: place.id, $0)
            }
        }
    }

    private func difference(
        _ place: Place, _ told: Told, _ reader: any Reader
    ) throws -> [ReplayFinding.Kind] {
        guard let image = try told.state.image() else { return [.notFoldable] }
        let row = try reader.row("SELECT * FROM \(name: place.table) WHERE id = \(place.id)")
        guard let row else { return [.rowMissing] }
        var kinds: [ReplayFinding.Kind] = []
        if try row.integer("version") != told.version { kinds.append(.version) }
        if try row.text("state") != image.state { kinds.append(.state) }
        for (name, value) in image.columns where try row[name] != value { kinds.append(.column) }
        let digest = RowDigest.compute(columns: Array(zip(row.columns.names, row.values)))
        if digest != told.sha256 { kinds.append(.digest) }
        return kinds
    }
}

/// The fold of one row's events, whatever its type.
protocol Replaying {
    mutating func take(_ event: JSON) throws
    /// The row's state in canonical JSON and its columns, or `nil` when nothing opened it.
    func image() throws -> (state: String, columns: [(String, SQLValue)])?
}

struct ReplayOf<State: Aggregate>: Replaying {
    private var state: State?

    mutating func take(_ event: JSON) throws {
        state = State.fold(state, [try event.decode(State.Event.self)])
    }

    func image() throws -> (state: String, columns: [(String, SQLValue)])? {
        guard let state else { return nil }
        return (try JSON(encoding: state).canonicalText, state.columns)
    }
}
