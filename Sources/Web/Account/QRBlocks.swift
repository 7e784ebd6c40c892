/// How the bytes of one version of a QR code at level M are split and protected.
struct QRBlocks {
    let version: Int
    /// Codewords of correction in each block.
    private let correction: Int
    /// Codewords of data in each block, the shorter blocks first.
    private let data: [Int]

    private init(_ version: Int, _ correction: Int, _ data: [Int]) {
        self.version = version
        self.correction = correction
        self.data = data
    }

    /// ISO/IEC 18004, table 9, level M.
    private static let all = [
        QRBlocks(1, 10, [16]), QRBlocks(2, 16, [28]), QRBlocks(3, 26, [44]),
        QRBlocks(4, 18, [32, 32]), QRBlocks(5, 24, [43, 43]), QRBlocks(6, 16, [27, 27, 27, 27]),
        QRBlocks(7, 18, [31, 31, 31, 31]), QRBlocks(8, 22, [38, 38, 39, 39]),
        QRBlocks(9, 22, [36, 36, 36, 37, 37]), QRBlocks(10, 26, [43, 43, 43, 43, 44]),
    ]

    static func smallest(for bytes: Int) -> QRBlocks? {
        all.first { $0.total * 8 >= 4 + $0.countBits + bytes * 8 }
    }

    /// Where the centres of the small squares stand (annex E).
    static func alignment(_ version: Int) -> [Int] {
        switch version {
        case 1: []
        case 2...6: [6, 10 + 4 * version]
        default: [6, 8 + 2 * version, 10 + 4 * version]
        }
    }

    private var total: Int { data.reduce(0, +) }
    private var countBits: Int { version < 10 ? 8 : 16 }

    /// Data and correction as they are placed: the blocks taken in turns.
    func codewords(of bytes: [UInt8]) -> [UInt8] {
        var rest = filled(bytes)[...]
        let blocks = data.map { size in
            let block = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            return block
        }
        let checks = blocks.map { ReedSolomon.remainder(of: $0, count: correction) }
        return QRBlocks.inTurns(blocks) + QRBlocks.inTurns(checks)
    }

    private static func inTurns(_ blocks: [[UInt8]]) -> [UInt8] {
        (0..<(blocks.map(\.count).max() ?? 0)).flatMap { place in
            blocks.compactMap { place < $0.count ? $0[place] : nil }
        }
    }

    /// Mode, length, the bytes, the end, and filling up to the capacity.
    private func filled(_ bytes: [UInt8]) -> [UInt8] {
        var bits: [Bool] = []
        func add(_ value: Int, _ count: Int) {
            for bit in stride(from: count - 1, through: 0, by: -1) {
                bits.append(value >> bit & 1 == 1)
            }
        }
        add(4, 4)
        add(bytes.count, countBits)
        for byte in bytes { add(Int(byte), 8) }
        add(0, min(4, total * 8 - bits.count))
        add(0, (8 - bits.count % 8) % 8)
        var words = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        let used = words.count
        while words.count < total {
            words.append((words.count - used).isMultiple(of: 2) ? 236 : 17)
        }
        return words
    }
}

/// The code over GF(256) with x⁸+x⁴+x³+x²+1 that QR codes use.
enum ReedSolomon {
    static func remainder(of data: [UInt8], count: Int) -> [UInt8] {
        let divisor = generator(count)
        var rest = Array(repeating: UInt8(0), count: count)
        for byte in data {
            let factor = byte ^ rest.removeFirst()
            rest.append(0)
            for place in rest.indices { rest[place] ^= product(divisor[place], factor) }
        }
        return rest
    }

    /// The product of (x - 2ⁱ), highest power first and left out.
    private static func generator(_ count: Int) -> [UInt8] {
        var powers = Array(repeating: UInt8(0), count: count - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<count {
            for place in powers.indices {
                powers[place] = product(powers[place], root)
                if place + 1 < count { powers[place] ^= powers[place + 1] }
            }
            root = product(root, 2)
        }
        return powers
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product: UInt8 = 0
        for bit in stride(from: 7, through: 0, by: -1) {
            product = product << 1 ^ (product >> 7 == 1 ? 0x1D : 0)
            if right >> UInt8(bit) & 1 == 1 { product ^= left }
        }
        return product
    }
}
