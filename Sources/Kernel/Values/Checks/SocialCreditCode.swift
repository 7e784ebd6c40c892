/// A unified social credit code of 18 characters (GB 32100-2015), with the organisation code
/// (GB 11714) inside.
package struct SocialCreditCode: Hashable, Sendable {
    /// The 18 characters.
    package let text: String

    /// The registering authority, its first character: 9 market regulator, 1 institutions,
    /// 5 civil affairs.
    package var authority: Character { text.first ?? "0" }

    /// The six digits of the region.
    package var region: String { String(text.dropFirst(2).prefix(6)) }

    /// The nine characters of the organisation code.
    package var organisation: String { String(text.dropFirst(8).prefix(9)) }

    private static let symbols = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    private static let weights = [
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
    ]

    package static func check(_ text: String) -> Checked<SocialCreditCode> {
        let code = Array(Normaliser.code.apply(text))
        guard code.count == 18 else {
            return .refusal(
                Words(
                    "统一社会信用代码应为18位。请核对。",
                    "A unified social credit code has 18 characters. Check it."))
        }
        let values = code.compactMap { symbols.firstIndex(of: $0) }
        guard values.count == 18 else {
            return .refusal(
                Words(
                    "统一社会信用代码只含数字和大写字母，不含I、O、S、V、Z。请核对。",
                    "The code has digits and capital letters other than I, O, S, V and Z. Check it."
                ))
        }
        let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
        guard values[17] == (31 - sum % 31) % 31 else {
            return .refusal(
                Words(
                    "统一社会信用代码校验位不符。请核对。",
                    "The check character of the social credit code does not fit. Check it."))
        }
        let inner = organisationCheck(code[8..<16])
        return .accepted(
            SocialCreditCode(text: String(code)),
            inner == code[16]
                ? []
                : [
                    Words(
                        "内含的组织机构代码校验位不符，旧代码可能如此。请核实。",
                        "The check of the organisation code inside does not fit, as with some old "
                            + "codes. Verify it.")
                ])
    }

    /// The check character of the first eight characters of an organisation code (GB 11714), or
    /// `nil` when they are not eight digits and capital letters.
    static func organisationCheck(_ code: some Collection<Character>) -> Character? {
        let weights = [3, 7, 9, 10, 5, 8, 4, 2]
        let values = code.compactMap { Int(String($0), radix: 36) }
        guard values.count == 8, code.count == 8 else { return nil }
        let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
        switch 11 - sum % 11 {
        case 10: return "X"
        case 11: return "0"
        case let digit: return Character(String(digit))
        }
    }
}
