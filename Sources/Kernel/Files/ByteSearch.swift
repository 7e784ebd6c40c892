import Glibc

/// Finding bytes in bytes, without trusting either.
enum ByteSearch {
    static func contains(_ bytes: [UInt8], _ wanted: [UInt8], from start: Int = 0) -> Bool {
        first(wanted, in: bytes, from: start) != nil
    }

    /// Where `wanted` begins first at or after `start`.
    static func first(_ wanted: [UInt8], in bytes: [UInt8], from start: Int = 0) -> Int? {
        guard start >= 0, start < bytes.count, !wanted.isEmpty else { return nil }
        return bytes.withUnsafeBytes { source in
            wanted.withUnsafeBytes { pattern in
                guard let base = source.baseAddress, let needle = pattern.baseAddress else {
                    return nil
                }
                var place = start
                while place <= source.count - pattern.count {
                    let room = source.count - pattern.count - place + 1
                    guard let hit = memchr(base + place, Int32(pattern[0]), room) else {
                        return nil
                    }
                    if memcmp(hit, needle, pattern.count) == 0 { return base.distance(to: hit) }
                    place = base.distance(to: hit) + 1
                }
                return nil
            }
        }
    }

    /// Whether the letters of `wanted`, given small, occur in either case.
    static func containsFolded(_ bytes: [UInt8], _ wanted: [UInt8], from start: Int = 0) -> Bool {
        guard let head = wanted.first else { return false }
        var place = start
        while let hit = first([head], in: bytes, from: place) {
            let end = hit + wanted.count
            if end <= bytes.count, zip(bytes[hit..<end], wanted).allSatisfy({ folded($0) == $1 }) {
                return true
            }
            place = hit + 1
        }
        return false
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
    }

    /// A big-endian number of `width` bytes, at most four, when they are all there.
    static func number(_ bytes: [UInt8], at place: Int, _ width: Int) -> Int? {
        guard width <= 4, place >= 0, place <= bytes.count - width else { return nil }
        return bytes[place..<place + width].reduce(0) { $0 << 8 | Int($1) }
    }
}
