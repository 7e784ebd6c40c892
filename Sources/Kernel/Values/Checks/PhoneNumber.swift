/// A telephone number in its normal form: no blanks, hyphens or +86; foreign ones with a plus.
package struct PhoneNumber: Hashable, Sendable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case mobile, landline
        /// A 400 or 800 number of a company.
        case service
        /// A satellite telephone.
        case satellite
        /// A number for devices, of 11 or 13 digits.
        case machine
        case foreign
    }

    package let text: String
    package let kind: Kind
    /// Of a virtual operator: a weaker sign of who somebody is, and only a sign.
    package let isVirtual: Bool

    /// Which list of segments is used. Numbers move between operators, so the operator is never
    /// derived from a segment.
    package static let segmentsVersion = "2024-1"

    package static func check(_ text: String) -> Checked<PhoneNumber> {
        let number = Normaliser.phone.apply(text)
        if number.hasPrefix("+") { return foreign(number) }
        guard let digits = decimalDigits(number), !digits.isEmpty else {
            return .refusal(
                Words(
                    "电话号码只含数字、空格、短横和+86。请核对。",
                    "A telephone number has digits, blanks, hyphens and +86 only. Check it."))
        }
        if digits.count == 13, machinePrefixes.contains(where: number.hasPrefix) {
            return machine(number)
        }
        if digits[0] == 1, digits.count == 11, digits[1] >= 3 { return mobile(number) }
        if digits.count == 10, number.hasPrefix("400") || number.hasPrefix("800") {
            return .valid(PhoneNumber(text: number, kind: .service, isVirtual: false))
        }
        if digits[0] == 0, digits.count >= 10, digits.count <= 12, digits[1] != 0 {
            return .valid(PhoneNumber(text: number, kind: .landline, isVirtual: false))
        }
        return .refusal(
            Words(
                "号码位数不符：手机11位，以1开头；固定电话含区号10至12位，以0开头。请核对。",
                "The length does not fit: 11 digits from 1 for a mobile telephone, 10 to 12 from 0 "
                    + "for a landline with its area code. Check it."))
    }

    private static func mobile(_ number: String) -> Checked<PhoneNumber> {
        let three = String(number.prefix(3))
        if number.hasPrefix("1349") || three == "174" {
            return .valid(PhoneNumber(text: number, kind: .satellite, isVirtual: false))
        }
        if machineSegments.contains(three) { return machine(number) }
        let value = PhoneNumber(
            text: number, kind: .mobile, isVirtual: virtualSegments.contains(three))
        let known = segments.contains(three) || value.isVirtual
        return .accepted(
            value,
            known
                ? []
                : [Words("号段未收录。请核实。", "The number segment is not known. Verify it.")])
    }

    private static func machine(_ number: String) -> Checked<PhoneNumber> {
        .warning(
            PhoneNumber(text: number, kind: .machine, isVirtual: false),
            [
                Words(
                    "物联网号码，通常不属于个人。请核实。",
                    "A number for devices, seldom a person's. Verify it.")
            ])
    }

    /// ITU-T E.164: at most 15 digits after the plus sign.
    private static func foreign(_ number: String) -> Checked<PhoneNumber> {
        guard let digits = decimalDigits(number.dropFirst()), (7...15).contains(digits.count),
            digits[0] != 0
        else {
            return .refusal(
                Words(
                    "境外号码应为+加国家代码，共7至15位数字。请核对。",
                    "A foreign number is a plus sign, the country code and 7 to 15 digits in all. "
                        + "Check it."))
        }
        return .warning(
            PhoneNumber(text: number, kind: .foreign, isVirtual: false),
            [Words("境外号码，未校验。请核实。", "A foreign number, which is not checked. Verify it.")])
    }

    private static let segments: Set<String> = Set(
        ("134 135 136 137 138 139 147 150 151 152 157 158 159 172 178 182 183 184 187 188 195 197 "
            + "198 130 131 132 145 155 156 166 175 176 185 186 196 133 149 153 173 177 180 181 "
            + "189 190 191 193 199 192").split(separator: " ").map(String.init))
    private static let virtualSegments: Set<String> = ["162", "165", "167", "170", "171"]
    private static let machineSegments: Set<String> = ["140", "141", "144", "146", "148"]
    private static let machinePrefixes = [
        "140", "141", "144", "146", "148", "10646", "10647", "10648", "10649",
    ]
}
