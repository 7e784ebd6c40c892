import Synchronization

/// A working-day calendar in one edition. Clocks pin the edition they were counted by.
package struct CalendarEdition: Aggregate {
    package enum Event: Sendable, Codable {
        case published(CalendarEdition)
    }

    package static let table = "calendar"
    package static let title = Words("工作日历", "working-day calendar")

    package let id: ID<CalendarEdition>
    package let calendar: BusinessCalendar

    package init(id: ID<CalendarEdition>, _ calendar: BusinessCalendar) {
        self.id = id
        self.calendar = calendar
    }

    package var columns: [(String, SQLValue)] {
        [("name", calendar.id.sql), ("edition", calendar.version.sql)]
    }

    package static func opened(by event: Event) -> CalendarEdition? {
        switch event {
        case .published(let edition): edition
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .published(let edition): self = edition
        }
    }
}

/// Compiled calendars by name and edition. An edition never changes, so a compiled one is kept.
package final class CalendarShelf: Sendable {
    private struct Place: Hashable {
        let name: String
        let edition: Int64
    }

    private static let shelf = Mutex<[Place: CompiledCalendar]>([:])
    private static let capacity = 64

    /// The newest edition of the calendar `name`. Without one a person must publish it first.
    package static func newest(_ name: String, _ reader: any Reader) throws -> CompiledCalendar {
        let row = try reader.row(
            "SELECT edition FROM calendar WHERE name = \(name) ORDER BY edition DESC LIMIT 1")
        guard let row else { throw Refusal.noCalendar }
        return try edition(try row.integer("edition"), of: name, reader)
    }

    /// One edition, compiled.
    package static func edition(
        _ edition: Int64, of name: String, _ reader: any Reader
    ) throws -> CompiledCalendar {
        let place = Place(name: name, edition: edition)
        if let kept = shelf.withLock({ $0[place] }) { return kept }
        let loaded: [Loaded<CalendarEdition>] = try reader.loadAll(
            where: "name = \(name) AND edition = \(edition)")
        guard let first = loaded.first else { throw Refusal.noCalendar }
        let compiled = try CompiledCalendar(first.state.calendar)
        shelf.withLock { shelf in
            if shelf.count >= capacity { shelf.removeAll() }
            shelf[place] = compiled
        }
        return compiled
    }
}

extension Refusal {
    package static let noCalendar = Refusal(
        .conflict, "calendar.notPublished",
        Words(
            "尚未发布工作日历，请管理员先发布",
            "no working-day calendar is published; an administrator must publish one"))
}
