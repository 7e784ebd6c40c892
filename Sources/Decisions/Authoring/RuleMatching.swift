/// Which rule of a table was which of an older one: by id, else by content.
struct RuleMatching {
    /// For each new rule the old one; nil for a rule that was added.
    private(set) var origins: [Int?]
    private var taken: [Bool]
    private let old: [Row]
    private let new: [Row]
    /// Whether ids tell rules apart, and not something that a tool makes anew each time.
    private var idsLast = false

    /// What identifies a rule, and its cells in the columns that both tables have.
    struct Row {
        let id: String
        let cells: [String]
    }

    private static let mostPairs = 1_000_000
    private static let largestGap = 250_000

    init(_ old: [Row], _ new: [Row]) {
        self.old = old
        self.new = new
        origins = Array(repeating: nil, count: new.count)
        taken = Array(repeating: false, count: old.count)
        matchIDs()
        matchContent()
        matchSimilar()
    }

    /// Old rules that are gone.
    var removed: [Int] { taken.indices.filter { !taken[$0] } }

    /// New rules whose order among the others has changed.
    var moved: [Int] {
        let matched = origins.indices.filter { origins[$0] != nil }
        let kept = Set(increasing(matched.map { origins[$0] ?? 0 }).map { matched[$0] })
        return matched.filter { !kept.contains($0) }
    }

    private mutating func match(_ place: Int, _ origin: Int) {
        origins[place] = origin
        taken[origin] = true
    }

    private mutating func matchIDs() {
        func places(_ rows: [Row]) -> [String: [Int]] {
            Dictionary(grouping: rows.indices.filter { !rows[$0].id.isEmpty }) { rows[$0].id }
        }
        let before = places(old)
        for (id, now) in places(new) {
            guard let was = before[id], was.count == 1, now.count == 1 else { continue }
            match(now[0], was[0])
            idsLast = true
        }
    }

    /// The longest sequence of rules that say the same in the same order; then those that say the
    /// same elsewhere.
    private mutating func matchContent() {
        var places: [[String]: [Int]] = [:]
        for place in new.indices where origins[place] == nil && mayMatch(new[place].id) {
            places[new[place].cells, default: []].append(place)
        }
        let rest = old.indices.filter { !taken[$0] && mayMatch(old[$0].id) }
        var pairs: [(old: Int, new: Int)] = []
        let total = rest.reduce(0) { $0 + (places[old[$1].cells]?.count ?? 0) }
        for origin in rest {
            guard let found = places[old[origin].cells] else { continue }
            // Rules that are all the same would make too many pairs.
            guard total <= Self.mostPairs || found.count == 1 else { continue }
            // Descending, so that of one old rule only one pair is in an increasing sequence.
            for place in found.reversed() { pairs.append((origin, place)) }
        }
        for index in increasing(pairs.map(\.new)) { match(pairs[index].new, pairs[index].old) }
        places = places.mapValues { $0.filter { origins[$0] == nil } }
        for origin in rest.reversed() where !taken[origin] {
            if let place = places[old[origin].cells]?.popLast() { match(place, origin) }
        }
    }

    /// Where ids last, one that is gone is a rule that is gone.
    private func mayMatch(_ id: String) -> Bool { id.isEmpty || !idsLast }

    /// Between rules that stayed in order, those that have half of their cells in common.
    private mutating func matchSimilar() {
        let matched = origins.indices.filter { origins[$0] != nil }
        let kept = increasing(matched.map { origins[$0] ?? 0 }).map { matched[$0] }
        var previous = (old: -1, new: -1)
        var gaps: [(old: [Int], new: [Int])] = []
        for anchor in kept.map({ (old: origins[$0] ?? 0, new: $0) }) + [
            (old: old.count, new: new.count)
        ] {
            let were = (previous.old + 1..<anchor.old).filter {
                !taken[$0] && mayMatch(old[$0].id)
            }
            let are = (previous.new + 1..<anchor.new).filter {
                origins[$0] == nil && mayMatch(new[$0].id)
            }
            if !were.isEmpty, !are.isEmpty { gaps.append((were, are)) }
            previous = anchor
        }
        for gap in gaps { matchSimilar(gap.old, gap.new) }
    }

    /// The pairs in order with the most cells in common.
    private mutating func matchSimilar(_ were: [Int], _ are: [Int]) {
        guard were.count * are.count <= Self.largestGap else { return }
        let width = are.count + 1
        var best = Array(repeating: 0, count: (were.count + 1) * width)
        for i in were.indices.reversed() {
            for j in are.indices.reversed() {
                let common = common(old[were[i]].cells, new[are[j]].cells)
                let paired = common == 0 ? 0 : best[(i + 1) * width + j + 1] + common
                best[i * width + j] = max(
                    paired, best[(i + 1) * width + j], best[i * width + j + 1])
            }
        }
        var (i, j) = (0, 0)
        while i < were.count, j < are.count {
            let value = best[i * width + j]
            if value == best[(i + 1) * width + j] {
                i += 1
            } else if value == best[i * width + j + 1] {
                j += 1
            } else {
                match(are[j], were[i])
                i += 1
                j += 1
            }
        }
    }

    /// Cells in common; 0 where they are less than half.
    private func common(_ left: [String], _ right: [String]) -> Int {
        let common = zip(left, right).count { $0 == $1 }
        return common * 2 >= left.count ? common : 0
    }
}

/// The places of the longest strictly increasing sequence in a list of numbers.
func increasing(_ numbers: [Int]) -> [Int] {
    var ends: [Int] = []
    var before = Array(repeating: -1, count: numbers.count)
    for (place, number) in numbers.enumerated() {
        var low = 0
        var high = ends.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[ends[middle]] < number { low = middle + 1 } else { high = middle }
        }
        if low > 0 { before[place] = ends[low - 1] }
        if low == ends.count { ends.append(place) } else { ends[low] = place }
    }
    var sequence: [Int] = []
    var place = ends.last ?? -1
    while place >= 0 {
        sequence.append(place)
        place = before[place]
    }
    return sequence.reversed()
}
