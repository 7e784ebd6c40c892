import Foundation
import Kernel
import Testing

@testable import Delivery

@Suite struct CSVFileTests {
    private let text = "姓名,说明\r\n梅雨晴,\"第一行\n第二行，𠮷\"\r\n"
    private let expected: [CSVReader.Item] = [
        .record(CSVReader.Record(line: 1, fields: ["姓名", "说明"])),
        .record(CSVReader.Record(line: 2, fields: ["梅雨晴", "第一行\n第二行，𠮷"])),
    ]

    /// The text in another encoding, made by another program.
    private func encoded(_ name: String) throws -> [UInt8] {
        let scratch = try Scratch()
        let source = try scratch.write(Array(text.utf8), to: "text")
        let script = "import sys; d=open(sys.argv[1],newline='',encoding='utf-8').read();"
            + "open(sys.argv[2],'wb').write(d.encode(sys.argv[3]))"
        let target = scratch.file("out")
        try #require(
            PythonServer.run([PythonServer.interpreter, "-c", script, source, target, name]))
        return Array(try Data(contentsOf: URL(fileURLWithPath: target)))
    }

    private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let scratch = try Scratch()
        let source = try scratch.write(bytes, to: "text")
        let script = "import gzip,sys; open(sys.argv[2],'wb').write("
            + "gzip.compress(open(sys.argv[1],'rb').read()))"
        let target = scratch.file("out")
        try #require(PythonServer.run([PythonServer.interpreter, "-c", script, source, target]))
        return Array(try Data(contentsOf: URL(fileURLWithPath: target)))
    }

    @Test func `a UTF-8 byte order mark is no part of the first name`() throws {
        let bytes = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        #expect(try CSVCases.items(bytes) == expected)
        #expect(try CSVCases.items(bytes, CSVOptions(encoding: .gb18030)) == expected)
    }

    @Test(arguments: [1, 2, 3, 7, Int.max])
    func `GB 18030 is read however the bytes are cut`(step: Int) throws {
        let bytes = try encoded("gb18030")
        let options = CSVOptions(encoding: .gb18030)
        #expect(try CSVCases.items(bytes, options, step: step) == expected)
    }

    @Test func `damaged GB 18030 costs its record only`() throws {
        let good = Array("a\n".utf8)
        for damage: [UInt8] in [[0xFF], [0x81], [0x81, 0x30], [0x80, 0x80]] {
            let bytes = good + damage + Array("\nb\n".utf8)
            let items = try CSVCases.items(bytes, CSVOptions(encoding: .gb18030))
            #expect(
                items == [
                    .record(.init(line: 1, fields: ["a"])),
                    .problem(CSVProblem(line: 2, kind: .damagedText)),
                    .record(.init(line: 3, fields: ["b"])),
                ])
        }
        let cut = try CSVCases.items(good + [0x81], CSVOptions(encoding: .gb18030))
        #expect(cut.last == .problem(CSVProblem(line: 2, kind: .damagedText)))
    }

    @Test(arguments: ["utf-16", "utf-16-be-bom"])
    func `UTF-16 is refused with advice`(name: String) throws {
        var bytes = try encoded("utf-16")
        if name.hasSuffix("bom") { bytes = [0xFE, 0xFF] + bytes.dropFirst(2) }
        #expect(throws: SpreadsheetFailure.utf16) { try CSVReader(bytes: bytes) }
        #expect(SpreadsheetFailure.utf16.message.zh.contains("另存为"))
    }

    @Test func `a workbook is refused with advice`() {
        #expect(throws: SpreadsheetFailure.workbook) {
            try CSVReader(bytes: [0x50, 0x4B, 0x03, 0x04, 0, 0])
        }
    }

    @Test(arguments: [1, 5, Int.max])
    func `gzip is read as a stream, also in several members`(step: Int) throws {
        let half = Array(text.utf8.prefix(9))
        let bytes = try gzip(half) + gzip(Array(text.utf8.dropFirst(9)))
        #expect(try CSVCases.items(bytes, step: step) == expected)
        let both = try gzip([0xEF, 0xBB, 0xBF] + Array(text.utf8))
        #expect(try CSVCases.items(both) == expected)
    }

    @Test func `gzip cut short or damaged is refused, never silently short`() throws {
        var bytes = try gzip(Array(text.utf8))
        for count in [3, 11, bytes.count - 9, bytes.count - 1] {
            #expect(throws: SpreadsheetFailure.damagedCompression) {
                try CSVCases.items(Array(bytes.prefix(count)))
            }
        }
        bytes[bytes.count - 6] ^= 1
        #expect(throws: SpreadsheetFailure.damagedCompression) { try CSVCases.items(bytes) }
    }

    @Test func `gzip that grows without end is stopped`() throws {
        let bomb = try gzip([UInt8](repeating: 0x0A, count: 4 << 20))
        #expect(throws: SpreadsheetFailure.tooLarge) {
            try CSVCases.items(bomb, CSVOptions(mostBytes: 1 << 20))
        }
    }

    @Test func `a file that is not there or is a folder is refused`() throws {
        let scratch = try Scratch()
        for path in [scratch.file("none.csv"), scratch.path] {
            #expect(throws: SpreadsheetFailure.unreadable) { try CSVReader(path: path) }
        }
    }

    @Test func `a real data set is read to its last record`() throws {
        let path = "../shared/data/complaints_ct_closed_to_2024.csv.gz"
        guard FileManager.default.fileExists(atPath: path) else {
            withKnownIssue("1 data set is absent: \(path)") {
                Issue.record("real complaints were not read")
            }
            return
        }
        var reader = try CSVReader(path: path)
        var records = 0
        var problems = 0
        while let item = try reader.next() {
            if case .record = item { records += 1 } else { problems += 1 }
        }
        #expect(records > 1000 && problems == 0)
    }
}
