/// What can be said of a table without running it: gaps, overlaps and rules that never decide,
/// each with an example (DMN 1.5 §8.2.8 to 8.2.11). Cells that are not constant could take
/// anything, so that nothing is claimed of rules that have them.
struct TableAnalysis {
    private let columns: [ColumnIndex]
    private let names: [String]
    private let rules: Int
    private let policy: DecisionTable.HitPolicy
    private let sameResult: (Int, Int) -> Bool
    private let hasDefault: Bool
    private var visited = 0
    private var gaps: [String] = []
    private var overlaps: [(Int, Int, String)] = []
    private var deciding: Set<Int> = []
    private var seen: Set<Key> = []

    private struct Key: Hashable {
        let column: Int
        let standing: [UInt64]
    }

    /// Combinations looked at; beyond this a table is too large to be said anything of.
    static let mostVisited = 100_000
    static let mostFindings = 20

    /// Nil when a column has no index, because its cells are of several types.
    init?(
        inputs: [DecisionTable.Input], rules: Int, policy: DecisionTable.HitPolicy,
        hasDefault: Bool, sameResult: @escaping (Int, Int) -> Bool
    ) {
        let columns = inputs.compactMap(\.index)
        guard columns.count == inputs.count, !columns.isEmpty, rules > 0,
            !columns.contains(where: { $0.open.contains(true) })
        else { return nil }
        self.columns = columns
        names = inputs.map(\.name)
        self.rules = rules
        self.policy = policy
        self.hasDefault = hasDefault
        self.sameResult = sameResult
    }

    /// The findings, for people; empty when the table is sound or too large.
    mutating func findings() -> [String] {
        let words = (rules + 63) / 64
        var all = Array(repeating: UInt64.max, count: words)
        if rules % 64 != 0 { all[words - 1] = (1 << UInt64(rules % 64)) - 1 }
        guard visit(0, all, []) else { return [] }
        var findings = gaps.prefix(Self.mostFindings).map { "no rule takes \($0)" }
        let clashes = overlaps.filter { policy == .unique || !sameResult($0.0, $0.1) }
        findings += clashes.prefix(Self.mostFindings).map {
            "rules \($0.0 + 1) and \($0.1 + 1) both take \($0.2)"
        }
        findings += (0..<rules).filter { !deciding.contains($0) }.prefix(Self.mostFindings).map {
            policy == .first
                ? "rule \($0 + 1) never decides: the rules above it take all it takes"
                : "rule \($0 + 1) takes nothing"
        }
        return findings
    }

    /// Walks the places of one column; false when there are too many combinations.
    private mutating func visit(_ column: Int, _ standing: [UInt64], _ path: [String]) -> Bool {
        visited += 1
        guard visited <= Self.mostVisited else { return false }
        if standing.allSatisfy({ $0 == 0 }) {
            // Where several rules may match, none may, too.
            if !hasDefault, policy.isSingle { gaps.append(example(path)) }
            return true
        }
        guard seen.insert(Key(column: column, standing: standing)).inserted else { return true }
        guard column < columns.count else {
            end(standing, path)
            return true
        }
        let index = columns[column]
        for place in 0..<index.places {
            var left = standing
            for word in left.indices { left[word] &= index.masks[place * left.count + word] }
            let value = index.example(place)
            guard visit(column + 1, left, path + ["\(names[column]) \(value)"]) else {
                return false
            }
        }
        return true
    }

    private mutating func end(_ standing: [UInt64], _ path: [String]) {
        let matched = (0..<rules).filter { standing[$0 / 64] & 1 << UInt64($0 % 64) != 0 }
        if policy == .first {
            deciding.insert(matched[0])
        } else {
            deciding.formUnion(matched)
        }
        guard policy == .unique || policy == .any, overlaps.count < 1000 else { return }
        for (place, rule) in matched.enumerated() {
            for other in matched[(place + 1)...]
            where !overlaps.contains(where: { $0.0 == rule && $0.1 == other }) {
                overlaps.append((rule, other, example(path)))
            }
        }
    }

    private func example(_ path: [String]) -> String { path.joined(separator: ", ") }
}

extension ColumnIndex {
    /// How many sets of values it tells apart.
    var places: Int { masks.count / max(1, (open.count + 63) / 64) }

    /// A value of one of its places, as FEEL writes it.
    func example(_ place: Int) -> String {
        switch sample(place) {
        case .number(let number): "= \(number)"
        case .string(let text): "= \(quoted(text))"
        case .boolean(let flag): "= \(flag)"
        default: "is anything else"
        }
    }
}
