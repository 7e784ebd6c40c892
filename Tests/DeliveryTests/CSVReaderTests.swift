import Kernel
import Testing

@testable import Delivery

@Suite struct CSVReaderTests {
    private func items(
        _ text: String, _ options: CSVOptions = CSVOptions()
    ) throws -> [CSVReader.Item] {
        try CSVCases.items(Array(text.utf8), options)
    }

    private func record(_ line: Int, _ fields: String...) -> CSVReader.Item {
        .record(CSVReader.Record(line: line, fields: fields))
    }

    private func problem(_ line: Int, _ kind: CSVProblem.Kind) -> CSVReader.Item {
        .problem(CSVProblem(line: line, kind: kind))
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `records know the physical line they start on`(end: String) throws {
        let lines = ["a,b", "\"x", "y\",\"p\"\"q\"", "", "007, z ", "\"\",\"\""]
        let found = try items(lines.joined(separator: end))
        #expect(
            found == [
                record(1, "a", "b"), record(2, "x\(end)y", "p\"q"), record(5, "007", " z "),
                record(6, "", ""),
            ])
    }

    @Test func `the last line may end with or without a line break`() throws {
        #expect(try items("a,\n") == [record(1, "a", "")])
        #expect(try items("a,") == [record(1, "a", "")])
        #expect(try items("a\r") == [record(1, "a")])
        #expect(try items("\"\"") == [record(1, "")])
        #expect(try items("\n\r\n\r") == [])
        #expect(try items("") == [])
    }

    @Test func `a stray quote costs its record only`() throws {
        let found = try items("a,b\nx\"y,1\n\"x\"y,2\nc,d\n")
        #expect(
            found == [
                record(1, "a", "b"), problem(2, .strayQuote), problem(3, .strayQuote),
                record(4, "c", "d"),
            ])
    }

    @Test func `a quote that never ends does not swallow the file`() throws {
        let found = try items("a,b\n\"x,1\nc,d\ne,f")
        #expect(
            found == [
                record(1, "a", "b"), problem(2, .unclosedQuote), record(3, "c", "d"),
                record(4, "e", "f"),
            ])
    }

    @Test func `everything has a limit`() throws {
        let options = CSVOptions(
            requiresEqualCounts: false, mostFields: 3, longestField: 8, longestRecord: 20)
        let found = try items(
            "a,b,c,d\n123456789\n\"1234\n6789\"\n1234567,1234567,1234567\nok", options)
        #expect(
            found == [
                problem(1, .tooManyFields(limit: 3)), problem(2, .fieldTooLong(limit: 8)),
                problem(3, .fieldTooLong(limit: 8)), problem(4, .strayQuote),
                problem(5, .recordTooLong(limit: 20)), record(6, "ok"),
            ])
        #expect(throws: SpreadsheetFailure.tooLarge) {
            try self.items("12345678901", CSVOptions(mostBytes: 10))
        }
    }

    @Test func `a line without end is skipped without being held`() throws {
        let long = [UInt8](repeating: 0x61, count: 3 << 20)
        let found = try CSVCases.items(Array("a\n".utf8) + long + Array("\r\nb\n".utf8))
        #expect(
            found == [
                record(1, "a"), problem(2, .fieldTooLong(limit: 256 << 10)), record(3, "b"),
            ])
    }

    @Test func `records must be as wide as the first unless told otherwise`() throws {
        #expect(
            try items("a,b\n1\n1,2\n1,2,3") == [
                record(1, "a", "b"), problem(2, .fieldCount(expected: 2, found: 1)),
                record(3, "1", "2"), problem(4, .fieldCount(expected: 2, found: 3)),
            ])
        #expect(
            try items("a,b\n1", CSVOptions(requiresEqualCounts: false))
                == [record(1, "a", "b"), record(2, "1")])
    }

    @Test(arguments: CSVOptions.Delimiter.allCases)
    func `the delimiter is a setting`(delimiter: CSVOptions.Delimiter) throws {
        let mark = Character(Unicode.Scalar(delimiter.rawValue))
        let found = try items("a\(mark)\"b\(mark)c\"", CSVOptions(delimiter: delimiter))
        #expect(found == [record(1, "a", "b\(mark)c")])
    }

    @Test func `damaged text and NUL are refused with their line`() throws {
        for damage: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE4, 0xB8], [0]] {
            let bytes = Array("a\n好".utf8) + damage + Array("\n好\n".utf8)
            #expect(
                try CSVCases.items(bytes)
                    == [record(1, "a"), problem(2, .damagedText), record(3, "好")])
        }
    }

    @Test func `problems say the line and what to do, never the content`() throws {
        let found = try items("a,b\nsecret\"x,1\n")
        guard case .problem(let problem) = found[1] else {
            Issue.record("no problem found")
            return
        }
        #expect(problem.message.zh.hasPrefix("第 2 行") && problem.message.en.hasPrefix("Line 2"))
        #expect(problem.kind.id == "csv.strayQuote")
        #expect(!"\(problem) \(problem.message)".contains("secret"))
    }

    @Test func `the header maps names to columns and reports duplicates`() throws {
        let header = CSVHeader(
            CSVReader.Record(line: 1, fields: [" 保单号 ", "name", "name", "金额", "name", ""]))
        #expect(header.names == ["保单号", "name", "name", "金额", "name", ""])
        #expect(header.duplicates == ["name"])
        #expect(header.position(of: "保单号") == 0 && header.position(of: "none") == nil)
        #expect(header.missing(["金额", "日期", "保单号"]) == ["日期"])
        let short = CSVReader.Record(line: 2, fields: ["007"])
        #expect(header.field("保单号", of: short) == "007")
        #expect(header.field("金额", of: short) == nil)
    }
}

/// Reading whole small inputs.
enum CSVCases {
    static func items(
        _ bytes: [UInt8], _ options: CSVOptions = CSVOptions(), step: Int = .max
    ) throws -> [CSVReader.Item] {
        var reader = try CSVReader(MemoryBytes(bytes, step: step), options)
        return try rest(of: &reader)
    }

    static func rest(of reader: inout CSVReader) throws -> [CSVReader.Item] {
        var items: [CSVReader.Item] = []
        while let item = try reader.next() { items.append(item) }
        return items
    }
}
