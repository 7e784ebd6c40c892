import Foundation
import Insurance
import Testing
import Web

/// Asks a running server, through schemathesis, for anything its own document does not promise.
struct ContractTests {
    private static let python = ProcessInfo.processInfo.environment["COVENANT_PYTHON"]
    private static let script = URL(filePath: #filePath)
        .deletingLastPathComponent().appending(path: "../http/schemathesis.sh").path()

    @Test(.enabled(if: python != nil, "COVENANT_PYTHON names no Python with schemathesis"))
    func `the API answers as its own document says`() async throws {
        let office = try await Office.open()
        try await office.serving { port in
            let (status, output) = try await Self.run(port, office.agentToken)
            #expect(status == 0, "\(output.suffix(6000))")
        }
    }

    private static func run(_ port: Int, _ token: String) async throws -> (Int32, String) {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try blocking(port, token) })
            }
        }
    }

    private static func blocking(_ port: Int, _ token: String) throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.environment = ProcessInfo.processInfo.environment
            .merging(["COVENANT_SECONDS": "60", "COVENANT_EXAMPLES": "2"]) { own, _ in own }
        process.arguments = [script, "http://127.0.0.1:\(port)", token]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
