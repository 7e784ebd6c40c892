import Foundation
import Kernel
import Storage
import TestSupport
import Testing

struct FolderFileStoreTests {
    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func `bytes are found by their hash, for the owner alone`() async throws {
        let root = try TestFolder.make() + "/files"
        let store = FolderFileStore(path: root)
        let address = try await store.put([1, 2, 3])
        #expect(address == Hash(of: [1, 2, 3]))
        #expect(try await store.get(address) == [1, 2, 3])
        #expect(try await store.exists(address))
        let folder = "\(root)/\(address.hex.prefix(2))"
        #expect(try mode(root) == 0o700)
        #expect(try mode(folder) == 0o700)
        #expect(try mode("\(folder)/\(address.hex.dropFirst(2))") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(root)/incoming").isEmpty)
    }

    @Test func `what is there is never written again`() async throws {
        let root = try TestFolder.make()
        let store = FolderFileStore(path: root)
        let address = try await store.put([4, 5])
        let path = "\(root)/\(address.hex.prefix(2))/\(address.hex.dropFirst(2))"
        try Data([9]).write(to: URL(filePath: path))
        #expect(try await store.put([4, 5]) == address)
        // Changed by other hands: whoever asked compares the hash.
        #expect(try await store.get(address) == [9])
    }

    @Test func `many writers of the same bytes leave one file`() async throws {
        let root = try TestFolder.make()
        let store = FolderFileStore(path: root)
        try await withThrowingTaskGroup(of: Hash.self) { tasks in
            for number in 0..<40 {
                let bytes = [UInt8](repeating: UInt8(number % 2), count: 9000)
                tasks.addTask { try await store.put(bytes) }
            }
            var seen: Set<Hash> = []
            for try await address in tasks { seen.insert(address) }
            #expect(seen.count == 2)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(root)/incoming").isEmpty)
    }

    @Test func `missing bytes are no error, and removing them twice is none either`()
        async throws
    {
        let store = FolderFileStore(path: try TestFolder.make())
        let address = try await store.put([7])
        try await store.remove(address)
        try await store.remove(address)
        #expect(try await store.get(address) == nil)
        #expect(try await !store.exists(address))
    }

    @Test func `a link in place of a file is not followed`() async throws {
        let root = try TestFolder.make()
        let store = FolderFileStore(path: root)
        let address = try await store.put([8])
        let path = "\(root)/\(address.hex.prefix(2))/\(address.hex.dropFirst(2))"
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: "/etc/passwd")
        await #expect(throws: FileStoreFailure.self) { try await store.get(address) }
    }

    @Test func `what a crash left half written goes after a day`() async throws {
        let root = try TestFolder.make()
        let store = FolderFileStore(path: root)
        _ = try await store.put([1])
        try Data([1]).write(to: URL(filePath: "\(root)/incoming/half"))
        let now = Int64(Date().timeIntervalSince1970)
        #expect(try await store.sweep(now: now) == 0)
        #expect(try await store.sweep(now: now + 2 * 86_400) == 1)
    }
}
