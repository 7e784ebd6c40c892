import Kernel
import TestSupport
import Testing

struct MerkleTests {
    private let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        Array(0x50...0x57), Array(0x60...0x6F),
    ]

    /// RFC 9162 section 2.1.1, word for word: slow and obviously right.
    private func root(_ leaves: ArraySlice<Hash>) -> Hash {
        guard leaves.count > 1 else { return leaves.first ?? Hash(of: []) }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return Hash(left: root(leaves.prefix(split)), right: root(leaves.dropFirst(split)))
    }

    private func tree(_ size: Int) -> (leaves: [Hash], roots: [Hash], nodes: [[Int]: Hash]) {
        var frontier = MerkleFrontier()
        var leaves: [Hash] = []
        var roots = [frontier.root]
        var nodes: [[Int]: Hash] = [:]
        for index in 0..<size {
            leaves.append(Hash(.leaf, [UInt8(index)]))
            for node in frontier.append(leaves[index]) {
                nodes[[node.level, node.index]] = node.hash
            }
            roots.append(frontier.root)
        }
        return (leaves, roots, nodes)
    }

    @Test(arguments: [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ])
    func `the published leaves have the published roots`(size: Int, expected: String) {
        var frontier = MerkleFrontier()
        for leaf in leaves.prefix(size) { frontier.append(Hash(.leaf, leaf)) }
        #expect(frontier.root.hex == expected)
    }

    @Test func `roots, stored nodes and kept frontiers agree at every size up to 64`() {
        let (leaves, roots, nodes) = tree(64)
        #expect(nodes.count == 127)
        for size in 0...64 {
            #expect(roots[size] == root(leaves.prefix(size)))
            let kept = MerkleFrontier(size: size) { nodes[[$0, $1]] ?? .zero }
            #expect(kept.root == roots[size])
            #expect(MerkleFrontier(size: size, peaks: kept.peaks) == kept)
        }
        #expect(MerkleFrontier(size: 3, peaks: []) == nil)
        #expect(MerkleFrontier(size: -1, peaks: []) == nil)
    }

    @Test func `every proof up to size 64 holds, for its own place and root only`() throws {
        let (leaves, roots, nodes) = tree(64)
        for size in 1...64 {
            for index in 0..<size {
                let proof = try #require(
                    try MerkleProof.inclusion(of: index, size: size) { nodes[[$0, $1]] ?? .zero })
                for claimed in -1...65 {
                    let holds = MerkleProof.includes(
                        leaf: leaves[index], index: claimed, size: size, root: roots[size],
                        proof: proof)
                    #expect(holds == (claimed == index))
                }
                #expect(
                    !MerkleProof.includes(
                        leaf: leaves[index], index: index, size: size, root: roots[size - 1],
                        proof: proof))
            }
            for first in 1...size {
                let proof = try #require(
                    try MerkleProof.consistency(from: first, to: size) { nodes[[$0, $1]] ?? .zero })
                for claimed in 0...size + 1 {
                    let holds = MerkleProof.consistent(
                        first: claimed, firstRoot: roots[first], second: size,
                        secondRoot: roots[size], proof: proof)
                    #expect(!holds || claimed == first)
                    #expect(holds || claimed != first)
                }
            }
        }
    }

    @Test func `what has no proof gives none`() throws {
        let nodes: MerkleProof.Nodes = { _, _ in .zero }
        #expect(try MerkleProof.inclusion(of: 3, size: 3, nodes: nodes) == nil)
        #expect(try MerkleProof.inclusion(of: -1, size: 3, nodes: nodes) == nil)
        #expect(try MerkleProof.consistency(from: 0, to: 3, nodes: nodes) == nil)
        #expect(try MerkleProof.consistency(from: 4, to: 3, nodes: nodes) == nil)
        #expect(try MerkleProof.consistency(from: 3, to: 3, nodes: nodes) == [])
    }

    @Test func `J16 of 20,000 lying proofs none is accepted`() throws {
        let (leaves, roots, nodes) = tree(64)
        var random = Seeded(16)
        var accepted = 0
        for _ in 0..<10_000 {
            let size = Int.random(in: 2...64, using: &random)
            let index = Int.random(in: 0..<size, using: &random)
            let first = Int.random(in: 1..<size, using: &random)
            let path = try #require(
                try MerkleProof.inclusion(of: index, size: size) { nodes[[$0, $1]] ?? .zero })
            if let lie = mutated(path, using: &random),
                MerkleProof.includes(
                    leaf: leaves[index], index: index, size: size, root: roots[size], proof: lie)
            {
                accepted += 1
            }
            let proof = try #require(
                try MerkleProof.consistency(from: first, to: size) { nodes[[$0, $1]] ?? .zero })
            if let lie = mutated(proof, using: &random),
                MerkleProof.consistent(
                    first: first, firstRoot: roots[first], second: size, secondRoot: roots[size],
                    proof: lie)
            {
                accepted += 1
            }
        }
        #expect(accepted == 0)
    }

    @Test func `J11 a node's bytes as a leaf give another hash`() {
        let (leaves, roots, _) = tree(2)
        #expect(Hash(.leaf, leaves[0].bytes + leaves[1].bytes) != roots[2])
        #expect(Hash(.node, leaves[0].bytes + leaves[1].bytes) == roots[2])
    }

    private func mutated(_ proof: [Hash], using random: inout Seeded) -> [Hash]? {
        var lie = proof
        switch Int.random(in: 0..<6, using: &random) {
        case 0: lie.append(Hash(of: [1]))
        case 1: _ = lie.popLast()
        case 2: lie = []
        case 3: lie.reverse()
        case 4: lie += proof
        default:
            guard let place = lie.indices.randomElement(using: &random) else { return nil }
            var bytes = lie[place].bytes
            bytes[Int.random(in: 0..<32, using: &random)] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
            lie[place] = Hash(bytes: bytes) ?? .zero
        }
        return lie == proof ? nil : lie
    }
}
