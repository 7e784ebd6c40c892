/// Why a pattern cannot be used.
public struct PatternError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let message: String
    /// Offset in the pattern, in Unicode scalars.
    public let position: Int

    /// For people.
    public var description: String { "\(message) at \(position + 1)" }
}

/// A pattern as a tree.
indirect enum PatternNode: Sendable {
    case empty
    case set(PatternSet)
    case literal(Unicode.Scalar)
    case anyCharacter
    case start, end
    case backReference(Int)
    case group(PatternNode, Int?)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    case repeated(PatternNode, Int, Int?, reluctant: Bool)
}

struct PatternFlags: Sendable {
    var dotAll = false
    var multiline = false
    var ignoresCase = false
    var ignoresSpace = false
    var isLiteral = false

    init(_ text: String) throws(PatternError) {
        for letter in text.unicodeScalars {
            switch letter {
            case "s": dotAll = true
            case "m": multiline = true
            case "i": ignoresCase = true
            case "x": ignoresSpace = true
            case "q": isLiteral = true
            default:
                throw PatternError(message: "there is no flag '\(letter)'", position: 0)
            }
        }
    }
}

/// Reads a pattern; everything is bounded, and what XPath does not know is an error.
struct PatternParser {
    private var text: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private(set) var groups = 0
    private var closed: Set<Int> = []

    static let largestRepeat = 1000
    static let greatestDepth = 200

    init(_ pattern: String, _ flags: PatternFlags) {
        text = Array(pattern.unicodeScalars)
        if flags.ignoresSpace { text = Self.withoutSpace(text) }
    }

    /// Flag x takes white space away, but not within classes.
    private static func withoutSpace(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var kept: [Unicode.Scalar] = []
        var depth = 0
        var escaped = false
        for scalar in text {
            if depth == 0, [" ", "\t", "\n", "\r"].contains(scalar) { continue }
            if !escaped {
                if scalar == "[" { depth += 1 }
                if scalar == "]" { depth = max(0, depth - 1) }
            }
            escaped = scalar == "\\" && !escaped
            kept.append(scalar)
        }
        return kept
    }

    mutating func parse() throws(PatternError) -> PatternNode {
        guard text.count <= 100_000 else { throw error("the pattern is too long") }
        let node = try alternatives()
        guard position == text.count else { throw error("')' has no '('") }
        return node
    }

    private func error(_ message: String) -> PatternError {
        PatternError(message: message, position: position)
    }

