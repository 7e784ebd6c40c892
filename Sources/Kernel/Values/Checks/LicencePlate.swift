/// The licence plate of a vehicle (GA 36), without its dot.
package struct LicencePlate: Hashable, Sendable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case fuel, newEnergy, embassy, consulate
        /// Army, armed police, temporary and other plates, which are taken as written.
        case other
    }

    package let text: String
    package let kind: Kind

    package static func check(_ text: String) -> Checked<LicencePlate> {
        let plate = Normaliser.plate.apply(text)
        let signs = Array(plate)
        guard (5...20).contains(signs.count) else {
            return .refusal(
                Words("车牌号长度不符。请核对。", "The length of the plate does not fit. Check it."))
        }
        if let kind = kind(of: signs) {
            return .valid(LicencePlate(text: plate, kind: kind))
        }
        if provinces.contains(signs[0]), signs.contains("I") || signs.contains("O") {
            return .refusal(
                Words(
                    "车牌不含字母I和O，可能是数字1和0。请核对。",
                    "A plate has neither I nor O: perhaps the digits 1 and 0. Check it."))
        }
        return .warning(
            LicencePlate(text: plate, kind: .other),
            [
                Words(
                    "不是常见的车牌样式（临时、军警或旧式号牌除外）。请核实。",
                    "Not the form of a usual plate; temporary, army and old plates differ. "
                        + "Verify it.")
            ])
    }

    private static func kind(of signs: [Character]) -> Kind? {
        if signs.count == 7, signs[6] == "使", signs[..<6].allSatisfy(isDigit) { return .embassy }
        if signs.count == 7, signs[6] == "领", "A"..."Z" ~= signs[0],
            signs[1..<6].allSatisfy(isDigit)
        {
            return .consulate
        }
        guard provinces.contains(signs[0]), signs.count > 2, isLetter(signs[1]) else {
            return nil
        }
        if signs.count == 7, signs[2..<6].allSatisfy(isSign),
            isSign(signs[6]) || "挂学警港澳".contains(signs[6])
        {
            return .fuel
        }
        return signs.count == 8 && isNewEnergy(Array(signs[2...])) ? .newEnergy : nil
    }

    /// Six signs: a letter A to K first (small cars) or last (large ones); a small car may have
    /// one more letter or digit in second place.
    private static func isNewEnergy(_ signs: [Character]) -> Bool {
        if isEnergy(signs[0]), isSign(signs[1]), signs[2...].allSatisfy(isDigit) { return true }
        return isEnergy(signs[5]) && signs[..<5].allSatisfy(isDigit)
    }

    private static let provinces = Set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")

    private static func isDigit(_ sign: Character) -> Bool { "0123456789".contains(sign) }
    private static func isLetter(_ sign: Character) -> Bool {
        "ABCDEFGHJKLMNPQRSTUVWXYZ".contains(sign)
    }
    private static func isSign(_ sign: Character) -> Bool { isDigit(sign) || isLetter(sign) }
    private static func isEnergy(_ sign: Character) -> Bool { "ABCDEFGHJK".contains(sign) }
}
