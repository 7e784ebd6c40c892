import Foundation
import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

struct EvidenceTests {
    private func attach(
        _ desk: EvidenceDesk, _ world: World, to number: String, _ bytes: [UInt8]
    ) async throws -> ID<EvidenceFile> {
        let surveyor = try await world.principal(.surveyor)
        let pending = try await desk.receive(
            bytes, named: "现场.png", for: number, by: surveyor)
        var command = AttachFile()
        command.file = pending.id
        command.case = number
        command.purpose = .sitePhoto
        try await world.perform(command, by: surveyor)
        return pending.id.of(EvidenceFile.self)
    }

    @Test(arguments: Backend.available)
    func `a file is chained in its case, and who sees it stands in the journal before`(
        backend: Backend
    ) async throws {
        let world = try await World(backend)
        let desk = try world.evidenceDesk()
        let number = try await world.notice()
        let picture = DemoPicture.png(pattern: 4)
        let id = try await attach(desk, world, to: number, picture)
        let handler = try await world.principal(.claimsHandler)
        let shown = try await desk.show(id, to: handler)
        #expect(shown.bytes == picture)
        #expect(shown.name == "现场.png")
        let notice: Notice = try await world.load(number)
        let entries = try await world.journal(of: notice.stream)
        #expect(entries.contains { $0.contains(Hash(of: picture).hex) })
        #expect(entries.last?.contains("files.open") == true)
        #expect(entries.last?.contains(handler.text) == true)
        #expect(!entries.contains { $0.contains("现场.png") })
    }

    @Test func `without a scanner nothing is shown unless the insurer says so`() async throws {
        let world = try await World()
        let desk = try world.evidenceDesk(scanner: nil)
        let number = try await world.notice()
        let id = try await attach(desk, world, to: number, DemoPicture.png())
        let handler = try await world.principal(.claimsHandler)
        let refusal = try await world.refusal { _ = try await desk.show(id, to: handler) }
        #expect(refusal.id == "files.unscanned")
        let open = EvidenceDesk(
            world.dispatcher, store: desk.store, scanner: nil, showsUnscanned: true)
        #expect(try await open.show(id, to: handler).bytes == DemoPicture.png())
    }

