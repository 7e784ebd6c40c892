import Foundation
import Testing

@testable import Decisions

@Suite struct TableAnalysisTests {
    private func findings(
        _ rules: [(cells: [String], output: String)], _ policy: String
    ) throws -> [String] {
        try CompiledModel(
            ModelText.table([("age", "number"), ("zone", "string")], rules, policy: policy),
            analyses: true
        ).findings.map(\.message)
    }

    @Test func `a gap is told with an example`() throws {
        let found = try findings(
            [(["< 18", "-"], "1"), (["> 18", "\"a\""], "2"), (["18", "-"], "3")], "UNIQUE")
        #expect(found == ["no rule takes age = 19, zone is anything else"])
    }

    @Test func `rules that overlap are told with an example`() throws {
        let found = try findings(
            [(["<= 18", "-"], "1"), ([">= 18", "-"], "2")], "UNIQUE")
        #expect(found == ["rules 1 and 2 both take age = 18, zone is anything else"])
    }

    @Test func `rules of ANY may overlap where they say the same`() throws {
        #expect(try findings([(["<= 18", "-"], "1"), ([">= 18", "-"], "1")], "ANY").isEmpty)
        #expect(try findings([(["<= 18", "-"], "1"), ([">= 18", "-"], "2")], "ANY").count == 1)
    }

    @Test func `a rule in the shadow of those above it is told`() throws {
        let found = try findings(
            [(["< 10", "-"], "1"), ([">= 5", "-"], "2"), (["[6..8]", "\"a\""], "3")], "FIRST")
        #expect(found == ["rule 3 never decides: the rules above it take all it takes"])
    }

    @Test func `a rule whose interval is empty is told`() throws {
        let found = try findings([(["(5..5)", "-"], "1"), (["-", "-"], "2")], "UNIQUE")
        #expect(found == ["rule 1 takes nothing"])
    }

    @Test func `nothing is claimed of tables with cells that are not constant`() throws {
        #expect(try findings([(["odd(?)", "-"], "1")], "UNIQUE").isEmpty)
    }

    @Test func `a sound table has no findings`() throws {
        let found = try findings(
            [(["< 18", "-"], "1"), ([">= 18", "\"a\""], "2"), ([">= 18", "not(\"a\")"], "3")],
            "UNIQUE")
        #expect(found.isEmpty)
    }

    @Test func `a name that nothing has is a problem of the model`() throws {
        let model = try CompiledModel(
            ModelText.table([("age", "number")], [(["< agee"], "1")]))
        #expect(model.problems.contains { $0.message == "there is no 'agee'" })
    }
}
