import Foundation
import Testing

@testable import Decisions

/// The index of a table against rules written as plain Swift.
@Suite struct TableIndexTests {
    /// A cell as FEEL writes it, and what it means.
    struct Cell: Sendable {
        let text: String
        let takes: @Sendable (Int64) -> Bool
    }

    static let numberCells: [Cell] = [
        Cell(text: "-") { _ in true },
        Cell(text: "< 5") { $0 < 5 },
        Cell(text: "<= 5") { $0 <= 5 },
        Cell(text: "> 3") { $0 > 3 },
        Cell(text: ">= 3") { $0 >= 3 },
        Cell(text: "4") { $0 == 4 },
        Cell(text: "[2..6]") { (2...6).contains($0) },
        Cell(text: "(2..6)") { $0 > 2 && $0 < 6 },
        Cell(text: "]2..6]") { $0 > 2 && $0 <= 6 },
        Cell(text: "[2..6[") { $0 >= 2 && $0 < 6 },
        Cell(text: "1, 7, >= 9") { $0 == 1 || $0 == 7 || $0 >= 9 },
        Cell(text: "not(4, [6..8])") { $0 != 4 && !(6...8).contains($0) },
        Cell(text: "-3") { $0 == -3 },
        Cell(text: "? * 2 = 8") { $0 == 4 },
        Cell(text: "odd(?)") { $0 % 2 != 0 },
        Cell(text: "!= 4") { $0 != 4 },
    ]

    static let textCells: [(text: String, takes: @Sendable (String) -> Bool)] = [
        ("-", { _ in true }),
        ("\"a\"", { $0 == "a" }),
        ("\"a\", \"b\"", { $0 == "a" || $0 == "b" }),
        ("not(\"a\")", { $0 != "a" }),
        ("not(\"b\", \"c\")", { $0 != "b" && $0 != "c" }),
        ("starts with(?, \"c\")", { $0.hasPrefix("c") }),
    ]

    @Test(arguments: 0..<40) func `the index finds the rules that a plain reading finds`(
        _ seed: UInt64
    ) throws {
        var generator = SmallGenerator(state: seed &* 7919 &+ 1)
        let count = Int.random(in: 1...150, using: &generator)
        var meanings: [(Int64, String, Bool) -> Bool] = []
        var rules: [(cells: [String], output: String)] = []
        for rule in 0..<count {
            let number = Self.numberCells.randomElement(using: &generator) ?? Self.numberCells[0]
            let text = Self.textCells.randomElement(using: &generator) ?? Self.textCells[0]
            let flag = ["-", "true", "not(true)"].randomElement(using: &generator) ?? "-"
            rules.append(([number.text, text.text, flag], "\(rule + 1)"))
            meanings.append { n, t, f in
                number.takes(n) && text.takes(t) && (flag == "-" || (flag == "true") == f)
            }
        }
        let model = try CompiledModel(
            ModelText.table(
                [("n", "number"), ("t", "string"), ("f", "boolean")], rules, policy: "RULE ORDER"))
        #expect(model.problems.isEmpty)
        for number in Int64(-4)...11 {
            for text in ["a", "b", "c", "cd", "é"] {
                for flag in [true, false] {
                    let evaluation = model.evaluation()
                    evaluation.set("n", .integer(number))
                    evaluation.set("t", .string(text))
                    evaluation.set("f", .boolean(flag))
                    let expected = meanings.indices.filter { meanings[$0](number, text, flag) }
                    let found = evaluation.decide("d").list?.compactMap { $0.number?.int64 } ?? []
                    #expect(found == expected.map { Int64($0) + 1 })
                }
            }
        }
    }

    @Test func `values of another type are tested cell by cell`() throws {
        let model = try CompiledModel(
            ModelText.table(
                [("n", "Any")], [(["< 5"], "1"), (["not(3)"], "2"), (["-"], "3")],
                policy: "RULE ORDER"))
        let evaluation = model.evaluation()
        evaluation.set("n", .null)
        #expect(evaluation.decide("d").json == "[2,3]")
        #expect(evaluation.tables.first?.rules == [2, 3])
    }
}

/// Pseudo-random numbers that are the same in every run (SplitMix64).
struct SmallGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
