import Kernel

/// Reading what a mapping says of values, with the columns it may refer to.
struct ValueReader {
    let columns: Set<String>
    /// The offset from UTC of the file's civil times.
    let offset: String

    func template(_ place: MappingPlace) throws(MappingProblem) -> ImportTemplate {
        guard let template = ImportTemplate(try place.text(), columns: columns) else {
            throw place.problem(
                "花括号不成对；要写花括号本身请写两遍", "a brace is not closed; double a brace to write it")
        }
        for column in template.columns { try known(column, place) }
        return template
    }

    func condition(_ place: MappingPlace) throws(MappingProblem) -> ImportCondition {
        let condition = try place.condition()
        for column in condition.columns { try known(column, place) }
        return condition
    }

    /// A text is a template, a list gives a list, an object says what it is by its members.
    func value(_ place: MappingPlace, depth: Int = 0) throws(MappingProblem) -> ImportValue {
        guard depth < 8 else { throw place.problem("嵌套过深", "nested too deeply") }
        switch place.json {
        case .string: return .template(try template(place))
        case .integer, .bool: return .constant(place.json)
        case .array: return .list(try cases(place, depth))
        case .null: throw place.problem("不能为 null", "must not be null")
        case .object: break
        }
        try place.only([
            "constant", "column", "absolute", "anniversaryOn", "addYears", "addDays", "spread",
            "day", "hour", "first", "list", "record", "flags", "when", "value",
        ])
        if let constant = place.optional("constant") { return .constant(constant.json) }
        if let first = place.optional("first") { return .first(try cases(first, depth)) }
        if let list = place.optional("list") { return .list(try cases(list, depth)) }
        if let record = place.optional("record") { return .record(try members(record, depth)) }
        if let value = place.optional("value") { return try self.value(value, depth: depth + 1) }
        if let flags = place.optional("flags") {
            return .flags(flags.json == .bool(true) ? nil : Set(try flags.texts()))
        }
        if let day = place.optional("day") {
            return .moment(
                day: try value(day, depth: depth + 1),
                hour: try value(try place.required("hour"), depth: depth + 1), offset: offset)
        }
        return try column(place)
    }

    private func column(_ place: MappingPlace) throws(MappingProblem) -> ImportValue {
        let reckons = ["anniversaryOn", "addYears", "addDays", "spread"]
            .contains { place.optional($0) != nil }
        guard reckons else {
            let name = try place.required("column")
            try known(name.text(), name)
            let isAbsolute = try place.optional("absolute")?.flag() ?? false
            return .column(try name.text(), isAbsolute: isAbsolute)
        }
        let anniversary = place.optional("anniversaryOn")
        if let anniversary { try known(anniversary.text(), anniversary) }
        return .day(
            .init(
                start: try start(place), anniversaryOn: try anniversary?.text(),
                years: try place.optional("addYears")?.integer(-1000...1000) ?? 0,
                days: try place.optional("addDays")?.integer(-400_000...400_000) ?? 0))
    }

    private func start(
        _ place: MappingPlace
    ) throws(MappingProblem) -> ImportValue.DayRule.Start {
        guard let spread = place.optional("spread") else {
            let name = try place.required("column")
            try known(name.text(), name)
            return .column(try name.text())
        }
        try spread.only(["from", "days"])
        let from = try spread.required("from")
        guard let day = Day(try from.text()) else {
            throw from.problem("应为 YYYY-MM-DD", "must be YYYY-MM-DD")
        }
        return .spread(from: day, days: try spread.required("days").integer(1...40_000))
    }

    func cases(_ place: MappingPlace, _ depth: Int) throws(MappingProblem) -> [ImportValue.Case] {
        var cases: [ImportValue.Case] = []
        for element in try place.elements() {
            let when = element.json["when"] == nil ? nil : element.optional("when")
            cases.append(
                .init(
                    condition: try when.map(condition),
                    value: try value(element, depth: depth + 1)))
        }
        return cases
    }

    func members(
        _ place: MappingPlace, _ depth: Int
    ) throws(MappingProblem) -> [(name: String, value: ImportValue)] {
        var members: [(name: String, value: ImportValue)] = []
        for member in try place.members() {
            members.append((member.name, try value(member.place, depth: depth + 1)))
        }
        return members
    }

