import Foundation
import Testing

/// A server written in Python for a test, as a program of its own. It prints its port when it
/// listens and ends when its standard input is closed.
final class PythonServer {
    struct Failure: Error {}

    let port: Int
    private let process = Process()
    private let input = Pipe()

    static var interpreter: String {
        ProcessInfo.processInfo.environment["COVENANT_PYTHON"] ?? "python3"
    }

    /// Whether the interpreter has `module`.
    static func has(_ module: String) -> Bool {
        run([interpreter, "-c", "import \(module)"])
    }

    /// Runs a program quietly; whether it ended well.
    static func run(_ command: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    init(script: String, _ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [PythonServer.interpreter, "-u", "-c", script] + arguments
        process.standardInput = input
        process.standardOutput = output
        // The servers complain at length of clients that hang up, which is what some tests do.
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
            line.append(byte)
        }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else { throw Failure() }
        self.port = port
    }

    deinit {
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
    }
}

/// A folder of the test's own, gone afterwards.
final class Scratch {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    /// Makes `cert.pem` and `key.pem` for 127.0.0.1, which no authority vouches for.
    func makeCertificate() throws {
        let isMade = PythonServer.run([
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", file("key.pem"), "-out", file("cert.pem"),
        ])
        try #require(isMade, "the program openssl is needed to make a certificate")
    }
}
