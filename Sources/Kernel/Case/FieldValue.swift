/// A type that can be a field: it reads itself from JSON under a rule and writes itself back.
package protocol FieldValue: Sendable {
    associatedtype Rule: Sendable
    static func kind(_ rule: Rule) -> FieldKind
    static func read(_ json: JSON, _ rule: Rule) throws(FieldProblem) -> Self
    var fieldJSON: JSON { get }
}

/// The limits of a text in characters (Unicode code points, as JSON Schema counts them: a visible
/// sign may hold any number of them) after trimming white space at both ends.
package struct TextRule: Sendable {
    package let min: Int
    package let max: Int
    package let lines: Bool

    /// One line of up to `max` characters.
    package static func line(_ max: Int, min: Int = 1) -> TextRule {
        TextRule(min: min, max: max, lines: false)
    }

    /// Several lines of up to `max` characters in all.
    package static func lines(_ max: Int, min: Int = 1) -> TextRule {
        TextRule(min: min, max: max, lines: true)
    }
}

extension String: FieldValue {
    package static func kind(_ rule: TextRule) -> FieldKind {
        .text(min: rule.min, max: rule.max, lines: rule.lines)
    }

    package static func read(_ json: JSON, _ rule: TextRule) throws(FieldProblem) -> String {
        guard case .string(let raw) = json else { throw .expected("文字", "text") }
        let text = (rule.lines ? raw.withPlainLineBreaks() : raw).trimmingWhiteSpace()
        // A character has at least one byte, so the cheap count passes most texts.
        guard text.utf8.count <= rule.max || text.unicodeScalars.count <= rule.max else {
            throw FieldProblem(
                Words("最多 \(rule.max) 个字符", "at most \(rule.max) characters are allowed"))
        }
        guard text.unicodeScalars.count >= rule.min else {
            throw rule.min > 1 && !text.isEmpty
                ? FieldProblem(
                    Words("至少 \(rule.min) 个字符", "at least \(rule.min) characters are needed"))
                : FieldProblem(Words("不能为空", "this must not be empty"))
        }
        let allowed = text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control || rule.lines && $0 == "\n"
        }
        guard allowed else {
            throw FieldProblem(
                Words("含有不允许的控制字符", "control characters are not allowed"))
        }
        return text
    }

    package var fieldJSON: JSON { .string(self) }

    /// The Chinese full-width space is white space too.
    private func trimmingWhiteSpace() -> String {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last,
            first.properties.isWhitespace || last.properties.isWhitespace
        else { return self }
        let inner = unicodeScalars.drop { $0.properties.isWhitespace }
        guard let end = inner.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(inner[...end])
    }

    /// Forms send CR LF for a line break (HTML, form submission); one LF is kept.
    private func withPlainLineBreaks() -> String {
        guard utf8.contains(0x0D) else { return self }
        var plain = String.UnicodeScalarView()
        var previous: Unicode.Scalar = "\n"
        for scalar in unicodeScalars {
            if scalar == "\n", previous == "\r" {
                plain.removeLast()
            }
            plain.append(scalar)
            previous = scalar
        }
        return String(plain)
    }
}

extension Int64: FieldValue {
    package static func kind(_ rule: ClosedRange<Int64>) -> FieldKind { .integer(rule) }

    package static func read(
        _ json: JSON, _ rule: ClosedRange<Int64>
    ) throws(FieldProblem) -> Int64 {
        guard case .integer(let value) = json else { throw .expected("整数", "a whole number") }
        guard rule.contains(value) else {
            throw FieldProblem(
                Kernel.Words(
                    "应在 \(rule.lowerBound) 到 \(rule.upperBound) 之间",
                    "must be between \(rule.lowerBound) and \(rule.upperBound)"))
        }
        return value
    }

    package var fieldJSON: JSON { .integer(self) }
}

extension Bool: FieldValue {
    package static func kind(_: Void) -> FieldKind { .boolean }

    package static func read(_ json: JSON, _: Void) throws(FieldProblem) -> Bool {
        guard case .bool(let value) = json else { throw .expected("是或否", "true or false") }
        return value
    }

    package var fieldJSON: JSON { .bool(self) }
}

extension Moment: FieldValue {
    package static func kind(_: Void) -> FieldKind { .moment }

    package static func read(_ json: JSON, _: Void) throws(FieldProblem) -> Moment {
        guard case .string(let text) = json, let moment = Moment(iso8601: text) else {
            throw .expected(
                "带时区的时间，如 2025-01-03T09:00:00+08:00",
                "a moment with an offset, such as 2025-01-03T09:00:00+08:00")
        }
        return moment
    }

    package var fieldJSON: JSON { .string(iso8601) }
}

extension Day: FieldValue {
    package static func kind(_: Void) -> FieldKind { .day }

    package static func read(_ json: JSON, _: Void) throws(FieldProblem) -> Day {
        guard case .string(let text) = json, let day = Day(text) else {
            throw .expected("日期，如 2025-01-03", "a date, such as 2025-01-03")
        }
        return day
    }

    package var fieldJSON: JSON { .string(description) }
}

extension Money: FieldValue {
    package static func kind(_ rule: ClosedRange<Int64>) -> FieldKind { .money(rule) }

    package static func read(
        _ json: JSON, _ rule: ClosedRange<Int64>
    ) throws(FieldProblem) -> Money {
        guard case .string(let text) = json, let money = Money(text) else {
            throw .expected(
                "金额，如 1234.50 CNY", "an amount with two decimals, such as 1234.50 CNY")
        }
        guard rule.contains(money.minor) else {
            let low = Money(minor: rule.lowerBound, money.currency)
            let high = Money(minor: rule.upperBound, money.currency)
            throw FieldProblem(
                Words("应在 \(low) 到 \(high) 之间", "must be between \(low) and \(high)"))
        }
        return money
    }

    package var fieldJSON: JSON { .string(description) }
}

extension ID: FieldValue {
    /// The rule names what is identified, for the documentation.
    package static func kind(_ rule: String) -> FieldKind { .identity(of: rule) }

    package static func read(_ json: JSON, _: String) throws(FieldProblem) -> ID {
        guard case .string(let text) = json, let id = ID(text) else {
            throw .expected("标识（36 个字符）", "an identity of 36 characters")
        }
        return id
    }

    package var fieldJSON: JSON { .string(text) }
}

extension FieldProblem {
    static func expected(_ zh: String, _ en: String) -> FieldProblem {
        FieldProblem(Words("应为\(zh)", "expected \(en)"))
    }
}