    private var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.greatestDepth else { throw error("nested too deeply") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            parts.append(try quantified())
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func quantified() throws(PatternError) -> PatternNode {
        let atom = try atom()
        let low: Int
        let high: Int?
        if take("*") {
            (low, high) = (0, nil)
        } else if take("+") {
            (low, high) = (1, nil)
        } else if take("?") {
            (low, high) = (0, 1)
        } else if take("{") {
            (low, high) = try counts()
        } else {
            return atom
        }
        if case .start = atom { throw error("'^' cannot be repeated") }
        if case .end = atom { throw error("'$' cannot be repeated") }
        return .repeated(atom, low, high, reluctant: take("?"))
    }

    private mutating func counts() throws(PatternError) -> (Int, Int?) {
        let low = try number()
        if take("}") { return (low, low) }
        guard take(",") else { throw error("',' or '}' was expected") }
        if take("}") { return (low, nil) }
        let high = try number()
        guard take("}"), high >= low else { throw error("the quantity is not well formed") }
        return (low, high)
    }

    private mutating func number() throws(PatternError) -> Int {
        var value = 0
        var found = false
        while let scalar = next, ("0"..."9").contains(scalar) {
            value = value * 10 + Int(scalar.value - 48)
            guard value <= Self.largestRepeat else {
                throw error("more than \(Self.largestRepeat) repetitions")
            }
            position += 1
            found = true
        }
        guard found else { throw error("a number was expected") }
        return value
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        guard let scalar = next else { throw error("something was expected") }
        position += 1
        switch scalar {
        case "(": return try group()
        case "[": return .set(try set())
        case ".": return .anyCharacter
        case "^": return .start
        case "$": return .end
        case "\\": return try escape()
        case "*", "+", "?", "{", "}", "]": throw error("'\(scalar)' has no meaning here")
        default: return .literal(scalar)
        }
    }

    private mutating func group() throws(PatternError) -> PatternNode {
        var number: Int?
        if take("?") {
            guard take(":") else { throw error("only '(?:' is known") }
        } else {
            groups += 1
            number = groups
        }
        let inner = try alternatives()
        guard take(")") else { throw error("')' was expected") }
        if let number { closed.insert(number) }
        return .group(inner, number)
    }

    private mutating func escape() throws(PatternError) -> PatternNode {
        guard let scalar = next else { throw error("'\\' stands at the end") }
        if ("1"..."9").contains(scalar) {
            var number = 0
            while let digit = next, ("0"..."9").contains(digit) {
                let longer = number * 10 + Int(digit.value - 48)
                if number > 0, longer > groups { break }
                number = longer
                position += 1
            }
            guard closed.contains(number) else { throw error("there is no group \(number) yet") }
            return .backReference(number)
        }
        switch try escaped() {
        case .range(let low, let high) where low == high:
            return Unicode.Scalar(low).map(PatternNode.literal) ?? .empty
        case let item: return .set(PatternSet([item]))
        }
    }

    /// What follows a backslash, in and out of classes.
    private mutating func escaped() throws(PatternError) -> PatternSet.Item {
        guard let scalar = next else { throw error("'\\' stands at the end") }
        position += 1
        func one(_ scalar: Unicode.Scalar) -> PatternSet.Item {
            .range(scalar.value, scalar.value)
        }
        switch scalar {
        case "n": return one("\n")
        case "r": return one("\r")
        case "t": return one("\t")
        case "\\", "|", ".", "-", "^", "?", "*", "+", "{", "}", "(", ")", "[", "]", "$":
            return one(scalar)
        case "s", "S": return .space(negated: scalar == "S")
        case "d", "D": return .category("Nd", negated: scalar == "D")
        case "w", "W": return .wordCharacter(negated: scalar == "W")
        case "i", "I": return .nameStart(negated: scalar == "I")
        case "c", "C": return .namePart(negated: scalar == "C")
        case "p", "P":
            guard take("{") else { throw error("'{' was expected") }
            var name = ""
            while let letter = next, letter != "}" {
                name.unicodeScalars.append(letter)
                position += 1
            }
            guard take("}") else { throw error("'}' was expected") }
            if PatternSet.categories.contains(name) {
                return .category(name, negated: scalar == "P")
            }
            guard name.hasPrefix("Is"), let block = patternBlocks[String(name.dropFirst(2))] else {
                throw error("there is no category or block '\(name)'")
            }
            return .block(block.0, block.1, negated: scalar == "P")
        default: throw error("'\\\(scalar)' has no meaning")
        }
    }

    private mutating func set() throws(PatternError) -> PatternSet {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.greatestDepth else { throw error("nested too deeply") }
        let isNegated = take("^")
        var items: [PatternSet.Item] = []
        while true {
            guard let scalar = next else { throw error("']' was expected") }
            if scalar == "]" {
                guard !items.isEmpty else { throw error("the class is empty") }
                position += 1
                return PatternSet(items, isNegated: isNegated)
            }
            if scalar == "-", position + 1 < text.count, text[position + 1] == "[", !items.isEmpty {
                position += 2
                let without = try set()
                guard take("]") else { throw error("']' was expected") }
                return PatternSet(items, isNegated: isNegated, without: without)
            }
            guard scalar != "[" else { throw error("'[' has to be escaped") }
            position += 1
            items.append(try item(scalar, isFirst: items.isEmpty))
        }
    }

    private mutating func item(_ scalar: Unicode.Scalar, isFirst: Bool) throws(PatternError)
        -> PatternSet.Item
    {
        var item = PatternSet.Item.range(scalar.value, scalar.value)
        if scalar == "\\" { item = try escaped() }
        if scalar == "-", !isFirst, next != "]" {
            throw error("'-' has to be escaped")
        }
        guard case .range(let low, _) = item, next == "-", position + 1 < text.count,
            text[position + 1] != "]", text[position + 1] != "["
        else { return item }
        position += 1
        guard let end = next else { throw error("']' was expected") }
        position += 1
        var high = end.value
        if end == "\\" {
            guard case .range(let value, _) = try escaped() else {
                throw error("a character was expected")
            }
            high = value
        }
        guard low <= high else { throw error("the range runs backwards") }
        return .range(low, high)
    }
}
