import Foundation
import Kernel
import Testing

private let today = Day(number: 20_000)

@Suite struct IdentityNumberTests {
    @Test(arguments: [
        "11010519491231002X", "440524188001010014", "810000190001010018", "82000019000101001X",
        "830000190001010011",
    ])
    func `a printed example is accepted`(text: String) {
        // One of the printed examples was born in 1880.
        let day = Day(year: 1990, month: 1, day: 1) ?? today
        #expect(IdentityNumber.check(text, today: day).isValid)
        #expect(IdentityNumber.check(text, today: day).value?.text == text)
    }

    @Test(arguments: ["11010519491231002X", "440524188001010014"])
    func `every single error and every exchange of neighbours is found`(text: String) {
        let letters = Array(text)
        var tried = 0
        func refused(_ changed: [Character]) -> Bool {
            tried += 1
            return IdentityNumber.check(String(changed), today: today).value == nil
        }
        for place in 0..<18 {
            for sign in "0123456789X" where sign != letters[place] {
                var changed = letters
                changed[place] = sign
                #expect(refused(changed), "place \(place)")
            }
        }
        for place in 0..<17 where letters[place] != letters[place + 1] {
            var changed = letters
            changed.swapAt(place, place + 1)
            #expect(refused(changed), "exchange at \(place)")
        }
        #expect(tried > 180)
    }

    @Test func `the number tells birth date, sex and region`() {
        let number = IdentityNumber.check(" １１０１０５ 19491231 002x", today: today).value
        #expect(number?.text == "11010519491231002X")
        #expect(number?.birthDate == Day(year: 1949, month: 12, day: 31))
        #expect(number?.sex == .female)
        #expect(number?.region == "110105")
        let male = IdentityNumber.check("440524188001010014", today: today)
        #expect(male.value?.sex == .male)
        #expect(male.reasons.count == 1, "older than 130 years is a warning")
    }

    @Test func `an old number of 15 digits is lengthened with a warning`() {
        let checked = IdentityNumber.check("110105491231002", today: today)
        #expect(checked.value?.text == "11010519491231002X")
        #expect(checked.reasons.count == 1)
    }

    @Test func `the same remainder as a second way of counting`() {
        var state: UInt64 = 7
        for _ in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let days = Int(state >> 33 % 25_000)
            let birth = Day(number: -11_000 + days)
            let compact = birth.description.filter { $0 != "-" }
            let first = "110105\(compact)\(100 + Int(state >> 40 % 900))"
            let base13 = first.reduce(into: 0) { $0 = ($0 * 13 + ($1.wholeNumberValue ?? 0)) % 11 }
            let rest = ((1 - 2 * base13) % 11 + 11) % 11
            let text = first + (rest == 10 ? "X" : String(rest))
            #expect(IdentityNumber.check(text, today: today).value?.text == text)
        }
    }

    @Test(arguments: [
        ("11010519900230001X", "does not exist"), ("110105205001010019", "in the future"),
        ("110105199002300010", "does not fit"), ("1101051949123100", "18 characters"),
        ("11010519491231ABCD", "digits only"), ("", "18 characters"),
    ])
    func `the impossible is refused with a reason that repeats nothing`(
        text: String, reason: String
    ) {
        let checked = IdentityNumber.check(text, today: today)
        #expect(checked.value == nil)
        #expect(checked.reasons.count == 1)
        #expect(checked.reasons.first?.en.contains(reason) == true)
        if !text.isEmpty { #expect(checked.reasons.allSatisfy { !$0.zh.contains(text) }) }
    }

    @Test func `an unknown region is a warning, with a list and without`() {
        let number = "11010519491231002X"
        #expect(IdentityNumber.check(number, today: today, regions: ["110105"]).isValid)
        #expect(IdentityNumber.check(number, today: today, regions: ["110106"]).reasons.count == 1)
    }
}

@Suite struct OtherChecksTests {
    @Test func `social credit codes`() {
        #expect(SocialCreditCode.check("91110000600037341L").isValid)
        #expect(SocialCreditCode.check(" 91990000ma0000007x").isValid)
        #expect(SocialCreditCode.check("91110000600037341L").value?.region == "110000")
        #expect(SocialCreditCode.check("91110000600037341L").value?.organisation == "600037341")
        #expect(SocialCreditCode.check("91110000600037341M").value == nil)
        #expect(SocialCreditCode.check("9111000060003734IL").value == nil)
        #expect(SocialCreditCode.check("9111000060003734").value == nil)
    }

