import Foundation
import Testing

@testable import Decisions

@Suite struct TableChangeTests {
    /// A table of ages and zones, with or without ids.
    private func sheet(_ count: Int = 20, ids: Bool = false) -> TableSheet {
        var sheet = TableSheet(name: "lane")
        sheet.hitPolicy = .first
        sheet.inputs = [.init("age", type: "number", label: "年龄"), .init("zone", type: "string")]
        sheet.outputs = [.init("lane"), .init("days")]
        sheet.rules = (0..<count).map { place in
            .init(
                ["[\(place * 5)..\(place * 5 + 4)]", "\"z\(place)\""],
                ["\"l\(place)\"", "\(place)"],
                id: ids ? "r\(place)" : "")
        }
        return sheet
    }

    private func lines(
        _ old: TableSheet, _ language: SheetLanguage = .en, _ change: (inout TableSheet) -> Void
    ) -> [String] {
        var new = old
        change(&new)
        return new.changes(since: old).map { $0.wording.text(in: language) }
    }

    @Test(arguments: [true, false])
    func `a cell that changed is one line in both languages`(_ ids: Bool) {
        let change = { (sheet: inout TableSheet) in sheet.rules[11].inputs[0] = "[18..65]" }
        #expect(lines(sheet(ids: ids), .en, change) == ["rule 12: 年龄 [55..59] became [18..65]"])
        #expect(lines(sheet(ids: ids), .zh, change) == ["规则 12：年龄 由 [55..59] 改为 [18..65]"])
    }

    @Test(arguments: [true, false])
    func `a rule put in between is one line`(_ ids: Bool) {
        let found = lines(sheet(ids: ids)) {
            $0.rules.insert(.init(["-", "\"new\""], ["\"x\"", "7"], id: ids ? "n" : ""), at: 5)
        }
        #expect(found == ["rule 6 was added: zone \"new\" → lane \"x\", days 7"])
    }

    @Test(arguments: [true, false])
    func `a rule taken out is one line`(_ ids: Bool) {
        let found = lines(sheet(ids: ids), .zh) { $0.rules.remove(at: 2) }
        #expect(found == ["删除规则 3：年龄 [10..14]，zone \"z2\" → lane \"l2\"，days 2"])
    }

