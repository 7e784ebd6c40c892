/// Proofs over the Merkle tree of RFC 9162, and strict checks of them.
package enum MerkleProof {
    /// Finds the hash of a complete subtree: `(level, index)` as in `MerkleNode`.
    package typealias Nodes = (_ level: Int, _ index: Int) throws -> Hash

    /// The audit path of the leaf `index` (from 0) in the tree of the first `size` leaves
    /// (section 2.1.3.1); `nil` when there is no such leaf. Looks up O(log size) nodes.
    package static func inclusion(
        of index: Int, size: Int, nodes: Nodes
    ) throws -> [Hash]? {
        guard index >= 0, index < size else { return nil }
        var path: [Hash] = []
        var (low, high) = (0, size)
        while high - low > 1 {
            let middle = low + split(high - low)
            if index < middle {
                path.append(try root(middle..<high, nodes))
                high = middle
            } else {
                path.append(try root(low..<middle, nodes))
                low = middle
            }
        }
        return path.reversed()
    }

    /// The proof that the tree of `first` leaves is the start of the tree of `second` leaves
    /// (section 2.1.4.1); `nil` unless `0 < first <= second`. Looks up O(log second) nodes.
    package static func consistency(
        from first: Int, to second: Int, nodes: Nodes
    ) throws -> [Hash]? {
        guard first > 0, first <= second else { return nil }
        var proof: [Hash] = []
        var (low, high) = (0, second)
        while first < high {
            let middle = low + split(high - low)
            if first <= middle {
                proof.append(try root(middle..<high, nodes))
                high = middle
            } else {
                proof.append(try root(low..<middle, nodes))
                low = middle
            }
        }
        if low > 0 { proof.append(try root(low..<high, nodes)) }
        return proof.reversed()
    }

    /// Whether `proof` shows that `leaf` is the leaf `index` of the tree of `size` leaves with
    /// `root` (section 2.1.3.2). Too short, too long, and indexes beyond the size are refused.
    package static func includes(
        leaf: Hash, index: Int, size: Int, root: Hash, proof: [Hash]
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var (place, last, hash) = (index, size - 1, leaf)
        for step in proof {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                hash = Hash(left: step, right: hash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = Hash(left: hash, right: step)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether `proof` shows that the tree of `first` leaves with `firstRoot` is the start of the
    /// tree of `second` leaves with `secondRoot` (section 2.1.4.2).
    ///
    /// Size 0 proves nothing and is refused; equal sizes take equal roots and an empty proof.
    package static func consistent(
        first: Int, firstRoot: Hash, second: Int, secondRoot: Hash, proof: [Hash]
    ) -> Bool {
        guard first > 0, first <= second else { return false }
        if first == second { return proof.isEmpty && firstRoot == secondRoot }
        var steps = proof[...]
        let isComplete = first & (first - 1) == 0
        guard let start = isComplete ? firstRoot : steps.popFirst() else { return false }
        var (place, last) = (first - 1, second - 1)
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        var (old, new) = (start, start)
        for step in steps {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                old = Hash(left: step, right: old)
                new = Hash(left: step, right: new)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                new = Hash(left: new, right: step)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && old == firstRoot && new == secondRoot
    }

    /// The largest power of two below `count`, for `count` of 2 and more.
    private static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }

    /// The hash over a range that starts at a multiple of its size rounded up to a power of two.
    private static func root(_ range: Range<Int>, _ nodes: Nodes) throws -> Hash {
        var (low, count) = (range.lowerBound, range.count)
        var parts: [Hash] = []
        while count > 0 {
            let level = Int.bitWidth - 1 - count.leadingZeroBitCount
            parts.append(try nodes(level, low >> level))
            low += 1 << level
            count -= 1 << level
        }
        guard var root = parts.popLast() else { return Hash(of: []) }
        for part in parts.reversed() { root = Hash(left: part, right: root) }
        return root
    }
}
