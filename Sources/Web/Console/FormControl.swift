import Insurance
import Kernel

/// A field of a command as a control of a form, made from its one statement.
///
/// Names are paths (`items.0.amount`); a list of records carries how many rows it shows in
/// `items.~rows`. What was typed is shown again as it was typed, right or wrong.
struct FormControl {
    let language: Language
    /// What stands in the form, by the path of the control.
    let typed: [String: String]
    /// What stands in the way, by the path of the control.
    let problems: [String: Words]
    /// Fields that the page settles: the case, the piece of work.
    let settled: Set<String>

    static let mostRows = 12
    private static let flags = [
        "isLine", "isLong", "isNumber", "isMoney", "isMoment", "isDay", "isRadio", "isSelect",
        "isGroup", "isRows", "isChecks", "isLinewise", "isPersonal", "mayAdd",
    ]

    func controls(_ fields: [FieldStatement], under path: String = "") -> [[String: any Sendable]] {
        fields.map { control($0, path: path.isEmpty ? $0.name : "\(path).\($0.name)") }
    }

    private func control(_ field: FieldStatement, path: String) -> [String: any Sendable] {
        var values: [String: any Sendable] = [
            "name": path, "id": "f-\(path)", "label": field.title[language],
            "help": field.help?[language] ?? "", "hasHelp": field.help != nil,
            "isRequired": field.isRequired, "value": typed[path] ?? "",
            "problem": problems[path]?[language] ?? "", "hasProblem": problems[path] != nil,
            "describedBy": described(path, field),
        ]
        // Each is said, for a section that finds nothing asks the control around it.
        for flag in Self.flags { values[flag] = false }
        values["mode"] = ""
        values["hasMode"] = false
        values["hidden"] = settled.contains(path)
        if settled.contains(path) { return values }
        fill(&values, field, path)
        return values
    }

    private func described(_ path: String, _ field: FieldStatement) -> String {
        var ids: [String] = []
        if field.help != nil { ids.append("h-\(path)") }
        if problems[path] != nil { ids.append("p-\(path)") }
        return ids.joined(separator: " ")
    }

    private func fill(
        _ values: inout [String: any Sendable], _ field: FieldStatement, _ path: String
    ) {
        switch field.kind {
        case .text(_, let max, let lines):
            values[lines ? "isLong" : "isLine"] = true
            values["max"] = max
        case .personal(let kind, let max):
            let isLong = kind == .narrative || kind == .health || kind == .other
            values[isLong ? "isLong" : "isLine"] = true
            values["max"] = max
            values["isPersonal"] = true
            if kind == .phone {
                values["mode"] = "tel"
                values["hasMode"] = true
            }
        case .integer: values["isNumber"] = true
        case .money: values["isMoney"] = true
        case .moment: values["isMoment"] = true
        case .day: values["isDay"] = true
        case .identity: values["isLine"] = true
        case .boolean: values.merge(yesNo(path, field.isRequired)) { _, new in new }
        case .choice(let choices):
            values.merge(select(choices, path, field.isRequired)) { _, new in new }
        case .record(let fields):
            values["isGroup"] = true
            values["controls"] = controls(fields, under: path)
        case .list(let element, _): fill(list: element, &values, path)
        }
    }

    private func yesNo(_ path: String, _ isRequired: Bool) -> [String: any Sendable] {
        let choices = [
            FieldKind.Choice("true", Words("是", "Yes")),
            FieldKind.Choice("false", Words("否", "No")),
        ]
        return isRequired
            ? ["isRadio": true, "options": options(choices, path)]
            : select(choices, path, false)
    }

    private func select(
        _ choices: [FieldKind.Choice], _ path: String, _ isRequired: Bool
    ) -> [String: any Sendable] {
        if isRequired, choices.count <= 4 {
            return ["isRadio": true, "options": options(choices, path)]
        }
        return ["isSelect": true, "options": options(choices, path)]
    }

    private func options(
        _ choices: [FieldKind.Choice], _ path: String
    ) -> [[String: any Sendable]] {
        choices.enumerated().map { index, choice in
            [
                "code": choice.code, "title": choice.title[language],
                "isChosen": typed[path] == choice.code, "id": "f-\(path)-\(index)", "name": path,
            ]
        }
    }

