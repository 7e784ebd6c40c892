import Insurance
import Kernel
import Testing

struct GlossaryTests {
    @Test func `every term is there in both languages and each in its own`() {
        for entry in Glossary.entries {
            expectBothLanguages(entry.words)
            if let meaning = entry.meaning { expectBothLanguages(meaning) }
        }
    }

    @Test func `ids are unique, plain and found again`() {
        let ids = Glossary.entries.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.allSatisfy { $0.isASCII && ($0.isLetter || $0 == ".") })
            #expect(Glossary.entry(id)?.id == id)
        }
        #expect(Glossary.entry("claim.state.reported")?.words == Words("已报案", "Reported"))
        #expect(Glossary.entry("claim.state.nowhere") == nil)
    }

    @Test func `no two terms of a family read alike`() {
        let families = Dictionary(grouping: Glossary.entries) { entry in
            entry.id.split(separator: ".").dropLast().joined(separator: ".")
        }
        #expect(families.count == 16)
        for (family, entries) in families {
            #expect(Set(entries.map(\.words.zh)).count == entries.count, "\(family)")
            #expect(Set(entries.map(\.words.en)).count == entries.count, "\(family)")
        }
    }

    @Test func `the 19 states of a claim are all named`() {
        #expect(ClaimWords.State.allCases.count == 19)
    }

    @Test func `work verbs and breach causes have a meaning in one sentence`() {
        for id in ["claim", "handOver", "delegate", "addSigner", "countersign", "copy", "urge",
            "return", "takeBack", "suspend"]
        {
            #expect(Glossary.entry("work.verb.\(id)")?.meaning != nil, "\(id)")
        }
        for meaning in WorkWords.Verb.allCases.map(\.meaning)
            + WorkWords.BreachCause.allCases.map(\.meaning)
        {
            #expect(meaning?.zh.filter { $0 == "。" }.count == 1)
            #expect(meaning?.en.filter { $0 == "." }.count == 1)
        }
    }

    @Test func `every line of business has causes and the papers every claim needs`() {
        let always: [ClaimWords.Document] = [.claimForm, .identityProof, .bankAccountProof]
        for line in ClaimWords.Line.allCases {
            let causes = ClaimWords.Cause.allCases.filter { $0.lines.contains(line) }
            #expect(causes.count > 1 && causes.contains(.other))
            #expect(always.allSatisfy { $0.lines.contains(line) })
        }
        #expect(ClaimWords.Document.drivingLicence.lines == [.motor])
    }
}
