import Crypto
import FoundationEssentials

/// Seals the content of a file with the key of the person it is about, so that erasing the person
/// destroys the file wherever a copy of it lies.
///
/// Written as `CVF1 | person 16 | key version u32 | nonce prefix 7`, then pieces of up to 64 KiB,
/// each AES-256-GCM with its tag behind it. The nonce of a piece is `prefix | number u32 | 1 for
/// the last, else 0`: pieces cannot be left out, exchanged or cut off. Each file has its own key
/// (HKDF over the person's key with the file's identity), so that no nonce can come twice.
package enum FileSeal {
    static let mark = Array("CVF1".utf8)
    static let headLength = 4 + 16 + 4 + 7
    static let piece = 65_536
    private static let tagLength = 16

    /// The sealed form of `content`, the content of the file `file`.
    package static func seal<File>(
        _ content: [UInt8], of file: ID<File>, key: SubjectKey, random: RandomBytes
    ) throws(VaultFailure) -> [UInt8] {
        let prefix = try VaultFailure.bytes(7, of: random)
        let (fileKey, context) = material(file.text, key)
        var sealed = mark + key.person.bytes + BigEndian.bytes(key.version) + prefix
        sealed.reserveCapacity(content.count + headLength + (content.count / piece + 1) * tagLength)
        var number: UInt32 = 0
        var start = 0
        repeat {
            let end = min(start + piece, content.count)
            guard let nonce = nonce(prefix, number, isLast: end == content.count),
                let box = try? AES.GCM.seal(
                    content[start..<end], using: fileKey, nonce: nonce, authenticating: context)
            else { throw .randomness }
            sealed += box.ciphertext
            sealed += box.tag
            number += 1
            start = end
        } while start < content.count
        return sealed
    }

    /// The content of `sealed`. Without a key it throws ``VaultFailure/erased``; for another file,
    /// another person or changed bytes ``VaultFailure/altered``.
    package static func open<File>(
        _ sealed: [UInt8], of file: ID<File>, key: SubjectKey?
    ) throws(VaultFailure) -> [UInt8] {
        guard sealed.count >= headLength + tagLength, sealed.starts(with: mark) else {
            throw .malformed
        }
        guard let key else { throw .erased }
        let version: UInt32 = BigEndian.number(sealed[20..<24])
        guard ID<Person>(bytes: sealed[4..<20]) == key.person else { throw .altered }
        guard version == key.version else { throw version < key.version ? .erased : .altered }
        let (fileKey, context) = material(file.text, key)
        let prefix = Array(sealed[24..<headLength])
        var content: [UInt8] = []
        content.reserveCapacity(sealed.count)
        var number: UInt32 = 0
        var start = headLength
        repeat {
            let end = min(start + piece + tagLength, sealed.count)
            guard end - start >= tagLength,
                let nonce = nonce(prefix, number, isLast: end == sealed.count),
                let box = try? AES.GCM.SealedBox(
                    nonce: nonce, ciphertext: sealed[start..<end - tagLength],
                    tag: sealed[end - tagLength..<end]),
                let plain = try? AES.GCM.open(box, using: fileKey, authenticating: context)
            else { throw .altered }
            content += plain
            number += 1
            start = end
        } while start < sealed.count
        return content
    }

    private static func material(
        _ file: String, _ key: SubjectKey
    ) -> (SymmetricKey, context: [UInt8]) {
        let field = "file.\(file)"
        let context = LengthPrefixed.bytes([
            Array("covenant.file.1".utf8), key.person.bytes, BigEndian.bytes(key.version),
            Array(field.utf8),
        ])
        return (key.fieldKey(field), context)
    }

    private static func nonce(
        _ prefix: [UInt8], _ number: UInt32, isLast: Bool
    ) -> AES.GCM.Nonce? {
        try? AES.GCM.Nonce(data: prefix + BigEndian.bytes(number) + [isLast ? 1 : 0])
    }
}

extension Vault {
    /// The key of one person, or `nil` when it was destroyed.
    package func subject(_ person: ID<Person>, _ reader: any Reader) throws -> SubjectKey? {
        try subjects(["file": person], reader)["file"]
    }
}
