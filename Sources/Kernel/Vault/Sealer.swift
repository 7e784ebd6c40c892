import Crypto
import FoundationEssentials

/// Seals the values of one person, before anything is decided or stored.
package struct Sealer: Sendable {
    package let key: SubjectKey
    private let random: RandomBytes

    /// `random` gives 12 bytes for each value. Random nonces are safe here, because each field of
    /// each person has its own key and sees few values (NIST SP 800-38D allows 2^32).
    package init(key: SubjectKey, random: @escaping RandomBytes) {
        self.key = key
        self.random = random
    }

    /// Seals `text` as the value of `field`; the same name must be given to open it.
    ///
    /// `field` is 1 to 128 bytes, by custom `case kind.field`, and is not stored in the result.
    package func seal(_ text: String, field: String) throws(VaultFailure) -> Sealed {
        try Sealer.check(field)
        let plain = Array(text.utf8)
        guard plain.count <= Sealed.maximumLength else { throw .tooLong }
        let nonce = try VaultFailure.bytes(12, of: random)
        guard let gcmNonce = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.seal(
                Padding.padded(plain), using: key.fieldKey(field), nonce: gcmNonce,
                authenticating: Sealed.context(key.person, key.version, field))
        else { throw .randomness }
        return Sealed(
            person: key.person, keyVersion: key.version, nonce: nonce,
            ciphertext: Array(box.ciphertext), tag: Array(box.tag))
    }

    /// The text of `sealed` as the value of `field`.
    ///
    /// Without a key it throws ``VaultFailure/erased``; with the key of somebody else, another
    /// field or altered bytes ``VaultFailure/altered``.
    package static func open(
        _ sealed: Sealed, field: String, key: SubjectKey?
    ) throws(VaultFailure) -> String {
        try check(field)
        guard let key else { throw .erased }
        guard key.person == sealed.person else { throw .altered }
        // An older generation was destroyed when the person was erased.
        guard key.version == sealed.keyVersion else {
            throw sealed.keyVersion < key.version ? .erased : .altered
        }
        guard let nonce = try? AES.GCM.Nonce(data: sealed.nonce),
            let box = try? AES.GCM.SealedBox(
                nonce: nonce, ciphertext: sealed.ciphertext, tag: sealed.tag),
            let padded = try? AES.GCM.open(
                box, using: key.fieldKey(field),
                authenticating: Sealed.context(sealed.person, sealed.keyVersion, field)),
            let plain = Padding.removed(Array(padded)),
            let text = String(validating: plain, as: UTF8.self)
        else { throw .altered }
        return text
    }

    private static func check(_ field: String) throws(VaultFailure) {
        guard (1...128).contains(field.utf8.count) else { throw .field }
    }
}

/// Opens values of several persons from their stored keys, each unwrapped once.
package struct Opener: Sendable {
    private let keys: [ID<Person>: SubjectKey]

    /// `wrapped` are the rows that exist: a person without a row is erased. Throws when a row
    /// cannot be unwrapped, so that a wrong key file is never taken for an erasure.
    package init(
        wrapped: [ID<Person>: WrappedKey], keys: VaultKeys
    ) throws(VaultFailure) {
        var opened: [ID<Person>: SubjectKey] = [:]
        for (person, row) in wrapped {
            opened[person] = try SubjectKey(row, of: person, keys: keys)
        }
        self.keys = opened
    }

    /// The text of `sealed`, or ``VaultFailure/erased`` when its person has no key any more.
    package func open(_ sealed: Sealed, field: String) throws(VaultFailure) -> String {
        try Sealer.open(sealed, field: field, key: keys[sealed.person])
    }
}

/// ISO/IEC 7816-4 padding: a byte `0x80`, then zeros up to the bucket.
enum Padding {
    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        let needed = bytes.count + 1
        let bucket =
            switch needed {
            case ...16: 16
            case ...32: 32
            default: (needed + 63) / 64 * 64
            }
        return bytes + [0x80] + [UInt8](repeating: 0, count: bucket - needed)
    }

    static func removed(_ padded: [UInt8]) -> [UInt8]? {
        guard let mark = padded.lastIndex(where: { $0 != 0 }), padded[mark] == 0x80 else {
            return nil
        }
        return Array(padded[..<mark])
    }
}
