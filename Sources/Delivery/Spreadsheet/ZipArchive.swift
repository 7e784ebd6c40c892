import CZlib
import Kernel

/// A ZIP file of deflated parts, each small enough for the plain format (APPNOTE 4.3).
struct ZipArchive {
    private var local: [UInt8] = []
    private var central: [UInt8] = []
    private var count: UInt16 = 0

    private static let tooLarge = SheetProblem(
        Words("内容过大，无法写成工作簿", "too large for a workbook"))

    mutating func add(_ name: String, _ content: [UInt8]) throws(SheetProblem) {
        let packed = try Self.deflated(content)
        guard content.count < Int(Int32.max), local.count + packed.count < Int(Int32.max) else {
            throw Self.tooLarge
        }
        let check = content.withUnsafeBufferPointer { buffer in
            UInt32(truncatingIfNeeded: crc32(0, buffer.baseAddress, UInt32(buffer.count)))
        }
        let start = UInt32(local.count)
        // Version 2.0, names in UTF-8, deflated, 1 January 1980.
        let shared = Self.two(20) + Self.two(0x800) + Self.two(8) + Self.two(0) + Self.two(0x21)
            + Self.four(check) + Self.four(UInt32(packed.count)) + Self.four(UInt32(content.count))
            + Self.two(UInt16(name.utf8.count)) + Self.two(0)
        local += Self.four(0x0403_4B50) + shared + name.utf8 + packed
        central += Self.four(0x0201_4B50) + Self.two(20) + shared + Self.two(0) + Self.two(0)
            + Self.two(0) + Self.four(0) + Self.four(start) + name.utf8
        count += 1
    }

    var bytes: [UInt8] {
        local + central + Self.four(0x0605_4B50) + Self.two(0) + Self.two(0) + Self.two(count)
            + Self.two(count) + Self.four(UInt32(central.count)) + Self.four(UInt32(local.count))
            + Self.two(0)
    }

    private static func deflated(_ content: [UInt8]) throws(SheetProblem) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        // A negative window means deflate alone, without a wrapper.
        guard deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            size) == Z_OK
        else { throw tooLarge }
        defer { deflateEnd(&stream) }
        var input = content
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(input.count))))
        let result = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard result == Z_STREAM_END else { throw tooLarge }
        return Array(output.prefix(Int(stream.total_out)))
    }

    private static func two(_ value: UInt16) -> [UInt8] {
        [UInt8(value & 0xFF), UInt8(value >> 8)]
    }

    private static func four(_ value: UInt32) -> [UInt8] {
        two(UInt16(value & 0xFFFF)) + two(UInt16(value >> 16))
    }
}
