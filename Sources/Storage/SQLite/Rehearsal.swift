import Kernel

/// What a closure did when it was rehearsed: every statement in order, with its answer.
///
/// A closure depends on nothing but what its statements answer. When the writer performs the same
/// statements and each answers the same, the closure's value stands, and the writer was spared
/// all that lies between the statements: decoding, rules, encoding, hashes. Where one answers
/// otherwise the closure itself runs, so a rehearsal never decides what is written; it only saves
/// the one writer's time by using the other cores (optimistic validation of the read set; Kung
/// and Robinson, "On Optimistic Methods for Concurrency Control", 1981).
struct Script: Sendable {
    enum Line: Sendable {
        case read(SQL, answers: [Row])
        /// Where the closure looks at the number, it was told one; the snapshot could not tell.
        case write(SQL, mustChangeOne: Bool)
    }

    /// Longer rehearsals are not worth their memory.
    static let lineLimit = 512
    static let rowLimit = 2048

    var lines: [Line] = []
    /// What the closure threw at the end, if it did.
    var refusal: (any Error)?

    /// Whether every statement answers as it did in the rehearsal. Stops at the first that does
    /// not; the caller undoes what was written until then.
    func holds(on connection: SQLiteConnection) throws -> Bool {
        for line in lines {
            switch line {
            case .read(let sql, let answers):
                guard try connection.answers(sql, answers) else { return false }
            case .write(let sql, let mustChangeOne):
                let changed = try connection.run(sql, each: { _ in })
                guard changed == 1 || !mustChangeOne else { return false }
            }
        }
        return true
    }
}

/// A closure's first run, on a reader's snapshot: reads are answered, writes are only noted.
final class Rehearsal: Transaction {
    let engine = DatabaseEngine.sqlite
    private let connection: SQLiteConnection
    private var script = Script()
    private var rows = 0
    private var written: Set<String> = []
    private var isSpoiled = false

    /// Thrown where a rehearsal can tell no more: after it, the script is of no use.
    private struct Ended: Error {}

    private init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    /// The script of `job` on the connection's snapshot, or `nil` where a rehearsal cannot tell.
    static func script(
        of job: Job<any Transaction>, on connection: SQLiteConnection
    ) -> Script? {
        let rehearsal = Rehearsal(connection)
        do { try job.run(rehearsal) } catch { rehearsal.script.refusal = error }
        return rehearsal.isSpoiled ? nil : rehearsal.script
    }

    func rows(_ sql: SQL) throws -> [Row] {
        // A snapshot does not show what was only noted.
        if written.contains(where: sql.text.contains) { throw spoil(Ended()) }
        var answers: [Row] = []
        do {
            _ = try connection.run(sql) { answers.append($0) }
        } catch {
            throw spoil(callerError(error))
        }
        rows += answers.count
        if rows > Script.rowLimit { throw spoil(Ended()) }
        try note(.read(sql, answers: answers))
        return answers
    }

    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        for row in try rows(sql) { try body(row) }
    }

    func lockedRows(_ sql: SQL) throws -> [Row] {
        try rows(sql)
    }

    func execute(_ sql: SQL) throws -> Int {
        try write(sql, mustChangeOne: true)
        return 1
    }

    func post(_ sql: SQL, unlessOne error: (any Error)?) throws {
        try write(sql, mustChangeOne: error != nil)
    }

    private func write(_ sql: SQL, mustChangeOne: Bool) throws {
        guard let table = Rehearsal.table(writtenBy: sql.text) else { throw spoil(Ended()) }
        written.insert(table)
        try note(.write(sql, mustChangeOne: mustChangeOne))
    }

    private func note(_ line: Script.Line) throws {
        if isSpoiled || script.lines.count >= Script.lineLimit { throw spoil(Ended()) }
        script.lines.append(line)
    }

    private func spoil(_ error: any Error) -> any Error {
        isSpoiled = true
        return error
    }

    /// The table that `INSERT INTO`, `UPDATE` or `DELETE FROM` names.
    private static func table(writtenBy text: String) -> String? {
        guard let verb = writingVerbs.first(where: text.hasPrefix) else { return nil }
        let name = text.utf8.dropFirst(verb.utf8.count).prefix {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
        return String(decoding: name, as: UTF8.self)
    }

    private static let writingVerbs = ["INSERT INTO ", "UPDATE ", "DELETE FROM "]
}
