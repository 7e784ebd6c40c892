/// Reads FEEL (DMN 1.5 §10.3.1.2) against the names in scope. Depth and size are bounded; what
/// cannot be read is an error with its place, never a trap.
struct Parser {
    let text: [Unicode.Scalar]
    var position = 0
    var scope: NameScope
    let types: (String) -> FeelType?
    private var depth = 0
    /// Operands read, also those read twice where a guess was wrong.
    var operands = 0
    var usesTested = false

    static let largestText = 1_000_000
    static let greatestDepth = 120
    static let mostOperands = 500_000

    init(_ text: String, scope: NameScope, types: @escaping (String) -> FeelType?) {
        self.text = Array(text.unicodeScalars.prefix(Self.largestText + 1))
        self.scope = scope
        self.types = types
    }

    /// The whole text as one expression.
    mutating func wholeExpression() throws(SyntaxError) -> Expression {
        let expression = try expression()
        try expectEnd()
        return expression
    }

    /// The whole text as unary tests, as in the cells of a decision table.
    mutating func wholeTests() throws(SyntaxError) -> Tests {
        let tests = try unaryTests()
        try expectEnd()
        return tests
    }

    mutating func expectEnd() throws(SyntaxError) {
        skipSpace()
        guard text.count <= Self.largestText else { throw error("the text is too long") }
        guard position >= text.count else { throw error("nothing more was expected here") }
    }

    // MARK: Expressions, from the loosest to the tightest

    mutating func expression() throws(SyntaxError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.greatestDepth else { throw error("nested too deeply") }
        skipSpace()
        let start = position
        if longestName(at: position) == nil {
            if takeWord("if") { return try conditional(start) }
            if takeWord("for") { return try iteration(start) }
            if takeWord("some") { return try quantified(every: false, start) }
            if takeWord("every") { return try quantified(every: true, start) }
        }
        return try disjunction()
    }

    private mutating func conditional(_ start: Int) throws(SyntaxError) -> Expression {
        let condition = try expression()
        try expectWord("then")
        let yes = try expression()
        try expectWord("else")
        return Expression(.conditional(condition, yes, try expression()), at: start)
    }

    private mutating func iteration(_ start: Int) throws(SyntaxError) -> Expression {
        scope.push()
        defer { scope.pop() }
        let iterators = try iterators()
        try expectWord("return")
        scope.add("partial", .list(.any))
        return Expression(.iteration(iterators, try expression()), at: start)
    }

    private mutating func quantified(every: Bool, _ start: Int) throws(SyntaxError) -> Expression {
        scope.push()
        defer { scope.pop() }
        let iterators = try iterators()
        try expectWord("satisfies")
        return Expression(.quantified(every: every, iterators, try expression()), at: start)
    }

    private mutating func iterators() throws(SyntaxError) -> [Expression.Iterator] {
        var iterators: [Expression.Iterator] = []
        repeat {
            let name = try newName(before: "in")
            let source = try expression()
            var end: Expression?
            if take("..") { end = try expression() }
            scope.add(name, type(of: source).element)
            iterators.append(.init(name: name, source: source, end: end))
        } while take(",")
        return iterators
    }

    /// A name that is being introduced, up to the word that follows it.
    private mutating func newName(before word: String) throws(SyntaxError) -> String {
        skipSpace()
        let start = position
        guard position < text.count, isNameStart(text[position]) else {
            throw error("a name was expected")
        }
        while position < text.count {
            let beforeSpace = position
            if isSpace(text[position]) {
                skipSpace()
                let place = position
                if takeWord(word) {
                    return normalized(string(start, beforeSpace))
                }
                position = place
            } else if isNamePart(text[position]) || isNameSymbol(text[position]) {
                position += 1
            } else {
                break
            }
        }
        throw error("'\(word)' was expected")
    }

    private mutating func disjunction() throws(SyntaxError) -> Expression {
        var left = try conjunction()
        while takeWord("or") {
            left = Expression(.or(left, try conjunction()), at: left.position)
        }
        return left
    }

    private mutating func conjunction() throws(SyntaxError) -> Expression {
        var left = try comparison()
        while takeWord("and") {
            left = Expression(.and(left, try comparison()), at: left.position)
        }
        return left
    }

    mutating func comparison() throws(SyntaxError) -> Expression {
        var left = try sum()
        while true {
            let start = left.position
            if let comparison = takeComparison() {
                left = Expression(.comparison(comparison, left, try sum()), at: start)
            } else if takeWord("between") {
                let low = try sum()
                try expectWord("and")
                left = Expression(.between(left, low, try sum()), at: start)
            } else if takeWord("in") {
                left = Expression(.inside(left, try tests()), at: start)
            } else {
                return left
            }
        }
    }

    /// What stands behind `in`: one test, or several in parentheses.
    private mutating func tests() throws(SyntaxError) -> [Test] {
        skipSpace()
        let start = position
        if take("(") {
            let scopeBefore = scope
            if let tests = try? testList(), take(")"), !continuesOperand { return tests }
            position = start
            scope = scopeBefore
        }
        return [try test()]
    }

    private var continuesOperand: Bool {
        var copy = self
        copy.skipSpace()
        guard copy.position < text.count else { return false }
        return [".", "[", "(", "+", "*", "/"].contains(text[copy.position])
    }

