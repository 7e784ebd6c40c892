import Crypto
import FoundationEssentials

/// The key of one person: 256 random bits under which all values of that person are sealed.
///
/// Destroying its wrapped form erases the person everywhere. Printing it shows no key.
package struct SubjectKey: Sendable {
    package let person: ID<Person>
    /// The generation of the key, from 1: a person who returns after erasure gets the next.
    package let version: UInt32
    private let key: SymmetricKey
    /// The first half of HKDF, the same for all fields of the person.
    private let extracted: SymmetricKey

    /// A new key for `person`.
    package init(
        person: ID<Person>, version: UInt32 = 1, random: RandomBytes
    ) throws(VaultFailure) {
        self.init(
            person: person, version: version,
            key: SymmetricKey(data: try VaultFailure.bytes(32, of: random)))
    }

    private init(person: ID<Person>, version: UInt32, key: SymmetricKey) {
        self.person = person
        self.version = version
        self.key = key
        let code = HKDF<SHA256>.extract(inputKeyMaterial: key, salt: [UInt8]?.none)
        extracted = SymmetricKey(data: code)
    }

    /// The key as it is stored, wrapped with the newest wrapping key.
    package func wrapped(by keys: VaultKeys, random: RandomBytes) throws(VaultFailure)
        -> WrappedKey
    {
        let wrappingVersion = keys.newestVersion
        let wrappingKey = try keys.wrappingKey(wrappingVersion)
        let bytes = try VaultFailure.bytes(12, of: random)
        guard let nonce = try? AES.GCM.Nonce(data: bytes),
            let box = try? AES.GCM.seal(
                key.withUnsafeBytes { Array($0) }, using: wrappingKey, nonce: nonce,
                authenticating: WrappedKey.context(person, version, wrappingVersion))
        else { throw .randomness }
        return WrappedKey(
            wrappingVersion: wrappingVersion, subjectVersion: version,
            sealed: bytes + Array(box.ciphertext) + Array(box.tag))
    }

    /// Unwraps the stored key of `person`. Throws ``VaultFailure/altered`` when it is not theirs.
    package init(
        _ wrapped: WrappedKey, of person: ID<Person>, keys: VaultKeys
    ) throws(VaultFailure) {
        let wrappingKey = try keys.wrappingKey(wrapped.wrappingVersion)
        let context = WrappedKey.context(
            person, wrapped.subjectVersion, wrapped.wrappingVersion)
        let sealed = wrapped.sealed
        guard let nonce = try? AES.GCM.Nonce(data: sealed[0..<12]),
            let box = try? AES.GCM.SealedBox(
                nonce: nonce, ciphertext: sealed[12..<44], tag: sealed[44..<60]),
            let bytes = try? AES.GCM.open(box, using: wrappingKey, authenticating: context)
        else { throw .altered }
        self.init(
            person: person, version: wrapped.subjectVersion, key: SymmetricKey(data: bytes))
    }

    /// The key of one field: HKDF-SHA256 with the field's name as information (RFC 5869).
    func fieldKey(_ field: String) -> SymmetricKey {
        HKDF<SHA256>.expand(
            pseudoRandomKey: extracted, info: Array("fle1|\(field)".utf8), outputByteCount: 32)
    }
}

extension SubjectKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SubjectKey(version \(version))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A person's key as it is stored: `0x01 | 0x01 (AES-256-GCM) | wrapping version u32 |
/// subject version u32 | nonce 12 | ciphertext 32 | tag 16`, 70 bytes, numbers big-endian.
package struct WrappedKey: Hashable, Sendable, SQLBindable {
    static let length = 70

    /// The version of the wrapping key that opens it.
    package let wrappingVersion: UInt32
    /// The generation of the person's key.
    package let subjectVersion: UInt32
    fileprivate let sealed: [UInt8]

    fileprivate init(wrappingVersion: UInt32, subjectVersion: UInt32, sealed: [UInt8]) {
        self.wrappingVersion = wrappingVersion
        self.subjectVersion = subjectVersion
        self.sealed = sealed
    }

    /// Reads the stored form; throws ``VaultFailure/malformed`` for anything else.
    package init(bytes: [UInt8]) throws(VaultFailure) {
        guard bytes.count == WrappedKey.length, bytes[0] == 1, bytes[1] == 1 else {
            throw .malformed
        }
        self.init(
            wrappingVersion: BigEndian.number(bytes[2..<6]),
            subjectVersion: BigEndian.number(bytes[6..<10]), sealed: Array(bytes[10...]))
    }

    package var bytes: [UInt8] {
        [1, 1] + BigEndian.bytes(wrappingVersion) + BigEndian.bytes(subjectVersion) + sealed
    }

    package var sql: SQLValue { .blob(bytes) }

    /// The same key wrapped with the newest wrapping key, or `nil` when it already is.
    package func rewrapped(
        of person: ID<Person>, keys: VaultKeys, random: RandomBytes
    ) throws(VaultFailure) -> WrappedKey? {
        guard wrappingVersion != keys.newestVersion else { return nil }
        return try SubjectKey(self, of: person, keys: keys).wrapped(by: keys, random: random)
    }

    /// What the wrapping is bound to, so that a wrapped key cannot stand for another person.
    fileprivate static func context(
        _ person: ID<Person>, _ version: UInt32, _ wrappingVersion: UInt32
    ) -> [UInt8] {
        LengthPrefixed.bytes([
            Array("covenant.subject.1".utf8), person.bytes, BigEndian.bytes(version),
            BigEndian.bytes(wrappingVersion),
        ])
    }
}
