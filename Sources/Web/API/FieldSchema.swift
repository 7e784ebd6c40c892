import Insurance
import Kernel

/// JSON Schema (2020-12) of fields: what passes it passes the field's own check, and the reverse,
/// except for checks that need more than a shape (a date that exists, the digits of an amount).
enum FieldSchema {
    static func object(_ fields: [FieldStatement]) -> JSON {
        var properties = JSON.Object()
        for field in fields { properties[field.name] = described(field) }
        var object: JSON.Object = [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
        ]
        let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { object["required"] = .array(required) }
        return .object(object)
    }

    private static func described(_ field: FieldStatement) -> JSON {
        var object = of(field.kind)
        let zh = field.title.zh + (field.help.map { "：\($0.zh)" } ?? "")
        let en = field.title.en + (field.help.map { ": \($0.en)" } ?? "")
        object["title"] = .string("\(field.title.zh) \(field.title.en)")
        object["description"] = .string("\(zh). \(en)")
        if !field.isRequired, let type = object["type"] {
            object["type"] = [type, "null"]
            if case .array(let values)? = object["enum"] {
                object["enum"] = .array(values + [.null])
            }
        }
        return .object(object)
    }

    static func of(_ kind: FieldKind) -> JSON.Object {
        switch kind {
        case .text(let min, let max, let lines): text(min, max, lines: lines)
        case .integer(let range):
            [
                "type": "integer", "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
                "examples": [.integer(range.lowerBound)],
            ]
        case .money(let range): money(range)
        case .moment:
            [
                "type": "string", "format": "date-time",
                "examples": ["2025-01-03T09:00:00+08:00"],
            ]
        case .day: ["type": "string", "format": "date", "examples": ["2025-01-03"]]
        case .boolean: ["type": "boolean"]
        case .choice(let choices): choice(choices)
        case .identity(let subject):
            [
                "type": "string", "format": "uuid", "x-identifies": .string(subject),
                "examples": ["01941f29-7c00-7000-8000-000000000000"],
            ]
        case .personal(let kind, let max): personal(kind, max)
        case .record(let fields): members(object(fields))
        case .list(let element, let max):
            [
                "type": "array", "maxItems": .integer(Int64(max)),
                "items": .object(of(element)),
            ]
        }
    }

    /// White space at both ends is cut off before a text is judged, so it may stand there.
    private static func text(_ min: Int, _ max: Int, lines: Bool) -> JSON.Object {
        let space = "\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029"
            + "\\u202f\\u205f\\u3000"
        let control = "\\u0000-\\u001f\\u007f-\\u009f"
        let inner = lines ? "(\\r?\\n|[^\(control)])" : "[^\(control)]"
        let edge = "[^\(control)\(space)]"
        let whole = "\(edge)(\(inner)*\(edge))?"
        let filled = "\(whole)[\(space)]*"
        let pattern = "^[\(space)]*" + (min > 0 ? filled : "(\(filled))?") + "$"
        return [
            "type": "string", "minLength": .integer(Int64(min)),
            "maxLength": .integer(Int64(max)),
            "pattern": .string(pattern),
            "examples": [.string(min > 1 ? String(repeating: "1", count: min) : "1")],
        ]
    }

    private static func money(_ range: ClosedRange<Int64>) -> JSON.Object {
        let sign = range.lowerBound < 0 ? "-?" : ""
        let example = Money(minor: max(range.lowerBound, min(100_00, range.upperBound)))
        return [
            "type": "string",
            "pattern": .string("^\(sign)[0-9]{1,13}(\\.[0-9]{1,2})?( (CNY|USD|EUR))?$"),
            "x-minimum-minor": .integer(range.lowerBound),
            "x-maximum-minor": .integer(range.upperBound),
            "examples": [.string(example.description)],
        ]
    }

    private static func choice(_ choices: [FieldKind.Choice]) -> JSON.Object {
        var titles = JSON.Object()
        for choice in choices { titles[choice.code] = choice.title.json }
        return [
            "type": "string", "enum": .array(choices.map { .string($0.code) }),
            "x-titles": .object(titles),
        ]
    }

    private static func personal(_ kind: PersonalKind, _ max: Int) -> JSON.Object {
        let isLong = kind == .narrative || kind == .health || kind == .other
        var object = text(1, max, lines: isLong)
        object["x-personal"] = .string(kind.rawValue)
        object["writeOnly"] = true
        return object
    }

    private static func members(_ json: JSON) -> JSON.Object {
        if case .object(let object) = json { object } else { [:] }
    }
}