    @Test(arguments: [true, false])
    func `a rule that moved is one line, whichever way`(_ ids: Bool) {
        #expect(
            lines(sheet(ids: ids)) { $0.rules.insert($0.rules.remove(at: 15), at: 3) }
                == ["rule 16 moved to place 4"])
        #expect(
            lines(sheet(ids: ids)) { $0.rules.insert($0.rules.remove(at: 3), at: 15) }
                == ["rule 4 moved to place 16"])
    }

    @Test func `rules that moved on keep their old numbers in sight`() {
        let found = lines(sheet()) {
            $0.rules.insert(.init(["-", "-"], ["1", "2"]), at: 0)
            $0.rules[9].outputs = ["\"slow\"", "90"]
        }
        #expect(
            found == [
                "rule 1 was added: anything → lane 1, days 2",
                "rule 10 (was 9): lane \"l8\" became \"slow\"; days 8 became 90",
            ])
    }

    @Test func `rules of which nothing is left were removed and added`() {
        let found = lines(sheet(3)) { $0.rules[1] = .init(["1", "2"], ["3", "4"]) }
        #expect(
            found == [
                "rule 2 was removed: 年龄 [5..9], zone \"z1\" → lane \"l1\", days 1",
                "rule 2 was added: 年龄 1, zone 2 → lane 3, days 4",
            ])
    }

    @Test
    func `where ids last, another id is another rule; where a tool makes them anew, it is not`() {
        let one = lines(sheet(3, ids: true)) { $0.rules[1].id = "other" }
        #expect(one.map { $0.prefix(16) } == ["rule 2 was remov", "rule 2 was added"])
        let all = lines(sheet(3, ids: true)) {
            for place in 0..<3 { $0.rules[place].id = "n\(place)" }
            $0.rules[1].outputs[1] = "5"
        }
        #expect(
            all == [
                "rule 1: rule id r0 became n0", "rule 2: rule id r1 became n1; days 1 became 5",
                "rule 3: rule id r2 became n2",
            ])
    }

    @Test func `space around a text and an empty cell that takes everything are no changes`() {
        var old = sheet(2)
        old.rules[0].inputs[1] = "-"
        #expect(
            lines(old) {
                $0.rules[0].inputs[1] = ""
                $0.rules[1].outputs[0] = "\n  \"l1\" "
            }.isEmpty)
    }

    @Test func `heads and columns are told`() {
        let found = lines(sheet(2)) {
            $0.hitPolicy = .collect
            $0.aggregation = .sum
            $0.inputs[0].allowedValues = "[0..150]"
            $0.inputs[1].expression = "region"
            $0.outputs.remove(at: 1)
            for place in 0..<2 { $0.rules[place].outputs.remove(at: 1) }
            $0.annotations = ["why"]
            $0.rules[0].annotations = ["because"]
            $0.rules[1].annotations = [""]
        }
        #expect(
            found == [
                "hit policy FIRST became COLLECT SUM",
                "input 年龄: allowed values (empty) became [0..150]",
                "input zone: expression or name zone became region", "output days was removed",
                "annotation why was added", "rule 1: why (empty) became because",
            ])
    }

    @Test func `a column that is put in front changes only the rules that test it`() {
        let found = lines(sheet(3)) {
            $0.inputs.insert(.init("sum"), at: 0)
            for place in 0..<3 { $0.rules[place].inputs.insert(place == 1 ? "> 5" : "-", at: 0) }
        }
        #expect(found == ["input sum was added", "rule 2: sum - became > 5"])
        let swapped = lines(sheet(3), .zh) {
            $0.inputs.swapAt(0, 1)
            for place in 0..<3 { $0.rules[place].inputs.swapAt(0, 1) }
        }
        #expect(swapped == ["输入 zone 移到第 1 列"])
    }

    @Test func `tables of models are matched by id and name`() {
        var first = sheet(2)
        first.id = "a"
        var second = sheet(3)
        second.name = "limits"
        var renamed = first
        renamed.name = "way"
        var third = sheet(1)
        third.name = "extra"
        let found = TableDifference.between([first, second], [third, renamed])
        #expect(found.map(\.name) == ["extra", "way", "limits"])
        #expect(
            found.flatMap(\.changes).map(\.description) == [
                "the table was added (1 rule)", "decision table lane became way",
                "the table was removed (3 rules)",
            ])
        #expect(TableDifference.between([first, second], [second, first]).isEmpty)
    }

    /// What is told is enough to make the new table of the old one, and no more than was done.
    @Test func `random changes are told, each once`() throws {
        var random = SmallGenerator(state: 7)
        for _ in 0..<200 {
            let old = sheet(30)
            var new = old
            var edits = 0
            for place in new.rules.indices where Int.random(in: 0..<6, using: &random) == 0 {
                new.rules[place].outputs[1] = "\(1000 + place)"
                edits += 1
            }
            let added = Int.random(in: 0...3, using: &random)
            for number in 0..<added {
                let place = Int.random(in: 0...new.rules.count, using: &random)
                new.rules.insert(.init(["a\(number)", "b"], ["c", "d"]), at: place)
            }
            let changes = new.changes(since: old)
            #expect(changes.count { $0.kind == .changed } == edits)
            #expect(changes.count { $0.kind == .added } == added)
            #expect(changes.count == edits + added)
        }
    }

    @Test func `large tables are compared in time`() {
        let old = sheet(20_000)
        var same = old
        same.rules = Array(repeating: .init(["-", "-"], ["1", "2"]), count: 20_000)
        #expect(same.changes(since: old).count == 40_000)
        #expect(same.changes(since: same).isEmpty)
        var less = same
        less.rules.removeLast(5)
        #expect(less.changes(since: same).count { $0.kind == .removed } == 5)
        var reversed = old
        reversed.rules.reverse()
        #expect(reversed.changes(since: old).count { $0.kind == .moved } == 19_999)
    }
}
