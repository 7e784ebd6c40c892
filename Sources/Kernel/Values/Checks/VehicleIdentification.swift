/// A vehicle identification number of 17 characters (GB 16735, ISO 3779).
package struct VehicleIdentification: Hashable, Sendable {
    package let text: String

    /// Whether it was made in China, by its first character.
    package var isMadeInChina: Bool { text.hasPrefix("L") }

    package static func check(_ text: String) -> Checked<VehicleIdentification> {
        let code = Array(Normaliser.code.apply(text))
        guard code.count == 17 else {
            return .refusal(
                Words(
                    "车辆识别代号应为17位。请核对。",
                    "A vehicle identification number has 17 characters. Check it."))
        }
        let values = code.compactMap { self.values[$0] }
        guard values.count == 17 else {
            return .refusal(
                Words(
                    "车辆识别代号只含数字和字母，不含I、O、Q。请核对。",
                    "The number has digits and letters other than I, O and Q. Check it."))
        }
        var doubts: [Words] = []
        let rest = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11
        if code[8] != (rest == 10 ? "X" : Character(String(rest))) {
            doubts.append(
                Words(
                    "第9位校验不符，部分进口车不使用校验位。请核实。",
                    "The check at place 9 does not fit; some imported cars do not use it. "
                        + "Verify it."))
        }
        if "UZ0".contains(code[9]) {
            doubts.append(
                Words(
                    "第10位不是年份代码。请核实。",
                    "Place 10 is no code of a model year. Verify it."))
        }
        return .accepted(VehicleIdentification(text: String(code)), doubts)
    }

    private static let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    private static let values: [Character: Int] = {
        var values: [Character: Int] = [:]
        for digit in 0...9 { values[Character(String(digit))] = digit }
        for (letter, value) in zip("ABCDEFGH", 1...8) { values[letter] = value }
        for (letter, value) in zip("JKLMN", 1...5) { values[letter] = value }
        values["P"] = 7
        values["R"] = 9
        for (letter, value) in zip("STUVWXYZ", 2...9) { values[letter] = value }
        return values
    }()
}
