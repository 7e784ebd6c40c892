import Foundation
import Kernel
import Testing
import Web

/// What only a real connection shows: slow and oversized requests, and what is not HTTP at all.
@Suite(.serialized)
struct SocketTests {
    @Test func `a flood of header fields is refused, and the process lives on`() async throws {
        try await serving { port in
            var flood = "GET /health HTTP/1.1\r\nHost: localhost\r\n"
            for number in 0..<200_000 { flood += "X-\(number): a\r\n" }
            let reply = try await Wire.exchange(port, [Array((flood + "\r\n").utf8)])
            #expect(reply.isEmpty || reply.hasPrefix("HTTP/1.1 4"), "\(reply.prefix(60))")
            let after = try await Wire.exchange(port, [Wire.get("/health")])
            #expect(after.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `a body that comes byte by byte is cut off`() async throws {
        try await serving { port in
            let head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
            let drops = [Array(head.utf8)] + (0..<40).map { _ in [UInt8(0x61)] }
            let started = ContinuousClock.now
            let reply = try await Wire.exchange(port, drops, pause: .milliseconds(250))
            #expect(ContinuousClock.now - started < .seconds(8))
            #expect(!reply.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `a head that never ends is cut off`() async throws {
        try await serving { port in
            let drops = [Array("GET / HTTP/1.1\r\n".utf8)]
                + (0..<40).map { Array("X-\($0): a\r\n".utf8) }
            let started = ContinuousClock.now
            let reply = try await Wire.exchange(port, drops, pause: .milliseconds(250))
            #expect(ContinuousClock.now - started < .seconds(8))
            #expect(!reply.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `what is not HTTP is answered with the same header fields`() async throws {
        try await serving { port in
            let reply = try await Wire.exchange(port, [Array("NONSENSE\r\n\r\n".utf8)])
            #expect(reply.hasPrefix("HTTP/1.1 400"), "\(reply)")
            #expect(reply.lowercased().contains("content-security-policy: default-src 'none'"))
            #expect(!reply.lowercased().contains("\r\nserver:"))
        }
    }

    @Test(arguments: [
        "POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\u{0}\r\n\r\n",
    ])
    func `a request with two meanings is refused`(request: String) async throws {
        try await serving { port in
            let reply = try await Wire.exchange(port, [Array(request.utf8)])
            #expect(reply.isEmpty || reply.hasPrefix("HTTP/1.1 4"), "\(reply.prefix(80))")
        }
    }

    private func serving(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let office = try await Office.open { settings in
            settings.port = 0
            settings.headSeconds = 2
            settings.bodySeconds = 2
            settings.idleSeconds = 5
        }
        try await office.serving(body)
    }
}
