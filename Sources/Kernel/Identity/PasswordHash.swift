import Crypto
import CryptoExtras
import FoundationEssentials

/// The cost of scrypt (RFC 7914).
package struct ScryptCost: Hashable, Sendable {
    /// log2 of N.
    package let logarithm: Int
    package let blockSize: Int
    package let parallelism: Int

    /// `nil` outside N = 2^4...2^20, r = 1...32, p = 1...16 or above 256 MiB, so that a stored
    /// hash can never order more work than that.
    package init?(logarithm: Int, blockSize: Int, parallelism: Int) {
        guard (4...20).contains(logarithm), (1...32).contains(blockSize),
            (1...16).contains(parallelism), (128 * blockSize) << logarithm <= 1 << 28
        else { return nil }
        self.init(checked: logarithm, blockSize, parallelism)
    }

    private init(checked logarithm: Int, _ blockSize: Int, _ parallelism: Int) {
        self.logarithm = logarithm
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// N = 2^15, r = 8, p = 3: 32 MiB and about a third of a second of one core.
    package static let standard = ScryptCost(checked: 15, 8, 3)

    /// The work of this cost, for comparison: N times r times p.
    fileprivate var work: Int { (blockSize * parallelism) << logarithm }
}

/// A stored password: `$scrypt$ln=15,r=8,p=3$salt$hash` (PHC string format), salt 16 bytes and
/// hash 32 bytes in base 64 without padding.
package struct PasswordHash: Hashable, Sendable, SQLBindable {
    package let cost: ScryptCost
    fileprivate let salt: [UInt8]
    fileprivate let hash: [UInt8]

    fileprivate init(cost: ScryptCost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// Reads the stored text; anything else, or a cost out of bounds, is `nil`.
    package init?(_ text: String) {
        guard text.utf8.count <= 256 else { return nil }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let cost = PasswordHash.cost(parts[2]),
            let salt = Base64.unpadded.decode(parts[3].utf8),
            let hash = Base64.unpadded.decode(parts[4].utf8), salt.count == 16, hash.count == 32
        else { return nil }
        self.init(cost: cost, salt: salt, hash: hash)
    }

    /// The text that is stored.
    package var text: String {
        "$scrypt$ln=\(cost.logarithm),r=\(cost.blockSize),p=\(cost.parallelism)"
            + "$\(Base64.unpadded.encode(salt))$\(Base64.unpadded.encode(hash))"
    }

    package var sql: SQLValue { .text(text) }

    private static func cost(_ text: String) -> ScryptCost? {
        let pairs = text.split(separator: ",", omittingEmptySubsequences: false)
        let names = ["ln=", "r=", "p="]
        guard pairs.count == 3, zip(pairs, names).allSatisfy({ $0.hasPrefix($1) }) else {
            return nil
        }
        let numbers = zip(pairs, names).compactMap { Int($0.dropFirst($1.count)) }
        guard numbers.count == 3 else { return nil }
        return ScryptCost(
            logarithm: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
    }
}

/// Hashes and verifies passwords: HMAC with the pepper, then scrypt. Slow and hungry for memory
/// by design, so it is called through a ``HashingPool`` only.
package struct PasswordHasher: Sendable {
    package let cost: ScryptCost
    private let pepper: SymmetricKey

    package init(keys: VaultKeys, cost: ScryptCost = .standard) {
        self.cost = cost
        pepper = keys.pepper
    }

    /// Hashes a password that the policy has accepted, with 16 random bytes of salt.
    package func hash(_ password: String, random: RandomBytes) throws(VaultFailure)
        -> PasswordHash
    {
        let salt = try VaultFailure.bytes(16, of: random)
        guard let hash = derive(password, salt: salt, cost: cost) else { throw .randomness }
        return PasswordHash(cost: cost, salt: salt, hash: hash)
    }

    /// Whether `password` is the one of `stored`.
    ///
    /// Pass `nil` where there is no such user: the same work is done and the answer is no, so
    /// that the time does not tell who exists. A password over the longest allowed is refused
    /// without work, whoever it is for.
    package func verify(_ password: String, _ stored: PasswordHash?) -> Bool {
        guard password.utf8.count <= PasswordPolicy.longest else { return false }
        let salt = stored?.salt ?? [UInt8](repeating: 0x5A, count: 16)
        guard let hash = derive(password, salt: salt, cost: stored?.cost ?? cost) else {
            return false
        }
        let equal = ConstantTime.equal(hash, stored?.hash ?? [UInt8](repeating: 0, count: 32))
        return equal && stored != nil
    }

    /// Whether a hash is cheaper than today's cost: hash the password again at its next use.
    package func needsRehash(_ stored: PasswordHash) -> Bool {
        stored.cost.work < cost.work || stored.cost.blockSize < cost.blockSize
    }

    /// The password is taken exactly as typed. Only Unicode's equivalent spellings are made one
    /// (NFC, RFC 8265), because systems differ in which they send.
    private func derive(_ password: String, salt: [UInt8], cost: ScryptCost) -> [UInt8]? {
        let composed = Normaliser.composed(password)
        let peppered = HMAC<SHA256>.authenticationCode(for: Array(composed.utf8), using: pepper)
        let key = try? KDF.Scrypt.deriveKey(
            from: Array(peppered), salt: salt, outputByteCount: 32, rounds: 1 << cost.logarithm,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key?.withUnsafeBytes { Array($0) }
    }
}