    private func fill(
        list element: FieldKind, _ values: inout [String: any Sendable], _ path: String
    ) {
        switch element {
        case .record(let fields):
            let rows = rows(path)
            values["isRows"] = true
            values["rows"] = (0..<rows).map { row -> [String: any Sendable] in
                ["index": row + 1, "controls": controls(fields, under: "\(path).\(row)")]
            }
            values["rowCount"] = rows
            values["mayAdd"] = rows < Self.mostRows
        case .choice(let choices):
            values["isChecks"] = true
            values["options"] = choices.map { choice -> [String: any Sendable] in
                let name = "\(path).\(choice.code)"
                return [
                    "code": choice.code, "title": choice.title[language], "name": name,
                    "isChosen": typed[name] != nil, "id": "f-\(name)",
                ]
            }
        default:
            values["isLong"] = true
            values["max"] = 4000
            values["isLinewise"] = true
        }
    }

    private func rows(_ path: String) -> Int {
        let shown = typed["\(path).~rows"].flatMap { Int($0) } ?? 1
        return min(max(shown, 1), Self.mostRows)
    }
}

/// Reads what was typed into the controls of a command back into the JSON that it takes.
struct FormReading {
    let typed: [String: String]
    /// In which amounts without a currency are.
    let currency: Currency
    private(set) var problems: [Refusal.Field] = []

    init(_ typed: [String: String], currency: Currency) {
        self.typed = typed
        self.currency = currency
    }

    mutating func object(_ fields: [FieldStatement], under path: String = "") -> JSON.Object {
        var object = JSON.Object()
        for field in fields {
            let place = path.isEmpty ? field.name : "\(path).\(field.name)"
            if let value = value(field.kind, place) { object[field.name] = value }
        }
        return object
    }

    private mutating func value(_ kind: FieldKind, _ path: String) -> JSON? {
        switch kind {
        case .record(let fields):
            let inner = object(fields, under: path)
            return inner.members.isEmpty ? nil : .object(inner)
        case .list(let element, _): return list(element, path)
        default: return scalar(kind, typed[path] ?? "", path)
        }
    }

    private mutating func list(_ element: FieldKind, _ path: String) -> JSON? {
        switch element {
        case .record(let fields):
            let rows = min(typed["\(path).~rows"].flatMap { Int($0) } ?? 0, FormControl.mostRows)
            var elements: [JSON] = []
            for row in 0..<max(rows, 0) {
                let object = object(fields, under: "\(path).\(row)")
                if !object.members.isEmpty { elements.append(.object(object)) }
            }
            return elements.isEmpty ? nil : .array(elements)
        case .choice(let choices):
            let chosen = choices.filter { typed["\(path).\($0.code)"] != nil }
            return chosen.isEmpty ? nil : .array(chosen.map { .string($0.code) })
        default:
            let lines = (typed[path] ?? "").split(whereSeparator: \.isNewline)
                .compactMap { scalar(element, String($0), path) }
            return lines.isEmpty ? nil : .array(lines)
        }
    }

    private mutating func scalar(_ kind: FieldKind, _ text: String, _ path: String) -> JSON? {
        do throws(FieldProblem) {
            return try FieldCells.json(written(kind, text), kind)
        } catch {
            problems.append(Refusal.Field(path, error.message))
            return nil
        }
    }

    /// As people type it and browsers send it, into the form that the field's reading takes.
    private func written(_ kind: FieldKind, _ text: String) -> String {
        switch kind {
        case .money:
            let plain = text.filter { $0 != "," && $0 != "，" && $0 != "¥" && $0 != "￥" }
            let trimmed = plain.trimmed
            guard let last = trimmed.last, last.isNumber else { return trimmed }
            return "\(trimmed) \(currency.rawValue)"
        case .moment:
            let trimmed = text.trimmed
            // What a browser's control sends is the wall clock of the insurer's offices.
            guard trimmed.utf8.count >= 16, !trimmed.hasSuffix("Z"), !trimmed.contains("+")
            else { return trimmed }
            return trimmed + (trimmed.utf8.count == 16 ? ":00" : "") + "+08:00"
        default: return text
        }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let kept = drop { $0.isWhitespace }
        return String(kept.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension Refusal.Field {
    /// The path of the control for `items[2].amount`.
    var path: String {
        name.replacing("[", with: ".").replacing("]", with: "")
    }
}
