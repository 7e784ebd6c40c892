/// An expression of FEEL as it was written, with its place in the text.
struct Expression: Sendable {
    let kind: Kind
    /// Offset of its first character in the text, in Unicode scalars.
    let position: Int

    indirect enum Kind: Sendable {
        case literal(Value)
        /// A literal that stands for nothing: always null, and why.
        case invalid(String)
        case name(String)
        /// The value under test, `?`.
        case tested
        case path(Expression, String)
        case filter(Expression, Expression)
        case call(Expression, [Expression])
        case callByName(Expression, [(String, Expression)])
        case negation(Expression)
        case arithmetic(Operator, Expression, Expression)
        case comparison(Comparison, Expression, Expression)
        case and(Expression, Expression)
        case or(Expression, Expression)
        case between(Expression, Expression, Expression)
        case inside(Expression, [Test])
        case instance(Expression, FeelType)
        case conditional(Expression, Expression, Expression)
        case iteration([Iterator], Expression)
        case quantified(every: Bool, [Iterator], Expression)
        case function([Parameter], Expression)
        case external([Parameter], [(String, Expression)])
        case list([Expression])
        case context([(String, Expression)])
        case range(Expression?, Expression?, includesStart: Bool, includesEnd: Bool)
        case comparisonRange(Comparison, Expression)
        case tests(Tests)
    }

    enum Operator: String, Sendable {
        case add = "+", subtract = "-", multiply = "*", divide = "/", power = "**"
    }

    struct Iterator: Sendable {
        let name: String
        let source: Expression
        /// Set for `for i in a..b`.
        let end: Expression?
    }

    struct Parameter: Sendable {
        let name: String
        let type: FeelType
    }

    init(_ kind: Kind, at position: Int) {
        self.kind = kind
        self.position = position
    }
}

/// One test of a value: `< 5`, `[1..2]`, `"a"`, or an expression with `?`.
enum Test: Sendable {
    case comparison(Comparison, Expression)
    case expression(Expression, usesTested: Bool)
}

/// Unary tests (DMN 1.5 §10.3.1.2, rule 12): any of them, none of them, or anything at all.
struct Tests: Sendable {
    enum Sense: Sendable { case anything, any, none }
    let sense: Sense
    let tests: [Test]
}

/// What is wrong with a text, and where.
public struct SyntaxError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, and what was expected.
    public let message: String
    /// From 1.
    public let line: Int
    /// From 1, in Unicode scalars.
    public let column: Int

    /// For people.
    public var description: String { "line \(line), column \(column): \(message)" }
}
