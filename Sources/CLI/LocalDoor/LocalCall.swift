import ArgumentParser
import Foundation
import Glibc
import Kernel

/// The other side of ``LocalDoor``: sends the command that was typed to the running server.
enum LocalCall {
    /// Forwards this process's command when a server answers in `folder`; `false` when none does.
    /// Ends with the exit code of the command there.
    static func forward(to folder: String) throws -> Bool {
        let path = folder + "/" + LocalDoor.name
        guard access(path, F_OK) == 0 else { return false }
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        // A socket file that nobody answers is left from a process that was killed.
        guard try LocalAddress.use(path, { connect(socket, $0, $1) }) == 0 else { return false }
        let request = LocalRequest(
            arguments: Array(CommandLine.arguments.dropFirst()),
            folder: FileManager.default.currentDirectoryPath)
        LocalLine.write(request, to: socket)
        guard let line = LocalLine.read(socket, atMost: 64 << 20),
            let reply = try? JSON.parse(line, limits: JSON.Limits(bytes: 64 << 20, depth: 8))
                .decode(LocalReply.self)
        else {
            throw CommandFailure(
                Words("运行中的服务未能完成该命令", "the running server did not finish the command"))
        }
        print(reply.output, terminator: "")
        if let problem = reply.problem, !problem.isEmpty {
            FileHandle.standardError.write(Data((problem + "\n").utf8))
        }
        if reply.status != 0 { throw ExitCode(Int32(reply.status)) }
        return true
    }
}

/// Addresses of sockets in the file system.
enum LocalAddress {
    /// Calls `body` with the address of `path`. A path has room for 107 bytes.
    static func use(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw CommandFailure(
                Words(
                    "数据目录路径过长，无法使用本地命令入口：\(path)",
                    "the path of the data folder is too long for a local socket: \(path)"))
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// One line of JSON on a socket.
enum LocalLine {
    static func read(_ socket: Int32, atMost limit: Int) -> [UInt8]? {
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while line.count <= limit {
            let count = Glibc.read(socket, &chunk, chunk.count)
            guard count > 0 else { return nil }
            line += chunk[0..<count]
            if line.last == 0x0A { return line.dropLast() }
        }
        return nil
    }

    static func write(_ value: some Encodable, to socket: Int32) {
        guard let json = try? JSON(encoding: value) else { return }
        let bytes = json.canonical + [0x0A]
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}
