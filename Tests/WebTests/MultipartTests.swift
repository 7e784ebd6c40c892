import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// Forms with files from a browser: what is taken, and what hostile senders make of them.
struct MultipartTests {
    private static let boundary = "----covenantform"

    private static func body(_ parts: [(head: String, content: [UInt8])]) -> [UInt8] {
        parts.flatMap { part in
            Array("--\(boundary)\r\nContent-Disposition: form-data; \(part.head)\r\n\r\n".utf8)
                + part.content + Array("\r\n".utf8)
        } + Array("--\(boundary)--\r\n".utf8)
    }

    private struct Desk {
        let office: Office
        let browser: Browser
        let csrf: String
        let number: String

        static func open() async throws -> Desk {
            let office = try await Office.open()
            for standard in DefaultStandards.standards {
                _ = try? await office.world.perform(standard)
            }
            let page = try await office.signedIn.get("/console")
            let found = try #require(page.text.firstMatch(of: /name="csrf" value="([0-9a-f]{64})"/))
            let reply = try await office.agent.post(Notices.path, json: Notices.early)
            return Desk(
                office: office, browser: office.signedIn, csrf: String(found.1),
                number: try #require(try reply.json["reply"]?["number"]?.text))
        }

        func send(_ bytes: [UInt8], boundary: String = MultipartTests.boundary) async throws
            -> Browser.Reply
        {
            try await browser.with("Content-Type", "multipart/form-data; boundary=\(boundary)")
                .with("Sec-Fetch-Site", "same-origin")
                .send("POST", "/console/case/\(number)/files", bytes)
        }

        func form(_ more: [(head: String, content: [UInt8])]) -> [UInt8] {
            MultipartTests.body(
                [("name=\"csrf\"", Array(csrf.utf8)), ("name=\"purpose\"", Array("sitePhoto".utf8))]
                    + more)
        }
    }

    @Test func `pictures from a browser become files of the case`() async throws {
        let desk = try await Desk.open()
        let reply = try await desk.send(
            desk.form([
                (
                    "name=\"file\"; filename=\"现场 1.png\"\r\nContent-Type: image/png",
                    DemoPicture.png()
                ),
                ("name=\"file\"; filename=\"b.png\"", DemoPicture.png(pattern: 3)),
            ]))
        #expect(reply.status == 303, "\(reply.text.suffix(600))")
        let rows = try await desk.office.database.read {
            try $0.rows("SELECT id FROM evidence_file ORDER BY id")
        }
        #expect(rows.count == 2)
        let page = try await desk.browser.get("/console/case/\(desk.number)")
        let id = try rows[0].text("id")
        #expect(page.text.contains("/console/file/\(id)"))
        #expect(try await desk.browser.get("/console/file/\(id)").status == 200)
    }

    @Test func `what is no picture is refused on the page, and so is choosing nothing`()
        async throws
    {
        let desk = try await Desk.open()
        for content in [Array("MZ\u{90}".utf8), []] {
            let reply = try await desk.send(
                desk.form([("name=\"file\"; filename=\"a.png\"", content)]))
            #expect(reply.status == 422)
            #expect(reply.text.contains("role=\"alert\""))
        }
    }

    @Test func `a form that is not one is refused and changes nothing`() async throws {
        let desk = try await Desk.open()
        let before = try await desk.office.digest()
        let whole = desk.form([("name=\"file\"; filename=\"a.png\"", DemoPicture.png())])
        let marks = Array("--\(Self.boundary)--\r\n".utf8)
        let hostile: [[UInt8]] = [
            [], Array("--".utf8), Array(whole.dropLast(8)), Array(whole.dropFirst(3)),
            Array("--\(Self.boundary)\r\n\r\n\r\n".utf8) + marks,
            Array("--\(Self.boundary)\r\nContent-Disposition: form-data\r\n\r\nx\r\n".utf8) + marks,
            Self.body([("name=\"csrf\"", Array(desk.csrf.utf8)), ("name=\"csrf\"", [0x31])]),
            Self.body(Array(repeating: ("name=\"file\"; filename=\"a\"", [0x41]), count: 60)),
            Self.body([("name=\"\(String(repeating: "n", count: 9000))\"", [0x41])]),
            Array(repeating: 0x0D, count: 20_000),
        ]
        for bytes in hostile {
            let reply = try await desk.send(bytes)
            #expect((400..<500).contains(reply.status), "\(bytes.count)")
        }
        let other = try await desk.send(whole, boundary: String(repeating: "b", count: 71))
        #expect((400..<500).contains(other.status))
        #expect(try await desk.office.digest() == before)
    }
}
