extension Parser {
    mutating func primary() throws(SyntaxError) -> Expression {
        skipSpace()
        operands += 1
        guard operands <= Self.mostOperands else { throw error("the text is too complicated") }
        let start = position
        guard position < text.count else { throw error("an expression was expected") }
        let scalar = text[position]
        switch scalar {
        case "\"": return Expression(.literal(.string(try stringLiteral())), at: start)
        case "@":
            position += 1
            skipSpace()
            let literal = try stringLiteral()
            guard let value = temporalLiteral(literal) else {
                return Expression(
                    .invalid("@\"\(literal)\" is no date, time or duration"), at: start)
            }
            return Expression(.literal(value), at: start)
        case "(", "[", "]": return try bracketed(start)
        case "{": return try contextLiteral(start)
        case "0"..."9": return number()
        case "." where position + 1 < text.count && ("0"..."9").contains(text[position + 1]):
            return number()
        default: break
        }
        if let found = longestName(at: position) {
            position = found.end
            if found.name == "?" {
                usesTested = true
                return Expression(.tested, at: start)
            }
            return Expression(.name(found.name), at: start)
        }
        if takeWord("true") { return Expression(.literal(.boolean(true)), at: start) }
        if takeWord("false") { return Expression(.literal(.boolean(false)), at: start) }
        if takeWord("null") { return Expression(.literal(.null), at: start) }
        if takeWord("function") { return try functionLiteral(start) }
        if takeWord("not") { return try negated(start) }
        for word in ["if", "for", "some", "every"] where peekWord(word) {
            return try expression()
        }
        if scalar == "?" {
            position += 1
            usesTested = true
            return Expression(.tested, at: start)
        }
        guard let word = word(at: position) else {
            throw error("an expression was expected, not '\(scalar)'")
        }
        for reserved in ["then", "else", "return", "satisfies", "in", "and", "or", "between"]
        where word.name == reserved {
            throw error("'\(reserved)' was not expected here")
        }
        position = word.end
        return Expression(.name(word.name), at: start)
    }

    /// `not` is a function; inside of unary tests it has been read before.
    private mutating func negated(_ start: Int) throws(SyntaxError) -> Expression {
        Expression(.name("not"), at: start)
    }

    // MARK: Brackets: parentheses, lists, ranges

    private mutating func bracketed(_ start: Int) throws(SyntaxError) -> Expression {
        let open = text[position]
        position += 1
        if open == "(", let comparison = takeComparison() {
            let value = try endpoint()
            try expect(")")
            return Expression(.comparisonRange(comparison, value), at: start)
        }
        if open == "[", take("]") { return Expression(.list([]), at: start) }
        let closes = bracketCloses
        bracketCloses = false
        defer { bracketCloses = closes }
        let first = try expression()
        if take("..") { return try range(open, first, start) }
        guard open != "]" else { throw error("'..' was expected") }
        if open == "(" {
            try expect(")")
            // Parentheses matter: `(a).b` is a path on a value.
            return first
        }
        var elements = [first]
        while take(",") { elements.append(try expression()) }
        try expect("]")
        return Expression(.list(elements), at: start)
    }

    private mutating func range(_ open: Unicode.Scalar, _ low: Expression, _ start: Int)
        throws(SyntaxError) -> Expression
    {
        let high = try endpoint()
        skipSpace()
        guard position < text.count, [")", "]", "["].contains(text[position]) else {
            throw error("the end of the range was expected")
        }
        let close = text[position]
        position += 1
        return Expression(
            .range(low, high, includesStart: open == "[", includesEnd: close == "]"), at: start)
    }

    private mutating func endpoint() throws(SyntaxError) -> Expression {
        let closes = bracketCloses
        bracketCloses = true
        defer { bracketCloses = closes }
        return try comparisonOperand()
    }

    private mutating func contextLiteral(_ start: Int) throws(SyntaxError) -> Expression {
        position += 1
        let closes = bracketCloses
        bracketCloses = false
        scope.push()
        defer {
            scope.pop()
            bracketCloses = closes
        }
        var entries: [(String, Expression)] = []
        if take("}") { return Expression(.context([]), at: start) }
        repeat {
            skipSpace()
            let name: String
            if position < text.count, text[position] == "\"" {
                name = try stringLiteral()
            } else {
                let from = position
                while position < text.count, text[position] != ":" {
                    guard !["{", "}", "\"", ",", "(", ")", "[", "]"].contains(text[position]) else {
                        throw error("a name and ':' were expected")
                    }
                    position += 1
                }
                name = normalized(string(from, position))
                guard let first = name.unicodeScalars.first, isNameStart(first) else {
                    throw error("a name was expected")
                }
            }
            try expect(":")
            let value = try expression()
            guard !entries.contains(where: { same($0.0, name) }) else {
                throw error("the context has two entries '\(name)'")
            }
            scope.add(name, type(of: value))
            scope.members.add(name)
            entries.append((name, value))
        } while take(",")
        try expect("}")
        return Expression(.context(entries), at: start)
    }

