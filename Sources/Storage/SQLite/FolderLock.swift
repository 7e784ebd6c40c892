import Foundation
import Kernel

/// Holds a data folder for one process for as long as the object lives.
///
/// SQLite before 3.51.3 can corrupt a WAL when two connections write or checkpoint at the same
/// instant; one process with one writing connection rules that out, and this lock keeps it so.
/// `flock` ends with the process, also when it is killed.
final class FolderLock: Sendable {
    private let descriptor: Int32

    init(folder: String) throws {
        let path = folder + "/lock"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw DatabaseFailure.unavailable(
                "cannot open \(path) (\(String(cString: strerror(errno)))); "
                    + "check that the folder exists and belongs to the user of covenant")
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.processID(in: opened)
            Foundation.close(opened)
            throw DatabaseFailure.unavailable(
                "another covenant process (pid \(holder)) serves this folder; "
                    + "stop it first, or give this one another folder with --data")
        }
        descriptor = opened
        ftruncate(opened, 0)
        let line = Array("\(getpid())\n".utf8)
        _ = pwrite(opened, line, line.count, 0)
    }

    deinit {
        Foundation.close(descriptor)
    }

    private static func processID(in descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let digits = buffer.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
    }
}
