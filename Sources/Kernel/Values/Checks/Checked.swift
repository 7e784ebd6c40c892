/// What a check says about a text: a value, a value with doubts, or why it cannot be one.
///
/// Only what a standard makes impossible is refused; everything else is at most a warning, and a
/// person decides. Reasons never repeat the text.
package enum Checked<Value: Sendable>: Sendable {
    case valid(Value)
    case warning(Value, [Words])
    case refusal(Words)

    /// The value in its normal form, unless refused.
    package var value: Value? {
        switch self {
        case .valid(let value), .warning(let value, _): value
        case .refusal: nil
        }
    }

    /// The doubts, or the one reason of a refusal; empty when valid.
    package var reasons: [Words] {
        switch self {
        case .valid: []
        case .warning(_, let reasons): reasons
        case .refusal(let reason): [reason]
        }
    }

    /// Valid without doubts.
    package var isValid: Bool {
        if case .valid = self { true } else { false }
    }

    /// Valid when there is no doubt, else a warning.
    static func accepted(_ value: Value, _ doubts: [Words]) -> Checked {
        doubts.isEmpty ? .valid(value) : .warning(value, doubts)
    }
}
