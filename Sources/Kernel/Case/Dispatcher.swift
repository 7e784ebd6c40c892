import Logging

/// The one door: who may, what is named, the rule, and everything it writes in one transaction.
package struct Dispatcher: Sendable {
    package let database: any Database
    package let vault: Vault
    let numbers: NumberDesk
    package let securityLog: SecurityLog
    let log: String
    let interests: (any CaseInterest)?
    /// The present moment; handed in by the composition root.
    package let now: @Sendable () -> Moment
    /// As many bytes as asked for that nobody can guess; handed in by the composition root.
    package let random: @Sendable (Int) -> [UInt8]

    /// - Parameters:
    ///   - log: the identity of this installation's journal.
    ///   - interests: what keeps staff from cases in which they have an interest.
    package init(
        database: any Database, vault: Vault, log: String, interests: (any CaseInterest)? = nil,
        now: @escaping @Sendable () -> Moment, random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.database = database
        self.vault = vault
        self.log = log
        self.interests = interests
        self.now = now
        self.random = random
        numbers = NumberDesk(database: database)
        securityLog = SecurityLog(database: database)
    }

    /// Reads a command from JSON, collecting every field problem, and performs it.
    package func perform<C: Command>(
        _: C.Type, from json: JSON, by principal: Principal, _ envelope: Envelope = Envelope()
    ) async throws -> Receipt {
        try await counted(C.statement.name) {
            try admit(C.self, principal)
            var problems: [FieldProblem] = []
            let command = FieldReading.read(C.self, from: json, C(), C.statement.fields, &problems)
            if !problems.isEmpty {
                try await exists(command)
                throw Refusal.fields(problems)
            }
            return try await run(command, principal, envelope)
        }
    }

    /// Decides a command as it would be decided now and writes nothing.
    ///
    /// - Throws: ``Refusal`` when it would be refused.
    package func preview<C: Command>(
        _: C.Type, from json: JSON, by principal: Principal
    ) async throws {
        try admit(C.self, principal)
        var problems: [FieldProblem] = []
        var command = FieldReading.read(C.self, from: json, C(), C.statement.fields, &problems)
        if !problems.isEmpty {
            try await exists(command)
            throw Refusal.fields(problems)
        }
        let present = now()
        let keys = try await seal(&command, at: present)
        let drawn = try await numbers.draw(C.statement.numbers, at: present)
        let context = Context(
            principal, at: present, seed: random(32), ifVersion: nil, written: present,
            numbers: drawn)
        let door = Door(
            context: context, envelope: Envelope(), request: nil, log: log, keys: keys,
            interests: interests)
        do {
            try await database.write { [command] transaction in
                try door.consider(command, transaction)
                throw Considered()
            }
        } catch is Considered {
            numbers.giveBack(drawn)
        } catch {
            numbers.giveBack(drawn, after: error)
            throw error
        }
    }

    /// Ends the transaction of a preview, so that nothing of it stays.
    private struct Considered: Error {}

    /// Performs a command that was made in code.
    package func perform<C: Command>(
        _ command: C, by principal: Principal, _ envelope: Envelope = Envelope()
    ) async throws -> Receipt {
        try await counted(C.statement.name) {
            try admit(C.self, principal)
            return try await run(command, principal, envelope)
        }
    }

    /// Refuses who may not use the command, by post or by the scopes of their token.
    package func admit<C: Command>(_: C.Type, _ principal: Principal) throws(Refusal) {
        try require(
            C.statement.permission.allows(principal) && principal.mayUse(C.statement.name),
            else: .notYourPost)
    }

    private func exists<C: Command>(_ command: C) async throws {
        guard let subject = C.statement.subject else { return }
        let exists = try await database.read { try subject.exists(command, $0) }
        try require(exists, else: .noSuch(Words("记录", "record")))
    }

    private func run<C: Command>(
        _ plain: C, _ principal: Principal, _ envelope: Envelope
    ) async throws -> Receipt {
        let request = envelope.key.map { _ in
            vault.requestHash(C.statement.name, FieldReading.write(plain, C.statement.fields))
        }
        let present = now()
        let moment = envelope.now ?? present
        var command = plain
        let keys = try await seal(&command, at: moment)
        let drawn = try await numbers.draw(C.statement.numbers, at: moment)
        let context = Context(
            principal, at: moment, seed: random(32), ifVersion: envelope.ifVersion,
            written: present, numbers: drawn)
        let door = Door(
            context: context, envelope: envelope, request: request, log: log, keys: keys,
            interests: interests)
        do {
            return try await database.write { [command] in try door.pass(command, $0) }
        } catch {
            numbers.giveBack(drawn, after: error)
            throw error
        }
    }

    private func seal<C: Command>(_ command: inout C, at now: Moment) async throws -> NewKeys {
        let seals = C.statement.seals
        if seals.isEmpty { return NewKeys() }
        let known = try await known(command)
        let sealing = CommandSealing(vault: vault, known: known, now: now, random: random)
        for seal in seals { try seal(&command, sealing) }
        return sealing.made
    }

    /// The keys of the persons that the command knows. Most name nobody known and read nothing:
    /// those are spared the way to a snapshot.
    private func known<C: Command>(_ command: C) async throws -> [PersonRole: SubjectKey] {
        if let people = try? command.people(NoSnapshot(engine: database.engine)),
            people.isEmpty
        {
            return [:]
        }
        return try await database.read { [command, vault] reader in
            try vault.subjects(command.people(reader), reader)
        }
    }

    private func counted(
        _ command: String, _ body: () async throws -> Receipt
    ) async throws -> Receipt {
        do {
            return try await body()
        } catch let refusal as Refusal {
            securityLog.count(command, refusal.id, at: now())
            throw refusal
        } catch let failure as DatabaseFailure {
            throw Refusal(failure) ?? failure
        }
    }
}

