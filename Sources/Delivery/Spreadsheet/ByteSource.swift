import CZlib
import Glibc

/// Bytes read once from front to back.
protocol ByteSource: AnyObject {
    /// Fills the front of `buffer` and returns how many bytes came; 0 only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A file, read in order.
final class FileBytes: ByteSource {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw SpreadsheetFailure.unreadable }
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit {
        close(descriptor)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw SpreadsheetFailure.unreadable }
        }
    }
}

/// Bytes already at hand: an upload within its cap, a test.
final class MemoryBytes: ByteSource {
    private let bytes: [UInt8]
    private var position = 0
    private let step: Int

    /// Hands out at most `step` bytes at a time.
    init(_ bytes: [UInt8], step: Int = .max) {
        self.bytes = bytes
        self.step = max(step, 1)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position, step)
        bytes.withUnsafeBytes { source in
            buffer.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: source[position..<(position + count)]))
        }
        position += count
        return count
    }
}

/// A source whose first bytes can be looked at before they are read.
final class PeekedBytes: ByteSource {
    private let source: any ByteSource
    private var head: [UInt8] = []

    init(_ source: any ByteSource, count: Int) throws {
        self.source = source
        var buffer = [UInt8](repeating: 0, count: count)
        while head.count < count {
            let room = count - head.count
            let read = try buffer.withUnsafeMutableBytes {
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[0..<room]))
            }
            if read == 0 { break }
            head += buffer[0..<read]
        }
    }

    func begins(with bytes: [UInt8]) -> Bool {
        head.starts(with: bytes)
    }

    func drop(_ count: Int) {
        head.removeFirst(min(count, head.count))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !head.isEmpty else { return try source.read(into: buffer) }
        let count = min(buffer.count, head.count)
        head.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[0..<count]))
        }
        head.removeFirst(count)
        return count
    }
}

/// The content of a gzip stream (RFC 1952), also of several one after another.
final class InflatedBytes: ByteSource {
    private static let inputSize = 64 << 10

    private let source: any ByteSource
    // zlib keeps a pointer back to the stream, so it must stay where it is.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let input = UnsafeMutablePointer<UInt8>.allocate(capacity: inputSize)
    private var isBetweenMembers = false
    private var isAtEnd = false

    init(_ source: any ByteSource) throws {
        self.source = source
        stream.initialize(to: z_stream())
        // 15 bits of window, plus 16: a gzip wrapper and nothing else.
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
            throw SpreadsheetFailure.damagedCompression
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let start = buffer.bindMemory(to: UInt8.self).baseAddress, !isAtEnd else { return 0 }
        let room = min(buffer.count, Int(Int32.max))
        stream.pointee.next_out = start
        stream.pointee.avail_out = UInt32(room)
        while stream.pointee.avail_out == UInt32(room) {
            guard try refill() else { break }
            try step()
        }
        return room - Int(stream.pointee.avail_out)
    }

    /// Whether there is input to go on with.
    private func refill() throws -> Bool {
        guard stream.pointee.avail_in == 0 else { return true }
        let count = try source.read(
            into: UnsafeMutableRawBufferPointer(start: input, count: Self.inputSize))
        stream.pointee.next_in = input
        stream.pointee.avail_in = UInt32(count)
        guard count == 0 else { return true }
        guard isBetweenMembers else { throw SpreadsheetFailure.damagedCompression }
        isAtEnd = true
        return false
    }

    private func step() throws {
        isBetweenMembers = false
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR:
            break
        case Z_STREAM_END:
            isBetweenMembers = true
            guard inflateReset(stream) == Z_OK else {
                throw SpreadsheetFailure.damagedCompression
            }
        default:
            throw SpreadsheetFailure.damagedCompression
        }
    }
}
