/// Which rules a value of one column leaves standing, known beforehand for constant cells: the
/// ends of all intervals cut the numbers into segments, and every segment has a set of rules.
/// Cells that are not constant stay candidates, and are tested afterwards.
struct ColumnIndex: Sendable {
    typealias Word = UInt64

    private enum Kind: Sendable {
        /// Between and at the ends: 2k + 1 sets for k ends.
        case numbers([Decimal128])
        case strings([String: Int])
        case booleans
        /// Nothing but "-" or cells to be tested.
        case untested
    }

    private let kind: Kind
    private let words: Int
    private let masks: [Word]
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
        words = (cells.count + 63) / 64
        open = cells.map { if case .open = $0 { true } else { false } }
        var ends: [Decimal128] = []
        var texts: [String: Int] = [:]
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
                    // Swift's keys fold canonical equivalents; such texts are tested instead.
                    if case .string(let text) = value, texts[text] == nil {
                        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
                        texts[text] = texts.count + 1
                    }
                }
            }
        }
        guard types.count <= 1 else { return nil }
        switch types.first {
        case nil:
            kind = .untested
            masks = Self.masks(cells, 1, words) { _, _ in false }
        case "number"?:
            let sorted = Self.distinct(ends.sorted())
            guard (2 * sorted.count + 1) * words <= Self.mostWords else { return nil }
            kind = .numbers(sorted)
            masks = Self.masks(cells, 2 * sorted.count + 1, words) { cell, segment in
                Self.takes(cell, segment, sorted)
            }
        case "string"?:
            guard (texts.count + 1) * words <= Self.mostWords else { return nil }
            kind = .strings(texts)
            var byPlace = Array(repeating: "", count: texts.count + 1)
            for (text, place) in texts { byPlace[place] = text }
            masks = Self.masks(cells, texts.count + 1, words) { cell, place in
                guard case .values(let values, let negated) = cell else { return false }
                let found = place > 0 && values.contains { $0.string == byPlace[place] }
                return found != negated
            }
        case "boolean"?:
            kind = .booleans
            masks = Self.masks(cells, 2, words) { cell, place in
                guard case .values(let values, let negated) = cell else { return false }
                return values.contains { $0.boolean == (place == 1) } != negated
            }
        default: return nil
        }
    }

    private static func distinct(_ sorted: [Decimal128]) -> [Decimal128] {
        var kept: [Decimal128] = []
        for value in sorted where kept.last != value { kept.append(value) }
        return kept
    }

    private static func masks(
        _ cells: [Cell], _ places: Int, _ words: Int, _ takes: (Cell, Int) -> Bool
    ) -> [Word] {
        var masks = Array(repeating: Word(0), count: places * words)
        for (rule, cell) in cells.enumerated() {
            let bit = Word(1) << Word(rule % 64)
            for place in 0..<places {
                let stands: Bool
                switch cell {
                case .anything, .open: stands = true
                default: stands = takes(cell, place)
                }
                if stands { masks[place * words + rule / 64] |= bit }
            }
        }
        return masks
    }

    /// Whether a cell takes the numbers of a segment; odd segments are the ends themselves.
    private static func takes(_ cell: Cell, _ segment: Int, _ ends: [Decimal128]) -> Bool {
        guard case .numbers(let intervals, let negated) = cell else { return false }
        func place(_ end: Decimal128) -> Int { 2 * lowerBound(end, ends) + 1 }
        let found = intervals.contains { interval in
            let low = interval.low.map { place($0) + (interval.includesLow ? 0 : 1) } ?? 0
            let high =
                interval.high.map { place($0) - (interval.includesHigh ? 0 : 1) } ?? 2 * ends.count
            return low <= segment && segment <= high
        }
        return found != negated
    }

    /// The first end that is not below a number.
    @inline(__always)
    private static func lowerBound(_ number: Decimal128, _ ends: [Decimal128]) -> Int {
        var low = 0
        var high = ends.count
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where the set of rules for a value begins; nil for a value of another type, whose cells
    /// have to be tested.
    @inline(__always)
    func offset(_ value: Value) -> Int? {
        switch (kind, value) {
        case (.untested, _): return 0
        case (.numbers(let ends), .number(let number)):
            let place = Self.lowerBound(number, ends)
            let isEnd = place < ends.count && ends[place] == number
            return (2 * place + (isEnd ? 1 : 0)) * words
        case (.strings(let texts), .string(let text)):
            return (texts[text] ?? 0) * words
        case (.booleans, .boolean(let flag)): return (flag ? 1 : 0) * words
        default: return nil
        }
    }

    @inline(__always)
    func word(_ offset: Int, _ word: Int) -> Word { masks[offset + word] }
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
