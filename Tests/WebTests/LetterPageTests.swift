import Insurance
import Kernel
import TestSupport
import Testing

@testable import Web

struct LetterPageTests {
    private func page(_ text: Words, _ recipient: String) throws -> String {
        let at = Moment(milliseconds: 1_735_000_000_000)
        let person = ID<Person>(at: at, random: (1, 1))
        let random = SeededBytes(2).bytes
        let sealer = Sealer(key: try SubjectKey(person: person, random: random), random: random)
        let json: JSON = [
            "id": .string(ID<Letter>(at: at, random: (1, 2)).text), "number": "LTR-2025-1",
            "kind": "refusal", "edition": 0,
            "claim": .string(ID<Claim>(at: at, random: (1, 3)).text),
            "claimNumber": "CLM-2025-1", "code": "ABCDEFGH",
            "recipient": .string(try sealer.seal("何静", field: "name").token), "facts": [],
            "text": text.json, "sha256": "00ff", "issuedAt": try JSON(encoding: at),
            "issuedBy": "system:test", "deliveries": [],
        ]
        let page = LetterPage(
            letter: try json.decode(Letter.self), recipient: recipient, address: nil,
            verify: "http://localhost/verify/ABCDEFGH",
            code: CodeSquare(side: 1, isDark: [true]))
        return String(
            decoding: try PageRenderer().letter(page.values(nonce: nil)), as: UTF8.self)
    }

    @Test func `whatever a letter says is text, and the page names nothing to fetch`() throws {
        let html = try page(
            Words("# 通知\n<script>alert(1)</script>{{recipient}}\n- 一\n- 二", "<img src=x>"),
            "<b>何静</b>")
        #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"))
        #expect(html.contains("&lt;script&gt;") && html.contains("&lt;b&gt;何静"))
        let own = html.replacing("&lt;img src=x&gt;", with: "")
        for fetching in ["src=", "href=", "url(", "@import", "<link"] {
            #expect(!own.contains(fetching), "\(fetching)")
        }
        #expect(html.contains("<h1>通知</h1>") && html.contains("<li>一</li><li>二</li>"))
        #expect(html.contains("<svg") && html.contains("@page"))
    }
}
