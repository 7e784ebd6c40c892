import Crypto
import Synchronization

/// Keyed fingerprints by which sealed values are found without opening them.
///
/// Whoever reads the database without the key learns which rows hold **equal** values and nothing
/// else; that leak is accepted for values that must be unique or matched, and written down in
/// the list of fields. Never index a value with few possibilities alone (sex, status, disease).
package struct BlindIndex: Sendable {
    /// What is indexed: the name separates the keys, the normaliser decides what is equal.
    package struct Kind: Hashable, Sendable {
        /// Lower-case letters and dots; part of the key, so never rename one in use.
        package let name: String
        package let normaliser: Normaliser

        package init(_ name: String, _ normaliser: Normaliser) {
            self.name = name
            self.normaliser = normaliser
        }

        package static let identityNumber = Kind("identity.number", .identityNumber)
        package static let phone = Kind("phone", .phone)
        package static let email = Kind("email", .email)
        package static let name = Kind("name", .name)
        package static let bankAccount = Kind("bank.account", .accountNumber)
        package static let policyholderAccount = Kind("policyholder.account", .code)
        package static let socialCreditCode = Kind("social.credit.code", .code)
        package static let vehicle = Kind("vehicle", .code)
        package static let plate = Kind("plate", .plate)
        package static let signInName = Kind("sign.in.name", .text)
    }

    /// The most characters of a name that are indexed.
    package static let maximumNameLength = 64

    private let keys: IndexKeys

    init(root: SymmetricKey) {
        keys = IndexKeys(root: root)
    }

    /// 32 hexadecimal digits for the normal form of `text`, or `nil` when nothing of it counts.
    ///
    /// HMAC-SHA256 cut to 128 bits: two different values practically never meet, so it may carry
    /// a UNIQUE rule. It tells that two rows are equal.
    package func exact(_ kind: Kind, _ text: String) -> String? {
        let normal = kind.normaliser.apply(text)
        return normal.isEmpty ? nil : code("exact|\(kind.name)", normal, bytes: 16)
    }

    /// The same for several values together, each counted apart: a name with a birth date, a tail
    /// with a branch. `nil` when one of them is empty.
    package func compound(_ name: String, _ parts: [(Kind, String)]) -> String? {
        let normal = parts.map { Array($0.0.normaliser.apply($0.1).utf8) }
        guard !normal.isEmpty, normal.allSatisfy({ !$0.isEmpty }) else { return nil }
        let names = parts.map(\.0.name).joined(separator: ",")
        return code(
            keys.key("compound|\(name)|\(names)"), LengthPrefixed.bytes(normal), bytes: 16)
    }

    /// The last four characters of a number, or `nil` when it is shorter than eight.
    ///
    /// Only 10,000 values exist, so this alone singles out nobody and, with the frequencies, may
    /// tell the digits: query it together with another field only.
    package func tail(_ kind: Kind, _ text: String) -> String? {
        let normal = kind.normaliser.apply(text)
        guard normal.count >= 8 else { return nil }
        return tail(kind, lastFour: String(normal.suffix(4)))
    }

    /// What ``tail(_:_:)`` stored for a number that ends in these four characters.
    package func tail(_ kind: Kind, lastFour: String) -> String? {
        let normal = kind.normaliser.apply(lastFour)
        return normal.count == 4 ? code("tail|\(kind.name)", normal, bytes: 16) : nil
    }

    /// What is stored for a name: a token of 16 hexadecimal digits for each character and each
    /// two neighbours, sorted, each once. Blanks and dots do not count.
    ///
    /// The tokens tell which names share characters, and frequent characters stand out; they are
    /// kept in a table of their own and deleted with the person's key.
    package func nameTokens(_ name: String) -> [String] {
        let letters = BlindIndex.letters(name)
        return tokens(letters.map { [$0] } + BlindIndex.neighbours(letters))
    }

    /// What to look for: rows that have **all** of these. The two-character tokens where there
    /// are two characters, because they are far rarer. Compare after opening: neighbours may
    /// come from different places of a name.
    package func nameQuery(_ part: String) -> [String] {
        let letters = BlindIndex.letters(part)
        return tokens(letters.count == 1 ? [letters] : BlindIndex.neighbours(letters))
    }

    private func tokens(_ parts: [[Character]]) -> [String] {
        let key = keys.key("name.token")
        return Set(parts.map { code(key, Array(String($0).utf8), bytes: 8) }).sorted()
    }

    private static func letters(_ name: String) -> [Character] {
        Array(
            Normaliser.name.apply(name).filter { $0 != "·" && $0 != " " }
                .prefix(maximumNameLength))
    }

    private static func neighbours(_ letters: [Character]) -> [[Character]] {
        zip(letters, letters.dropFirst()).map { [$0, $1] }
    }

    private func code(_ purpose: String, _ text: String, bytes count: Int) -> String {
        code(keys.key(purpose), Array(text.utf8), bytes: count)
    }

    private func code(_ key: SymmetricKey, _ bytes: [UInt8], bytes count: Int) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: bytes, using: key)
        return HexText.encode(Array(code).prefix(count))
    }
}

/// The keys of the purposes in use, each derived once. There are about twenty.
private final class IndexKeys: Sendable {
    private let root: SymmetricKey
    private let derived = Mutex<[String: SymmetricKey]>([:])

    init(root: SymmetricKey) { self.root = root }

    func key(_ purpose: String) -> SymmetricKey {
        derived.withLock { derived in
            if let known = derived[purpose] { return known }
            let key = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: root, info: Array("bidx1|\(purpose)".utf8), outputByteCount: 32)
            derived[purpose] = key
            return key
        }
    }
}
