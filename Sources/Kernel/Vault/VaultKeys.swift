package import Crypto

/// The root keys of an installation, kept in one file outside the data folder.
///
/// Every key is random and stored apart, none is derived from another, so each can be replaced
/// alone: a new session key signs people out and touches nothing else, a new wrapping key leaves
/// the password pepper alone. Where one key serves several purposes (the index root), the keys
/// in use are separated by HKDF (RFC 5869). Printing a value of this type shows no key.
package struct VaultKeys: Sendable {
    /// Wraps the key of each person. Several versions may open, the newest wraps.
    let wrapping: [UInt32: SymmetricKey]
    /// Wrapping keys below this version open nothing any more.
    package let minimumVersion: UInt32
    /// Root of the blind indexes. Replacing it means indexing everything again.
    let indexRoot: SymmetricKey
    /// Signs the heads of the journal (Ed25519, RFC 8032).
    package let journalSigning: Curve25519.Signing.PrivateKey
    /// Keys the hash of a request that is stored beside its idempotency key.
    package let requestHash: SymmetricKey
    /// Keys every password before it is hashed. Replacing it makes all passwords useless.
    package let pepper: SymmetricKey
    /// Authenticates session and form tokens. Replacing it signs everybody out.
    package let session: SymmetricKey
    /// The blind indexes of this installation.
    package let blindIndex: BlindIndex

    init(
        wrapping: [UInt32: SymmetricKey], minimumVersion: UInt32, indexRoot: SymmetricKey,
        journalSigning: Curve25519.Signing.PrivateKey, requestHash: SymmetricKey,
        pepper: SymmetricKey, session: SymmetricKey
    ) {
        self.wrapping = wrapping
        self.minimumVersion = minimumVersion
        self.indexRoot = indexRoot
        self.journalSigning = journalSigning
        self.requestHash = requestHash
        self.pepper = pepper
        self.session = session
        blindIndex = BlindIndex(root: indexRoot)
    }

    /// The version that wraps: the newest.
    package var newestVersion: UInt32 { wrapping.keys.max() ?? 0 }

    /// The versions in the file, oldest first.
    package var versions: [UInt32] { wrapping.keys.sorted() }

    /// A public name of this set of keys, 16 hexadecimal digits, the same after rotations.
    ///
    /// The database keeps it, so that starting with the wrong key file is noticed at once.
    package var fingerprint: String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("covenant.keys.fingerprint.1".utf8), using: indexRoot)
        return HexText.encode(Array(code).prefix(8))
    }

    /// The wrapping key of `version`, unless it is missing or below the minimum.
    func wrappingKey(_ version: UInt32) throws(VaultFailure) -> SymmetricKey {
        guard let key = wrapping[version] else { throw .unknownVersion(version) }
        guard version >= minimumVersion else { throw .retiredVersion(version) }
        return key
    }

    /// A new set: wrapping version 1 and all other keys, from 192 random bytes.
    package static func generate(random: RandomBytes) throws(VaultFailure) -> VaultKeys {
        func key() throws(VaultFailure) -> SymmetricKey {
            SymmetricKey(data: try VaultFailure.bytes(32, of: random))
        }
        let seed = try VaultFailure.bytes(32, of: random)
        guard let signing = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .randomness
        }
        return VaultKeys(
            wrapping: [1: try key()], minimumVersion: 1, indexRoot: try key(),
            journalSigning: signing, requestHash: try key(), pepper: try key(),
            session: try key())
    }

    /// The same keys with one more wrapping key, which wraps from now on.
    package func addingWrappingKey(random: RandomBytes) throws(VaultFailure) -> VaultKeys {
        let bytes = try VaultFailure.bytes(32, of: random)
        guard newestVersion < .max else { throw .unknownVersion(.max) }
        var keys = wrapping
        keys[newestVersion + 1] = SymmetricKey(data: bytes)
        return with(wrapping: keys, minimum: minimumVersion)
    }

    /// The same keys, with wrapping keys below `version` refused from now on.
    ///
    /// Call it when every person's key was rewrapped. The retired keys stay in the file, because
    /// a backup taken before may still need them; remove their lines when no such backup is left.
    package func retiring(below version: UInt32) throws(VaultFailure) -> VaultKeys {
        guard wrapping[version] != nil else { throw .unknownVersion(version) }
        return with(wrapping: wrapping, minimum: version)
    }

    /// The same keys with a new session key: everybody is signed out.
    package func replacingSessionKey(random: RandomBytes) throws(VaultFailure) -> VaultKeys {
        VaultKeys(
            wrapping: wrapping, minimumVersion: minimumVersion, indexRoot: indexRoot,
            journalSigning: journalSigning, requestHash: requestHash, pepper: pepper,
            session: SymmetricKey(data: try VaultFailure.bytes(32, of: random)))
    }

    private func with(wrapping: [UInt32: SymmetricKey], minimum: UInt32) -> VaultKeys {
        VaultKeys(
            wrapping: wrapping, minimumVersion: minimum, indexRoot: indexRoot,
            journalSigning: journalSigning, requestHash: requestHash, pepper: pepper,
            session: session)
    }
}

extension VaultKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "VaultKeys(\(fingerprint), versions \(versions))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
