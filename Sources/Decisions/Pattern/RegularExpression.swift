/// A regular expression of XPath and XQuery (Functions and Operators 3.1 §5.6.1), matched by a
/// backtracking machine with a bound on its steps and none on the native stack.
public struct RegularExpression: Sendable {
    enum Instruction: Sendable {
        case set(PatternSet)
        case literal(Unicode.Scalar)
        case anyCharacter, start, end
        case backReference(Int)
        case save(Int)
        case mark(Int)
        /// Fails where nothing was consumed since the mark, so that empty loops end.
        case progress(Int)
        case split(Int, Int)
        case jump(Int)
        case match
    }

    private let program: [Instruction]
    private let slots: Int
    private let groups: Int
    private let flags: PatternFlags

    static let mostSteps = 2_000_000
    static let largestProgram = 100_000

    /// Reads a pattern with flags of `s`, `m`, `i`, `x` and `q`.
    ///
    /// - Throws: `PatternError` for what XPath does not allow, and for patterns without bounds.
    public init(_ pattern: String, flags: String = "") throws(PatternError) {
        self.flags = try PatternFlags(flags)
        var builder = ProgramBuilder()
        if self.flags.isLiteral {
            for scalar in pattern.unicodeScalars { builder.program.append(.literal(scalar)) }
            groups = 0
        } else {
            var parser = PatternParser(pattern, self.flags)
            let tree = try parser.parse()
            groups = parser.groups
            builder.slots = 2 * (groups + 1)
            try builder.emit(tree)
        }
        builder.program.append(.match)
        program = builder.program
        slots = max(builder.slots, 2 * (groups + 1))
    }

    /// Whether the pattern is found anywhere in a text; nil when that takes too many steps.
    public func matches(_ text: String) -> Bool? {
        let scalars = Array(text.unicodeScalars)
        var steps = 0
        for start in 0...scalars.count {
            switch run(scalars, start, &steps) {
            case .found: return true
            case .tooLong: return nil
            case .none: continue
            }
        }
        return false
    }

    /// The text with every match replaced; `$1` stands for a group, `\$` and `\\` for themselves.
    ///
    /// - Throws: `PatternError` when the pattern matches nothing at all, takes too long, or the
    ///   replacement is not well formed.
    public func replaced(in text: String, by replacement: String) throws(PatternError) -> String {
        let parts = try self.parts(replacement)
        let scalars = Array(text.unicodeScalars)
        var result: [Unicode.Scalar] = []
        try each(scalars) { before, captures in
            result += scalars[before]
            for part in parts {
                switch part {
                case .text(let text): result += text
                case .group(let group):
                    let (start, end) = (captures[2 * group], captures[2 * group + 1])
                    if start >= 0, end >= start { result += scalars[start..<end] }
                }
            }
        } rest: { result += scalars[$0] }
        return String(String.UnicodeScalarView(result))
    }

