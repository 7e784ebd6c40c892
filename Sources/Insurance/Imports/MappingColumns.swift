import Kernel

/// Reading what a mapping says of its columns.
extension MappingPlace {
    func columns() throws(MappingProblem) -> [ImportColumn] {
        var columns: [ImportColumn] = []
        for member in try members() {
            columns.append(try member.place.column(named: member.name))
        }
        let names = Set(columns.map(\.name))
        for (column, member) in zip(columns, try members()) {
            for other in column.notApplicable?.columns ?? [] where !names.contains(other) {
                throw member.place.problem(
                    "notApplicable 引用了未声明的列「\(other)」",
                    "notApplicable looks at the column “\(other)”, which is not declared")
            }
        }
        return columns
    }

    private func column(named name: String) throws(MappingProblem) -> ImportColumn {
        if let short = json.text {
            guard short == "text" else {
                throw problem("简写只能是 text", "only “text” may stand alone; use an object")
            }
            return ImportColumn(text: name)
        }
        try only([
            "from", "read", "split", "part", "format", "thousands", "decimalPoint", "fullWidth",
            "multiplier", "suffixes", "currency", "yes", "no", "values", "otherwise", "nothing",
            "notApplicable", "flag",
        ])
        return ImportColumn(
            name: name, header: try optional("from")?.text() ?? name, part: try part(),
            reading: try reading(), nothings: try nothings(), notApplicable: try notApplicable(),
            flagged: try flagged())
    }

    private func part() throws(MappingProblem) -> (separator: Character, number: Int)? {
        guard let split = optional("split") else { return nil }
        let separator = try split.text()
        guard separator.count == 1, let character = separator.first else {
            throw split.problem("应为一个字符", "must be one character")
        }
        return (character, try required("part").integer(1...100))
    }

    private enum Reading: String, CaseIterable { case text, integer, money, day, boolean, code }

    private func reading() throws(MappingProblem) -> CellReading {
        switch try optional("read")?.one(of: Reading.self) ?? .text {
        case .text: return .text
        case .integer: return .integer(try number())
        case .money: return .money(try number(), try required("currency").one(of: Currency.self))
        case .day:
            let format = try required("format")
            guard let pattern = DatePattern(try format.text()) else {
                throw format.problem(
                    "不是日期格式：用 YYYY、MM 或 M、DD 或 D 各一次，或 serial1900、serial1904",
                    "is no date format: use YYYY, MM or M, DD or D once each, or serial1900, "
                        + "serial1904")
            }
            return .day(pattern, shown: try format.text())
        case .boolean:
            return .boolean(
                yes: Set(try required("yes").texts()), no: Set(try required("no").texts()))
        case .code:
            var codes: [String: String] = [:]
            for member in try required("values").members() {
                codes[member.name] = try member.place.text()
            }
            return .code(codes, otherwise: try optional("otherwise")?.text())
        }
    }

    private func number() throws(MappingProblem) -> NumberPattern {
        var pattern = NumberPattern()
        pattern.thousands = try optional("thousands")?.character()
        pattern.decimalPoint = try optional("decimalPoint")?.character() ?? "."
        pattern.takesFullWidth = try optional("fullWidth")?.flag() ?? false
        pattern.multiplier = Int64(try optional("multiplier")?.integer(1...1_000_000_000) ?? 1)
        for member in try optional("suffixes")?.members(atMost: 20) ?? [] {
            pattern.suffixes[member.name] = Int64(try member.place.integer(1...1_000_000_000))
        }
        guard pattern.thousands != pattern.decimalPoint else {
            throw problem("千分位与小数点不能相同", "thousands and decimalPoint must differ")
        }
        return pattern
    }

    private func character() throws(MappingProblem) -> Character {
        let text = try text()
        guard text.count == 1, let character = text.first, !character.isNumber else {
            throw problem("应为一个非数字字符", "must be one character that is no digit")
        }
        return character
    }

    private func nothings() throws(MappingProblem) -> [String: Nothing] {
        var nothings: [String: Nothing] = [:]
        for member in try optional("nothing")?.members(atMost: 50) ?? [] {
            nothings[member.name] = try member.place.one(of: Nothing.self)
        }
        return nothings
    }

    private func notApplicable() throws(MappingProblem) -> ImportCondition? {
        guard let place = optional("notApplicable") else { return nil }
        let condition = try place.condition()
        guard condition.asksOnlyTexts else {
            throw place.problem("此处只能用 equals 与 in", "only equals and in may be used here")
        }
        return condition
    }

    private func flagged() throws(MappingProblem) -> Set<Nothing> {
        var flagged: Set<Nothing> = []
        for place in try optional("flag")?.elements(atMost: 5) ?? [] {
            flagged.insert(try place.one(of: Nothing.self))
        }
        return flagged
    }

    /// A name for keys and reports: letters, digits, `-`, `_` and `.`.
    func identifier() throws(MappingProblem) -> String {
        let text = try text()
        let isPlain = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E
        }
        guard isPlain, (1...40).contains(text.utf8.count) else {
            throw problem(
                "应为 1 至 40 个字母、数字、-、_ 或 .", "must be 1 to 40 letters, digits, -, _ or .")
        }
        return text
    }

    func offset() throws(MappingProblem) -> String {
        let text = try text()
        guard Moment(iso8601: "2025-01-01T00:00:00" + text) != nil else {
            throw problem("应为 +08:00 这样的时差", "must be an offset such as +08:00")
        }
        return text
    }
}

extension MappingPlace? {
    func words() throws(MappingProblem) -> [Words] {
        var words: [Words] = []
        for place in try self?.elements() ?? [] { words.append(try place.words()) }
        return words
    }

    func ignored() throws(MappingProblem) -> [ImportMapping.Ignored] {
        var ignored: [ImportMapping.Ignored] = []
        for member in try self?.members() ?? [] {
            ignored.append(.init(column: member.name, reason: try member.place.words()))
        }
        return ignored
    }

    func flags(_ values: ValueReader) throws(MappingProblem) -> [ImportMapping.Flag] {
        var flags: [ImportMapping.Flag] = []
        for place in try self?.elements() ?? [] {
            try place.only(["code", "when"])
            flags.append(
                .init(
                    code: try place.required("code").identifier(),
                    condition: try values.condition(place.required("when"))))
        }
        return flags
    }
}
