import Insurance
import Kernel
import Testing

struct ServiceInstitutionTests {
    private let institution = ServiceInstitution.text

    /// Article, number of duties, kinds: E enforced, D driven, V evidenced.
    private let expected = """
        1.1 1 V;   1.2 1 E;   1.3.1 1 DV; 1.3.2 1 EV; 1.3.3 1 E;  1.3.4 1 DV
        2.1.1 3 E; 2.1.2 2 DV; 2.1.3 2 DE
        2.2.1 2 E; 2.2.2 2 EV; 2.2.3 3 ED
        2.3.1 2 E; 2.3.2 2 DV; 2.3.3 2 EV
        3.1.1 2 DV; 3.1.2 2 DV; 3.1.3 2 DV
        3.2.1 2 DE; 3.2.2 4 DE; 3.2.3 3 DV
        3.3.1 2 DV; 3.3.2 2 DV; 3.3.3 2 DV
        4.1.1 1 E; 4.1.2 2 DV
        4.2.1 2 DE; 4.2.2 3 DE; 4.2.3 2 E; 4.2.4 3 DE
        4.3.1 2 EV; 4.3.2 2 DV
        4.4.1 2 DV; 4.4.2 2 DV; 4.4.3 1 DV
        5.1.1 1 E; 5.1.2 2 DV
        5.2.1 1 E; 5.2.2 2 EV; 5.2.3 2 E; 5.2.4 2 DE
        5.3.1 2 DV; 5.3.2 1 EV; 5.3.3 2 DV
        """

    @Test func `it has 5 chapters, 44 articles and 84 duties without a fault`() {
        #expect(institution.faults.isEmpty)
        #expect(institution.chapters.count == 5)
        #expect(institution.articles.count == 44)
        #expect(institution.duties.count == 84)
        #expect(Set(institution.duties.map(\.id)).count == 84)
    }

    @Test func `every article has its duties and asks for its kinds of control`() {
        let letters: [ControlKind: Character] = [.enforce: "E", .drive: "D", .evidence: "V"]
        let expected = expected.split { $0 == ";" || $0 == "\n" }
            .map { line in
                let words = line.split(separator: " ").map(String.init)
                return "\(words[0]) \(words[1]) \(String(words[2].sorted()))"
            }
        let found = institution.articles.map { article in
            let kinds = String(article.kinds.compactMap { letters[$0] }.sorted())
            return "\(article.id) \(article.duties.count) \(kinds)"
        }
        #expect(found == expected)
    }

    @Test func `a register over it starts with every duty uncovered`() throws {
        let report = try InstitutionRegister(institution).report()
        #expect(report.count(.uncovered) == 84)
        #expect(report.rows.map(\.duty.id) == institution.duties.map(\.id).sorted())
    }

    @Test func `titles tell the duties of an article apart and each has its own sentence`() {
        for article in institution.articles {
            #expect(Set(article.duties.map(\.title.zh)).count == article.duties.count)
            #expect(Set(article.duties.map(\.title.en)).count == article.duties.count)
        }
        #expect(Set(institution.duties.map(\.summary.zh)).count == 84)
        #expect(Set(institution.duties.map(\.summary.en)).count == 84)
    }

    @Test func `every text is there in both languages and each in its own`() {
        for chapter in institution.chapters { expectBothLanguages(chapter.title) }
        for article in institution.articles { expectBothLanguages(article.title) }
        for duty in institution.duties {
            expectBothLanguages(duty.title)
            expectBothLanguages(duty.summary)
            #expect(duty.summary.zh.hasSuffix("。") && duty.summary.en.hasSuffix("."))
            #expect(duty.title.zh.count <= 14 && duty.title.en.count <= 40)
        }
        for kind in ControlKind.allCases { expectBothLanguages(kind.title) }
        for standing in InstitutionReport.Standing.allCases { expectBothLanguages(standing.title) }
    }
}
