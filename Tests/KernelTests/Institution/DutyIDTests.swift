import Foundation
import Kernel
import Testing

struct DutyIDTests {
    @Test(arguments: ["1.1", "1.3.4", "2.3.3a", "3.2.2d", "12.34.56z", "1.2b"])
    func `a printed number is read and written back`(text: String) throws {
        let id = try #require(DutyID(text))
        #expect(id.text == text)
    }

    @Test(arguments: [
        "", "a", "1", "1a", "1.", ".1", "1..2", "1.2.3.4", "1.2.3ab", "1.2.3A", "01.2", "1.0",
        "1.2.100", "-1.2", "1.2 ", " 1.2", "1.2.3à", "1.2\u{600}a", "１.２", "1.2.3a\n",
        String(repeating: "9", count: 5000), String(repeating: "1.", count: 5000) + "1",
    ])
    func `anything else is no number of a duty`(text: String) {
        #expect(DutyID(text) == nil)
    }

    @Test func `numbers stand in printed order, not in that of their letters`() {
        let sorted: [DutyID] = ["1.1", "1.3.1", "1.3.2", "2.1.1a", "2.1.1b", "2.2.1a", "2.10.1a"]
        #expect(sorted.reversed().sorted() == sorted)
        #expect(!(sorted[3] < sorted[3]))
    }

    @Test func `the article and the letter can be told apart`() {
        let clause: DutyID = "4.2.1b"
        #expect(clause.article == "4.2.1")
        #expect(clause.letter == "b")
        let whole: DutyID = "4.1.1"
        #expect(whole.letter == nil)
        #expect(whole == DutyID("4.1.1" as ArticleID))
    }

    @Test func `in JSON it is its text, and a bad one is refused`() throws {
        let ids: [DutyID] = ["2.3.3a", "1.1"]
        let bytes = try JSONEncoder().encode(ids)
        #expect(String(decoding: bytes, as: UTF8.self) == #"["2.3.3a","1.1"]"#)
        #expect(try JSONDecoder().decode([DutyID].self, from: bytes) == ids)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([DutyID].self, from: Data(#"["2.3.3aa"]"#.utf8))
        }
    }
}
