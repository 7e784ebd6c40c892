/// A personal value that only the person's key opens.
///
/// Written as one text, `s1.` and the URL-safe base 64 of `person 16 | 0x01 | 0x01 (AES-256-GCM)
/// | key version u32 | nonce 12 | ciphertext | tag 16`. The plaintext is padded to 16, 32 or 64
/// bytes and then to multiples of 64, so that its length tells little. Two seals of one text
/// differ: equality of values is found through ``BlindIndex``, never through this type.
package struct Sealed: Hashable, Sendable {
    /// The longest text that can be sealed, in bytes of UTF-8.
    package static let maximumLength = 65_536
    static let prefix = "s1."
    private static let headLength = 16 + 2 + 4 + 12
    private static let tagLength = 16
    /// The longest possible body: head, padded text and tag.
    private static let maximumBytes = headLength + maximumLength + 64 + tagLength

    /// Whose value it is: the key to open it with.
    package let person: ID<Person>
    /// The generation of that person's key.
    package let keyVersion: UInt32
    let nonce: [UInt8]
    let ciphertext: [UInt8]
    let tag: [UInt8]
    /// The text form. Kept, because a value is written far more often than it is opened.
    package let token: String

    init(
        person: ID<Person>, keyVersion: UInt32, nonce: [UInt8], ciphertext: [UInt8], tag: [UInt8]
    ) {
        self.person = person
        self.keyVersion = keyVersion
        self.nonce = nonce
        self.ciphertext = ciphertext
        self.tag = tag
        let head = person.bytes + [1, 1] + BigEndian.bytes(keyVersion) + nonce
        token = Sealed.prefix + Base64.urlSafe.encode(head + ciphertext + tag)
    }

    /// Reads the text form. Throws ``VaultFailure/malformed`` for anything else; never traps.
    package init(token: String) throws(VaultFailure) {
        guard token.utf8.starts(with: Sealed.prefix.utf8),
            token.utf8.count <= Sealed.maximumBytes * 4 / 3 + 8,
            let bytes = Base64.urlSafe.decode(token.utf8.dropFirst(Sealed.prefix.utf8.count))
        else { throw .malformed }
        let body = bytes.count - Sealed.headLength - Sealed.tagLength
        guard body >= 16, bytes.count <= Sealed.maximumBytes, body % 16 == 0,
            bytes[16] == 1, bytes[17] == 1, let person = ID<Person>(bytes: bytes[0..<16])
        else { throw .malformed }
        self.person = person
        self.token = token
        keyVersion = BigEndian.number(bytes[18..<22])
        nonce = Array(bytes[22..<34])
        ciphertext = Array(bytes[34..<34 + body])
        tag = Array(bytes[(34 + body)...])
    }

    /// What a seal is bound to: moving it to another person, key or field makes it useless.
    static func context(_ person: ID<Person>, _ version: UInt32, _ field: String) -> [UInt8] {
        LengthPrefixed.bytes([
            Array("covenant.sealed.1".utf8), person.bytes, BigEndian.bytes(version),
            Array(field.utf8),
        ])
    }
}

extension Sealed: CustomStringConvertible {
    package var description: String { token }
}

extension Sealed: SQLBindable {
    package var sql: SQLValue { .text(token) }
}

extension Sealed: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(token: try container.decode(String.self))
        } catch VaultFailure.malformed {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a sealed value")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(token)
    }
}
