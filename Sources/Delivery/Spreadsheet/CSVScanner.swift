/// Finds the fields of one record in a window of bytes (RFC 4180), without copying them.
struct CSVScanner {
    /// Where a field's content lies in the window, without its quotes.
    struct Field {
        var start: Int
        var end: Int
        var isQuoted = false
        var hasDoubledQuotes = false
    }

    enum Outcome {
        /// A record of `length` bytes with its line break, over `lines` physical lines.
        case record(length: Int, lines: Int)
        case incomplete
        case problem(CSVProblem.Kind)
    }

    private enum Stop {
        case delimiter
        case lineBreak(length: Int)
        case windowEnd
        case problem(CSVProblem.Kind)
    }

    private static let quote: UInt8 = 0x22
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    private let options: CSVOptions
    private let delimiter: UInt8
    private(set) var fields: [Field] = []
    private var lineBreaks = 0

    init(_ options: CSVOptions) {
        self.options = options
        delimiter = options.delimiter.rawValue
    }

    /// Scans the record at the front of `bytes`. `isLast` says that nothing comes after them.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) -> Outcome {
        fields.removeAll(keepingCapacity: true)
        lineBreaks = 0
        var at = 0
        while true {
            let isQuoted = at < bytes.count && bytes[at] == Self.quote
            let stop =
                isQuoted
                ? quoted(bytes, &at, isLast: isLast) : plain(bytes, &at, isLast: isLast)
            switch stop {
            case .problem(let kind):
                return .problem(kind)
            case .windowEnd where !isLast:
                guard bytes.count <= options.longestRecord else { return tooLong }
                return .incomplete
            case .windowEnd:
                return finished(length: at, lines: lineBreaks + 1)
            case .lineBreak(let length):
                return finished(length: at + length, lines: lineBreaks + 1)
            case .delimiter:
                at += 1
            }
            guard fields.count < options.mostFields else {
                return .problem(.tooManyFields(limit: options.mostFields))
            }
        }
    }

    private var tooLong: Outcome { .problem(.recordTooLong(limit: options.longestRecord)) }

    private func finished(length: Int, lines: Int) -> Outcome {
        length <= options.longestRecord ? .record(length: length, lines: lines) : tooLong
    }

    /// Reads an unquoted field and leaves `at` on what ended it.
    private mutating func plain(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, isLast: Bool
    ) -> Stop {
        let start = at
        let delimiter = delimiter
        var index = at
        let count = bytes.count
        while index < count {
            let byte = bytes[index]
            if byte == delimiter || byte == Self.quote || byte == Self.lineFeed
                || byte == Self.carriageReturn
            {
                break
            }
            index += 1
        }
        at = index
        guard index - start <= options.longestField else { return fieldTooLong }
        if index < count && bytes[index] == Self.quote { return .problem(.strayQuote) }
        let stop = ending(bytes, at: index, isLast: isLast)
        fields.append(Field(start: start, end: index))
        return stop
    }

    /// Reads a quoted field from its opening quote and leaves `at` behind its closing one.
    private mutating func quoted(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, isLast: Bool
    ) -> Stop {
        let start = at + 1
        let count = bytes.count
        var field = Field(start: start, end: start, isQuoted: true)
        var index = start
        while index < count {
            let byte = bytes[index]
            if byte == Self.quote {
                guard index + 1 < count, bytes[index + 1] == Self.quote else { break }
                field.hasDoubledQuotes = true
                index += 1
            } else if byte == Self.lineFeed {
                lineBreaks += 1
            } else if byte == Self.carriageReturn, index + 1 < count,
                bytes[index + 1] != Self.lineFeed
            {
                lineBreaks += 1
            }
            index += 1
        }
        guard index - start <= options.longestField else { return fieldTooLong }
        guard index < count else { return isLast ? .problem(.unclosedQuote) : .windowEnd }
        // A quote on the very edge may be the first half of a doubled one: `ending` asks for more.
        field.end = index
        fields.append(field)
        at = index + 1
        return ending(bytes, at: at, isLast: isLast)
    }

    private var fieldTooLong: Stop { .problem(.fieldTooLong(limit: options.longestField)) }

    private func ending(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, isLast: Bool) -> Stop {
        guard index < bytes.count else { return .windowEnd }
        switch bytes[index] {
        case delimiter:
            return .delimiter
        case Self.lineFeed:
            return .lineBreak(length: 1)
        case Self.carriageReturn:
            guard index + 1 < bytes.count else {
                return isLast ? .lineBreak(length: 1) : .windowEnd
            }
            return .lineBreak(length: bytes[index + 1] == Self.lineFeed ? 2 : 1)
        default:
            return .problem(.strayQuote)
        }
    }
}
