import Crypto

/// The public half of a key that signs heads (Ed25519, RFC 8032).
package struct VerifyingKey: Hashable, Sendable {
    /// The first 32 hexadecimal digits of SHA-256 of `raw`: a key cannot hide under another's id.
    package let id: String
    /// The 32 bytes of the public key.
    package let raw: [UInt8]

    /// `nil` unless `raw` is a public key.
    package init?(raw: [UInt8]) {
        guard (try? Curve25519.Signing.PublicKey(rawRepresentation: raw)) != nil else {
            return nil
        }
        self.raw = raw
        id = String(Hash(of: raw).hex.prefix(32))
    }

    /// Whether `signature` is this key's signature of `bytes`.
    package func isValid(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw) else {
            return false
        }
        return signature.count == 64 && key.isValidSignature(signature, for: bytes)
    }
}

/// The secret half of a key that signs heads.
package struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    package let verifying: VerifyingKey

    /// `seed` is the 32 secret bytes (RFC 8032 section 5.1.5); `nil` for another number of bytes.
    package init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let verifying = VerifyingKey(raw: Array(key.publicKey.rawRepresentation))
        else { return nil }
        self.key = key
        self.verifying = verifying
    }

    func signature(of bytes: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: bytes))
    }
}