/// A reader of nothing: whoever reads from it needs a snapshot.
private struct NoSnapshot: Reader {
    let engine: DatabaseEngine

    func rows(_ sql: SQL) throws -> [Row] { throw DatabaseFailure.unavailable("no snapshot") }
    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws { _ = try rows(sql) }
}

/// What comes with a command beside its fields.
package struct Envelope: Sendable {
    /// The caller's idempotency key: the same key with the same body is done once.
    package let key: String?
    /// The version of the subject that the caller saw (`If-Match`).
    package let ifVersion: Int64?
    /// The moment to act at, for the virtual clock of the office simulation and for imports;
    /// otherwise the present moment.
    package let now: Moment?

    package init(key: String? = nil, ifVersion: Int64? = nil, now: Moment? = nil) {
        self.key = key
        self.ifVersion = ifVersion
        self.now = now
    }
}

extension Refusal {
    /// The refusal a storage failure means for the caller, if it means one.
    package init?(_ failure: DatabaseFailure) {
        switch failure {
        case .commitUnknown: self = .outcomeUnknown
        case .contention, .overloaded:
            self.init(
                .busy, "storage.busy",
                Words("系统繁忙，未作任何更改，请稍后重试", "too busy; nothing was changed; try again"))
        case .unavailable:
            self.init(
                .busy, "storage.unavailable",
                Words("数据库暂时不可用，未作任何更改", "the database is not available; nothing was changed"))
        case .full:
            self.init(
                .busy, "storage.full",
                Words(
                    "磁盘已满，未作任何更改；请通知管理员清理空间",
                    "the disk is full; nothing was changed; tell an administrator"))
        case .constraint, .shape, .statement: return nil
        }
    }

    package static let outcomeUnknown = Refusal(
        .unknownOutcome, "storage.outcomeUnknown",
        Words(
            "提交结果未知：请用同一幂等键重试，系统不会重复办理",
            "whether it was committed is not known: retry with the same idempotency key; "
                + "it is done once"
        ))
}
