import Foundation

/// A plain TCP connection of a client that says what it likes.
enum Wire {
    struct Broken: Error {}

    static func get(_ path: String) -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
    }

    /// Sends the parts with a pause before each but the first, and returns what came back until
    /// the other side closed, was silent for ten seconds, or refused to take more.
    static func exchange(
        _ port: Int, _ parts: [[UInt8]], pause: Duration = .zero
    ) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try blocking(port, parts, pause) })
            }
        }
    }

    private static func blocking(
        _ port: Int, _ parts: [[UInt8]], _ pause: Duration
    ) throws -> String {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { throw Broken() }
        defer { close(handle) }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        try connect(handle, to: port)
        for (index, part) in parts.enumerated() {
            if index > 0, pause > .zero, isOver(handle, within: pause) { break }
            if !write(part, to: handle) { break }
        }
        return read(handle)
    }

    private static func connect(_ handle: Int32, to port: Int) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Broken() }
    }

    private static func write(_ bytes: [UInt8], to handle: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Waits for the pause, or less when the other side says or ends something meanwhile.
    private static func isOver(_ handle: Int32, within pause: Duration) -> Bool {
        var waiting = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
        let milliseconds = pause.components.seconds * 1000
            + pause.components.attoseconds / 1_000_000_000_000_000
        return poll(&waiting, 1, Int32(clamping: milliseconds)) > 0
    }

    private static func read(_ handle: Int32) -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while all.count < 1 << 20 {
            let count = recv(handle, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            all += buffer[..<count]
        }
        return String(decoding: all, as: UTF8.self)
    }
}
