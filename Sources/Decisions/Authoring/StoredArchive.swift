/// A ZIP archive whose entries are stored as they are (APPNOTE 6.3.10, §4.3).
struct StoredArchive {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    // 1 January 1980, so that the same entries make the same archive.
    private static let date: UInt16 = 0x21

    mutating func add(_ name: String, _ content: [UInt8]) {
        let offset = UInt32(bytes.count)
        var header: [UInt8] = []
        Self.append(UInt16(20), to: &header)
        // The name is UTF-8.
        Self.append(UInt16(1 << 11), to: &header)
        Self.append(UInt16(0), to: &header)
        Self.append(UInt16(0), to: &header)
        Self.append(Self.date, to: &header)
        Self.append(Self.checksum(content), to: &header)
        Self.append(UInt32(content.count), to: &header)
        Self.append(UInt32(content.count), to: &header)
        Self.append(UInt16(name.utf8.count), to: &header)
        Self.append(UInt16(0), to: &header)
        Self.append(UInt32(0x0403_4B50), to: &bytes)
        bytes += header + Array(name.utf8) + content
        Self.append(UInt32(0x0201_4B50), to: &directory)
        Self.append(UInt16(20), to: &directory)
        directory += header
        // No comment, first disk, no attributes.
        directory += Array(repeating: 0, count: 10)
        Self.append(offset, to: &directory)
        directory += Array(name.utf8)
        count += 1
    }

    /// The archive with its directory.
    var finished: [UInt8] {
        var end: [UInt8] = []
        Self.append(UInt32(0x0605_4B50), to: &end)
        Self.append(UInt32(0), to: &end)
        Self.append(count, to: &end)
        Self.append(count, to: &end)
        Self.append(UInt32(directory.count), to: &end)
        Self.append(UInt32(bytes.count), to: &end)
        Self.append(UInt16(0), to: &end)
        return bytes + directory + end
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    private static let table: [UInt32] = (0..<256).map { place in
        (0..<8).reduce(UInt32(place)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
        }
    }

    /// CRC-32 (ISO 3309).
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }
}
