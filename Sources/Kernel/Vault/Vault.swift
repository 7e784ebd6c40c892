import Crypto

/// Seals and opens personal values with the keys of this installation.
package struct Vault: Sendable {
    package let keys: VaultKeys

    package init(keys: VaultKeys) { self.keys = keys }

    /// A keyed hash of a command's plain fields, by which a repeated idempotency key is known to
    /// bring the same body. Keyed, because a plain hash of a phone number can be guessed back.
    func requestHash(_ command: String, _ fields: JSON.Object) -> String {
        var code = HMAC<SHA256>(key: keys.requestHash)
        code.update(data: Array(command.utf8) + [0])
        code.update(data: JSON.object(fields).canonical)
        return HexText.encode(Array(code.finalize()))
    }

    /// The keys of persons already known, by role. A person whose key was destroyed is left out:
    /// new values about them are those of a new person.
    func subjects(
        _ people: [PersonRole: ID<Person>], _ reader: any Reader
    ) throws -> [PersonRole: SubjectKey] {
        if people.isEmpty { return [:] }
        let wrapped = try Vault.wrappedKeys(Array(Set(people.values)), reader)
        var keysByRole: [PersonRole: SubjectKey] = [:]
        for (role, person) in people {
            guard let row = wrapped[person] else { continue }
            keysByRole[role] = try SubjectKey(row, of: person, keys: keys)
        }
        return keysByRole
    }

    /// What opens the values of these persons, from one read.
    package func opener(for people: [ID<Person>], _ reader: any Reader) throws -> Opener {
        try Opener(wrapped: Vault.wrappedKeys(people, reader), keys: keys)
    }

    private static func wrappedKeys(
        _ people: [ID<Person>], _ reader: any Reader
    ) throws -> [ID<Person>: WrappedKey] {
        var found: [ID<Person>: WrappedKey] = [:]
        for start in stride(from: 0, to: people.count, by: 200) {
            let some = Array(people[start..<min(start + 200, people.count)])
            let rows = try reader.rows(
                "SELECT person, wrapped FROM subject_key WHERE person IN \(list: some)")
            for row in rows {
                found[try row.id("person")] = try WrappedKey(bytes: row.blob("wrapped"))
            }
        }
        return found
    }
}

/// Seals the personal fields of one command: known persons with their key, others with a new one.
final class CommandSealing: Sealing {
    private let vault: Vault
    private var subjects: [PersonRole: SubjectKey]
    private let now: Moment
    private let random: RandomBytes
    private(set) var made = NewKeys()

    init(
        vault: Vault, known: [PersonRole: SubjectKey], now: Moment, random: @escaping RandomBytes
    ) {
        self.vault = vault
        subjects = known
        self.now = now
        self.random = random
    }

    func seal(_ text: String, _ rule: PersonalRule) throws -> Sealed {
        let subject = try subject(rule.role)
        if rule.isSearchable {
            made.index(subject.person, BlindIndex.tokens(rule.kind, of: text, keys: vault.keys))
        }
        return try Sealer(key: subject, random: random).seal(text, field: rule.kind.rawValue)
    }

    private func subject(_ role: PersonRole) throws -> SubjectKey {
        if let known = subjects[role] { return known }
        let bytes = random(16)
        guard let words = bytes.twoWords else { throw VaultFailure.randomness }
        let subject = try SubjectKey(person: ID(at: now, random: words), random: random)
        subjects[role] = subject
        made.add(subject.person, try subject.wrapped(by: vault.keys, random: random))
        return subject
    }
}

/// Key rows and index tokens that a command brings into being, written in its transaction.
struct NewKeys: Sendable {
    private var keys: [(ID<Person>, WrappedKey)] = []
    private var tokens: [(ID<Person>, [BlindIndex.Token])] = []

    mutating func add(_ person: ID<Person>, _ key: WrappedKey) { keys.append((person, key)) }

    mutating func index(_ person: ID<Person>, _ found: [BlindIndex.Token]) {
        tokens.append((person, found))
    }

    func write(_ transaction: any Transaction, at now: Moment) throws {
        for (person, key) in keys {
            try transaction.post(
                """
                INSERT INTO subject_key (person, wrapped, created_at)
                VALUES (\(person), \(key), \(now))
                """)
        }
        for (person, found) in tokens {
            guard let first = found.first else { continue }
            let rows = found.dropFirst().reduce(row(first, person)) { rows, token in
                "\(part: rows), \(part: row(token, person))"
            }
            try transaction.post(
                """
                INSERT INTO person_index (kind, token, person) VALUES \(part: rows)
                ON CONFLICT DO NOTHING
                """)
        }
    }

    private func row(_ token: BlindIndex.Token, _ person: ID<Person>) -> SQL {
        "(\(token.kind), \(token.text), \(person))"
    }
}

extension [UInt8] {
    /// The first sixteen bytes as two numbers, or `nil` when there are fewer.
    package var twoWords: (UInt64, UInt64)? {
        guard count >= 16 else { return nil }
        return withUnsafeBytes {
            (
                $0.loadUnaligned(as: UInt64.self),
                $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            )
        }
    }
}
