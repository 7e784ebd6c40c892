import Foundation
import Glibc
import Synchronization

/// A listening socket on this machine. The system completes connections by itself, so a
/// connection is counted whether or not anybody answers.
final class Canary: Sendable {
    let port: Int
    private let descriptor: Int32

    init() throws {
        (descriptor, port) = try Loopback.listen()
        guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else { throw Loopback.Failure() }
    }

    deinit {
        close(descriptor)
    }

    /// How many connections came since the last look.
    func connections() -> Int {
        var count = 0
        while true {
            let peer = accept(descriptor, nil, nil)
            guard peer >= 0 else { return count }
            close(peer)
            count += 1
        }
    }
}

/// A receiver that gives one fixed answer to every request and keeps what it was sent.
final class Receiver: Sendable {
    let port: Int
    private let descriptor: Int32
    private let received = Mutex<[String]>([])

    init(answer: String) throws {
        let (descriptor, port) = try Loopback.listen()
        self.descriptor = descriptor
        self.port = port
        let bytes = Array(answer.utf8)
        Thread { [weak self] in
            while true {
                let peer = accept(descriptor, nil, nil)
                guard peer >= 0 else { return }
                let request = Loopback.request(from: peer)
                self?.received.withLock { $0.append(request) }
                Loopback.send(bytes, to: peer)
                close(peer)
            }
        }.start()
    }

    var requests: [String] { received.withLock { $0 } }

    /// Ends the accepting thread.
    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}

private enum Loopback {
    struct Failure: Error {}

    static func listen() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && Glibc.listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isReady, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw Failure() }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Reads headers and as many bytes of body as they announce.
    static func request(from peer: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let announced =
                    text.split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
                if text[end.upperBound...].utf8.count >= announced ?? 0 { return text }
            }
            let count = recv(peer, &buffer, buffer.count, 0)
            guard count > 0 else { return text }
            bytes += buffer[0..<count]
        }
    }

    static func send(_ bytes: [UInt8], to peer: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}
