/// What a field of a command is, without its accessors: the source of its form control, JSON
/// schema, CSV column, validation message and documentation.
package struct FieldStatement: Sendable {
    package let name: String
    package let title: Words
    package let help: Words?
    package let kind: FieldKind
    package let isRequired: Bool

    /// The same field with another shape: where a case leaves only some choices, a text becomes
    /// one of them.
    package func taking(_ kind: FieldKind) -> FieldStatement {
        FieldStatement(name: name, title: title, help: help, kind: kind, isRequired: isRequired)
    }
}

/// The shape of a field with its limits.
package indirect enum FieldKind: Sendable {
    /// Text of `min` to `max` characters; `lines` when it may hold line breaks.
    case text(min: Int, max: Int, lines: Bool)
    case integer(ClosedRange<Int64>)
    /// An amount in minor units within the range, written `1234.50 CNY`.
    case money(ClosedRange<Int64>)
    /// An ISO 8601 moment with an offset.
    case moment
    /// A civil date `YYYY-MM-DD`.
    case day
    case boolean
    case choice([Choice])
    /// The identity of something that exists.
    case identity(of: String)
    /// A value about a person: sealed before any rule sees it.
    case personal(PersonalKind, max: Int)
    case record([FieldStatement])
    case list(FieldKind, max: Int)

    package struct Choice: Sendable {
        package let code: String
        package let title: Words

        package init(_ code: String, _ title: Words) {
            self.code = code
            self.title = title
        }
    }
}

/// Why the value of a field was not taken. The message never repeats the value.
package struct FieldProblem: Error, Sendable {
    /// The place inside the field, such as `items[2].amount`; empty for the field itself.
    package var place: String
    package let message: Words

    package init(_ message: Words, at place: String = "") {
        self.place = place
        self.message = message
    }
}
