import Decisions
import Insurance

/// A table of motor underwriting as insurers have them: six numbers and two texts are tested by
/// intervals, sets and exceptions; the first rule that fits gives four outputs.
struct MotorTable {
    /// What a cell takes.
    enum Cell {
        case anything
        case interval(Int, Int)
        case below(Int)
        case atLeast(Int)
        case oneOf([String])
        case noneOf([String])
    }

    struct Rule {
        let cells: [Cell]
        let outcome: String
        let loading: Int
        let excess: Int
        let reason: String
    }

    /// A number and the largest value it has among the questions.
    static let numbers: [(name: String, most: Int)] = [
        ("driverAge", 90), ("licenceYears", 60), ("claims", 8), ("convictions", 6),
        ("vehicleValue", 120_000), ("vehicleGroup", 50),
    ]
    static let texts: [(name: String, values: [String])] = [
        ("territory", ["north", "east", "south", "west", "island", "capital"]),
        ("usage", ["private", "commuting", "business", "taxi", "delivery"]),
    ]
    static let outputs = [
        ("outcome", "string"), ("loading", "number"), ("excess", "number"), ("reason", "string"),
    ]
    static var names: [String] { numbers.map(\.name) + texts.map(\.name) }

    let rules: [Rule]

    /// As many rules as wanted; the last one takes everything.
    init(rules count: Int) {
        var chances = Chances(60, "rules")
        rules = (1...count).map { rule in
            let tested = Self.numbers.count + Self.texts.count
            // Three or four columns are tested in a rule, as people write them.
            let columns = Set((0..<4).map { _ in Int.random(in: 0..<tested, using: &chances) })
            let cells = (0..<tested).map { column in
                rule == count || !columns.contains(column)
                    ? Cell.anything : Self.cell(column, &chances)
            }
            let outcome = rule == count ? "accept" : ["accept", "refer", "decline"][rule % 3]
            return Rule(
                cells: cells, outcome: outcome, loading: rule % 40 * 5, excess: 100 + rule % 9 * 50,
                reason: "rule \(rule)")
        }
    }

    private static func cell(_ column: Int, _ chances: inout Chances) -> Cell {
        guard column < numbers.count else {
            let values = texts[column - numbers.count].values
            let some = Array(
                values.shuffled(using: &chances).prefix(Int.random(in: 1...3, using: &chances)))
            return Int.random(in: 0..<3, using: &chances) == 0 ? .noneOf(some) : .oneOf(some)
        }
        let most = numbers[column].most
        let low = Int.random(in: 0..<most, using: &chances)
        switch Int.random(in: 0..<4, using: &chances) {
        case 0: return .below(max(1, low / 2))
        case 1: return .atLeast(max(low, most / 2))
        default: return .interval(low, min(most, low + most / 3))
        }
    }

    /// Questions for the table, a JSON object each.
    static func questions(_ count: Int) -> [[(name: String, value: Value)]] {
        var chances = Chances(8, "questions")
        return (0..<count).map { _ in
            numbers.map { name, most in
                (name, .integer(Int64(Int.random(in: 0...most, using: &chances))))
            }
                + texts.map { name, values in
                    (name, .string(values[Int.random(in: 0..<values.count, using: &chances)]))
                }
        }
    }
}

extension MotorTable {
    /// As a sheet of FEEL. In a graph, two columns look at what an earlier decision reckoned.
    func sheet(named name: String, inGraph: Bool = false) -> TableSheet {
        var sheet = TableSheet(name: name)
        sheet.hitPolicy = .first
        sheet.inputs = Self.names.map { name in
            .init(
                inGraph ? Self.reckoned[name] ?? name : name,
                type: Self.texts.contains { $0.name == name } ? "string" : "number")
        }
        sheet.outputs = Self.outputs.map { .init($0.0, type: $0.1) }
        sheet.rules = rules.map { rule in
            .init(
                rule.cells.map(\.feel),
                ["\"\(rule.outcome)\"", "\(rule.loading)", "\(rule.excess)", "\"\(rule.reason)\""])
        }
        return sheet
    }

    /// The columns of the graph's table that do not look at an input.
    static let reckoned = ["claims": "risk.allClaims", "vehicleValue": "risk.insuredValue"]
}

extension MotorTable.Cell {
    var feel: String {
        switch self {
        case .anything: "-"
        case .interval(let low, let high): "[\(low)..\(high)]"
        case .below(let limit): "< \(limit)"
        case .atLeast(let limit): ">= \(limit)"
        case .oneOf(let values): values.map { "\"\($0)\"" }.joined(separator: ", ")
        case .noneOf(let values):
            "not(" + values.map { "\"\($0)\"" }.joined(separator: ", ") + ")"
        }
    }

    /// In the language of zen-engine.
    var zen: String {
        switch self {
        case .anything: ""
        case .noneOf(let values):
            "not in [" + values.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        default: feel
        }
    }
}
