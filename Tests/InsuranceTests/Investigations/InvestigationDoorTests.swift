import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

/// An investigation through the one door, on every engine.
struct InvestigationDoorTests {
    private struct Case {
        let office: ClaimDoorTests.Office
        let desk: EvidenceDesk

        init(_ backend: Backend) async throws {
            office = try await ClaimDoorTests.Office(backend)
            let stores = try await World().evidenceDesk()
            let (vault, insured) = (office.dispatcher.vault, try Seals().insured.key)
            let wrapped = try insured.wrapped(by: vault.keys, random: SeededBytes(21).bytes)
            let now = office.dispatcher.now()
            try await office.dispatcher.database.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO subject_key (person, wrapped, created_at)
                    VALUES (\(insured.person), \(wrapped), \(now))
                    """)
            }
            desk = EvidenceDesk(
                office.dispatcher, store: stores.store, scanner: TestStringScanner())
        }

        @discardableResult
        func act(_ name: String, _ fields: JSON.Object, by person: Cast) async throws -> Receipt {
            let command = try #require(Insurer.commands[name])
            var fields = fields
            fields["claim"] = .string(office.claim)
            return try await command.perform(
                office.dispatcher, .object(fields), person.principal, Envelope())
        }

        func photo() async throws -> JSON {
            let pending = try await desk.receive(
                DemoPicture.png(), named: "a.png", for: office.claim, by: Cast.wang.principal)
            var attach = AttachFile()
            attach.file = pending.id
            attach.case = office.claim
            attach.purpose = .sitePhoto
            _ = try await office.dispatcher.perform(attach, by: Cast.wang.principal)
            return .string(pending.id.text)
        }
    }

    @Test(arguments: Backend.available)
    func `planned, found with a file, reported, accepted: all in the claim's own chain`(
        backend: Backend
    ) async throws {
        let one = try await Case(backend)
        try await one.act(
            "claims.planInvestigation",
            ["tasks": [["kind": "siteSurvey"]], "reason": "on order"], by: .wang)
        try await one.act(
            "claims.declareInterest", ["task": "T1", "hasNoInterest": true], by: .wang)
        let photo = try await one.photo()
        try await one.act(
            "claims.recordFinding",
            [
                "task": "T1", "finding": "车门有撞痕", "day": "2025-01-24", "evidence": [photo],
                "completes": true,
            ], by: .wang)
        try await one.act(
            "claims.submitInvestigationReport", ["conclusion": "事故真实"], by: .wang)
        try await one.act("claims.closeInvestigation", ["reason": "enough"], by: .wu)
        let number = one.office.claim
        let (claim, investigation, entries, findings) = try await one.office.dispatcher.database
            .read { reader in
                let claim: Loaded<Claim>? = try reader.load(number: number)
                let stream = claim?.state.stream.text ?? ""
                let investigation: Loaded<Investigation>? = try reader.loadFirst(
                    where: "stream = \(stream)")
                let entries = try reader.rows(
                    "SELECT bytes FROM journal_entry WHERE stream = \(stream) ORDER BY seq"
                ).map { String(decoding: try $0.blob("bytes"), as: UTF8.self) }
                let findings = try Replay(JournaledAggregates.registry, reader).findings()
                return (claim, investigation, entries, findings)
            }
        #expect(claim?.openInvestigation == nil)
        #expect(investigation?.ending == .accepted)
        #expect(investigation?.tasks.first?.findings.count == 1)
        #expect(entries.contains { $0.contains("claims.recordFinding") })
        #expect(!entries.contains { $0.contains("车门有撞痕") || $0.contains("事故真实") })
        // The staff of this test stand in rows of their own making.
        #expect(findings.filter { $0.table != "staff" } == [])
    }

    @Test func `a file of another case is no evidence`() async throws {
        let one = try await Case(.sqlite)
        try await one.act(
            "claims.planInvestigation",
            ["tasks": [["kind": "siteSurvey"]], "reason": "on order"], by: .wang)
        try await one.act(
            "claims.declareInterest", ["task": "T1", "hasNoInterest": true], by: .wang)
        let other = ID<EvidenceFile>(at: Scene.epoch, random: (1, 1))
        let refusal = try await one.office.refusal(
            RecordFinding.self,
            [
                "claim": .string(one.office.claim), "task": "T1", "finding": "x",
                "day": "2025-01-24", "evidence": [.string(other.text)],
            ], by: .wang)
        #expect(refusal?.id == "investigation.evidenceNotOfCase")
    }
}
