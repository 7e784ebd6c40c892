import Kernel

/// How a column writes its numbers. Read exactly: what does not fit is refused, never rounded.
struct NumberPattern: Hashable, Sendable {
    /// The character between groups of three digits; absent means that none may stand there.
    var thousands: Character?
    var decimalPoint: Character = "."
    /// Full-width digits and signs are read as the plain ones.
    var takesFullWidth = false
    /// What one unit of the number stands for, such as 1000 for "in thousands".
    var multiplier: Int64 = 1
    /// Units written behind the number with what they stand for, such as 万元 = 10000.
    var suffixes: [String: Int64] = [:]

    /// The number times 10^`decimals`; `nil` when it is no number, has more decimals than that
    /// (zeros aside) or does not fit.
    func scaled(_ text: String, decimals: Int) -> Int64? {
        let plain = takesFullWidth ? NumberPattern.halfWidth(text) : text
        let (number, unit) = split(plain)
        guard let unit, let (digits, extra) = digits(number, decimals: decimals) else { return nil }
        let (scaled, overflowed) = digits.multipliedReportingOverflow(by: unit)
        let (product, again) = scaled.multipliedReportingOverflow(by: multiplier)
        if overflowed || again { return nil }
        // 1.2345 万 is 12345 exactly; what is left over after the unit is refused.
        var result = product
        for _ in 0..<extra {
            guard result % 10 == 0 else { return nil }
            result /= 10
        }
        return result
    }

    private func split(_ text: String) -> (Substring, Int64?) {
        // The longest unit first: 万元 ends in 元.
        for (suffix, unit) in suffixes.sorted(by: { $0.key.utf8.count > $1.key.utf8.count })
        where text.hasSuffix(suffix) {
            let number = text.dropLast(suffix.count)
            return (number.hasSuffix(" ") ? number.dropLast() : number, unit)
        }
        return (text[...], 1)
    }

    /// The digits as one number, and how many decimals it has beyond those asked for.
    private func digits(_ text: Substring, decimals: Int) -> (value: Int64, extra: Int)? {
        var rest = text
        let isNegative = rest.first == "-"
        if isNegative { rest = rest.dropFirst() }
        let parts = rest.split(separator: decimalPoint, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = ungrouped(parts[0]), !whole.isEmpty
        else { return nil }
        var fraction = parts.count == 2 ? String(parts[1]) : ""
        if parts.count == 2 && fraction.isEmpty { return nil }
        while fraction.count > decimals, fraction.hasSuffix("0") { fraction.removeLast() }
        let extra = max(0, fraction.count - decimals)
        guard extra <= 6 else { return nil }
        let padding = String(repeating: "0", count: max(0, decimals - fraction.count))
        let all = whole + fraction + padding
        guard all.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(all) else {
            return nil
        }
        return (isNegative ? -value : value, extra)
    }

    /// `1,234,567` without its separators; `nil` when they stand elsewhere than before threes.
    private func ungrouped(_ text: Substring) -> String? {
        guard let thousands, text.contains(thousands) else { return String(text) }
        let groups = text.split(separator: thousands, omittingEmptySubsequences: false)
        guard let first = groups.first, (1...3).contains(first.count),
            groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        return groups.joined()
    }

    private static func halfWidth(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isWide = (0xFF01...0xFF5E).contains(scalar.value)
            scalars.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return String(scalars)
    }
}
