/// Where the bytes of files are kept, apart from the rows: found by the hash of what is stored,
/// written once, never changed.
///
/// What is stored is sealed already (``FileSeal``), so that the store and its backups hold nothing
/// that can be read without the keys.
package protocol FileStore: Sendable {
    /// Keeps `bytes` and returns their address, SHA-256. Returns after they are durable. Bytes that
    /// are there already are left as they are.
    func put(_ bytes: [UInt8]) async throws -> Hash

    /// The bytes at `address` as they are found; `nil` when there are none. Whoever asks checks
    /// that they have the address they were asked by.
    func get(_ address: Hash) async throws -> [UInt8]?

    func exists(_ address: Hash) async throws -> Bool

    /// Removes what was never attached to anything. Missing bytes are no error.
    func remove(_ address: Hash) async throws
}

/// Why bytes could not be kept or read. The address is shown, the content never.
package struct FileStoreFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let words: Words

    package init(_ words: Words) { self.words = words }

    package var description: String { words.en }
}
