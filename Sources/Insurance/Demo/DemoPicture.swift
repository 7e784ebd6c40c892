/// A small grey picture with a pattern of its own, as a whole PNG: what stands for a photograph in
/// the demo. Nothing is compressed (stored blocks, RFC 1951).
package enum DemoPicture {
    /// - Parameter side: pixels, 1 to 200.
    package static func png(side: Int = 24, pattern: Int = 0) -> [UInt8] {
        let side = min(max(side, 1), 200)
        var rows: [UInt8] = []
        for y in 0..<side {
            rows.append(0)
            for x in 0..<side { rows.append(UInt8(truncatingIfNeeded: x * (pattern + 3) ^ y * 7)) }
        }
        let size = UInt32(side)
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", bytes(size) + bytes(size) + [8, 0, 0, 0, 0])
            + chunk("IDAT", stored(rows)) + chunk("IEND", [])
    }

    private static func chunk(_ kind: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(kind.utf8) + content
        return bytes(UInt32(content.count)) + body + bytes(checksum(body))
    }

    /// A zlib stream of one stored block: at most 65,535 bytes, which 200 rows of 201 are below.
    private static func stored(_ content: [UInt8]) -> [UInt8] {
        let count = UInt16(truncatingIfNeeded: content.count)
        let low = UInt8(truncatingIfNeeded: count)
        let high = UInt8(truncatingIfNeeded: count >> 8)
        var (first, second): (UInt32, UInt32) = (1, 0)
        for byte in content {
            first = (first + UInt32(byte)) % 65_521
            second = (second + first) % 65_521
        }
        return [0x78, 0x01, 1, low, high, ~low, ~high] + content + bytes(second << 16 | first)
    }

    /// CRC-32 as PNG has it.
    private static func checksum(_ content: [UInt8]) -> UInt32 {
        var remainder = UInt32.max
        for byte in content {
            remainder ^= UInt32(byte)
            for _ in 0..<8 {
                remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0)
            }
        }
        return ~remainder
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - $0 * 8)) }
    }
}
