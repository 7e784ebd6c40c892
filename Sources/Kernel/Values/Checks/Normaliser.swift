import Foundation

/// The normal forms under which personal values are compared and indexed.
///
/// All of them begin with Unicode NFKC, which makes full-width letters and digits plain, and all
/// are idempotent. The original is kept beside; nothing is shown in its normal form by force.
package enum Normaliser: String, Sendable, CaseIterable {
    case identityNumber, phone, name, email, accountNumber, code, plate, text

    /// The longest text that is looked at, in bytes; the rest of a longer one is cut off.
    package static let maximumLength = 4096

    /// The normal form of `text`; empty when nothing of it counts.
    package func apply(_ text: String) -> String {
        let bounded =
            text.utf8.count <= Normaliser.maximumLength
            ? text : String(decoding: text.utf8.prefix(Normaliser.maximumLength), as: UTF8.self)
        switch self {
        case .identityNumber: return Normaliser.identityNumber(bounded)
        case .phone: return Normaliser.phone(bounded)
        case .name: return Normaliser.name(bounded)
        case .email: return Normaliser.compact(bounded).lowercased()
        case .accountNumber, .code: return Normaliser.code(bounded)
        case .plate:
            return Normaliser.code(Normaliser.dotted(bounded).filter { $0 != "·" })
        case .text: return Normaliser.spaced(Normaliser.plain(bounded)).lowercased()
        }
    }

    /// Digits and X, 18 of them also where the old 15 were given (GB 11643).
    private static func identityNumber(_ text: String) -> String {
        let code = code(text)
        return IdentityNumber.lengthened(code) ?? code
    }

    /// The digits, without +86 or 0086; a foreign number keeps its plus sign.
    private static func phone(_ text: String) -> String {
        let number = compact(text).filter { !"-()./".contains($0) && !isDash($0) }
        for prefix in ["0086", "+86"] where number.hasPrefix(prefix) {
            return domestic(String(number.dropFirst(prefix.count)))
        }
        if number.utf8.count == 13, number.hasPrefix("861") { return String(number.dropFirst(2)) }
        return number.hasPrefix("00") ? "+" + number.dropFirst(2) : number
    }

    /// After the country code a landline is written without its 0, which comes back here.
    private static func domestic(_ number: String) -> String {
        let length = number.utf8.count
        let complete =
            number.hasPrefix("0") || number.hasPrefix("400") || number.hasPrefix("800")
            || (number.hasPrefix("1") && length != 10)
        return complete || !(9...11).contains(length) ? number : "0" + number
    }

    /// One dot for all dots, single blanks, lower case; blanks between Han characters go.
    private static func name(_ text: String) -> String {
        let words = spaced(plain(dotted(text))).split(separator: " ")
        var joined = ""
        for word in words {
            if let last = joined.last, let first = word.first, !isHan(last), !isHan(first),
                last != "·", first != "·"
            {
                joined += " "
            }
            joined += word
        }
        return joined.lowercased()
    }

    /// Capital letters and digits without blanks and dashes.
    private static func code(_ text: String) -> String {
        compact(text).filter { !isDash($0) }.uppercased()
    }

    /// The dots written between the parts of a transliterated name all become U+00B7. Done before
    /// NFKC, which would turn the full-width stop into a plain one.
    static func dotted(_ text: String) -> String {
        if isSettled(text) { return text }
        return String(text.map { "·•．‧・･∙⋅".contains($0) ? "·" : $0 })
    }

    static func plain(_ text: String) -> String {
        if isSettled(text) { return text }
        return text.precomposedStringWithCompatibilityMapping
    }

    /// Whether all of it is ASCII or a usual Han character: such text is its own NFKC.
    private static func isSettled(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.isASCII || (0x4E00...0x9FFF).contains($0.value) }
    }

    /// Unicode NFC: one spelling for letters with marks, nothing else changed.
    static func composed(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping
    }

    private static func compact(_ text: String) -> String {
        plain(text).filter { !$0.isWhitespace && !isInvisible($0) }
    }

    static func spaced(_ text: String) -> String {
        text.filter { !isInvisible($0) }.split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    private static func isDash(_ letter: Character) -> Bool {
        "-‐‑‒–—―−".contains(letter)
    }

    /// Zero-width characters that come along when text is copied from a page.
    private static func isInvisible(_ letter: Character) -> Bool {
        letter.unicodeScalars.allSatisfy {
            (0x200B...0x200F).contains($0.value) || $0.value == 0xFEFF || $0.value == 0x2060
                || (0x202A...0x202E).contains($0.value)
        }
    }

    /// Whether a letter is a Han character, the rare ones beyond the first plane included.
    static func isHan(_ letter: Character) -> Bool {
        guard let scalar = letter.unicodeScalars.first else { return false }
        return scalar.properties.isIdeographic
    }
}

/// The digits of a text, or `nil` when anything else is in it.
func decimalDigits(_ text: some StringProtocol) -> [Int]? {
    var digits: [Int] = []
    for byte in text.utf8 {
        guard (0x30...0x39).contains(byte) else { return nil }
        digits.append(Int(byte - 0x30))
    }
    return digits
}