    /// The texts between the matches.
    ///
    /// - Throws: `PatternError` when the pattern matches nothing at all or takes too long.
    public func split(_ text: String) throws(PatternError) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var result: [String] = []
        func add(_ range: Range<Int>) {
            result.append(String(String.UnicodeScalarView(scalars[range])))
        }
        try each(scalars) { before, _ in add(before) } rest: { add($0) }
        return result
    }

    /// Calls the first body with the stretch before each match and its groups, the second with
    /// what is left.
    private func each(
        _ scalars: [Unicode.Scalar], _ body: (Range<Int>, [Int]) -> Void,
        rest: (Range<Int>) -> Void
    ) throws(PatternError) {
        var steps = 0
        if case .found = run([], 0, &steps) {
            throw PatternError(message: "the pattern matches an empty text", position: 0)
        }
        var last = 0
        var position = 0
        while position < scalars.count {
            switch run(scalars, position, &steps) {
            case .found(let captures):
                // A pattern may take nothing at a boundary; that is no match to replace.
                guard captures[1] > position else {
                    position += 1
                    continue
                }
                body(last..<position, captures)
                position = captures[1]
                last = position
            case .tooLong:
                throw PatternError(message: "the pattern takes too many steps", position: 0)
            case .none: position += 1
            }
        }
        rest(last..<scalars.count)
    }

    private enum Part {
        case text([Unicode.Scalar])
        case group(Int)
    }

    private func parts(_ replacement: String) throws(PatternError) -> [Part] {
        let text = Array(replacement.unicodeScalars)
        if flags.isLiteral { return [.text(text)] }
        var parts: [Part] = []
        var position = 0
        while position < text.count {
            let scalar = text[position]
            position += 1
            let next = position < text.count ? text[position] : nil
            switch scalar {
            case "\\":
                guard let next, next == "\\" || next == "$" else {
                    throw PatternError(
                        message: "'\\' stands only before '\\' and '$'", position: position)
                }
                parts.append(.text([next]))
                position += 1
            case "$":
                guard let next, ("0"..."9").contains(next) else {
                    throw PatternError(message: "'$' needs a number", position: position)
                }
                var group = Int(next.value - 48)
                position += 1
                while position < text.count, ("0"..."9").contains(text[position]),
                    group * 10 + Int(text[position].value - 48) <= groups
                {
                    group = group * 10 + Int(text[position].value - 48)
                    position += 1
                }
                parts.append(group <= groups ? .group(group) : .text([]))
            default: parts.append(.text([scalar]))
            }
        }
        return parts
    }

    // MARK: The machine

    private enum Outcome {
        case found([Int])
        case none
        case tooLong
    }

    private func run(_ text: [Unicode.Scalar], _ start: Int, _ steps: inout Int) -> Outcome {
        var captures = Array(repeating: -1, count: slots)
        captures[0] = start
        var stack: [(counter: Int, position: Int, captures: [Int])] = []
        var counter = 0
        var position = start
        func backtrack() -> Bool {
            guard let last = stack.popLast() else { return false }
            (counter, position, captures) = (last.counter, last.position, last.captures)
            return true
        }
        while true {
            steps += 1
            guard steps <= Self.mostSteps else { return .tooLong }
            var goesOn = true
            switch program[counter] {
            case .match:
                captures[1] = position
                return .found(captures)
            case .literal(let scalar):
                goesOn = position < text.count && agree(text[position], scalar)
                position += goesOn ? 1 : 0
            case .set(let set):
                goesOn =
                    position < text.count
                    && set.contains(text[position], ignoringCase: flags.ignoresCase)
                position += goesOn ? 1 : 0
            case .anyCharacter:
                goesOn =
                    position < text.count
                    && (flags.dotAll || (text[position] != "\n" && text[position] != "\r"))
                position += goesOn ? 1 : 0
            case .start:
                goesOn = position == 0
                    || (flags.multiline && text[position - 1] == "\n" && position < text.count)
            case .end:
                goesOn = position == text.count || (flags.multiline && text[position] == "\n")
            case .backReference(let group):
                let (from, to) = (captures[2 * group], captures[2 * group + 1])
                if from >= 0, to >= from {
                    goesOn = position + (to - from) <= text.count
                        && (0..<(to - from)).allSatisfy {
                            agree(text[from + $0], text[position + $0])
                        }
                    position += goesOn ? to - from : 0
                }
            case .save(let slot), .mark(let slot): captures[slot] = position
            case .progress(let slot): goesOn = captures[slot] != position
            case .split(let first, let second):
                stack.append((second, position, captures))
                counter = first
                continue
            case .jump(let target):
                counter = target
                continue
            }
            if goesOn { counter += 1 } else if !backtrack() { return .none }
        }
    }

    private func agree(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        if left == right { return true }
        guard flags.ignoresCase else { return false }
        return caseVariants(left).contains(right) || caseVariants(right).contains(left)
    }
}

/// Writes the program of a pattern.
private struct ProgramBuilder {
    var program: [RegularExpression.Instruction] = []
    var slots = 2

    mutating func emit(_ node: PatternNode) throws(PatternError) {
        guard program.count < RegularExpression.largestProgram else {
            throw PatternError(message: "the pattern is too large", position: 0)
        }
        switch node {
        case .empty: break
        case .set(let set): program.append(.set(set))
        case .literal(let scalar): program.append(.literal(scalar))
        case .anyCharacter: program.append(.anyCharacter)
        case .start: program.append(.start)
        case .end: program.append(.end)
        case .backReference(let group): program.append(.backReference(group))
        case .group(let inner, let number):
            if let number { program.append(.save(2 * number)) }
            try emit(inner)
            if let number { program.append(.save(2 * number + 1)) }
        case .sequence(let parts): for part in parts { try emit(part) }
        case .alternatives(let branches): try emit(branches)
        case .repeated(let inner, let low, let high, let reluctant):
            for _ in 0..<low { try emit(inner) }
            if let high {
                var splits: [Int] = []
                for _ in low..<max(low, high) {
                    splits.append(program.count)
                    program.append(.match)
                    try emit(inner)
                }
                let end = program.count
                for split in splits { program[split] = branch(split + 1, end, reluctant) }
            } else {
                try loop(inner, reluctant)
            }
        }
    }

    private func branch(_ inner: Int, _ end: Int, _ reluctant: Bool)
        -> RegularExpression.Instruction
    {
        reluctant ? .split(end, inner) : .split(inner, end)
    }

    private mutating func loop(_ inner: PatternNode, _ reluctant: Bool) throws(PatternError) {
        let slot = slots
        slots += 1
        let start = program.count
        program.append(.match)
        program.append(.mark(slot))
        try emit(inner)
        program.append(.progress(slot))
        program.append(.jump(start))
        program[start] = branch(start + 1, program.count, reluctant)
    }

    private mutating func emit(_ branches: [PatternNode]) throws(PatternError) {
        var jumps: [Int] = []
        for (index, branch) in branches.enumerated() {
            guard index < branches.count - 1 else {
                try emit(branch)
                break
            }
            let split = program.count
            program.append(.match)
            try emit(branch)
            jumps.append(program.count)
            program.append(.match)
            program[split] = .split(split + 1, program.count)
        }
        for jump in jumps { program[jump] = .jump(program.count) }
    }
}
