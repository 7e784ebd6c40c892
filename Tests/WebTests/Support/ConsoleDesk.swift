import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// The claims desk at a browser, with the proof its forms need.
struct ConsoleDesk {
    let office: Office
    let browser: Browser
    let csrf: String

    static func open(on backend: Backend = .sqlite) async throws -> ConsoleDesk {
        var policy = SignInPolicy()
        policy.codePosts = []
        let office = try await Office.open(on: backend, policy: policy)
        for standard in DefaultStandards.standards {
            _ = try? await office.world.perform(standard)
        }
        return ConsoleDesk(
            office: office, browser: office.signedIn, csrf: try await proof(office.signedIn))
    }

    func send(_ path: String, _ fields: [(String, String)]) async throws -> Browser.Reply {
        let form = (fields + [("csrf", csrf)]).map { name, value in
            "\(ConsoleDesk.escaped(name))=\(ConsoleDesk.escaped(value))"
        }.joined(separator: "&")
        return try await browser.post(path, form: form)
    }

    /// Another member's browser, with its own proof.
    func colleague(_ number: String, _ posts: PostWords.Post...) async throws -> ConsoleDesk {
        let browser = try await office.session(of: number, posts)
        return ConsoleDesk(
            office: office, browser: browser, csrf: try await Self.proof(browser))
    }

    private static func proof(_ browser: Browser) async throws -> String {
        let page = try await browser.get("/console")
        let found = try #require(page.text.firstMatch(of: /name="csrf" value="([0-9a-f]{64})"/))
        return String(found.1)
    }

    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }

    static let notice: [(String, String)] = [
        ("channel", "phone"), ("policy", "P-1"), ("lossAt", "2025-03-02T20:15"),
        ("place", "文三路 7 号"), ("cause", "collision"), ("course", "追尾"),
        ("estimate", "¥3,200"), ("reporterName", "张晓明"), ("reporterPhone", "13900001111"),
    ]

    func takeNotice(_ more: [(String, String)] = []) async throws -> String {
        let reply = try await send("/console/do/claims.registerNotice", Self.notice + more)
        let place = try #require(
            reply.field("Location"), "\(reply.status) \(reply.text.suffix(4000))")
        return String(place.dropFirst("/console/case/".count).prefix { $0 != "?" })
    }
}
