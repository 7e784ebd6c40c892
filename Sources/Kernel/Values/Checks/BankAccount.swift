/// A bank card or account number: digits only, without blanks.
package struct BankAccount: Hashable, Sendable {
    package let text: String

    /// What may be shown.
    package var lastFour: String { String(text.suffix(4)) }

    package static func check(_ text: String) -> Checked<BankAccount> {
        let number = Normaliser.accountNumber.apply(text)
        guard let digits = decimalDigits(number), (6...32).contains(digits.count) else {
            return .refusal(
                Words(
                    "银行账号应为6至32位数字。请核对。",
                    "A bank account has 6 to 32 digits. Check it."))
        }
        var doubts: [Words] = []
        if !(13...19).contains(digits.count) {
            doubts.append(
                Words(
                    "位数不是银行卡的13至19位，可能是对公账户或存折。请核实。",
                    "It has not the 13 to 19 digits of a card: perhaps a company account or a "
                        + "passbook. Verify it."))
        } else if !hasLuhnCheck(digits) {
            doubts.append(
                Words(
                    "银行卡校验位不符，对公账户和存折可能如此。请核实。",
                    "The check digit of a card does not fit; company accounts and passbooks have "
                        + "none. Verify it."))
        }
        return .accepted(BankAccount(text: number), doubts)
    }

    /// ISO/IEC 7812-1 annex B: from the right, every second digit doubled.
    private static func hasLuhnCheck(_ digits: [Int]) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let weighted = place % 2 == 1 ? digit * 2 : digit
            sum += weighted > 9 ? weighted - 9 : weighted
        }
        return sum % 10 == 0
    }
}
