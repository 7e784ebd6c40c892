import Kernel

/// What a story finds in the office on its way.
extension DemoTeller {
    /// Time alone brings warnings and breaches about.
    func sweep() async throws {
        _ = try await Oversight.sweep(door.dispatcher).sweepOnce(now: now)
    }

    /// Somebody takes a piece of open work out of its pool.
    mutating func take(_ kind: String, of number: String, as post: PostWords.Post) async throws {
        let item = try await pooledWork(kind, of: number)
        try await act(post, "work.claim", ["item": .string(item ?? "")])
    }

    /// A piece of work that nobody holds.
    func pooledWork(_ kind: String, of number: String) async throws -> String? {
        try await door.dispatcher.database.read { reader in
            try reader.row(
                """
                SELECT id FROM work_item WHERE case_number = \(number) AND kind = \(kind)
                    AND status = 'pooled' ORDER BY id LIMIT 1
                """)?.text("id")
        }
    }

    /// The breach of a promise of this case.
    func breach(of metric: ClockMetric, in number: String) async throws -> Breach {
        let found: Loaded<Breach>? = try await door.dispatcher.database.read { reader in
            try reader.loadFirst(
                where: "case_number = \(number) AND metric = \(metric.code)")
        }
        guard let found else { throw Refusal.noSuch(Breach.title) }
        return found.state
    }

    /// Performs a command as exactly this person, ten minutes later.
    @discardableResult
    mutating func act(
        as person: ID<StaffMember>, _ name: String, _ fields: JSON
    ) async throws -> Receipt {
        wait(minutes: 10)
        let entry = try await door.dispatcher.database.read { reader in
            try RosterEntry.find(person, reader)
        }
        guard let entry, let command = Insurer.commands[name] else {
            throw Refusal.noSuch(StaffRecord.title)
        }
        do {
            return try await command.perform(
                door.dispatcher, fields, entry.principal(), Envelope(now: now))
        } catch let refusal as Refusal {
            throw DemoFailure(command: name, refusal)
        }
    }
}
