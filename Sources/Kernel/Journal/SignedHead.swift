/// A signed statement of what the log was at one moment: so many entries, with this root.
///
/// A witness who keeps heads elsewhere can show later that the log was changed behind them.
package struct SignedHead: Hashable, Sendable {
    package static let formatVersion: Int64 = 1

    /// `log`: which log.
    package let log: String
    /// `size`: the number of entries covered.
    package let size: Int
    /// `root`: the Merkle tree head over them.
    package let root: Hash
    /// `at`: when it was signed.
    package let at: Moment
    /// `prev`: the hash of the head before; `Hash.zero` for the first.
    package let prev: Hash
    /// `key`: the id of the key that signed.
    package let key: String
    /// `sig`: 64 bytes, Ed25519 over `message`.
    package let signature: [UInt8]

    /// Signs a head. Throws only what the cryptographic library throws.
    package init(
        log: String, size: Int, root: Hash, at: Moment, after previous: SignedHead?,
        with signer: SigningKey
    ) throws {
        (self.log, self.size, self.root, self.at) = (log, size, root, at)
        prev = previous?.hash ?? .zero
        key = signer.verifying.id
        let unsigned = SignedHead.members(
            log: log, size: size, root: root, at: at, prev: prev, key: key)
        signature = try signer.signature(of: JSON.object(unsigned).canonical)
    }

    /// What is signed: the canonical JSON of all members but `sig`.
    package var message: [UInt8] { JSON.object(unsigned).canonical }

    /// The link of the chain of heads: SHA-256 of 0x03 and `message`.
    package var hash: Hash { Hash(.head, message) }

    /// The line in `heads.jsonl` and in a witness file: canonical JSON, the signature in Base64.
    package var bytes: [UInt8] {
        var members = unsigned
        members["sig"] = .string(Base64.standard.encode(signature))
        return JSON.object(members).canonical
    }

    package func isSigned(by key: VerifyingKey) -> Bool {
        key.id == self.key && key.isValid(signature, of: message)
    }

    /// The head with exactly this line; what is not canonical is refused. Signatures are checked
    /// by `isSigned(by:)`.
    package static func parse(_ bytes: [UInt8]) throws(JournalProblem) -> SignedHead {
        let head = try SignedHead(try JournalLine(bytes))
        guard head.bytes == bytes else { throw .notCanonical }
        return head
    }

    private init(_ line: JournalLine) throws(JournalProblem) {
        guard try line.number("v") == SignedHead.formatVersion else { throw .member("v") }
        log = try line.text("log")
        size = Int(try line.number("size", from: 0))
        root = try line.hash("root")
        at = Moment(milliseconds: try line.number("at"))
        prev = try line.hash("prev")
        key = try line.text("key")
        guard let signature = Base64.standard.decode(try line.text("sig").utf8) else {
            throw .member("sig")
        }
        self.signature = signature
    }

    private var unsigned: JSON.Object {
        SignedHead.members(log: log, size: size, root: root, at: at, prev: prev, key: key)
    }

    private static func members(
        log: String, size: Int, root: Hash, at: Moment, prev: Hash, key: String
    ) -> JSON.Object {
        [
            "at": .integer(at.milliseconds), "key": .string(key), "log": .string(log),
            "prev": .string(prev.hex), "root": .string(root.hex), "size": .integer(Int64(size)),
            "v": .integer(formatVersion),
        ]
    }
}
