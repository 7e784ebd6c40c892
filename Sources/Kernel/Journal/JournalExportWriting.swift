import Glibc

extension JournalExport {
    /// Why nothing was exported.
    package struct FolderInUse: Error, Hashable, Sendable, CustomStringConvertible {
        package let path: String
        package var description: String {
            "\(path) exists already; name a folder that does not exist yet"
        }
    }

    /// Writes the journal of one snapshot into a new folder, in the documented format.
    ///
    /// - Parameters:
    ///   - keys: the public keys whose heads the export holds.
    ///   - moment: now, for `about.json`.
    package static func write(
        _ database: any Database, to folder: String, log: String, keys: [VerifyingKey],
        at moment: Moment,
        progress: @escaping @Sendable (_ entries: Int, _ rows: Int) -> Void = { _, _ in }
    ) async throws -> About {
        guard mkdir(folder, 0o700) == 0 else {
            if errno == EEXIST { throw FolderInUse(path: folder) }
            throw AppendFileFailure(folder, errno)
        }
        return try await database.read { reader in
            let writing = JournalExportWriting(
                reading: JournalReading(reader: reader), folder: folder, progress: progress)
            let counts = try writing.run()
            let about = About(log: log, exported: moment, size: counts.entries)
            try writing.file(keysName) { try $0.line(bytes(of: keys)) }
            try writing.file(JournalExport.about) { try $0.line(about.bytes) }
            return about
        }
    }

    private static var keysName: String { keys }
}

private struct JournalExportWriting {
    let reading: JournalReading
    let folder: String
    let progress: (Int, Int) -> Void

    func run() throws -> (entries: Int, rows: Int) {
        var (entries, rows) = (0, 0)
        try file(JournalExport.entries) { file in
            try reading.entries { placed in
                try file.line(placed.bytes ?? [])
                entries += 1
                if entries % 1_000 == 0 { progress(entries, rows) }
            }
        }
        try file(JournalExport.heads) { file in try reading.heads { try file.line($0) } }
        try file(JournalExport.rows) { file in
            try reading.rows { row in
                try file.line(row.bytes)
                rows += 1
                if rows % 1_000 == 0 { progress(entries, rows) }
            }
        }
        progress(entries, rows)
        return (entries, rows)
    }

    func file(_ name: String, _ body: (LineWriter) throws -> Void) throws {
        let writer = try LineWriter(path: folder + "/" + name)
        try body(writer)
        try writer.finish()
    }
}

/// Writes lines to a new file through a buffer of 256 KiB.
private final class LineWriter {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw AppendFileFailure(path, errno) }
    }

    deinit { close(descriptor) }

    func line(_ bytes: [UInt8]) throws {
        buffer += bytes
        buffer.append(0x0A)
        if buffer.count >= 262_144 { try flush() }
    }

    func finish() throws {
        try flush()
        guard fsync(descriptor) == 0 else { throw AppendFileFailure(path, errno) }
    }

    private func flush() throws {
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw AppendFileFailure(path, errno) }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
