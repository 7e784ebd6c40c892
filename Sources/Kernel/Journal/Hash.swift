import Crypto

/// A SHA-256 value (FIPS 180-4): 32 bytes, written as 64 lower-case hexadecimal digits.
package struct Hash: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// 32 zero bytes: stands where there is nothing before, or a row that is gone.
    package static let zero = Hash(words: (0, 0, 0, 0))

    /// What is hashed is told apart by its first byte, so that none can pass for another.
    package enum Purpose: UInt8, Sendable {
        /// A leaf of the Merkle tree (RFC 9162 section 2.1.1).
        case leaf = 0
        /// An inner node of the Merkle tree.
        case node = 1
        /// A link of a stream's chain.
        case entry = 2
        /// A link of the chain of signed heads.
        case head = 3
    }

    /// SHA-256 of `bytes` alone.
    package init(of bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Hash(digest: SHA256.hash(data: $0)) }
    }

    /// SHA-256 of the purpose's byte followed by `bytes`.
    package init(_ purpose: Purpose, _ bytes: [UInt8]) {
        var function = SHA256()
        withUnsafeBytes(of: purpose.rawValue) { function.update(bufferPointer: $0) }
        bytes.withUnsafeBytes { function.update(bufferPointer: $0) }
        self.init(digest: function.finalize())
    }

    /// The inner node over two subtrees: SHA-256 of 0x01, `left`, `right`.
    package init(left: Hash, right: Hash) {
        var function = SHA256()
        withUnsafeBytes(of: Purpose.node.rawValue) { function.update(bufferPointer: $0) }
        withUnsafeBytes(of: left.words) { function.update(bufferPointer: $0) }
        withUnsafeBytes(of: right.words) { function.update(bufferPointer: $0) }
        self.init(digest: function.finalize())
    }

    /// Takes exactly 32 bytes; anything else is `nil`.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        words = bytes.withUnsafeBytes {
            $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
        }
    }

    /// Reads 64 lower-case hexadecimal digits; anything else is `nil`.
    package init?(hex: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for digit in hex.utf8 {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x61...0x66: value = digit - 0x57
            default: return nil
            }
            guard let first = high else {
                high = value
                continue
            }
            bytes.append(first << 4 | value)
            high = nil
            if bytes.count > 32 { return nil }
        }
        guard high == nil else { return nil }
        self.init(bytes: bytes)
    }

    package var bytes: [UInt8] {
        withUnsafeBytes(of: words) { Array($0) }
    }

    package var hex: String {
        withUnsafeBytes(of: words) { source in
            String(unsafeUninitializedCapacity: 64) { target in
                for (index, byte) in source.enumerated() {
                    target[2 * index] = Hash.digit(byte >> 4)
                    target[2 * index + 1] = Hash.digit(byte & 0xF)
                }
                return 64
            }
        }
    }

    package static func == (left: Hash, right: Hash) -> Bool {
        left.words == right.words
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }

    private init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    private init(digest: SHA256Digest) {
        words = digest.withUnsafeBytes {
            $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x57 + value
    }
}

extension Hash: CustomStringConvertible {
    package var description: String { hex }
}
