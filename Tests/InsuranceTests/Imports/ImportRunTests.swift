import Kernel
import TestSupport
import Testing

@testable import Insurance

struct ImportRunTests {
    /// Imports rows given in code.
    private func run(
        _ mapping: ImportMapping, _ rows: [[String]], _ world: World, header: [String]? = nil
    ) async throws -> (report: ImportReport, refused: [RefusedRow]) {
        var items = rows.enumerated().map {
            ImportRun.Item.record(ImportRecord(line: $0.offset + 2, fields: $0.element))
        }[...]
        var refused: [RefusedRow] = []
        let run = try ImportRun(
            mapping, header: header ?? SampleMapping.header, dispatcher: world.dispatcher)
        let report = try await run.run(
            next: { items.popFirst() }, refused: { refused.append($0) })
        return (report, refused)
    }

    private static let rows = [
        ["1", "", "1/5/2015", "1", "x"], ["2", "", "1/5/2015", "-1", "x"],
        ["3", "", "2015-01-05", "1", "x"], ["1", "", "1/5/2015", "1", "x"],
        ["4", "free", "1/5/2015", "?", "None"],
    ]

    @Test(arguments: Backend.available)
    func `rows become policies, refused ones come back, the second time adds nothing`(
        _ backend: Backend
    ) async throws {
        let world = try await World(backend)
        let mapping = try SampleMapping.read()
        let first = try await run(mapping, Self.rows, world)
        #expect(first.report.rows == 5)
        #expect(first.report.added == ["policy": 3])
        #expect(first.report.alreadyThere == ["policy": 1])
        #expect(first.report.productsDefined == ["P"])
        #expect(first.report.flags == ["amount.negative": 1])
        #expect(first.report.nothings["amount"] == [.notApplicable: 1])
        #expect(first.refused.map(\.line) == [4])
        #expect(first.refused.first?.fields == Self.rows[2])
        #expect(first.refused.first?.reason == "import.cell")
        #expect(!first.report.changedNothing)

        let entries = try await world.count("journal_entry")
        let second = try await run(mapping, Self.rows, world)
        #expect(second.report.added.isEmpty)
        #expect(second.report.alreadyThere == ["policy": 4])
        #expect(second.report.changedNothing)
        #expect(try await world.count("journal_entry") == entries)
        #expect(try await world.count("policy") == 3)
    }

    @Test func `a row that changed since is handed back and changes nothing`() async throws {
        let world = try await World()
        let mapping = try SampleMapping.read()
        _ = try await run(mapping, [Self.rows[0]], world)
        let changed = try await run(mapping, [["1", "", "1/6/2015", "1", "x"]], world)
        #expect(changed.refused.map(\.reason) == ["idempotency.keyReused"])
        let policy: Policy = try await world.load("P-1")
        #expect(policy.inception.description == "2015-01-05")
    }

    @Test func `what was recorded by hand counts as already there`() async throws {
        let world = try await World()
        let mapping = try SampleMapping.read()
        _ = try await run(mapping, [Self.rows[0]], world)
        try await world.database.write { try $0.execute("DELETE FROM idempotency") }
        let again = try await run(mapping, [Self.rows[0]], world)
        #expect(again.report.alreadyThere == ["policy": 1])
        #expect(again.report.changedNothing)
    }

    @Test func `a command's own columns are a mapping too`() async throws {
        let world = try await World()
        _ = try await run(try SampleMapping.read(), [Self.rows[0]], world)
        let mapping = try ImportMapping(derivedFrom: "claims.registerNotice", Insurer.commands)
        let header = [
            "source", "channel", "policy", "lossAt", "place", "cause", "course", "reporterName",
            "remarks",
        ]
        let sound = [
            "n-1", "phone", "P-1", "2025-03-01T08:00:00+08:00", "某路", "collision", "追尾", "张三",
            #"["from paper"]"#,
        ]
        var wrong = sound
        (wrong[0], wrong[1]) = ("n-2", "smoke")
        try await installStandards(world)
        let outcome = try await run(mapping, [sound, wrong], world, header: header)
        #expect(outcome.report.added == ["registerNotice": 1])
        #expect(outcome.refused.map(\.reason) == ["fields.refused"])
        #expect(outcome.refused.first?.message.en.contains("channel") == true)
        let again = try await run(mapping, [sound], world, header: header)
        #expect(again.report.alreadyThere == ["registerNotice": 1])
    }

    @Test func `a row of another width is refused and the rest goes on`() async throws {
        let world = try await World()
        let outcome = try await run(
            try SampleMapping.read(), [["1", ""], Self.rows[0]], world)
        #expect(outcome.refused.map(\.reason) == ["import.width"])
        #expect(outcome.report.added == ["policy": 1])
    }

    @Test func `the report tells both languages and JSON`() async throws {
        let world = try await World()
        let outcome = try await run(try SampleMapping.read(), Self.rows, world)
        #expect(outcome.report.lines(.en).contains("added policy: 3"))
        #expect(outcome.report.lines(.zh).contains("新增 policy：3"))
        #expect(outcome.report.json["added"] == ["policy": 3])
        #expect(outcome.report.json["refusedRows"] == 1)
        #expect(outcome.refused[0].record.count == RefusedRow.columns.count + 5)
    }
}

/// The claim standards of the product, set as `covenant` does.
func installStandards(_ world: World) async throws {
    try await DefaultStandards.install(
        world.dispatcher, at: Moment(milliseconds: 1_704_067_200_000))
}
