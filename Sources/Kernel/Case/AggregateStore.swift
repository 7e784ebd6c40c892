extension Reader {
    /// The state with this identity, or `nil`.
    package func load<State: Aggregate>(
        _ id: ID<State>, as _: State.Type = State.self
    ) throws -> Loaded<State>? {
        try loaded("SELECT version, state FROM \(name: State.table) WHERE id = \(id)", lock: false)
    }

    /// The state with this human number, or `nil`.
    package func load<State: Numbered>(
        number: String, as _: State.Type = State.self
    ) throws -> Loaded<State>? {
        try loaded(
            "SELECT version, state FROM \(name: State.table) WHERE number = \(number)", lock: false)
    }

    /// All states that `condition` (what follows WHERE) selects. Callers bound it with LIMIT.
    package func loadAll<State: Aggregate>(
        _: State.Type = State.self, where condition: SQL
    ) throws -> [Loaded<State>] {
        try rows("SELECT version, state FROM \(name: State.table) WHERE \(part: condition)")
            .map(Loaded.init(row:))
    }

    /// The first state that `condition` selects, or `nil`.
    package func loadFirst<State: Aggregate>(
        _: State.Type = State.self, where condition: SQL
    ) throws -> Loaded<State>? {
        try row(
            "SELECT version, state FROM \(name: State.table) WHERE \(part: condition) LIMIT 1"
        ).map(Loaded.init(row:))
    }

    fileprivate func loaded<State: Aggregate>(_ sql: SQL, lock: Bool) throws -> Loaded<State>? {
        let found: [Row]
        if lock, let transaction = self as? any Transaction {
            found = try transaction.lockedRows(sql)
        } else {
            found = try rows(sql)
        }
        return try found.first.map(Loaded.init(row:))
    }
}

extension Transaction {
    /// The state with this identity, held against other writers until the commit.
    package func hold<State: Aggregate>(
        _ id: ID<State>, as _: State.Type = State.self
    ) throws -> Loaded<State>? {
        try loaded("SELECT version, state FROM \(name: State.table) WHERE id = \(id)", lock: true)
    }

    /// The state with this human number, held against other writers until the commit.
    package func hold<State: Numbered>(
        number: String, as _: State.Type = State.self
    ) throws -> Loaded<State>? {
        try loaded(
            "SELECT version, state FROM \(name: State.table) WHERE number = \(number)", lock: true)
    }

    /// Several states, held in the order of their identities, so that two commands that hold the
    /// same ones never wait for each other in a ring. Missing ones are left out.
    package func hold<State: Aggregate>(
        all ids: [ID<State>], as _: State.Type = State.self
    ) throws -> [Loaded<State>] {
        try Set(ids).sorted().compactMap { try hold($0) }
    }
}

extension Loaded {
    package init(row: Row) throws {
        self.init(try State.decoded(row.text("state")), version: try row.integer("version"))
    }
}