    @Test func `a social credit code whose inner check alone fails is a warning`() throws {
        let symbols = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
        let first = "91110000600037342"
        let codes = symbols.map { SocialCreditCode.check(first + String($0)) }
        let accepted = codes.filter { $0.value != nil }
        #expect(accepted.count == 1)
        #expect(accepted.first?.reasons.count == 1)
    }

    @Test(arguments: [
        ("13812345678", PhoneNumber.Kind.mobile, true), ("+86 138 1234 5678", .mobile, true),
        ("17012345678", .mobile, true), ("13491234567", .satellite, true),
        ("17401234567", .satellite, true), ("1440123456789", .machine, false),
        ("14012345678", .machine, false), ("010-12345678", .landline, true),
        ("0755 1234567", .landline, true), ("400-810-0000", .service, true),
        ("8008100000", .service, true), ("+1 212 555 0100", .foreign, false),
        ("15412345678", .mobile, false),
    ])
    func `telephone numbers`(text: String, kind: PhoneNumber.Kind, valid: Bool) {
        let checked = PhoneNumber.check(text)
        #expect(checked.value?.kind == kind)
        #expect(checked.isValid == valid)
        #expect(checked.value?.isVirtual == text.hasPrefix("170"))
    }

    @Test(arguments: ["", "12812345678", "1381234567", "138123456789", "abc", "+0123456789", "110"])
    func `impossible telephone numbers`(text: String) {
        #expect(PhoneNumber.check(text).value == nil)
    }

    @Test func `bank cards`() {
        #expect(BankAccount.check("4111 1111 1111 1111").isValid)
        #expect(BankAccount.check("6222021234567890128").isValid)
        #expect(BankAccount.check("6222021234567890129").reasons.count == 1)
        #expect(BankAccount.check("6222021234567890129").value?.lastFour == "0129")
        #expect(BankAccount.check("1234567890").reasons.count == 1)
        #expect(BankAccount.check("12345").value == nil)
        #expect(BankAccount.check("62220212A4567890129").value == nil)
    }

    @Test func `vehicle identification numbers`() {
        for text in ["LATPAB071W1005301", "1M8GDM9AXKP042788", String(repeating: "1", count: 17)] {
            #expect(VehicleIdentification.check(text).isValid)
        }
        #expect(VehicleIdentification.check("LATPAB071W1005301").value?.isMadeInChina == true)
        #expect(VehicleIdentification.check("LATPAB072W1005301").reasons.count == 1)
        #expect(VehicleIdentification.check("LATPAB071W100530O").value == nil)
        #expect(VehicleIdentification.check("LATPAB071W100530").value == nil)
    }

    @Test(arguments: [
        ("京A·12345", LicencePlate.Kind.fuel), ("粤b12345", .fuel), ("京A1234学", .fuel),
        ("粤Z1234港", .fuel), ("沪AD12345", .newEnergy), ("沪A12345F", .newEnergy),
        ("粤BDA1234", .newEnergy), ("123456使", .embassy), ("A12345领", .consulate),
    ])
    func `plates`(text: String, kind: LicencePlate.Kind) {
        #expect(LicencePlate.check(text).isValid)
        #expect(LicencePlate.check(text).value?.kind == kind)
    }

    @Test func `a plate with I or O is refused, an unusual one is a warning`() {
        #expect(LicencePlate.check("京AI2345").value == nil)
        #expect(LicencePlate.check("京A1234O").value == nil)
        #expect(LicencePlate.check("临沪A12345").reasons.count == 1)
        #expect(LicencePlate.check("沪A123L45").value?.kind == .other)
        #expect(LicencePlate.check("").value == nil)
    }

    @Test func `no check traps on odd text`() {
        for text in [
            "𠮷", "\0", "é", "👨‍👩‍👧‍👦", String(repeating: "9", count: 10_000),
            "١٢٣٤٥٦٧٨٩٠١", "+", "·",
        ] {
            _ = IdentityNumber.check(text, today: today)
            _ = SocialCreditCode.check(text)
            _ = PhoneNumber.check(text)
            _ = BankAccount.check(text)
            _ = VehicleIdentification.check(text)
            _ = LicencePlate.check(text)
            for kind in PersonalKind.allCases { _ = kind.mask(text) }
        }
    }
}
