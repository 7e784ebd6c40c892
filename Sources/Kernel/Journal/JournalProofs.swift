/// Proofs from the stored tree, for somebody who holds a signed head.
package enum JournalProofs {
    /// That an entry is in the log of a head.
    package struct Inclusion: Hashable, Sendable {
        /// The entry's place in the log, from 0.
        package let index: Int
        package let entry: [UInt8]
        package let head: SignedHead
        /// The audit path (RFC 9162 section 2.1.3).
        package let path: [Hash]

        package var isValid: Bool {
            MerkleProof.includes(
                leaf: JournalEntry.leaf(of: entry), index: index, size: head.size,
                root: head.root, proof: path)
        }
    }

    /// That the log of one head is the start of that of another.
    package struct Consistency: Hashable, Sendable {
        package let first: SignedHead
        package let second: SignedHead
        /// RFC 9162 section 2.1.4.
        package let path: [Hash]

        package var isValid: Bool {
            MerkleProof.consistent(
                first: first.size, firstRoot: first.root, second: second.size,
                secondRoot: second.root, proof: path)
        }
    }

    /// The proof for one entry under the newest head; `nil` when no head covers it yet, or there is
    /// no such entry.
    package static func inclusion(
        _ id: ID<JournalEntry>, _ reader: any Reader
    ) throws -> Inclusion? {
        let row = try reader.row(
            """
            SELECT l.place, e.bytes FROM journal_entry e
            JOIN journal_leaf l ON l.position = e.position WHERE e.id = \(id)
            """)
        guard let row, let head = try JournalHeads.last(reader) else { return nil }
        let index = try row.int("place")
        let path = try MerkleProof.inclusion(of: index, size: head.size) {
            try JournalNodes.hash($0, $1, reader)
        }
        return try path.map {
            Inclusion(index: index, entry: try row.blob("bytes"), head: head, path: $0)
        }
    }

    /// The proof from the head of size `first` to that of size `second`; `nil` when either was
    /// never signed or they are in the wrong order.
    package static func consistency(
        from first: Int, to second: Int, _ reader: any Reader
    ) throws -> Consistency? {
        guard let old = try JournalHeads.at(size: first, reader),
            let new = try JournalHeads.at(size: second, reader)
        else { return nil }
        let path = try MerkleProof.consistency(from: first, to: second) {
            try JournalNodes.hash($0, $1, reader)
        }
        return path.map { Consistency(first: old, second: new, path: $0) }
    }

    /// The newest signed head.
    package static func head(_ reader: any Reader) throws -> SignedHead? {
        try JournalHeads.last(reader)
    }
}
