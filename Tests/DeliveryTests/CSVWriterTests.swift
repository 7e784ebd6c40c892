import Testing

@testable import Delivery

@Suite struct CSVWriterTests {
    private func line(
        _ fields: [String], _ options: CSVWriter.Options = .init(marksEncoding: false)
    ) -> String {
        var writer = CSVWriter(options)
        return String(decoding: writer.record(fields), as: UTF8.self)
    }

    @Test func `fields are quoted where they must be`() {
        #expect(
            line(["a", "b,c", "d\"e", "f\ng", " h", "007", ""])
                == "a,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\",007,\r\n")
        #expect(line([""]) == "\"\"\r\n")
    }

    @Test func `the byte order mark stands once, at the front`() {
        var writer = CSVWriter()
        #expect(writer.record(["a"]) == [0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0x0A])
        #expect(writer.record(["b"]) == [0x62, 0x0D, 0x0A])
    }

    @Test(arguments: [
        "=1+1", "+86 138", "+8613800000000", "-1+1", "-", "-cmd", "@SUM(A1)", "\tx", "＝1", "＋1",
        "－1", "＠x", " =1", "'=1", "-1.2.3", "-1.", "-.5", "--1", "-1e5", "- 1",
    ])
    func `what a spreadsheet would run gets a quote in front`(field: String) {
        #expect(line([field]).contains("'" + field))
    }

    @Test(arguments: ["-12.50", "-1", "12", "1.5", "a=b", "a-b", "'quoted'", "案件=1", "2026-01-05"])
    func `numbers and plain text stay as they are`(field: String) {
        #expect(line([field]) == field + "\r\n")
    }

    @Test(arguments: ["\r=1", "\n=1"])
    func `a formula behind a line break is guarded too`(field: String) {
        #expect(line([field]) == "\"'\(field)\"\r\n")
    }
}

/// Random inputs from a fixed seed: reading never traps, and reading what was written gives it
/// back.
@Suite struct CSVFuzzTests {
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private static let pieces: [String] = [
        ",", ",", "\"", "\"\"", "\n", "\r", "\r\n", "a", "案件", "🙂", "=", "-1", "'", " ", "\t",
        ";", "\u{FEFF}", "é",
    ]

    @Test(arguments: UInt64(1)...20)
    func `random bytes never trap and always end`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        for _ in 0..<150 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...80, using: &random) {
                if Bool.random(using: &random) {
                    bytes += Self.pieces.randomElement(using: &random)?.utf8 ?? "".utf8
                } else {
                    bytes.append(.random(in: 0...255, using: &random))
                }
            }
            for encoding in TextEncoding.allCases {
                let options = CSVOptions(
                    encoding: encoding, removesFormulaGuard: true, mostFields: 6,
                    longestField: 12, longestRecord: 30)
                let whole = try? CSVCases.items(bytes, options)
                #expect((whole?.count ?? 0) <= bytes.count)
            }
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `where a window is cut changes nothing`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        for _ in 0..<100 {
            let bytes = Array(
                (0..<Int.random(in: 0...60, using: &random))
                    .compactMap { _ in Self.pieces.randomElement(using: &random) }
                    .joined().utf8)
            let whole = try CSVCases.items(bytes)
            for step in [1, 2, 5] {
                #expect(try CSVCases.items(bytes, step: step) == whole)
            }
        }
    }

    /// Strings compare by characters, so their bytes are compared here.
    private func utf8(_ records: [[String]]) -> [[[UInt8]]] {
        records.map { $0.map { Array($0.utf8) } }
    }

    @Test(arguments: UInt64(1)...20)
    func `reading what was written gives it back`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        for _ in 0..<100 {
            let delimiter = CSVOptions.Delimiter.allCases.randomElement(using: &random) ?? .comma
            let isGuarded = Bool.random(using: &random)
            let marksEncoding = Bool.random(using: &random)
            var writer = CSVWriter(
                .init(
                    delimiter: delimiter, marksEncoding: marksEncoding, guardsFormulas: isGuarded))
            var written: [[String]] = []
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let fields = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    (0..<Int.random(in: 0...6, using: &random))
                        .compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
                }
                written.append(fields)
                bytes += writer.record(fields)
            }
            let options = CSVOptions(
                delimiter: delimiter, requiresEqualCounts: false, removesFormulaGuard: isGuarded)
            let read = try CSVCases.items(bytes, options).map { item -> [String] in
                guard case .record(let record) = item else { return ["problem"] }
                return record.fields
            }
            #expect(utf8(read) == utf8(written))
        }
    }
}
