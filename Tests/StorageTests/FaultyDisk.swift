import Foundation
import GRDBSQLite
import Synchronization

/// A SQLite file system layer that counts syncs of the log and fails where a test says so.
///
/// Each disk is registered under its own name, so tests do not disturb one another. It changes two
/// functions of SQLite's own layer and leaves the rest as it is.
final class FaultyDisk: Sendable {
    let name: String
    private let slot: Int

    /// Syncs of any file of this disk.
    var syncs: Int { slots[slot].syncs.load(ordering: .sequentiallyConsistent) }

    /// The result code every sync gives instead of syncing; 0 is none.
    func failSyncs(with code: Int32) {
        slots[slot].syncCode.store(code, ordering: .sequentiallyConsistent)
    }

    /// The result code every write gives instead of writing; 0 is none.
    func failWrites(with code: Int32) {
        slots[slot].writeCode.store(code, ordering: .sequentiallyConsistent)
    }

    init() {
        slot = nextSlot.add(1, ordering: .relaxed).oldValue
        name = "faulty\(slot)"
        // SQLite keeps the registered layer for good, so it is never freed.
        guard let original = sqlite3_vfs_find(nil) else { return }
        let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        layer.initialize(to: original.pointee)
        layer.pointee.zName = UnsafePointer(strdup(name))
        layer.pointee.pNext = nil
        layer.pointee.xOpen = { layer, path, file, flags, outFlags in
            guard let original = sqlite3_vfs_find("unix"), let layer, let file else {
                return SQLITE_CANTOPEN
            }
            let code = original.pointee.xOpen(layer, path, file, flags, outFlags)
            let number = Int(String(cString: layer.pointee.zName).dropFirst(6)) ?? 0
            if code == SQLITE_OK, file.pointee.pMethods != nil { slots[number].wrap(file) }
            return code
        }
        sqlite3_vfs_register(layer, 0)
    }
}

private let nextSlot = Atomic<Int>(0)
private let slots = (0..<16).map { _ in Slot() }

/// What the C functions of one disk can reach: they carry no context but the file's method table.
private final class Slot: @unchecked Sendable {
    let syncs = Atomic<Int>(0)
    let syncCode = Atomic<Int32>(0)
    let writeCode = Atomic<Int32>(0)

    /// Gives the file a copy of its method table with the two functions changed.
    func wrap(_ file: UnsafeMutablePointer<sqlite3_file>) {
        guard let original = file.pointee.pMethods else { return }
        // The copy is followed by where the original is and whose slot this is.
        let memory = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        memory.initialize(to: Table(methods: original.pointee, original: original, slot: self))
        memory.pointee.methods.xSync = { file, flags in
            guard let file, let table = Table.of(file) else { return SQLITE_MISUSE }
            let code = table.slot.syncCode.load(ordering: .sequentiallyConsistent)
            if code != 0 { return code }
            let result = table.original.pointee.xSync(file, flags)
            table.slot.syncs.add(1, ordering: .sequentiallyConsistent)
            return result
        }
        memory.pointee.methods.xWrite = { file, bytes, count, offset in
            guard let file, let table = Table.of(file) else { return SQLITE_MISUSE }
            let code = table.slot.writeCode.load(ordering: .sequentiallyConsistent)
            return code != 0 ? code : table.original.pointee.xWrite(file, bytes, count, offset)
        }
        file.pointee.pMethods = UnsafeRawPointer(memory).assumingMemoryBound(
            to: sqlite3_io_methods.self)
    }

    struct Table {
        var methods: sqlite3_io_methods
        let original: UnsafePointer<sqlite3_io_methods>
        let slot: Slot

        static func of(_ file: UnsafeMutablePointer<sqlite3_file>) -> Table? {
            file.pointee.pMethods.map {
                UnsafeRawPointer($0).assumingMemoryBound(to: Table.self).pointee
            }
        }
    }
}
