import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Web

/// Sends requests through a site's whole responder, middleware included, without a socket.
struct Browser: Sendable {
    struct Reply: Sendable {
        let status: Int
        let fields: HTTPFields
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }

        var json: JSON {
            get throws { try JSON.parse(bytes, limits: .init(bytes: 8 << 20)) }
        }

        var cookies: [String] { fields[values: .setCookie] }

        func field(_ name: String) -> String? {
            HTTPField.Name(name).flatMap { fields[$0] }
        }
    }

    let responder: RouterResponder<SiteContext>
    /// Fields that go with every request.
    var fields: HTTPFields = [:]

    init(_ site: Site) { responder = site.responder() }

    func with(_ name: String, _ value: String) -> Browser {
        var browser = self
        if let name = HTTPField.Name(name) { browser.fields[name] = value }
        return browser
    }

    func bearing(_ token: String) -> Browser { with("Authorization", "Bearer \(token)") }

    func get(_ path: String) async throws -> Reply { try await send("GET", path) }

    func post(_ path: String, json: JSON) async throws -> Reply {
        try await with("Content-Type", "application/json").send("POST", path, json.canonical)
    }

    func post(_ path: String, form: String) async throws -> Reply {
        try await with("Content-Type", "application/x-www-form-urlencoded")
            .with("Sec-Fetch-Site", "same-origin").send("POST", path, Array(form.utf8))
    }

    func send(_ method: String, _ path: String, _ body: [UInt8] = []) async throws -> Reply {
        var head = HTTPRequest(
            method: HTTPRequest.Method(method) ?? .get, scheme: "http", authority: "localhost",
            path: path, headerFields: fields)
        if !body.isEmpty { head.headerFields[.contentLength] = String(body.count) }
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let context = SiteContext(
            source: ApplicationRequestContextSource(
                channel: NIOAsyncTestingChannel(), logger: Logger(label: "test")))
        let response = try await responder.respond(to: request, context: context)
        let collector = Collector()
        try await response.body.write(collector)
        return Reply(
            status: response.status.code, fields: response.headers, bytes: collector.bytes)
    }
}

private final class Collector: ResponseBodyWriter {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        collected.withLock { $0 += Array(buffer.readableBytesView) }
    }

    func finish(_: HTTPFields?) async throws {}
}
