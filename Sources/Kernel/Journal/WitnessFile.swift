/// Signed heads outside the database: what shows later that the database was set back.
///
/// Keep it on another machine or a disk that cannot be rewritten; beside the data it proves little.
package struct WitnessFile: Sendable {
    package let path: String
    private let file: AppendFile

    package init(path: String) {
        self.path = path
        file = AppendFile(path: path)
    }

    /// All lines without their ends; none when there is no file yet.
    package func lines() throws -> [[UInt8]] { try file.lines() }

    /// Throws ``JournalAlarm`` unless the last line is a head that the database still has.
    func check(_ database: any Database) async throws {
        _ = try await known(in: database)
    }

    /// Adds the heads that came after the last line, those that a crash kept back included.
    func follow(_ database: any Database) async throws {
        var size = try await known(in: database)?.size ?? -1
        while true {
            let from = size
            let heads = try await database.read { try JournalHeads.after(size: from, $0) }
            guard let last = heads.last else { return }
            try file.append(heads.map(\.bytes))
            size = last.size
        }
    }

    private func known(in database: any Database) async throws -> SignedHead? {
        guard let line = try file.lastLine() else { return nil }
        guard let seen = try? SignedHead.parse(line) else { throw JournalAlarm.witness }
        let stored = try await database.read { try JournalHeads.at(size: seen.size, $0) }
        guard stored == seen else { throw JournalAlarm.witness }
        return seen
    }
}

/// Persons whose keys were destroyed, outside the database: a restored backup still has their keys,
/// and destroys them again from this list. Identities only; they are nobody's name.
///
/// Each line is canonical JSON: `{"at":moment,"person":identity}`.
package struct ErasureLedger: Sendable {
    package struct Erasure: Hashable, Sendable {
        package let person: ID<Person>
        package let at: Moment
    }

    package let path: String
    private let file: AppendFile

    package init(path: String) {
        self.path = path
        file = AppendFile(path: path)
    }

    /// All erasures in the file. Throws ``JournalProblem`` for a line that is not as documented.
    package func erasures() throws -> [Erasure] {
        try file.lines().map { bytes in
            let line = try JournalLine(bytes)
            return Erasure(
                person: try line.id("person"), at: Moment(milliseconds: try line.number("at")))
        }
    }

    /// Destroys again the keys of all persons in the file; returns how many were still there.
    package func replay(on database: any Database) async throws -> Int {
        var count = 0
        for erasure in try erasures() {
            count += try await database.write { transaction in
                let (person, at) = (erasure.person, erasure.at)
                try transaction.execute("DELETE FROM person_index WHERE person = \(person)")
                try transaction.execute(
                    """
                    INSERT INTO erasure (person, at) VALUES (\(person), \(at))
                    ON CONFLICT (person) DO NOTHING
                    """)
                return try transaction.execute(
                    "DELETE FROM subject_key WHERE person = \(person)")
            }
        }
        return count
    }

    /// Adds the erasures of the database that the file does not have.
    func follow(_ database: any Database) async throws {
        let known = Set(try erasures().map(\.person))
        let count = try await database.read {
            try $0.row("SELECT COUNT(*) AS count FROM erasure")?.int("count") ?? 0
        }
        if count <= known.count { return }
        let all = try await database.read { reader in
            try reader.rows("SELECT person, at FROM erasure ORDER BY at, person").map {
                Erasure(person: try $0.id("person"), at: try $0.moment("at"))
            }
        }
        let missing = all.filter { !known.contains($0.person) }
        if missing.isEmpty { return }
        try file.append(
            missing.map { erasure in
                let json: JSON = [
                    "at": .integer(erasure.at.milliseconds), "person": .string(erasure.person.text),
                ]
                return json.canonical
            })
    }
}
