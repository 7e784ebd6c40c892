import Crypto

/// A secret that stands for somebody: a session, an API client, an invitation, a password reset.
///
/// `cov_` and 43 characters of URL-safe base 64 (32 random bytes); the prefix lets secret scanners
/// find it where it does not belong. It is shown once and only its ``TokenHash`` is stored.
package struct Token: Sendable {
    package static let prefix = "cov_"
    private let bytes: [UInt8]

    package init(random: RandomBytes) throws(VaultFailure) {
        bytes = try VaultFailure.bytes(32, of: random)
    }

    /// Reads the text form; anything else is `nil`.
    package init?(_ text: String) {
        guard text.utf8.count == Token.prefix.utf8.count + 43, text.hasPrefix(Token.prefix),
            let bytes = Base64.urlSafe.decode(text.utf8.dropFirst(Token.prefix.utf8.count)),
            bytes.count == 32
        else { return nil }
        self.bytes = bytes
    }

    /// The secret itself, for its owner only.
    package var text: String { Token.prefix + Base64.urlSafe.encode(bytes) }

    /// What is stored. A plain hash is enough: nobody guesses 256 random bits.
    package var hash: TokenHash { TokenHash(of: bytes) }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Token(hidden)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The SHA-256 of a token, stored as 64 hexadecimal digits and looked up by them.
package struct TokenHash: Hashable, Sendable, SQLBindable {
    package let text: String

    fileprivate init(of bytes: [UInt8]) {
        text = HexText.encode(Array(SHA256.hash(data: bytes)))
    }

    /// Reads the stored text; anything else is `nil`.
    package init?(_ text: String) {
        guard text.utf8.count == 64,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.text = text
    }

    package var sql: SQLValue { .text(text) }

    /// Whether `token` is the one that was hashed, in constant time.
    package func matches(_ token: Token) -> Bool {
        ConstantTime.equal(Array(text.utf8), Array(token.hash.text.utf8))
    }
}
