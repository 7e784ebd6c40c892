/// Which rules a value of one column leaves standing, known beforehand for constant cells: the
/// ends of all intervals cut the numbers into segments, and every segment has a set of rules.
/// Cells that are not constant stay candidates, and are tested afterwards.
final class ColumnIndex: Sendable {
    typealias Word = UInt64

    enum Kind: Sendable {
        /// Between and at the ends: 2k + 1 sets for k ends.
        case numbers
        case strings
        case booleans
        /// Nothing but "-" or cells to be tested.
        case untested
    }

    let kind: Kind
    let ends: [Decimal128]
    let texts: TextPlaces
    /// The ends as whole numbers from 0, where all are: these are compared faster.
    let wholeEnds: [Int64]
    private let words: Int
    /// A set of rules for each place, one after the other.
    let masks: [Word]
    /// Rules whose cell has to be tested although the index lets it stand.
    let open: [Bool]

    /// Larger indexes are not worth their memory.
    static let mostWords = 4_000_000

    /// What a cell takes, where that is constant.
    enum Cell: Sendable {
        case anything
        case open
        case numbers([Interval], negated: Bool)
        case values([Value], negated: Bool)
    }

    struct Interval: Sendable {
        let low: Decimal128?
        let includesLow: Bool
        let high: Decimal128?
        let includesHigh: Bool
    }

    /// Nil when no index is possible, because cells of several types stand in one column.
    init?(_ cells: [Cell]) {
        let words = (cells.count + 63) / 64
        self.words = words
        open = cells.map { if case .open = $0 { true } else { false } }
        var ends: [Decimal128] = []
        var texts = TextPlaces()
        var types: Set<String> = []
        for cell in cells {
            switch cell {
            case .anything, .open: break
            case .numbers(let intervals, _):
                types.insert("number")
                ends += intervals.flatMap { [$0.low, $0.high].compactMap(\.self) }
            case .values(let values, _):
                for value in values {
                    types.insert(value.typeName)
                    if case .string(let text) = value {
                        texts.add(text)
                    }
                }
            }
        }
        guard types.count <= 1 else { return nil }
        let kind: Kind
        let places: Int
        switch types.first {
        case nil: (kind, places) = (.untested, 1)
        case "number"?:
            ends = Self.distinct(ends.sorted())
            (kind, places) = (.numbers, 2 * ends.count + 1)
        case "string"?: (kind, places) = (.strings, texts.count + 1)
        case "boolean"?: (kind, places) = (.booleans, 2)
        default: return nil
        }
        guard places * words <= Self.mostWords else { return nil }
        self.kind = kind
        self.ends = ends
        self.texts = texts
        let whole = ends.compactMap { $0.isNegative ? nil : $0.int64 }
        wholeEnds = whole.count == ends.count ? whole : []
        var masks = Array(repeating: Word(0), count: places * words)
        for (rule, cell) in cells.enumerated() {
            let bit = Word(1) << Word(rule % 64)
            for range in Self.places(cell, places, ends, texts) {
                for place in range { masks[place * words + rule / 64] |= bit }
            }
        }
        self.masks = masks
    }

    /// The places whose values a cell takes, as ranges; odd places of numbers are the ends
    /// themselves.
    private static func places(
        _ cell: Cell, _ count: Int, _ ends: [Decimal128], _ texts: TextPlaces
    ) -> [ClosedRange<Int>] {
        var taken: [ClosedRange<Int>] = []
        let isNegated: Bool
        switch cell {
        case .anything, .open: return [0...count - 1]
        case .numbers(let intervals, let negated):
            isNegated = negated
            func place(_ end: Decimal128) -> Int { segment(of: end, ends, 0, ends.count) }
            for interval in intervals {
                let low = interval.low.map { place($0) + (interval.includesLow ? 0 : 1) } ?? 0
                let high =
                    interval.high.map { place($0) - (interval.includesHigh ? 0 : 1) } ?? count - 1
                if low <= high { taken.append(low...high) }
            }
        case .values(let values, let negated):
            isNegated = negated
            for value in values {
                if let flag = value.boolean { taken.append(flag ? 1...1 : 0...0) }
                if let text = value.string {
                    let place = texts[text]
                    taken.append(place...place)
                }
            }
        }
        guard isNegated else { return taken }
        return (0..<count).filter { place in !taken.contains { $0.contains(place) } }
            .map { $0...$0 }
    }

