/// A resident identity number of 18 characters (GB 11643-1999, ISO 7064 MOD 11-2).
///
/// The same form serves the residence permits of Hong Kong, Macao and Taiwan residents (regions
/// 81, 82, 83) and the 2023 permanent-residence card for foreigners (first digit 9).
package struct IdentityNumber: Hashable, Sendable {
    package enum Sex: String, Sendable, Codable, CaseIterable {
        case male, female
    }

    /// The 18 characters, the last a digit or `X`.
    package let text: String
    package let birthDate: Day
    package let sex: Sex

    /// The six digits of the region that issued it.
    package var region: String { String(text.prefix(6)) }

    /// The card of a foreigner with the right of permanent residence, 2023 form.
    package var isPermanentResidence: Bool { text.hasPrefix("9") }

    /// The permit of a resident of Hong Kong, Macao or Taiwan.
    package var isResidencePermit: Bool {
        ["81", "82", "83"].contains(String(text.prefix(2)))
    }

    /// Checks `text` as of `today`. `regions` are all codes ever in force, retired ones included,
    /// since an old number keeps its region; without the list only the province is looked at.
    package static func check(
        _ text: String, today: Day, regions: Set<String>? = nil
    ) -> Checked<IdentityNumber> {
        let given = Normaliser.code.apply(text)
        let old = given.utf8.count == 15
        let number = lengthened(given) ?? given
        guard number.utf8.count == 18 else {
            return .refusal(
                Words(
                    "身份证号应为18位（旧证15位）。请核对。",
                    "An identity number has 18 characters, an old one 15. Check it."))
        }
        guard let first = decimalDigits(number.prefix(17)), let last = number.last,
            last == "X" || decimalDigits(String(last)) != nil
        else {
            return .refusal(
                Words(
                    "身份证号只含数字，末位可为X。请核对。",
                    "An identity number has digits only, and perhaps X at its end. Check it."))
        }
        guard checkCharacter(first) == last else {
            return .refusal(
                Words(
                    "身份证号校验位不符，可能有一位写错。请核对。",
                    "The check character does not fit: a digit is probably wrong. Check it."))
        }
        return dated(number, first, old: old, today: today, regions: regions)
    }

    private static func dated(
        _ number: String, _ digits: [Int], old: Bool, today: Day, regions: Set<String>?
    ) -> Checked<IdentityNumber> {
        func value(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard let birth = Day(year: value(6..<10), month: value(10..<12), day: value(12..<14))
        else {
            return .refusal(
                Words(
                    "身份证号中的出生日期不存在。请核对。",
                    "The birth date in the identity number does not exist. Check it."))
        }
        guard birth <= today else {
            return .refusal(
                Words(
                    "身份证号中的出生日期在将来。请核对。",
                    "The birth date in the identity number is in the future. Check it."))
        }
        let identity = IdentityNumber(
            text: number, birthDate: birth, sex: digits[16] % 2 == 1 ? .male : .female)
        var doubts: [Words] = []
        if today.year - birth.year > 130 {
            doubts.append(
                Words(
                    "按号码年龄超过130岁。请核实。",
                    "By its number the person is older than 130 years. Verify it."))
        }
        if !identity.isPermanentResidence, !identity.hasKnownRegion(regions) {
            doubts.append(
                Words(
                    "地区代码未收录。请核实。",
                    "The code of the region is not known. Verify it."))
        }
        if old {
            doubts.append(
                Words(
                    "旧15位号码，已按规则补为18位。请核对现行证件。",
                    "An old number of 15 digits was lengthened by rule. Check the current card."))
        }
        return .accepted(identity, doubts)
    }

    private func hasKnownRegion(_ regions: Set<String>?) -> Bool {
        if isResidencePermit, text.dropFirst(2).hasPrefix("0000") { return true }
        if let regions { return regions.contains(region) }
        return IdentityNumber.provinces.contains(String(text.prefix(2)))
    }

    private static let provinces: Set<String> = Set(
        ("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 "
            + "64 65 71 81 82 83").split(separator: " ").map(String.init))

    /// The 18 characters of an old number of 15 digits: 19 before its year, the check at its
    /// end. `nil` for any other text.
    static func lengthened(_ code: String) -> String? {
        guard code.utf8.count == 15, let digits = decimalDigits(code) else { return nil }
        let longer = digits[..<6] + [1, 9] + digits[6...]
        return longer.map(String.init).joined() + String(checkCharacter(Array(longer)))
    }

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let characters = Array("10X98765432")

    private static func checkCharacter(_ digits: [Int]) -> Character {
        characters[zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11]
    }
}
