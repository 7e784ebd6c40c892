import Kernel

/// What will happen in the simulated world, in the order of its moments.
struct Diary: Sendable {
    enum Entry: Sendable, Hashable {
        /// A claim is new, or was found open: its papers and turns of fate are drawn.
        case opened(claim: String)
        case papers(claim: String, codes: [String])
        case ending(claim: String, ClaimWords.Cancellation)
        case reserve(claim: String)
        case reopening(claim: String)
        case recovery(claim: String)
        /// The bank takes back what had arrived.
        case bounce(claim: String)
        case review(claim: String)
        case lawsuit(claim: String)
        case signature(item: String, signer: ID<StaffMember>)
        case answer(item: String, delegate: ID<StaffMember>)
    }

    private var entries: [(at: Moment, entry: Entry)] = []

    var isEmpty: Bool { entries.isEmpty }

    mutating func add(_ moment: Moment, _ entry: Entry) {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].at <= moment { low = middle + 1 } else { high = middle }
        }
        entries.insert((moment, entry), at: low)
    }

    /// Takes out what is due by `now`.
    mutating func due(by now: Moment) -> [Entry] {
        let count = entries.prefix { $0.at <= now }.count
        defer { entries.removeFirst(count) }
        return entries.prefix(count).map(\.entry)
    }

    /// Everything that an installation's open claims still have before them.
    static func open(_ reader: any Reader, at now: Moment) throws -> Diary {
        var diary = Diary()
        let stages = ClaimWorkflow.undecided.map(\.rawValue).sorted()
        try reader.each("SELECT number FROM claim WHERE stage IN \(list: stages) ORDER BY number") {
            diary.add(now, .opened(claim: try $0.text("number")))
        }
        return diary
    }
}
