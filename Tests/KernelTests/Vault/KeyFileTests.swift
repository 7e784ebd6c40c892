import Foundation
import Kernel
import Testing

@Suite struct KeyFileTests {
    let sample: VaultSample
    let folder: Folder

    init() throws {
        sample = try VaultSample()
        folder = try Folder()
    }

    @Test func `a created key file is read back, belongs to its owner only and is kept`() throws {
        let path = folder.path + "/keys"
        try KeyFile.create(path: path, dataFolder: folder.data, keys: sample.keys)
        #expect(try KeyFile.read(path: path, dataFolder: folder.data).text == sample.keys.text)
        #expect(try permissions(path) == 0o600)
        #expect(throws: KeyFileFailure.exists(path)) {
            try KeyFile.create(path: path, dataFolder: folder.data, keys: sample.keys)
        }
    }

    @Test(arguments: [0o644, 0o640, 0o620, 0o601, 0o666, 0o4600])
    func `a key file open to others is refused`(mode: Int) throws {
        let path = try created()
        chmod(path, mode_t(mode))
        let failure = #expect(throws: KeyFileFailure.self) {
            try KeyFile.read(path: path, dataFolder: folder.data)
        }
        #expect(failure == .openToOthers(path, mode: UInt32(mode)))
        #expect(failure?.message.en.contains("chmod 600") == true)
    }

    @Test func `a link, a folder, a missing file and a huge one are refused`() throws {
        let path = try created()
        let link = folder.path + "/link"
        symlink(path, link)
        #expect(throws: KeyFileFailure.symbolicLink(link)) {
            try KeyFile.read(path: link, dataFolder: folder.data)
        }
        #expect(throws: KeyFileFailure.notAFile(folder.other)) {
            try KeyFile.read(path: folder.other, dataFolder: folder.data)
        }
        #expect(throws: KeyFileFailure.missing(path + "x")) {
            try KeyFile.read(path: path + "x", dataFolder: folder.data)
        }
        let huge = folder.path + "/huge"
        try Data(count: 65_537).write(to: URL(filePath: huge))
        chmod(huge, 0o600)
        #expect(throws: KeyFileFailure.tooLarge(huge)) {
            try KeyFile.read(path: huge, dataFolder: folder.data)
        }
    }

    @Test func `a key file inside the data folder is refused, also through a linked folder`() throws
    {
        let inside = folder.data + "/keys"
        #expect(throws: KeyFileFailure.insideDataFolder(inside)) {
            try KeyFile.create(path: inside, dataFolder: folder.data, keys: sample.keys)
        }
        let linked = folder.path + "/linked"
        symlink(folder.data, linked)
        for path in [linked + "/keys", folder.other + "/../data/keys"] {
            #expect(throws: KeyFileFailure.insideDataFolder(path)) {
                try KeyFile.read(path: path, dataFolder: folder.data)
            }
        }
        // A neighbour whose name begins the same is outside.
        let neighbour = folder.data + "-keys"
        try FileManager.default.createDirectory(
            atPath: neighbour, withIntermediateDirectories: false)
        try KeyFile.create(
            path: neighbour + "/keys", dataFolder: folder.data, keys: sample.keys)
    }

    @Test func `replacing the key file leaves the new keys and no second file`() throws {
        let path = try created()
        let rotated = try sample.keys.addingWrappingKey(random: sample.random.bytes)
        try KeyFile.replace(path: path, dataFolder: folder.data, keys: rotated)
        #expect(try KeyFile.read(path: path, dataFolder: folder.data).versions == [1, 2])
        #expect(try permissions(path) == 0o600)
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
    }

    @Test func `keys survive their text form, with comments and Windows line ends`() throws {
        let keys = try sample.keys.addingWrappingKey(random: sample.random.bytes)
            .retiring(below: 2)
        let read = try VaultKeys.parse(keys.text)
        #expect(read.text == keys.text)
        #expect(read.minimumVersion == 2)
        let commented = keys.text.replacingOccurrences(of: "index ", with: "# kept\n\nindex ")
        #expect(try VaultKeys.parse(commented).text == keys.text)
        let windows = keys.text.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(try VaultKeys.parse(windows).text == keys.text)
    }

    @Test func `a key text with any character changed or cut off is refused`() throws {
        let text = sample.keys.text
        for place in text.indices where text[place] != "\n" {
            var changed = text
            changed.replaceSubrange(place...place, with: text[place] == "7" ? "8" : "7")
            #expect(throws: VaultKeysTextFailure.self) { try VaultKeys.parse(changed) }
        }
        for length in 0..<text.count - 1 {
            #expect(throws: VaultKeysTextFailure.self) {
                try VaultKeys.parse(String(text.prefix(length)))
            }
        }
    }

    private func created() throws -> String {
        let path = folder.path + "/keys"
        try KeyFile.create(path: path, dataFolder: folder.data, keys: sample.keys)
        return path
    }

    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}

/// A folder of one test, removed with it.
final class Folder: Sendable {
    let path: String
    var data: String { path + "/data" }
    var other: String { path + "/other" }

    init() throws {
        path = NSTemporaryDirectory() + "covenant-" + UUID().uuidString
        for folder in [path, path + "/data", path + "/other"] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
