/// What the texts of a sheet refer to, found without a model: the inputs it needs.
struct SheetNames {
    /// An input of the table as a model has to declare it.
    struct Need {
        let name: String
        var type = ""
        /// Members that are looked at, by name.
        var members: [Need] = []
        /// The first place that needs it.
        let place: SheetPlace
    }

    private(set) var needs: [Need] = []
    private(set) var faults: [SheetProblem] = []

    private static let deepest = 20
    fileprivate static let keywords: Set<String> = [
        "and", "or", "in", "between", "instance", "if", "then", "else", "for", "some", "every",
        "satisfies", "return", "not", "true", "false", "null", "function",
    ]

    /// - Parameter given: names that are there whatever the texts say, with their types.
    init(_ sheet: TableSheet, given: [String: FeelType] = [:]) {
        let plain = sheet.inputs.enumerated().filter { Self.path($0.element) != nil }
        // Those that surely are names come first: they tell `a-b` from `a - b`.
        for hasSymbols in [false, true] {
            for (index, input) in plain
            where input.expression.unicodeScalars.contains(where: Self.isJoint) == hasSymbols {
                guard let path = Self.path(input), given[path[0]] == nil,
                    !isReckoned(path[0])
                else { continue }
                add(path, input.type, .column(.input, index, .expression))
            }
        }
        read(sheet, given)
    }

    /// Where names are joined by symbols of their own.
    private static func isJoint(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "." && isNameSymbol(scalar)
    }

    /// The names of `Applicant.monthly income`; nil for any other expression.
    private static func path(_ input: TableSheet.Input) -> [String]? {
        let parts = input.expression.unicodeScalars
            .split(separator: ".", omittingEmptySubsequences: false)
            .map { normalized(String(String.UnicodeScalarView($0))) }
        // What `and` and `or` make is boolean: in a column of another type they belong to a name.
        let joins = !input.type.isEmpty && !input.type.hasSuffix("boolean")
        let reserved = joins ? keywords.subtracting(["and", "or"]) : keywords
        guard parts.count <= deepest, parts.allSatisfy({ isName($0, reserved) }) else { return nil }
        return parts
    }

    private static func isName(_ text: String, _ reserved: Set<String>) -> Bool {
        guard let first = text.unicodeScalars.first, isNameStart(first), first != "?" else {
            return false
        }
        let words = text.split(separator: " ")
        return text.unicodeScalars.allSatisfy { $0 == " " || isNamePart($0) || isJoint($0) }
            && words.allSatisfy { word in
                guard !reserved.contains(String(word)), let first = word.unicodeScalars.first,
                    let last = word.unicodeScalars.last
                else { return false }
                // A symbol with space around it reckons.
                return !isJoint(first) && !isJoint(last)
            }
    }

    /// Whether `a-b` is made of names that are there by themselves.
    private func isReckoned(_ name: String) -> Bool {
        guard name.unicodeScalars.contains(where: Self.isJoint) else { return false }
        return name.unicodeScalars.split(whereSeparator: Self.isJoint).allSatisfy { part in
            let part = normalized(String(String.UnicodeScalarView(part)))
            return needs.contains { $0.name == part } || part.allSatisfy(\.isNumber)
        }
    }

    private mutating func add(_ path: [String], _ type: String, _ place: SheetPlace) {
        Self.add(path[...], type, place, to: &needs)
    }

    private static func add(
        _ path: ArraySlice<String>, _ type: String, _ place: SheetPlace, to needs: inout [Need]
    ) {
        guard let name = path.first else { return }
        let index: Int
        if let known = needs.firstIndex(where: { $0.name == name }) {
            index = known
        } else {
            needs.append(Need(name: name, place: place))
            index = needs.count - 1
        }
        if path.count > 1 {
            add(path.dropFirst(), type, place, to: &needs[index].members)
        } else if needs[index].type.isEmpty {
            needs[index].type = type
        }
    }

    // MARK: Everything else

