import Glibc

/// Why a file outside the database could not be used. The path is shown, its content never.
package struct AppendFileFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let words: Words

    init(_ path: String, _ code: Int32) {
        let reason = strerror(code).map { String(cString: $0) } ?? "?"
        words = Words(
            "无法使用 \(path)：\(reason)。请检查目录、权限与磁盘空间",
            "\(path) cannot be used: \(reason). Check its folder, its rights and the disk")
    }

    package var description: String { words.en }
}

/// A file of lines to which lines are only ever added, each made durable before it counts.
struct AppendFile: Sendable {
    let path: String

    /// Longest line that is read back, in bytes.
    private static let window = 65_536

    /// The last whole line without its end; `nil` when the file is missing or empty.
    func lastLine() throws -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0, errno == ENOENT { return nil }
        guard file >= 0 else { throw AppendFileFailure(path, errno) }
        defer { close(file) }
        let whole = AppendFile.wholeLines(in: try tail(file))
        return whole.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().last
            .map(Array.init)
    }

    /// All whole lines without their ends; none when the file is missing.
    func lines() throws -> [[UInt8]] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0, errno == ENOENT { return [] }
        guard file >= 0 else { throw AppendFileFailure(path, errno) }
        defer { close(file) }
        let whole = AppendFile.wholeLines(in: try read(file, from: 0, count: try size(of: file)))
        return whole.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            .map(Array.init)
    }

    /// Adds lines and syncs them. What a crash left of a line that was never whole is cut off.
    func append(_ lines: [[UInt8]]) throws {
        let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw AppendFileFailure(path, errno) }
        defer { close(file) }
        guard flock(file, LOCK_EX) == 0 else { throw AppendFileFailure(path, errno) }
        let tail = try tail(file)
        let torn = tail.count - AppendFile.wholeLines(in: tail).count
        let end = try size(of: file) - torn
        guard torn == 0 || ftruncate(file, off_t(end)) == 0 else {
            throw AppendFileFailure(path, errno)
        }
        guard write(lines.flatMap { $0 + [0x0A] }, to: file), fsync(file) == 0 else {
            let code = errno
            _ = ftruncate(file, off_t(end))
            throw AppendFileFailure(path, code)
        }
        if end == 0 { try AppendFile.synchronise(folderOf: path) }
    }

    /// Makes the name of a new file durable.
    static func synchronise(folderOf path: String) throws {
        let slash = path.lastIndex(of: "/")
        let name = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw AppendFileFailure(name, errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw AppendFileFailure(name, errno) }
    }

    private func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    private func tail(_ file: Int32) throws -> [UInt8] {
        let size = try size(of: file)
        let start = max(0, size - AppendFile.window)
        return try read(file, from: start, count: size - start)
    }

    private func read(_ file: Int32, from start: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes[filled...].withUnsafeMutableBytes {
                pread(file, $0.baseAddress, $0.count, off_t(start + filled))
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw AppendFileFailure(path, errno) }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }

    private func size(of file: Int32) throws -> Int {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw AppendFileFailure(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw AppendFileFailure(path, EINVAL) }
        return Int(status.st_size)
    }

    private static func wholeLines(in bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes[..<(bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)]
    }
}
