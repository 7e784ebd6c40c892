/// The size of a PNG, when its chunks reach from its first byte to its last and nowhere further.
enum PNGHeader {
    static let mark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let mostChunks = 100_000

    static func size(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
        guard ByteSearch.number(bytes, at: 8, 4) == 13, kind(bytes, at: 12) == "IHDR",
            let width = ByteSearch.number(bytes, at: 16, 4),
            let height = ByteSearch.number(bytes, at: 20, 4)
        else { return nil }
        var place = 8
        var hasData = false
        for _ in 0..<mostChunks {
            guard let length = ByteSearch.number(bytes, at: place, 4),
                length <= bytes.count - place - 12
            else { return nil }
            let kind = kind(bytes, at: place + 4)
            place += 12 + length
            if kind == "IDAT" { hasData = true }
            if kind == "IEND" {
                return hasData && place == bytes.count ? (width, height) : nil
            }
        }
        return nil
    }

    private static func kind(_ bytes: [UInt8], at place: Int) -> String {
        guard place <= bytes.count - 4 else { return "" }
        return String(decoding: bytes[place..<place + 4], as: UTF8.self)
    }
}

/// The size of a JPEG from its frame header, when its segments lead to image data and it ends as
/// cameras end it.
enum JPEGHeader {
    private static let mostSegments = 10_000
    /// Start of frame: baseline to lossless, without the tables that share the range.
    private static let frames: Set<UInt8> = [
        0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF,
    ]

    static func size(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
        guard endsWell(bytes) else { return nil }
        var place = 2
        var size: (width: Int, height: Int)?
        for _ in 0..<mostSegments {
            while place < bytes.count - 1, bytes[place] == 0xFF, bytes[place + 1] == 0xFF {
                place += 1
            }
            guard place < bytes.count - 4, bytes[place] == 0xFF,
                let length = ByteSearch.number(bytes, at: place + 2, 2), length >= 2
            else { return nil }
            let marker = bytes[place + 1]
            if marker == 0xDA { return size }
            if marker == 0xD8 || marker == 0xD9 { return nil }
            if frames.contains(marker) {
                guard length >= 8, let height = ByteSearch.number(bytes, at: place + 5, 2),
                    let width = ByteSearch.number(bytes, at: place + 7, 2)
                else { return nil }
                size = (max(width, size?.width ?? 0), max(height, size?.height ?? 0))
            }
            place += 2 + length
        }
        return nil
    }

    /// With the end marker, padded with zeros or not; some telephones add a trailer of their own.
    private static func endsWell(_ bytes: [UInt8]) -> Bool {
        if bytes.suffix(4).elementsEqual("SEFT".utf8) { return true }
        guard let last = bytes.lastIndex(where: { $0 != 0 }), last > 3 else { return false }
        return bytes[last] == 0xD9 && bytes[last - 1] == 0xFF
    }
}
