extension Parser {
    mutating func comparisonOperand() throws(SyntaxError) -> Expression {
        try additive()
    }

    // MARK: Unary tests

    mutating func unaryTests() throws(SyntaxError) -> Tests {
        skipSpace()
        let start = position
        if take("-") {
            skipSpace()
            if position >= text.count { return Tests(sense: .anything, tests: []) }
            position = start
        }
        if longestName(at: position)?.name == "not" || longestName(at: position) == nil,
            takeWord("not"), take("(")
        {
            let scopeBefore = scope
            if let tests = try? positiveTests(), take(")") {
                skipSpace()
                if position >= text.count { return Tests(sense: .none, tests: tests) }
            }
            position = start
            scope = scopeBefore
        }
        position = start
        return Tests(sense: .any, tests: try positiveTests())
    }

    private mutating func positiveTests() throws(SyntaxError) -> [Test] {
        var tests = [try test()]
        while take(",") { tests.append(try test()) }
        return tests
    }

    mutating func test() throws(SyntaxError) -> Test {
        if let comparison = takeComparison() { return .comparison(comparison, try additive()) }
        let before = usesTested
        usesTested = false
        let expression = try expression()
        defer { usesTested = before || usesTested }
        return .expression(expression, usesTested: usesTested)
    }

    // MARK: Literals

    mutating func number() -> Expression {
        let start = position
        func isDigit(_ place: Int) -> Bool {
            place < text.count && ("0"..."9").contains(text[place])
        }
        while isDigit(position) { position += 1 }
        if position < text.count, text[position] == ".", isDigit(position + 1) {
            position += 1
            while isDigit(position) { position += 1 }
        }
        if position < text.count, text[position] == "e" || text[position] == "E" {
            var place = position + 1
            if place < text.count, text[place] == "+" || text[place] == "-" { place += 1 }
            if isDigit(place) {
                while isDigit(place) { place += 1 }
                position = place
            }
        }
        let digits = string(start, position)
        guard let value = Decimal128(Substring(digits)) else {
            return Expression(.invalid("\(digits) is out of range"), at: start)
        }
        return Expression(.literal(.number(value)), at: start)
    }

    mutating func stringLiteral() throws(SyntaxError) -> String {
        guard position < text.count, text[position] == "\"" else {
            throw error("a text in quotes was expected")
        }
        position += 1
        var units: [Unicode.Scalar] = []
        var surrogate: UInt32?
        while position < text.count {
            let scalar = text[position]
            if scalar == "\"" {
                position += 1
                return String(String.UnicodeScalarView(units))
            }
            position += 1
            guard scalar == "\\" else {
                units.append(scalar)
                continue
            }
            guard position < text.count else { break }
            let escape = text[position]
            position += 1
            switch escape {
            case "n": units.append("\n")
            case "r": units.append("\r")
            case "t": units.append("\t")
            case "\"", "\\", "'": units.append(escape)
            case "u", "U":
                guard let value = hexadecimal(escape == "u" ? 4 : 6) else {
                    throw error("hexadecimal digits were expected")
                }
                if (0xD800..<0xDC00).contains(value) {
                    surrogate = value
                } else if (0xDC00..<0xE000).contains(value), let high = surrogate {
                    let joined = 0x10000 + (high - 0xD800) << 10 + (value - 0xDC00)
                    if let scalar = Unicode.Scalar(joined) { units.append(scalar) }
                    surrogate = nil
                } else if let scalar = Unicode.Scalar(value) {
                    units.append(scalar)
                }
            default: units.append(contentsOf: ["\\", escape])
            }
        }
        throw error("the text has no closing quote")
    }

    private mutating func hexadecimal(_ count: Int) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard position < text.count, let digit = Character(text[position]).hexDigitValue
            else { return nil }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    // MARK: Tokens

    mutating func skipSpace() {
        while position < text.count {
            if isSpace(text[position]) {
                position += 1
            } else if starts("//") {
                while position < text.count, text[position] != "\n" { position += 1 }
            } else if starts("/*") {
                position += 2
                while position < text.count, !starts("*/") { position += 1 }
                position = min(position + 2, text.count)
            } else {
                return
            }
        }
    }

    func starts(_ token: String) -> Bool {
        var place = position
        for scalar in token.unicodeScalars {
            guard place < text.count, text[place] == scalar else { return false }
            place += 1
        }
        return true
    }

    mutating func take(_ token: String) -> Bool {
        skipSpace()
        guard starts(token) else { return false }
        position += token.unicodeScalars.count
        return true
    }

    mutating func expect(_ token: String) throws(SyntaxError) {
        guard take(token) else { throw error("'\(token)' was expected") }
    }

    func peekWord(_ word: String) -> Bool {
        var copy = self
        return copy.takeWord(word)
    }

    mutating func takeWord(_ word: String) -> Bool {
        skipSpace()
        guard starts(word) else { return false }
        let end = position + word.unicodeScalars.count
        if end < text.count, isNamePart(text[end]) { return false }
        position = end
        return true
    }

    mutating func expectWord(_ word: String) throws(SyntaxError) {
        guard takeWord(word) else { throw error("'\(word)' was expected") }
    }

    func longestName(at position: Int) -> (name: String, end: Int)? {
        guard position < text.count, isNameStart(text[position]) else { return nil }
        return scope.longest(in: text, at: position)
    }

    /// The run of name characters at a place.
    func word(at position: Int) -> (name: String, end: Int)? {
        guard position < text.count, isNameStart(text[position]) else { return nil }
        var end = position
        while end < text.count, isNamePart(text[end]) { end += 1 }
        return (string(position, end), end)
    }

    func string(_ start: Int, _ end: Int) -> String {
        String(String.UnicodeScalarView(text[start..<end]))
    }
}

/// The value of `@"..."` (DMN 1.5 §10.3.2.3.9); nil when it is none.
func temporalLiteral(_ text: String) -> Value? {
    let text = text[...]
    if let date = CivilDate(text) { return .date(date) }
    if let moment = DateAndTime(text) { return .dateAndTime(moment) }
    if let time = CivilTime(text) { return .time(time) }
    if let duration = YearMonthDuration(text) { return .yearsAndMonths(duration) }
    if let duration = DayTimeDuration(text) { return .daysAndTime(duration) }
    return nil
}