    private mutating func testList() throws(SyntaxError) -> [Test] {
        var tests = [try test()]
        while take(",") { tests.append(try test()) }
        return tests
    }

    mutating func takeComparison() -> Comparison? {
        skipSpace()
        for comparison in [
            Comparison.lessOrEqual, .greaterOrEqual, .notEqual, .less, .greater, .equal,
        ] where take(comparison.rawValue) {
            return comparison
        }
        return nil
    }

    mutating func additive() throws(SyntaxError) -> Expression { try sum() }

    private mutating func sum() throws(SyntaxError) -> Expression {
        var left = try product()
        while true {
            let start = left.position
            if take("+") {
                left = Expression(.arithmetic(.add, left, try product()), at: start)
            } else if take("-") {
                left = Expression(.arithmetic(.subtract, left, try product()), at: start)
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(SyntaxError) -> Expression {
        var left = try power()
        while true {
            skipSpace()
            let start = left.position
            if starts("**") { return left }
            if take("*") {
                left = Expression(.arithmetic(.multiply, left, try power()), at: start)
            } else if take("/") {
                left = Expression(.arithmetic(.divide, left, try power()), at: start)
            } else {
                return left
            }
        }
    }

    private mutating func power() throws(SyntaxError) -> Expression {
        var left = try unary()
        while take("**") {
            left = Expression(.arithmetic(.power, left, try unary()), at: left.position)
        }
        return left
    }

    private mutating func unary() throws(SyntaxError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.greatestDepth else { throw error("nested too deeply") }
        skipSpace()
        let start = position
        if take("-") { return Expression(.negation(try unary()), at: start) }
        var operand = try postfix(try primary())
        while takeWord("instance") {
            try expectWord("of")
            operand = Expression(.instance(operand, try type()), at: start)
        }
        return operand
    }

    // MARK: Paths, filters, calls

    /// Set while the ends of a range are read, where `[` closes the range.
    var bracketCloses = false

    mutating func postfix(_ operand: Expression) throws(SyntaxError) -> Expression {
        var operand = operand
        while true {
            skipSpace()
            guard position < text.count else { return operand }
            if text[position] == ".", !starts("..") {
                position += 1
                operand = try member(of: operand)
            } else if text[position] == "[", !bracketCloses {
                position += 1
                operand = try filter(operand)
            } else if text[position] == "(", isCallable(operand) {
                position += 1
                operand = try call(operand)
            } else {
                return operand
            }
        }
    }

    private func isCallable(_ operand: Expression) -> Bool {
        if case .literal = operand.kind { return false }
        return true
    }

    private mutating func member(of operand: Expression) throws(SyntaxError) -> Expression {
        skipSpace()
        var best: (name: String, end: Int)?
        for field in type(of: operand).fields ?? [] {
            if let end = match(field.name, in: text, at: position), end > best?.end ?? position {
                best = (field.name, end)
            }
        }
        if best == nil { best = scope.members.longest(in: text, at: position) }
        if best == nil, case .name(let alias) = operand.kind,
            let whole = scope.longest(in: text, at: operand.position), whole.name != alias
        {
            best = nil
        }
        if best == nil { best = word(at: position) }
        guard let best else { throw error("a name was expected after '.'") }
        position = best.end
        return Expression(.path(operand, best.name), at: operand.position)
    }

    private mutating func filter(_ operand: Expression) throws(SyntaxError) -> Expression {
        let closes = bracketCloses
        bracketCloses = false
        scope.push(["item": type(of: operand).element])
        for field in type(of: operand).fields ?? [] { scope.add(field.name, field.type) }
        defer {
            scope.pop()
            bracketCloses = closes
        }
        let condition = try expression()
        try expect("]")
        return Expression(.filter(operand, condition), at: operand.position)
    }

    private mutating func call(_ operand: Expression) throws(SyntaxError) -> Expression {
        let closes = bracketCloses
        bracketCloses = false
        defer { bracketCloses = closes }
        if take(")") { return Expression(.call(operand, []), at: operand.position) }
        if parameterName() != nil {
            var named: [(String, Expression)] = []
            repeat {
                guard let found = parameterName() else { throw error("a parameter was expected") }
                position = found.end
                named.append((found.name, try expression()))
            } while take(",")
            try expect(")")
            return Expression(.callByName(operand, named), at: operand.position)
        }
        var arguments: [Expression] = []
        repeat { arguments.append(try expression()) } while take(",")
        try expect(")")
        return Expression(.call(operand, arguments), at: operand.position)
    }

    /// The name before a colon, when the text continues with one.
    private func parameterName() -> (name: String, end: Int)? {
        var place = position
        while place < text.count, isSpace(text[place]) { place += 1 }
        let start = place
        guard place < text.count, isNameStart(text[place]) else { return nil }
        while place < text.count, text[place] != ":" {
            guard isNamePart(text[place]) || isSpace(text[place]) || isNameSymbol(text[place])
            else { return nil }
            place += 1
        }
        guard place < text.count else { return nil }
        return (normalized(string(start, place)), place + 1)
    }

    // MARK: Errors

    func error(_ message: String) -> SyntaxError {
        let end = min(position, text.count)
        let line = text[..<end].count { $0 == "\n" } + 1
        let lineStart = text[..<end].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return SyntaxError(message: message, line: line, column: end - lineStart + 1)
    }
}
