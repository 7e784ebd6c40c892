/// A window over the bytes of a file: whole records lie in it, however large the file is.
final class CSVBuffer {
    private static let chunk = 256 << 10

    private let source: any ByteSource
    private let capacity: Int
    private let start: UnsafeMutablePointer<UInt8>
    /// Bytes that may still come, so that a small gzip cannot grow without end.
    private var allowance: Int
    private(set) var position = 0
    private(set) var end = 0
    private(set) var isAtEnd = false

    /// Holds records of up to `longest` bytes; refuses more than `most` bytes in all.
    init(_ source: any ByteSource, longest: Int, most: Int) {
        self.source = source
        allowance = most
        capacity = longest + CSVBuffer.chunk
        start = .allocate(capacity: capacity)
    }

    deinit {
        start.deallocate()
    }

    /// The bytes read and not yet consumed.
    var window: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: start + position, count: end - position)
    }

    func consume(_ count: Int) {
        position += count
    }

    /// Reads more behind what is there; says whether anything came.
    func fill() throws -> Bool {
        guard !isAtEnd else { return false }
        if position > 0 {
            start.update(from: start + position, count: end - position)
            end -= position
            position = 0
        }
        precondition(end < capacity, "a record longer than the window is refused before")
        let count = try source.read(
            into: UnsafeMutableRawBufferPointer(start: start + end, count: capacity - end))
        isAtEnd = count == 0
        end += count
        allowance -= count
        guard allowance >= 0 else { throw SpreadsheetFailure.tooLarge }
        return count > 0
    }

    /// Consumes up to and including the next line break. A carriage return at the edge of the
    /// window is looked at together with what follows it.
    func skipLine() throws {
        while true {
            let window = window
            guard let index = window.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
                consume(window.count)
                guard try fill() else { return }
                continue
            }
            if window[index] == 0x0D && index + 1 == window.count {
                consume(index)
                if try fill() { continue }
                return consume(1)
            }
            let isPair = window[index] == 0x0D && window[index + 1] == 0x0A
            return consume(index + (isPair ? 2 : 1))
        }
    }
}
