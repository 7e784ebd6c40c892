import Insurance
import Kernel

/// The journal from its end.
enum AuditStore {
    struct Found: Sendable {
        var entries: [(position: Int64, entry: JournalEntry)] = []
        var names = StaffNames()
        var next: Int64?
        var total: Int64 = 0
        /// The size of the latest signed head.
        var head: Int64 = 0
    }

    private static let pageSize = 60
    /// How many entries one search looks at.
    private static let reach: Int64 = 5000

    /// Entries before a position, latest first, of one actor or command when they are named. A
    /// search looks at ``reach`` entries and then says where to go on.
    static func entries(
        before: Int64?, actor: String, command: String, _ vault: Vault, _ reader: any Reader
    ) throws -> Found {
        var found = Found()
        found.total = try reader.row("SELECT MAX(position) AS n FROM journal_entry")
            .flatMap { try $0.optional("n") { row in { try row.integer($0) } } } ?? 0
        let staff = actor.isEmpty ? nil : try RosterEntry.find(number: actor, reader)
        if !actor.isEmpty, staff == nil { return found }
        var position = before ?? found.total + 1
        let end = max(0, position - reach)
        while found.entries.count < pageSize, position > end {
            let rows = try reader.rows(
                """
                SELECT position, bytes FROM journal_entry
                WHERE position < \(position) AND position >= \(end)
                ORDER BY position DESC LIMIT 300
                """)
            guard !rows.isEmpty else {
                position = end
                break
            }
            for row in rows where found.entries.count < pageSize {
                position = try row.integer("position")
                let entry = try JournalEntry.parse(row.blob("bytes"))
                if let staff, entry.actor != "staff:\(staff.id)" { continue }
                if !command.isEmpty, !entry.command.contains(command) { continue }
                found.entries.append((position, entry))
            }
        }
        found.next = position > 1 ? position : nil
        found.names = try StaffNameStore.names(
            of: Set(found.entries.compactMap { CaseActor.staff($0.entry.actor)?.text }), vault,
            reader)
        return found
    }
}
