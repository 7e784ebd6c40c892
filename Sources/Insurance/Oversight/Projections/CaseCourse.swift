package import Kernel

/// Where a case was at every moment, read from its journal: the work items and clocks of its
/// streams as they changed.
struct CaseCourse: Sendable {
    struct Stretch: Sendable {
        let from: Moment
        /// `nil` for the last one, which lasts.
        var to: Moment?
        /// `nil` while the case is at its end.
        let place: TimeShare.Place?
    }

    private(set) var stretches: [Stretch] = []
    private var work: [ID<WorkItem>: WorkItem] = [:]
    private var paused: Set<String> = []
    private var ended: Set<String> = []
    private var streams: Set<String> = []

    /// The most entries of one stream that are read; a case has some dozens.
    static let most = 5_000

    var from: Moment? { stretches.first?.from }
    /// When the case came to its end; `nil` while it is open.
    var end: Moment? { stretches.last.flatMap { $0.place == nil ? $0.from : nil } }

    /// Reads `streams` merged in order of time.
    static func read(_ streams: [StreamName], _ reader: any Reader) throws -> CaseCourse {
        var entries: [JournalEntry] = []
        for stream in streams {
            entries += try reader.rows(
                """
                SELECT bytes FROM journal_entry WHERE stream = \(stream.text)
                ORDER BY seq LIMIT \(most)
                """
            ).map { try JournalEntry.parse($0.blob("bytes")) }
        }
        var course = CaseCourse()
        let order = entries.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        for entry in order { try course.take(entry.element) }
        return course
    }

    private mutating func take(_ entry: JournalEntry) throws {
        streams.insert(entry.stream)
        for written in entry.events {
            guard let table = written["table"]?.text, let event = written["event"] else { continue }
            switch table {
            case WorkItem.table: try take(work: event, written["id"]?.text)
            case ClockRecord.table: try take(clock: event, written["id"]?.text)
            case Claim.table, Notice.table: take(ending: event, entry.stream)
            default: break
            }
        }
        let place = place
        if stretches.last?.place == place, !stretches.isEmpty { return }
        if let last = stretches.indices.last { stretches[last].to = entry.at }
        stretches.append(Stretch(from: entry.at, to: nil, place: place))
    }

    private mutating func take(work json: JSON, _ text: String?) throws {
        guard let text, let id = ID<WorkItem>(text) else { return }
        let event = try json.decode(WorkItem.Event.self)
        if case .opened(let item) = event {
            work[id] = item
        } else {
            work[id]?.apply(event)
        }
    }

    private mutating func take(clock json: JSON, _ text: String?) throws {
        guard let text, case .changed(let clock, _) = try json.decode(ClockRecord.Event.self)
        else { return }
        if clock.isPaused { paused.insert(text) } else { paused.remove(text) }
    }

    /// A claim ends closed or cancelled and may be taken up again; a notice ends withdrawn, and
    /// goes on in its claim when it was registered.
    private mutating func take(ending json: JSON, _ stream: String) {
        guard case .object(let event) = json else { return }
        if event["closed"] != nil || event["withdrawn"] != nil { ended.insert(stream) }
        if event["reopened"] != nil { ended.remove(stream) }
        if stream.hasPrefix(Claim.table), event["registered"] != nil { ended.remove(stream) }
    }

    private var place: TimeShare.Place? {
        let cases = streams.filter { $0.hasPrefix("\(Claim.table)/") }
        let main = cases.isEmpty ? streams : cases
        if !ended.isDisjoint(with: main) { return nil }
        if !paused.isEmpty { return TimeShare.Place(kind: .customer, post: nil, person: nil) }
        guard let item = leading else {
            return TimeShare.Place(kind: .outside, post: nil, person: nil)
        }
        let kind: TimeShare.Place.Kind =
            switch item.status {
            case .pooled: .pooled
            case .suspended: .suspended
            default: .held
            }
        return TimeShare.Place(
            kind: kind, post: item.post.code, person: item.delegate ?? item.holder)
    }

    /// The work the case waits for: what has been open the longest, conversations with the
    /// customer and reminders only where there is no other.
    private var leading: WorkItem? {
        let open = work.values.filter { $0.isOpen && !WarnOfClock.kinds.contains($0.kind) }
        let main = open.filter { !ClaimClocks.conversations.contains($0.kind) }
        return (main.isEmpty ? open : main).min {
            ($0.openedAt, $0.id) < ($1.openedAt, $1.id)
        }
    }
}

extension TimeShare {
    /// The whole course of a claim with its notice, from the first entry to its end or to `now`.
    package static func of(
        claim: Claim, at now: Moment, _ reader: any Reader
    ) throws -> (share: TimeShare, from: Moment, to: Moment)? {
        let notice: Loaded<Notice>? = try reader.load(number: claim.notice)
        let streams = [notice?.state.stream, claim.stream].compactMap(\.self)
        let course = try CaseCourse.read(streams, reader)
        guard let from = course.from else { return nil }
        let to = course.end ?? max(now, from)
        let calendar = try CalendarShelf.newest(ClaimClocks.calendar, reader)
        return (try share(course, [(from, to)], calendar), from, to)
    }

    /// Where the time of one promise went: within the stretches in which it ran.
    package static func of(
        clock record: ClockRecord, at now: Moment, _ reader: any Reader
    ) throws -> TimeShare {
        let course = try CaseCourse.read([record.stream], reader)
        let calendar = try CalendarShelf.newest(ClaimClocks.calendar, reader)
        let windows = record.clock.segments.filter { $0.kind == .run }
            .map { ($0.from, $0.to ?? max(now, $0.from)) }
        return try share(course, windows, calendar)
    }

    private static func share(
        _ course: CaseCourse, _ windows: [(from: Moment, to: Moment)],
        _ calendar: CompiledCalendar
    ) throws -> TimeShare {
        do throws(CountRefusal) {
            return try of(course, within: windows, calendar)
        } catch {
            throw error.refusal
        }
    }
}