    private static func distinct(_ sorted: [Decimal128]) -> [Decimal128] {
        var kept: [Decimal128] = []
        for value in sorted where kept.last != value { kept.append(value) }
        return kept
    }

    /// A value of a place; null where none can be named.
    func sample(_ place: Int) -> Value {
        switch kind {
        case .untested: return .null
        case .booleans: return .boolean(place == 1)
        case .strings: return place > 0 ? .string(texts.texts[place - 1]) : .null
        case .numbers:
            if place % 2 == 1 { return .number(ends[place / 2]) }
            guard let first = ends.first, let last = ends.last else { return .null }
            if place == 0 { return .optional(first.subtracting(.one)) }
            if place / 2 == ends.count { return .optional(last.adding(.one)) }
            return .optional(
                ends[place / 2 - 1].adding(ends[place / 2])?.divided(by: Decimal128(2)))
        }
    }

    /// Where the set of rules for a value begins; nil for a value of another type, whose cells
    /// have to be tested.
    @inline(__always)
    func offset(_ value: Value) -> Int? {
        switch (kind, value) {
        case (.untested, _): return 0
        case (.numbers, .number(let number)):
            return segment(of: number, ends, 0, ends.count) * words
        case (.strings, .string(let text)):
            return texts[text] * words
        case (.booleans, .boolean(let flag)): return (flag ? 1 : 0) * words
        default: return nil
        }
    }
}

extension ColumnIndex.Cell {
    /// What unary tests take, where all of them are constant.
    init(_ tests: Tests, _ constant: (Expression) -> Value?) {
        guard tests.sense != .anything else {
            self = .anything
            return
        }
        var intervals: [ColumnIndex.Interval] = []
        var values: [Value] = []
        for test in tests.tests {
            guard Self.read(test, constant, &intervals, &values) else {
                self = .open
                return
            }
        }
        let negated = tests.sense == .none
        let numbers = values.compactMap(\.number)
        if values.isEmpty || numbers.count == values.count {
            self = .numbers(
                intervals
                    + numbers.map {
                        .init(low: $0, includesLow: true, high: $0, includesHigh: true)
                    }, negated: negated)
        } else if intervals.isEmpty, Set(values.map(\.typeName)).count == 1,
            ["string", "boolean"].contains(values[0].typeName)
        {
            self = .values(values, negated: negated)
        } else {
            self = .open
        }
    }

    /// Adds what one test takes; false when it is not constant or of a type that has no index.
    private static func read(
        _ test: Test, _ constant: (Expression) -> Value?,
        _ intervals: inout [ColumnIndex.Interval], _ values: inout [Value]
    ) -> Bool {
        switch test {
        case .comparison(let comparison, let expression):
            guard let value = constant(expression) else { return false }
            guard comparison != .notEqual else { return false }
            if comparison == .equal {
                values.append(value)
                return value.number != nil || value.string != nil || value.boolean != nil
            }
            return read(RangeValue(comparison, value), &intervals)
        case .expression(let expression, let usesTested):
            guard !usesTested, let value = constant(expression) else { return false }
            switch value {
            case .number, .string, .boolean:
                values.append(value)
                return true
            case .range(let range):
                guard range.comparison != .equal, range.comparison != .notEqual else {
                    return false
                }
                return read(range, &intervals)
            default: return false
            }
        }
    }

    private static func read(_ range: RangeValue, _ intervals: inout [ColumnIndex.Interval])
        -> Bool
    {
        guard range.start.isNull || range.start.number != nil,
            range.end.isNull || range.end.number != nil,
            range.start.number != nil || range.end.number != nil
        else { return false }
        intervals.append(
            .init(
                low: range.start.number, includesLow: range.includesStart,
                high: range.end.number, includesHigh: range.includesEnd))
        return true
    }
}
