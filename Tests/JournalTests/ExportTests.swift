import Foundation
import Kernel
import Storage
import TestSupport
import Testing

@Suite struct ExportTests {
    private func exported(_ backend: Backend) async throws -> (Shop, String) {
        let shop = try await Shop(backend)
        try await shop.trade(20)
        try await shop.defineProduct("CAR")
        try await shop.close("first")
        for turn in 0..<6 { try await shop.append(to: "shared/1", turn % 3, turn) }
        try await shop.defineProduct("CAR")
        try await shop.close("second")
        let folder = shop.folder + "/export"
        let about = try await JournalExport.write(
            shop.database, to: folder, log: Shop.log, keys: [shop.signer.verifying],
            at: shop.now())
        #expect(about.size == 28)
        return (shop, folder)
    }

    @Test(arguments: Backend.available)
    func `an export of a store is sound for the verifier that has no database`(
        _ backend: Backend
    ) async throws {
        let (shop, folder) = try await exported(backend)
        func lines(_ name: String) throws -> [[UInt8]] {
            JournalExport.lines(Array(try Data(contentsOf: URL(filePath: folder + "/" + name))))
        }
        var verifier = JournalVerifier(
            about: try .parse(try lines(JournalExport.about)[0]),
            keys: try JournalExport.keys(try lines(JournalExport.keys)[0]),
            heads: try lines(JournalExport.heads), witness: try shop.witness.lines())
        for line in try lines(JournalExport.entries) { verifier.entry(line) }
        for line in try lines(JournalExport.rows) { verifier.row(line) }
        let report = verifier.report()
        #expect(report.isSound, "\(report.findings.prefix(3))")
        #expect(report.entries == 28 && report.heads == 2 && report.rows == 22)
        await #expect(throws: JournalExport.FolderInUse.self) {
            try await JournalExport.write(
                shop.database, to: folder, log: Shop.log, keys: [], at: shop.now())
        }
        await shop.database.close()
    }

    @Test(arguments: Backend.available)
    func `entries are proved to be in the log and heads to continue one another`(
        _ backend: Backend
    ) async throws {
        let (shop, _) = try await exported(backend)
        let ids = try await shop.database.read { reader in
            try reader.rows("SELECT id FROM journal_entry").map {
                try $0.id("id", of: JournalEntry.self)
            }
        }
        for id in ids {
            let proof = try await shop.database.read { try JournalProofs.inclusion(id, $0) }
            #expect(proof?.isValid == true)
            #expect(try JournalEntry.parse(proof?.entry ?? []).id == id)
        }
        let proof = try await shop.database.read {
            try JournalProofs.consistency(from: 21, to: 28, $0)
        }
        #expect(proof?.isValid == true)
        let wrong = try await shop.database.read {
            try JournalProofs.consistency(from: 20, to: 28, $0)
        }
        #expect(wrong == nil)
        await shop.database.close()
    }

    @Test(
        .enabled(
            if: Judge.isThere,
            "python3 with cryptography, or Tests/verifier, is missing: 1 test did not run"),
        arguments: Backend.available)
    func `the independent verifier accepts the export and finds every attack on it`(
        _ backend: Backend
    ) async throws {
        let (shop, folder) = try await exported(backend)
        let (status, output) = try Judge.run("test_attacks.py", folder, shop.witness.path)
        #expect(status == 0, "\(output)")
        await shop.database.close()
    }
}

/// The second verifier, written in another language from the documentation alone.
enum Judge {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "verifier").path()

    private static var python: String {
        ProcessInfo.processInfo.environment["COVENANT_PYTHON"] ?? "python3"
    }

    static let isThere =
        FileManager.default.fileExists(atPath: folder + "/test_attacks.py")
        && (try? start(["-c", "import cryptography"]).0) == 0

    static func run(_ program: String, _ arguments: String...) throws -> (Int32, String) {
        try start([folder + "/" + program] + arguments)
    }

    private static func start(_ arguments: [String]) throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
