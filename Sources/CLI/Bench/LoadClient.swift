import Foundation
import Glibc

/// One connection to a server on this machine that sends requests one after another: small enough
/// to take little from the server it measures.
final class LoadClient {
    private let socket: Int32
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Connects to the loopback address.
    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, length)
            }
        }
        guard result == 0 else { throw LoadFailure("cannot connect to port \(port)") }
        var on: Int32 = 1
        setsockopt(
            socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(socket) }

    /// Sends one request and reads its whole answer; returns the status.
    func send(_ request: [UInt8]) throws -> Int {
        try write(request)
        var received: [UInt8] = []
        while true {
            let count = read(socket, &buffer, buffer.count)
            guard count > 0 else { throw LoadFailure("the connection was closed") }
            received += buffer[0..<count]
            if let status = LoadClient.complete(received) { return status }
        }
    }

    private func write(_ request: [UInt8]) throws {
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes {
                Glibc.write(socket, $0.baseAddress, $0.count)
            }
            guard count > 0 else { throw LoadFailure("the request could not be sent") }
            sent += count
        }
    }

    /// The status of an answer that has arrived whole, judged by its `content-length`.
    private static func complete(_ bytes: [UInt8]) -> Int? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.lowerBound].lowercased()
        guard let status = Int(head.dropFirst(9).prefix(3)) else { return nil }
        guard let field = head.range(of: "content-length: ") else { return nil }
        let length = Int(head[field.upperBound...].prefix { $0.isNumber }) ?? 0
        return text[end.upperBound...].utf8.count >= length ? status : nil
    }

    /// The bytes of a POST of JSON.
    static func post(_ path: String, token: String, key: String?, _ body: [UInt8]) -> [UInt8] {
        var head = "POST \(path) HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \(token)\r\n"
        head += "content-type: application/json\r\ncontent-length: \(body.count)\r\n"
        if let key { head += "idempotency-key: \(key)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }

    static func page(_ path: String, cookie: String) -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nhost: localhost\r\ncookie: \(cookie)\r\n\r\n".utf8)
    }

    static func get(_ path: String, token: String) -> [UInt8] {
        Array(
            "GET \(path) HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \(token)\r\n\r\n".utf8
        )
    }
}

struct LoadFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