    private mutating func functionLiteral(_ start: Int) throws(SyntaxError) -> Expression {
        try expect("(")
        scope.push()
        defer { scope.pop() }
        var parameters: [Expression.Parameter] = []
        if !take(")") {
            repeat {
                skipSpace()
                let from = position
                while position < text.count, ![",", ")", ":"].contains(text[position]) {
                    position += 1
                }
                let name = normalized(string(from, position))
                guard let first = name.unicodeScalars.first, isNameStart(first) else {
                    throw error("the name of a parameter was expected")
                }
                let type: FeelType = take(":") ? try self.type() : .any
                scope.add(name, type)
                parameters.append(.init(name: name, type: type))
            } while take(",")
            try expect(")")
        }
        if takeWord("external") {
            let body = try expression()
            guard case .context(let entries) = body.kind else {
                throw error("a context was expected after 'external'")
            }
            return Expression(.external(parameters, entries), at: start)
        }
        return Expression(.function(parameters, try expression()), at: start)
    }

    // MARK: Types

    mutating func type() throws(SyntaxError) -> FeelType {
        skipSpace()
        let start = position
        if takeWord("list"), take("<") {
            let element = try type()
            try expect(">")
            return .list(element)
        }
        position = start
        if takeWord("range"), take("<") {
            let element = try type()
            try expect(">")
            return .range(element)
        }
        position = start
        if takeWord("context"), take("<") { return .context(try fields()) }
        position = start
        if takeWord("function"), take("<") {
            var parameters: [FeelType] = []
            if !take(">") {
                repeat { parameters.append(try type()) } while take(",")
                try expect(">")
            }
            guard take("->") else { throw error("'->' was expected") }
            return .function(parameters, try type())
        }
        position = start
        // "date and time" before "date".
        for simple in FeelType.SimpleType.allCases.reversed() {
            if let end = match(simple.rawValue, in: text, at: position) {
                position = end
                return .simple(simple)
            }
        }
        return try namedType()
    }

    private mutating func fields() throws(SyntaxError) -> [FeelType.Field] {
        var fields: [FeelType.Field] = []
        repeat {
            skipSpace()
            let from = position
            while position < text.count, ![",", ">", ":"].contains(text[position]) {
                position += 1
            }
            let name = normalized(string(from, position))
            try expect(":")
            fields.append(.init(name: name, type: try type()))
        } while take(",")
        try expect(">")
        return fields
    }

    /// The longest name of a type that the model or FEEL knows.
    private mutating func namedType() throws(SyntaxError) -> FeelType {
        var ends: [Int] = []
        var place = position
        while place < text.count, isNamePart(text[place]) || isSpace(text[place])
            || isNameSymbol(text[place])
        {
            let atEnd = place + 1 == text.count
            if isNamePart(text[place]), atEnd || !isNamePart(text[place + 1]) {
                ends.append(place + 1)
            }
            place += 1
            if ends.count > 20 { break }
        }
        for end in ends.reversed() {
            let name = normalized(string(position, end))
            if let type = types(name) ?? FeelType.named(name) {
                position = end
                return type
            }
        }
        guard let first = ends.first else { throw error("a type was expected") }
        let name = string(position, first)
        position = first
        return .unknown(name)
    }

    /// What is known of the type of an expression without evaluating it.
    func type(of expression: Expression) -> FeelType {
        switch expression.kind {
        case .name(let name): return scope.type(of: name) ?? .any
        case .path(let operand, let name):
            let operand = type(of: operand)
            let field = operand.fields?.first { $0.name == name }?.type ?? .any
            return operand.isList ? .list(field) : field
        case .filter(let operand, _): return type(of: operand)
        case .context(let entries):
            return .context(entries.map { .init(name: $0.0, type: type(of: $0.1)) })
        case .list(let elements): return .list(elements.first.map(type(of:)) ?? .any)
        case .conditional(_, let yes, _): return type(of: yes)
        default: return .any
        }
    }
}
