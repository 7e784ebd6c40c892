import Kernel
import Testing

@testable import Insurance

struct MappingTests {
    @Test func `the shipped mappings are sound`() throws {
        for name in Imports.shipped.keys {
            let mapping = try #require(try Imports.mapping(named: name, Insurer.commands))
            #expect(mapping.name == name)
            expectBothLanguages(mapping.title)
            mapping.assumptions.forEach { #expect(!$0.zh.isEmpty && !$0.en.isEmpty) }
        }
    }

    @Test func `the label of the motor claims is not read at all`() throws {
        let mapping = try #require(try Imports.mapping(named: "auto-claims", Insurer.commands))
        #expect(!mapping.columns.contains { $0.header == "fraud_reported" })
        #expect(mapping.ignored.contains { $0.column == "fraud_reported" })
    }

    /// What is put in place of a sound part, and where the complaint must point.
    @Test(arguments: [
        (#""kind": "policies""#, #""kind": "ships""#, "kind"),
        (#""format": "M/D/YYYY""#, #""format": "guess""#, "columns.begin.format"),
        (#""read": "day""#, #""read": "date""#, "columns.begin.read"),
        (#""currency": "CNY""#, #""currency": "CNX""#, "columns.amount.currency"),
        (#""number": "P-{no}""#, #""number": "P-{nr}""#, "steps[0].fields.number"),
        (#""number": "P-{no}""#, #""nummer": "P-{no}""#, "steps[0].fields.nummer"),
        (#""number": "P-{no}""#, #""number": "P-{no""#, "steps[0].fields.number"),
        (#""number": "P-{no}""#, #""number": "{notice.number}""#, "steps[0].fields.number"),
        (#""command": "policies.record""#, #""command": "policies.rec""#, "steps[0].command"),
        (#""is": "negative""#, #""is": "minus""#, "flags[0].when.is"),
        (#""column": "amount", "is""#, #""column": "amonut", "is""#, "flags[0].when"),
        (#""simpleUpTo": "1.00 CNY""#, #""simpleUpTo": "1.00""#, ""),
        (#""line": "motor""#, #""line": "boat""#, "products[0].line"),
        (#""key": "{no}""#, #""key": "{no}", "more": 1"#, ""),
        (#""covenantMapping": 1"#, #""covenantMapping": 2"#, "covenantMapping"),
        (#""nothing": {"?": "unknown"}"#, #""nothing": {"?": "no"}"#, "columns.amount.nothing.?"),
    ])
    func `a mistake in a mapping is named with its place`(
        _ sound: String, _ broken: String, _ place: String
    ) throws {
        let text = SampleMapping.text.replacing(sound, with: broken)
        #expect(text != SampleMapping.text)
        if place.isEmpty && sound.hasPrefix(#""simple"#) {
            // An amount without its currency is in yuan, as everywhere.
            _ = try SampleMapping.read(text)
            return
        }
        let problem = #expect(throws: MappingProblem.self) { try SampleMapping.read(text) }
        #expect(problem?.place == place)
        if let problem { #expect(!problem.words.zh.isEmpty && !problem.words.en.isEmpty) }
    }

    @Test func `what is no JSON is refused with the byte`() {
        let problem = #expect(throws: MappingProblem.self) { try SampleMapping.read("{") }
        #expect(problem?.message.en.contains("byte") == true)
    }

    @Test func `a required field that is not mapped is named`() {
        let text = SampleMapping.text.replacing(#""product": "P","#, with: "")
        let problem = #expect(throws: MappingProblem.self) { try SampleMapping.read(text) }
        #expect(problem?.message.en.contains("“product”") == true)
    }

    @Test func `a file without a needed column is refused before any row`() throws {
        let mapping = try SampleMapping.read()
        let problem = #expect(throws: MappingProblem.self) { try mapping.layout(["no", "kind"]) }
        #expect(problem?.message.en == "the file lacks these columns: amount, begin, other")
        let twice = #expect(throws: MappingProblem.self) {
            try mapping.layout(["no", "kind", "begin", "amount", "other", "no"])
        }
        #expect(twice?.message.en.contains("twice") == true)
    }

    @Test func `a derived mapping wants the columns of required fields and a key`() throws {
        let mapping = try ImportMapping(derivedFrom: "claims.registerNotice", Insurer.commands)
        #expect(throws: MappingProblem.self) { try mapping.layout(["channel"]) }
        #expect(throws: MappingProblem.self) {
            try ImportMapping(derivedFrom: "claims.dance", Insurer.commands)
        }
        let header = [
            "channel", "policy", "lossAt", "place", "cause", "course", "reporterName", "source",
        ]
        let (_, unknown) = try mapping.layout(header + ["weather"])
        #expect(unknown == ["weather"])
    }
}

/// A small mapping for tests: policies with every kind of cell.
enum SampleMapping {
    static let text = """
        {"covenantMapping": 1, "name": "sample", "kind": "policies",
         "title": {"zh": "样例", "en": "Sample"}, "key": "{no}",
         "columns": {
           "no": "text", "kind": "text",
           "begin": {"read": "day", "format": "M/D/YYYY"},
           "amount": {"read": "money", "currency": "CNY", "nothing": {"?": "unknown"},
             "notApplicable": {"column": "kind", "equals": "free"}, "flag": ["unknown"]},
           "other": {"nothing": {"None": "none", "0": "zero", "?": "unknown"}}},
         "flags": [{"code": "amount.negative", "when": {"column": "amount", "is": "negative"}}],
         "products": [{"code": "P", "zh": "产品", "en": "Product", "line": "motor",
           "coverages": [{"code": "c", "zh": "责任", "en": "Cover", "limit": "9.00 CNY",
             "deductible": "0.00 CNY", "deductiblePermille": 0, "terms": "t"}],
           "documents": [], "simpleUpTo": "1.00 CNY", "complexAbove": "2.00 CNY"}],
         "steps": [{"as": "policy", "command": "policies.record", "fields": {
           "number": "P-{no}", "product": "P", "holderName": "Holder {no}",
           "inception": {"column": "begin"},
           "expiry": {"column": "begin", "addYears": 1, "addDays": -1},
           "overrides": [{"when": {"column": "amount", "is": "positive"},
             "record": {"code": "c", "limit": {"column": "amount"}}}],
           "remarks": [{"value": "begin={begin}"}, {"flags": true}], "source": "sample:{key}"}}]}
        """

    static func read(_ text: String = text) throws(MappingProblem) -> ImportMapping {
        try ImportMapping(bytes: Array(text.utf8), Insurer.commands)
    }

    static let header = ["no", "kind", "begin", "amount", "other"]

    static func row(_ fields: String...) throws -> ImportRow {
        let mapping = try read()
        return try ImportRow(
            ImportRecord(line: 2, fields: fields), mapping, mapping.layout(header).0)
    }

    static func body(_ row: ImportRow) throws -> JSON {
        let fields = try read().steps[0].fields
        return try ImportValue.record(fields).json(row, ImportAnswers()) ?? .null
    }
}
