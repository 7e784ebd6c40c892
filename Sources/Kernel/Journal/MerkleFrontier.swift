/// A node of the Merkle tree over `2^level` leaves, all of them present.
package struct MerkleNode: Hashable, Sendable {
    /// 0 for a leaf.
    package let level: Int
    /// Its place among the nodes of its level, from 0: it covers the leaves
    /// `index << level ..< (index + 1) << level`.
    package let index: Int
    package let hash: Hash

    package init(level: Int, index: Int, hash: Hash) {
        self.level = level
        self.index = index
        self.hash = hash
    }
}

/// The right edge of a growing Merkle tree (RFC 9162 section 2.1): enough to append leaves and to
/// tell the root, in as many hashes as the size has bits.
package struct MerkleFrontier: Hashable, Sendable {
    /// The number of leaves.
    package private(set) var size: Int
    /// The roots of the complete subtrees, largest first: one for every bit set in `size`.
    package private(set) var peaks: [Hash]

    /// The empty tree.
    package init() {
        size = 0
        peaks = []
    }

    /// A frontier kept from before; `nil` unless there is a peak for every bit set in `size`.
    package init?(size: Int, peaks: [Hash]) {
        guard size >= 0, peaks.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.peaks = peaks
    }

    /// The frontier at `size`, from stored nodes.
    package init(size: Int, nodes: (_ level: Int, _ index: Int) throws -> Hash) rethrows {
        self.size = max(size, 0)
        peaks = []
        for level in stride(from: Int.bitWidth - 2, through: 0, by: -1)
        where self.size >> level & 1 == 1 {
            peaks.append(try nodes(level, (self.size >> level) - 1))
        }
    }

    /// Appends a leaf hash and returns the nodes it completes, the leaf first: the ones to store.
    ///
    /// On average two nodes; they are never changed afterwards.
    @discardableResult
    package mutating func append(_ leaf: Hash) -> [MerkleNode] {
        var index = size
        var hash = leaf
        var completed = [MerkleNode(level: 0, index: index, hash: hash)]
        while index & 1 == 1, let left = peaks.popLast() {
            hash = Hash(left: left, right: hash)
            index >>= 1
            completed.append(MerkleNode(level: completed.count, index: index, hash: hash))
        }
        peaks.append(hash)
        size += 1
        return completed
    }

    /// The Merkle tree head; SHA-256 of nothing for the empty tree.
    package var root: Hash {
        guard var root = peaks.last else { return MerkleFrontier.emptyRoot }
        for peak in peaks.dropLast().reversed() { root = Hash(left: peak, right: root) }
        return root
    }

    private static let emptyRoot = Hash(of: [])
}
