import Crypto

extension VaultKeys {
    /// The key that signs heads of the journal.
    package var journalSigner: SigningKey? {
        SigningKey(seed: Array(journalSigning.rawRepresentation))
    }
}