    @Test func `a scanner out of order leaves files unscanned, and finds the harmful one later`()
        async throws
    {
        let world = try await World()
        let scanner = BrokenScanner()
        let desk = try world.evidenceDesk(scanner: scanner)
        let number = try await world.notice()
        let good = try await attach(desk, world, to: number, DemoPicture.png())
        let bad = try await attach(
            desk, world, to: number, HostileFiles.png(holding: HostileFiles.testString))
        let handler = try await world.principal(.claimsHandler)
        #expect(try await desk.scanWaiting() == 0)
        #expect(
            try await world.refusal { _ = try await desk.show(good, to: handler) }.id
                == "files.unscanned")
        scanner.mend()
        #expect(try await desk.scanWaiting() == 2)
        #expect(try await desk.scanWaiting() == 0)
        #expect(try await desk.show(good, to: handler).bytes == DemoPicture.png())
        let open = EvidenceDesk(
            world.dispatcher, store: desk.store, scanner: scanner, showsUnscanned: true)
        let refusal = try await world.refusal { _ = try await open.show(bad, to: handler) }
        #expect(refusal.id == "files.quarantined")
        expectBothLanguages(refusal.message)
    }

    @Test func `an upload is attached once, to its own case, within a day`() async throws {
        let world = try await World()
        let desk = try world.evidenceDesk()
        let number = try await world.notice()
        let surveyor = try await world.principal(.surveyor)
        let first = try await desk.receive(
            DemoPicture.png(), named: "a.png", for: number, by: surveyor)
        let second = try await desk.receive(
            DemoPicture.png(), named: "a.png", for: number, by: surveyor)
        // Two uploads of the same picture are two files, each sealed by itself.
        #expect(first.content.hash == second.content.hash)
        #expect(first.content.stored != second.content.stored)
        var command = AttachFile()
        command.file = first.id
        command.case = "NTC-0"
        #expect(try await world.refusal(of: command, by: surveyor).id == "files.otherCase")
        command.case = number
        try await world.perform(command, by: surveyor)
        #expect(try await world.refusal(of: command, by: surveyor).id == "files.attached")
        command.file = second.id
        world.clock.advance(hours: 24, seconds: 1)
        #expect(try await world.refusal(of: command, by: surveyor).id == "files.expired")
    }

    @Test(arguments: Backend.available)
    func `the sweep removes what nobody attached and nothing else`(
        backend: Backend
    ) async throws {
        let world = try await World(backend)
        let desk = try world.evidenceDesk()
        let number = try await world.notice()
        let kept = try await attach(desk, world, to: number, DemoPicture.png())
        let surveyor = try await world.principal(.surveyor)
        let orphan = try await desk.receive(
            DemoPicture.png(), named: "a.png", for: number, by: surveyor)
        world.clock.advance(hours: 24, minutes: 30)
        #expect(try await desk.sweep() == 0)
        world.clock.advance(hours: 1)
        #expect(try await desk.sweep() == 1)
        #expect(try await world.count("pending_file") == 0)
        let address = try #require(Hash(hex: orphan.content.stored))
        #expect(try await !desk.store.exists(address))
        let handler = try await world.principal(.claimsHandler)
        #expect(try await desk.show(kept, to: handler).bytes == DemoPicture.png())
    }

    @Test func `a changed or lost file is not shown, and erasing the person destroys it`()
        async throws
    {
        let world = try await World()
        let folder = try TestFolder.make()
        let desk = try world.evidenceDesk(in: folder)
        let number = try await world.notice()
        let id = try await attach(desk, world, to: number, DemoPicture.png())
        let handler = try await world.principal(.claimsHandler)
        let loaded: Loaded<EvidenceFile>? = try await world.database.read { try $0.load(id) }
        let file = try #require(loaded).state
        let path = "\(folder)/\(file.content.stored.prefix(2))/\(file.content.stored.dropFirst(2))"
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(!ByteSearch.contains(Array(bytes), Array("IHDR".utf8)))
        try Data([1, 2, 3]).write(to: URL(filePath: path))
        #expect(
            try await world.refusal { _ = try await desk.show(id, to: handler) }.id
                == "files.changed")
        try FileManager.default.removeItem(atPath: path)
        #expect(
            try await world.refusal { _ = try await desk.show(id, to: handler) }.id
                == "files.lost")
        try bytes.write(to: URL(filePath: path))
        let person = file.name.person
        try await world.database.write { transaction in
            try transaction.execute("DELETE FROM subject_key WHERE person = \(person)")
        }
        #expect(
            try await world.refusal { _ = try await desk.show(id, to: handler) }.id
                == "vault.erased")
    }

    @Test func `one person may send only so much a day, a case holds only so many`() throws {
        let seals = try Seals()
        let now = Moment(milliseconds: 1_740_963_600_000)
        var command = AttachFile()
        command.case = "NTC-1"
        let pending = PendingFile(
            id: .blank,
            subject: CaseReference(
                stream: StreamName(kind: "notice", id: "1"), number: "NTC-1"),
            content: EvidenceFile.Content(
                hash: Hash(of: []).hex, stored: Hash(of: [1]).hex, bytes: 1, type: .png,
                width: 1, height: 1),
            name: try seals.reporter.seal("a.png", field: "other"), uploader: "x",
            receivedAt: now, scanned: nil)
        let context = Context(Cast.wang.principal, at: now, seed: SeededBytes(1).bytes(32))
        let full = AttachFile.Facts(pending: pending, isAttached: false, held: 1000)
        #expect(throws: Refusal.filesTooMany) { try command.decide(full, context) }
        let room = AttachFile.Facts(pending: pending, isAttached: false, held: 999)
        #expect(try command.decide(room, context).changes.count == 1)
        expectBothLanguages(Refusal.fileQuota.message)
    }

    @Test func `a verdict is written once`() async throws {
        let world = try await World()
        let desk = try world.evidenceDesk()
        let id = try await attach(desk, world, to: try await world.notice(), DemoPicture.png())
        let again = RecordScan(id, .unsafe("x"), by: "builtin")
        #expect(
            try await world.refusal(of: again, by: Principal.system("scan")).id
                == "files.scanned")
        #expect(
            try await world.refusal(of: again, by: .claimsHandler).id == "post.missing")
    }
}
