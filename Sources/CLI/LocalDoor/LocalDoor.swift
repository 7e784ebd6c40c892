import ArgumentParser
import Foundation
import Glibc
import Kernel

/// The way by which commands reach the process that holds a data folder: a socket in the folder
/// that only its owner can open. One command a connection: a line with its arguments in, a line
/// with what it said and its exit code out.
final class LocalDoor: Sendable {
    static let name = "covenant.sock"
    /// The longest request and the most connections at once.
    private static let longestRequest = 65_536
    private static let backlog: Int32 = 16

    private let path: String
    private let socket: Int32
    private let installation: Installation

    /// Opens the door in the data folder of `installation`.
    init(_ installation: Installation, folder: String) throws {
        self.installation = installation
        path = folder + "/" + LocalDoor.name
        unlink(path)
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        // The socket file is made for its owner alone, from its first moment.
        let mask = umask(0o177)
        defer { umask(mask) }
        guard try LocalAddress.use(path, { bind(socket, $0, $1) }) == 0,
            listen(socket, LocalDoor.backlog) == 0
        else {
            throw CommandFailure(
                Words("无法打开本地命令入口 \(path)", "the local socket \(path) cannot be opened"))
        }
    }

    /// Answers until ``shut()``. Runs on a thread of its own: accepting blocks.
    func answer() {
        let thread = Thread { [self] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { return }
                serve(connection)
            }
        }
        thread.name = "local door"
        thread.start()
    }

    /// Closes the door and removes the socket file.
    func shut() {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
        unlink(path)
    }

    private func serve(_ connection: Int32) {
        guard let line = LocalLine.read(connection, atMost: LocalDoor.longestRequest),
            let request = try? JSON.parse(line).decode(LocalRequest.self)
        else {
            close(connection)
            return
        }
        Swift.Task { [installation] in
            let reply = await LocalDoor.perform(request, installation)
            LocalLine.write(reply, to: connection)
            close(connection)
        }
    }

    private static func perform(
        _ request: LocalRequest, _ installation: Installation
    ) async -> LocalReply {
        let listener = Terminal.Listener(folder: request.folder)
        return await Terminal.$listener.withValue(listener) {
            await Installation.$serving.withValue(installation) {
                do {
                    var command = try Covenant.parseAsRoot(request.arguments)
                    if var asynchronous = command as? any AsyncParsableCommand {
                        try await asynchronous.run()
                    } else {
                        try command.run()
                    }
                    return LocalReply(status: 0, output: listener.heard, problem: nil)
                } catch {
                    let code = Covenant.exitCode(for: error).rawValue
                    let problem = code == 0 ? "" : Covenant.fullMessage(for: error)
                    return LocalReply(
                        status: Int64(code), output: listener.heard, problem: problem)
                }
            }
        }
    }
}

/// What is asked through the door.
struct LocalRequest: Codable {
    let arguments: [String]
    let folder: String
}

/// What it answers.
struct LocalReply: Codable {
    let status: Int64
    let output: String
    let problem: String?
}
