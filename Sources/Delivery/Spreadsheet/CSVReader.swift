import Glibc

/// What a CSV file may look like and how large its parts may be.
package struct CSVOptions: Sendable {
    package enum Delimiter: UInt8, Sendable, CaseIterable {
        case comma = 0x2C
        case semicolon = 0x3B
        case tab = 0x09
        case bar = 0x7C
    }

    package var delimiter: Delimiter
    /// A UTF-8 byte order mark in the file wins over this.
    package var encoding: TextEncoding
    /// Every record must have as many fields as the first.
    package var requiresEqualCounts: Bool
    /// Takes off the `'` that ``CSVWriter`` puts before what a spreadsheet would run as a formula.
    package var removesFormulaGuard: Bool
    package var mostFields: Int
    /// In bytes of UTF-8, doubled quotes counted twice.
    package var longestField: Int
    /// In bytes of UTF-8 with its line break.
    package var longestRecord: Int
    /// In bytes of UTF-8 after decompression.
    package var mostBytes: Int

    package init(
        delimiter: Delimiter = .comma, encoding: TextEncoding = .utf8,
        requiresEqualCounts: Bool = true, removesFormulaGuard: Bool = false,
        mostFields: Int = 1024, longestField: Int = 256 << 10, longestRecord: Int = 1 << 20,
        mostBytes: Int = 16 << 30
    ) {
        self.delimiter = delimiter
        self.encoding = encoding
        self.requiresEqualCounts = requiresEqualCounts
        self.removesFormulaGuard = removesFormulaGuard
        self.mostFields = max(mostFields, 1)
        self.longestField = max(longestField, 1)
        self.longestRecord = max(longestRecord, 1)
        self.mostBytes = max(mostBytes, 1)
    }
}

/// Reads a CSV file of any size record by record (RFC 4180; CRLF, LF or CR; also gzip).
///
/// A record that breaks a rule comes as a ``CSVProblem`` and reading goes on at the physical line
/// after the one it started on, so one forgotten quote does not swallow the file. Empty lines are
/// skipped. Blocks on reading; not for use by two tasks at once.
package struct CSVReader {
    package struct Record: Hashable, Sendable {
        /// The physical line (1 for the first) where the record starts.
        package let line: Int
        package let fields: [String]

        package init(line: Int, fields: [String]) {
            self.line = line
            self.fields = fields
        }
    }

    package enum Item: Hashable, Sendable {
        case record(Record)
        case problem(CSVProblem)
    }

    private let options: CSVOptions
    private let buffer: CSVBuffer
    private var scanner: CSVScanner
    private var line = 1
    private var expectedCount: Int?

    /// Opens a file. Throws ``SpreadsheetFailure``.
    package init(path: String, options: CSVOptions = CSVOptions()) throws {
        try self.init(FileBytes(path: path), options)
    }

    /// Reads bytes at hand. Throws ``SpreadsheetFailure``.
    package init(bytes: [UInt8], options: CSVOptions = CSVOptions()) throws {
        try self.init(MemoryBytes(bytes), options)
    }

    init(_ source: any ByteSource, _ options: CSVOptions) throws {
        self.options = options
        buffer = CSVBuffer(
            try CSVReader.text(source, options.encoding), longest: options.longestRecord,
            most: options.mostBytes)
        scanner = CSVScanner(options)
    }

    /// The next record or problem; `nil` at the end. Throws ``SpreadsheetFailure``.
    package mutating func next() throws -> Item? {
        while true {
            if buffer.window.isEmpty {
                guard try buffer.fill() else { return nil }
            }
            switch scanner.scan(buffer.window, isLast: buffer.isAtEnd) {
            case .incomplete:
                // When nothing comes, the next scan knows that this is the last window.
                _ = try buffer.fill()
            case .problem(let kind):
                let problem = CSVProblem(line: line, kind: kind)
                try buffer.skipLine()
                line += 1
                return .problem(problem)
            case .record(let length, let lines):
                let item = isBlank ? nil : item(length: length)
                buffer.consume(length)
                line += lines
                if let item { return item }
            }
        }
    }

    private var isBlank: Bool {
        guard scanner.fields.count == 1, let field = scanner.fields.first else { return false }
        return !field.isQuoted && field.start == field.end
    }

    private mutating func item(length: Int) -> Item {
        let window = buffer.window
        guard let base = window.baseAddress, memchr(base, 0, length) == nil,
            let fields = texts(window)
        else { return .problem(CSVProblem(line: line, kind: .damagedText)) }
        if options.requiresEqualCounts {
            let expected = expectedCount ?? fields.count
            expectedCount = expected
            guard fields.count == expected else {
                let kind = CSVProblem.Kind.fieldCount(expected: expected, found: fields.count)
                return .problem(CSVProblem(line: line, kind: kind))
            }
        }
        return .record(Record(line: line, fields: fields))
    }

    private func texts(_ window: UnsafeBufferPointer<UInt8>) -> [String]? {
        var texts: [String] = []
        texts.reserveCapacity(scanner.fields.count)
        for field in scanner.fields {
            let bytes = UnsafeBufferPointer(rebasing: window[field.start..<field.end])
            let text =
                field.hasDoubledQuotes
                ? String(validating: CSVReader.undoubled(bytes), as: UTF8.self)
                : String(validating: bytes, as: UTF8.self)
            guard let text else { return nil }
            texts.append(options.removesFormulaGuard ? FormulaGuard.removed(text) : text)
        }
        return texts
    }

    /// The content with each doubled quote once.
    private static func undoubled(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isSecond = false
        for byte in bytes {
            isSecond = byte == 0x22 && !isSecond
            if byte != 0x22 || isSecond { result.append(byte) }
        }
        return result
    }

    /// The content of `source` as UTF-8 without compression and byte order mark.
    private static func text(
        _ source: any ByteSource, _ encoding: TextEncoding
    ) throws -> any ByteSource {
        var content = try PeekedBytes(source, count: 4)
        if content.begins(with: [0x1F, 0x8B]) {
            content = try PeekedBytes(InflatedBytes(content), count: 4)
        }
        let workbooks: [[UInt8]] = [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]]
        guard !workbooks.contains(where: content.begins) else {
            throw SpreadsheetFailure.workbook
        }
        guard !content.begins(with: [0xFF, 0xFE]), !content.begins(with: [0xFE, 0xFF]) else {
            throw SpreadsheetFailure.utf16
        }
        if content.begins(with: [0xEF, 0xBB, 0xBF]) {
            content.drop(3)
            return content
        }
        guard encoding == .gb18030 else { return content }
        if content.begins(with: [0x84, 0x31, 0x95, 0x33]) { content.drop(4) }
        return try GB18030Bytes(content)
    }
}
