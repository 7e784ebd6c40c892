/// What a new password must be.
///
/// The default follows NIST SP 800-63B: length and a list of bad ones, no composition rule and no
/// forced change. Institutions under graded protection (等保) may ask for both.
package struct PasswordPolicy: Hashable, Sendable, Codable {
    /// In bytes of UTF-8. Longer ones are refused before any work.
    package static let longest = 256

    /// The fewest bytes of UTF-8.
    package let shortest: Int
    /// How many of lower case, capitals, digits and others must occur: 0 to 4.
    package let classes: Int
    /// After how many days a password must be changed, if ever.
    package let maximumAgeDays: Int?

    /// `shortest` is kept within 8...64, `classes` within 0...4.
    package init(shortest: Int = 12, classes: Int = 0, maximumAgeDays: Int? = nil) {
        self.shortest = min(max(shortest, 8), 64)
        self.classes = min(max(classes, 0), 4)
        self.maximumAgeDays = maximumAgeDays.map { max($0, 1) }
    }

    /// Why `password` may not be used, or `nil` when it may.
    ///
    /// `context` are words an attacker tries first: sign-in name, name of the person and of the
    /// institution. The reasons never repeat the password.
    package func objection(to password: String, context: [String]) -> Words? {
        let length = password.utf8.count
        if length < shortest {
            return Words(
                "密码太短：至少\(shortest)个字节（一个汉字为3个）。可以用一句话。",
                "The password is too short: at least \(shortest) bytes. Use a sentence.")
        }
        if length > PasswordPolicy.longest {
            return Words(
                "密码太长：至多\(PasswordPolicy.longest)个字节。",
                "The password is too long: at most \(PasswordPolicy.longest) bytes.")
        }
        if PasswordPolicy.classCount(password) < classes {
            return Words(
                "密码须包含小写、大写、数字、符号中的\(classes)类。",
                "The password needs \(classes) of lower case, capitals, digits and symbols.")
        }
        return PasswordPolicy.isGuessable(password, context: context)
            ? Words(
                "密码太容易猜到：不要用常见密码、连续或重复的字符、姓名或机构名。可以用一句话。",
                "The password is easy to guess: no usual passwords, runs or repeats, names or "
                    + "the institution. Use a sentence.")
            : nil
    }

    /// Whether a password set on `day` must be changed on `today`.
    package func isExpired(setOn day: Day, today: Day) -> Bool {
        maximumAgeDays.map { today.number - day.number >= $0 } ?? false
    }

    private static func classCount(_ password: String) -> Int {
        let tests: [(Unicode.Scalar) -> Bool] = [
            { ("a"..."z").contains($0) }, { ("A"..."Z").contains($0) },
            { ("0"..."9").contains($0) },
            { !("a"..."z").contains($0) && !("A"..."Z").contains($0) && !("0"..."9").contains($0) },
        ]
        return tests.count { password.unicodeScalars.contains(where: $0) }
    }

    /// Takes away, again and again, the words and runs an attacker's dictionary has; what is left
    /// must still be eight different-enough characters.
    private static func isGuessable(_ password: String, context: [String]) -> Bool {
        let plain = Normaliser.plain(password).lowercased()
        let undone = String(plain.map { substitutes[$0] ?? $0 })
        return [plain, undone].contains { remainder(of: $0, context: context) < 8 }
    }

    private static func remainder(of text: String, context: [String]) -> Int {
        var letters = Array(text)
        var words = CommonPasswords.words
        for phrase in context {
            let normal = Normaliser.plain(phrase).lowercased()
            words += ([normal] + normal.split { !$0.isLetter && !$0.isNumber }.map(String.init))
                .filter { $0.utf8.count >= 3 }.map(Array.init)
        }
        for word in words.sorted(by: { $0.count > $1.count }) {
            letters = without(word, in: letters)
        }
        return distance(letters)
    }

    private static func without(_ word: [Character], in letters: [Character]) -> [Character] {
        guard !word.isEmpty, letters.count >= word.count else { return letters }
        var kept: [Character] = []
        var place = 0
        while place < letters.count {
            if letters[place...].starts(with: word) {
                place += word.count
            } else {
                kept.append(letters[place])
                place += 1
            }
        }
        return kept
    }

    /// The bytes that are no continuation of a run (`3456`, `fedc`, `aaaa`) and no repeat of what
    /// stood one to six places before. A Han character counts as its three bytes.
    private static func distance(_ letters: [Character]) -> Int {
        let codes = letters.map { Int($0.unicodeScalars.first?.value ?? 0) }
        var count = 0
        for (place, code) in codes.enumerated() {
            let steps = place > 0 ? code - codes[place - 1] : 9
            let isRun = (-1...1).contains(steps)
            let isRepeat = (1...6).contains { back in
                place > back && codes[place - back] == code
                    && codes[place - back - 1] == codes[place - 1]
            }
            if !isRun && !isRepeat { count += letters[place].utf8.count }
        }
        return count
    }

    private static let substitutes: [Character: Character] = [
        "@": "a", "4": "a", "0": "o", "1": "i", "!": "i", "3": "e", "$": "s", "5": "s", "7": "t",
    ]
}
