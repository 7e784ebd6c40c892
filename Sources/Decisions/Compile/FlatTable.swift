/// A decision that is a table of constant cells and results: decided by its indexes alone, without
/// a frame. Where it cannot tell (a value of another type, no rule, several rules), the table
/// itself is asked.
///
/// What every decision reads lies in a few flat arrays, so that nothing is retained on the way.
final class FlatTable: Sendable {
    private struct Column: Sendable {
        /// The global it looks at; -1 for an expression of its own.
        let source: Int
        let kind: ColumnIndex.Kind
        /// Where its ends or texts begin, and how many there are.
        let start: Int
        let count: Int
        /// Whether its ends are whole numbers from 0.
        let isWhole: Bool
        /// Where its sets of rules begin.
        let masks: Int
    }

    private let columns: [Column]
    private let codes: [Code]
    private let ends: [Decimal128]
    private let wholeEnds: [Int64]
    private let texts: [TextPlaces]
    private let masks: [ColumnIndex.Word]
    /// What each rule results in.
    let results: [Value]
    private let isUnique: Bool
    private let words: Int
    /// Of the last word, the bits that are rules.
    private let last: ColumnIndex.Word
    private let table: TableCode

    private static let mostColumns = 32

    /// Nil where the table needs more than its indexes.
    init?(
        _ table: TableCode, _ inputs: [DecisionTable.Input], results: [Value?],
        policy: DecisionTable.HitPolicy
    ) {
        let known = results.compactMap(\.self)
        guard policy == .first || policy == .unique, !results.isEmpty,
            known.count == results.count, inputs.count <= Self.mostColumns
        else { return nil }
        var columns: [Column] = []
        var ends: [Decimal128] = []
        var wholeEnds: [Int64] = []
        var texts: [TextPlaces] = []
        var masks: [ColumnIndex.Word] = []
        for input in inputs {
            guard let index = input.index, !index.open.contains(true), input.allowed == nil,
                input.isFrameless
            else { return nil }
            columns.append(
                Column(
                    source: input.value.global, kind: index.kind,
                    start: index.kind == .strings ? texts.count : ends.count,
                    count: index.ends.count, isWhole: !index.wholeEnds.isEmpty,
                    masks: masks.count))
            ends += index.ends
            wholeEnds +=
                index.wholeEnds.isEmpty
                ? Array(repeating: 0, count: index.ends.count) : index.wholeEnds
            if index.kind == .strings { texts.append(index.texts) }
            masks += index.masks
        }
        self.table = table
        self.columns = columns
        codes = inputs.map(\.value.code)
        self.ends = ends
        self.wholeEnds = wholeEnds
        self.texts = texts
        self.masks = masks
        self.results = known
        isUnique = policy == .unique
        words = (results.count + 63) / 64
        let rest = results.count - (words - 1) * 64
        last = rest == 64 ? .max : (1 << ColumnIndex.Word(rest)) - 1
    }

    /// The rule that decides, from 0; nil where the indexes cannot tell.
    func rule(_ evaluation: Evaluation) -> Int? {
        words == 1 ? narrowRule(evaluation) : wideRule(evaluation)
    }

    private func narrowRule(_ evaluation: Evaluation) -> Int? {
        let standing = columns.withUnsafeBufferPointer { columns in
            masks.withUnsafeBufferPointer { masks in
                var standing = last
                for place in columns.indices {
                    let offset = offset(columns[place], place, evaluation)
                    guard offset >= 0 else { return ColumnIndex.Word(0) }
                    standing &= masks[offset]
                }
                return standing
            }
        }
        guard standing != 0, !isUnique || standing & (standing &- 1) == 0 else { return nil }
        return standing.trailingZeroBitCount
    }

    private func wideRule(_ evaluation: Evaluation) -> Int? {
        var offsets = InlineArray<32, Int>(repeating: 0)
        for place in columns.indices {
            let offset = offset(columns[place], place, evaluation)
            guard offset >= 0 else { return nil }
            offsets[place] = offset
        }
        var found: Int?
        for word in 0..<words {
            var standing = word == words - 1 ? last : .max
            for place in 0..<columns.count where standing != 0 {
                standing &= masks[offsets[place] &+ word]
            }
            guard standing != 0 else { continue }
            guard found == nil, !isUnique || standing & (standing &- 1) == 0 else { return nil }
            found = word * 64 + standing.trailingZeroBitCount
            if !isUnique { break }
        }
        return found
    }

    /// Where the set of rules for the value of a column begins; -1 where its cells have to be
    /// tested.
    @inline(__always)
    private func offset(_ column: Column, _ place: Int, _ evaluation: Evaluation) -> Int {
        if column.source >= 0, case .known(let value) = evaluation.globals[column.source] {
            return offset(column, value)
        }
        return offset(
            column,
            column.source >= 0
                ? evaluation.global(column.source) : codes[place](evaluation, evaluation.noFrame))
    }

    @inline(__always)
    private func offset(_ column: Column, _ value: Value) -> Int {
        let place: Int
        switch (column.kind, value) {
        case (.numbers, .number(let number)):
            if column.isWhole, let whole = number.wholeFromZero {
                place = segment(of: whole, wholeEnds, column.start, column.count)
            } else {
                place = segment(of: number, ends, column.start, column.count)
            }
        case (.strings, .string(let text)): place = texts[column.start][text]
        case (.booleans, .boolean(let flag)): place = flag ? 1 : 0
        case (.untested, _): place = 0
        default: return -1
        }
        return column.masks &+ place &* words
    }

    /// Keeps what it decided on as a trace.
    func record(_ rule: Int, _ evaluation: Evaluation) {
        guard evaluation.tables.count < evaluation.limits.diagnostics else { return }
        let inputs = columns.indices.map { place in
            columns[place].source >= 0
                ? evaluation.global(columns[place].source)
                : codes[place](evaluation, evaluation.noFrame)
        }
        evaluation.tables.append(
            TableTrace(
                element: evaluation.element, inputs: inputs, rules: [rule + 1],
                result: results[rule], code: table, frame: nil))
    }
}

/// The segment of a number among ends in order: 2k before the k-th, 2k + 1 the k-th itself.
///
/// Branches that cannot be foreseen cost more than steps: each step halves, whatever it finds.
@inline(__always)
func segment<Number: Comparable>(
    of number: Number, _ ends: [Number], _ start: Int, _ count: Int
) -> Int {
    guard count > 0 else { return 0 }
    return ends.withUnsafeBufferPointer { ends in
        var low = start
        var rest = count
        while rest > 1 {
            let half = rest &>> 1
            low &+= ends[low &+ half &- 1] < number ? half : 0
            rest &-= half
        }
        low &+= ends[low] < number ? 1 : 0
        let isEnd = low < start &+ count && ends[low] == number
        return 2 &* (low &- start) &+ (isEnd ? 1 : 0)
    }
}
