import Glibc

/// How the characters of a file are written as bytes.
package enum TextEncoding: String, Sendable, CaseIterable, Codable {
    case utf8
    /// GB 18030 and its older parts GBK and GB 2312.
    case gb18030
}

/// GB 18030 bytes as UTF-8.
///
/// Bytes that are no character become 0xFF, which no UTF-8 text contains: the record around them
/// is then refused with its line like one with damaged UTF-8.
final class GB18030Bytes: ByteSource {
    static let damage: UInt8 = 0xFF
    private static let inputSize = 64 << 10

    private let source: any ByteSource
    private let converter: iconv_t
    private let input = UnsafeMutablePointer<CChar>.allocate(capacity: inputSize)
    private var next = 0
    private var end = 0
    private var isAtEnd = false

    init(_ source: any ByteSource) throws {
        guard let converter = iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1
        else { throw SpreadsheetFailure.noGB18030 }
        self.converter = converter
        self.source = source
    }

    deinit {
        iconv_close(converter)
        input.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard buffer.count >= 16, let start = buffer.bindMemory(to: CChar.self).baseAddress else {
            return 0
        }
        var written = 0
        while written == 0 {
            if next == end || needsMore {
                try refill()
                if next == end { return 0 }
            }
            written = convert(to: start, room: buffer.count)
        }
        return written
    }

    private var needsMore = false

    private func refill() throws {
        needsMore = false
        guard !isAtEnd else { return }
        input.update(from: input + next, count: end - next)
        end -= next
        next = 0
        let count = try source.read(
            into: UnsafeMutableRawBufferPointer(start: input + end, count: Self.inputSize - end))
        end += count
        isAtEnd = count == 0
    }

    private func convert(to start: UnsafeMutablePointer<CChar>, room: Int) -> Int {
        var from: UnsafeMutablePointer<CChar>? = input + next
        var left = end - next
        var target: UnsafeMutablePointer<CChar>? = start
        // One byte is kept for the mark of damage.
        var free = room - 1
        let converted = iconv(converter, &from, &left, &target, &free)
        let code = errno
        next = end - left
        var written = room - 1 - free
        guard converted == -1 else { return written }
        if code == EINVAL && !isAtEnd {
            needsMore = true
        } else if code != E2BIG && left > 0 {
            next += 1
            start[written] = CChar(bitPattern: Self.damage)
            written += 1
        }
        return written
    }
}