    private func known(_ column: String, _ place: MappingPlace) throws(MappingProblem) {
        guard columns.contains(column) else {
            throw place.problem(
                "列「\(column)」未在 columns 中声明",
                "the column “\(column)” is not declared under columns")
        }
    }
}

extension Optional {
    /// `map` that keeps the type of the error.
    fileprivate func map<Value>(
        _ body: (Wrapped) throws(MappingProblem) -> Value
    ) throws(MappingProblem) -> Value? {
        guard let self else { return nil }
        return try body(self)
    }
}

extension MappingPlace {
    func steps(
        _ values: ValueReader, _ registry: CommandRegistry
    ) throws(MappingProblem) -> [ImportMapping.Step] {
        var steps: [ImportMapping.Step] = []
        for place in try elements(atMost: 10) {
            let step = try place.step(values, registry)
            guard !steps.contains(where: { $0.name == step.name }) else {
                throw place.problem("步骤名称重复", "the step's name is used twice")
            }
            steps.append(step)
            try place.check(step, earlier: Set(steps.dropLast().map(\.name)))
        }
        guard !steps.isEmpty else { throw problem("至少要有一步", "needs at least one step") }
        return steps
    }

    private func step(
        _ values: ValueReader, _ registry: CommandRegistry
    ) throws(MappingProblem) -> ImportMapping.Step {
        try only(["as", "command", "when", "at", "fields"])
        let named = try required("command")
        guard let command = registry[try named.text()] else {
            throw named.problem("没有这个操作", "there is no such command")
        }
        return ImportMapping.Step(
            name: try required("as").identifier(), command: command,
            condition: try optional("when").map(values.condition),
            at: try optional("at").map { place throws(MappingProblem) in try values.value(place) },
            fields: try values.members(required("fields"), 0))
    }

    /// The step's fields against the command's own statement.
    private func check(
        _ step: ImportMapping.Step, earlier: Set<String>
    ) throws(MappingProblem) {
        let fields = try required("fields")
        for field in step.fields {
            let place = MappingPlace(
                json: .null, path: "\(fields.path).\(field.name)")
            guard let statement = step.command.fields.first(where: { $0.name == field.name }) else {
                throw place.problem(
                    "\(step.command.name) 没有这个字段", "\(step.command.name) has no such field")
            }
            for other in field.value.steps where !earlier.contains(other) {
                throw place.problem(
                    "步骤「\(other)」不在此步之前", "the step “\(other)” does not come before this one")
            }
            for constant in field.value.constants {
                try place.check(constant, statement.kind)
            }
        }
        for statement in step.command.fields where statement.isRequired {
            guard step.fields.contains(where: { $0.name == statement.name }) else {
                throw fields.problem(
                    "缺少必填字段「\(statement.name)」",
                    "the required field “\(statement.name)” is missing")
            }
        }
    }

    private func check(_ constant: JSON, _ kind: FieldKind) throws(MappingProblem) {
        guard case .choice(let choices) = kind else { return }
        guard let code = constant.text, choices.contains(where: { $0.code == code }) else {
            let known = choices.map(\.code).joined(separator: ", ")
            throw problem("应为以下之一：\(known)", "must be one of: \(known)")
        }
    }
}

extension ImportValue {
    /// The steps whose answers it uses.
    var steps: [String] {
        switch self {
        case .template(let template): template.steps
        case .first(let cases), .list(let cases): cases.flatMap(\.value.steps)
        case .record(let members): members.flatMap(\.value.steps)
        case .moment(let day, let hour, _): day.steps + hour.steps
        case .constant, .column, .day, .flags: []
        }
    }

    /// The constants it may give by itself.
    fileprivate var constants: [JSON] {
        switch self {
        case .constant(let json): [json]
        case .first(let cases): cases.flatMap(\.value.constants)
        case .template(let template):
            template.columns.isEmpty && template.steps.isEmpty ? template.literal : []
        default: []
        }
    }
}

extension ImportTemplate {
    fileprivate var literal: [JSON] {
        if case .literal(let text)? = parts.first, parts.count == 1 { [.string(text)] } else { [] }
    }
}