    private mutating func read(_ sheet: TableSheet, _ given: [String: FeelType]) {
        let members = MemberNames()
        var names = given
        for name in BuiltIn.all.keys { names[name] = .any }
        for need in needs { names[need.name] = Self.type(need, members) }
        var unknown: [(String, SheetPlace)] = []
        var problems: [SheetProblem] = []
        let reading = TextReading(
            names: names, scope: NameScope(names, members: members), tested: ["?": .any])
        // Most cells of a large table say what others say.
        var settled: [TableSheet.ExpressionKind: Set<String>] = [:]
        sheet.forEachText { place, text in
            guard let kind = sheet.expressionKind(place), !text.isEmpty || kind == .expression,
                settled[kind]?.contains(text) != true
            else { return }
            do {
                unknown += try reading.names(text, kind).map { ($0, place) }
                settled[kind, default: []].insert(text)
            } catch {
                problems.append(
                    SheetProblem(
                        place: place,
                        message: Wording("无法读取：\(error)", "this cannot be read: \(error)")))
            }
        }
        faults = problems
        for (name, place) in unknown where !needs.contains(where: { $0.name == name }) {
            needs.append(Need(name: name, place: place))
        }
    }

    private static func type(_ need: Need, _ members: MemberNames) -> FeelType {
        guard !need.members.isEmpty else { return .any }
        for member in need.members { members.add(member.name) }
        return .context(need.members.map { .init(name: $0.name, type: type($0, members)) })
    }
}

extension TableSheet {
    enum ExpressionKind { case expression, tests }

    /// How a text of the sheet is read; nil where it is no FEEL.
    func expressionKind(_ place: SheetPlace) -> ExpressionKind? {
        switch place {
        case .column(.input, _, .expression): .expression
        case .column(.output, let index, .standard):
            outputs[index].standard.isEmpty ? nil : .expression
        case .column(.input, _, .allowedValues), .column(.output, _, .allowedValues): .tests
        case .cell(_, .input, _): .tests
        case .cell(_, .output, _): .expression
        default: nil
        }
    }
}

/// Reads texts for the names they need.
private struct TextReading {
    let names: [String: FeelType]
    let scope: NameScope
    let tested: [String: FeelType]

    /// The names that nothing has. Where the text cannot be read, words that stand together are
    /// taken for names of several words: first those between the words of FEEL, then with them.
    func names(_ text: String, _ kind: TableSheet.ExpressionKind) throws(SyntaxError) -> [String] {
        do {
            return try names(text, kind, guessed: [])
        } catch {
            for keepsKeywords in [false, true] {
                let guessed = Self.runs(text, keepsKeywords: keepsKeywords)
                if let found = try? names(text, kind, guessed: guessed) { return found }
            }
            throw error
        }
    }

    private func names(_ text: String, _ kind: TableSheet.ExpressionKind, guessed: [String])
        throws(SyntaxError) -> [String]
    {
        var parser = Parser(text, scope: scope) { _ in nil }
        parser.scope.push(Dictionary(guessed.map { ($0, .any) }, uniquingKeysWith: { $1 }))
        let expression: Expression
        switch kind {
        case .expression: expression = try parser.wholeExpression()
        case .tests:
            guard !normalized(text).isEmpty else { return [] }
            parser.scope.push(tested)
            expression = Expression(.tests(try parser.wholeTests()), at: 0)
        }
        let found = FoundNames()
        let level = Level(parent: nil)
        _ = level.add("?")
        let known = names
        let compiler = ExpressionCompiler(level: level, unknown: { found.names.append($0) }) {
            BuiltIn.all[$0].map { .builtIn($0) } ?? (known[$0] == nil ? nil : .variable(0))
        }
        _ = compiler.compile(expression)
        return found.names
    }

    /// Words with nothing but space between them, outside of texts in quotes.
    private static func runs(_ text: String, keepsKeywords: Bool) -> [String] {
        var runs: [[String]] = [[]]
        let scalars = Array(text.unicodeScalars)
        var place = 0
        while place < scalars.count {
            let start = place
            if scalars[place] == "\"" {
                place += 1
                while place < scalars.count, scalars[place] != "\"" {
                    place += scalars[place] == "\\" ? 2 : 1
                }
                place += 1
                runs.append([])
            } else if isNamePart(scalars[place]) {
                while place < scalars.count, isNamePart(scalars[place]) { place += 1 }
                let word = String(String.UnicodeScalarView(scalars[start..<place]))
                let isName = isNameStart(scalars[start])
                if isName, keepsKeywords || !SheetNames.keywords.contains(word) {
                    runs[runs.count - 1].append(word)
                } else {
                    runs.append([])
                }
            } else {
                if !isSpace(scalars[place]) { runs.append([]) }
                place += 1
            }
        }
        return runs.filter { $0.count > 1 }.map { $0.joined(separator: " ") }
    }
}

private final class FoundNames {
    var names: [String] = []
}
