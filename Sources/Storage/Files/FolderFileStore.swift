import Dispatch
import Glibc
package import Kernel

/// Files in a folder of their own, named by the hash of what they hold: `ab/cd…` for `abcd…`.
///
/// Only the owner reads them (0600 in 0700). A file is written beside, synced and then linked
/// under its name, so that a name never holds half a file and is never given to other bytes. The
/// folder may be shared by several nodes when it supports hard links and `fsync`.
package struct FolderFileStore: FileStore {
    /// More than any file that is taken, sealed.
    static let largest = 64 << 20

    private let root: String
    private let queue = DispatchQueue(label: "covenant.files", attributes: .concurrent)

    package init(path: String) { root = path }

    /// Keeps the bytes: written beside, synced, linked under their name, and the folder synced.
    package func put(_ bytes: [UInt8]) async throws -> Hash {
        try await blocking { try self.write(bytes, Hash(of: bytes)) }
    }

    /// The bytes under this name, as they are; a link in their place is not followed.
    package func get(_ address: Hash) async throws -> [UInt8]? {
        try await blocking { try self.read(address) }
    }

    /// Whether there is a file of this name.
    package func exists(_ address: Hash) async throws -> Bool {
        try await blocking { self.has(address) }
    }

    /// Removes the file of this name, if there is one.
    package func remove(_ address: Hash) async throws {
        try await blocking {
            guard unlink(self.place(address)) == 0 || errno == ENOENT else {
                throw FileStoreFailure(self.place(address), errno)
            }
        }
    }

    /// Removes what a crash left half written, older than a day. Returns how many.
    @discardableResult
    package func sweep(now seconds: Int64) async throws -> Int {
        try await blocking { try self.removeLeftovers(before: seconds - 86_400) }
    }

    private func blocking<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}

extension FolderFileStore {
    private func folder(_ address: Hash) -> String { "\(root)/\(address.hex.prefix(2))" }

    private func place(_ address: Hash) -> String {
        "\(folder(address))/\(address.hex.dropFirst(2))"
    }

    private func has(_ address: Hash) -> Bool { access(place(address), F_OK) == 0 }

    private func write(_ bytes: [UInt8], _ address: Hash) throws -> Hash {
        if has(address) { return address }
        let beside = "\(root)/incoming"
        try make(root)
        try make(beside)
        try make(folder(address))
        // The thread tells two writers of the same bytes apart.
        let draft = "\(beside)/\(address.hex).\(getpid()).\(pthread_self())"
        defer { unlink(draft) }
        try fill(draft, bytes)
        guard link(draft, place(address)) == 0 || errno == EEXIST else {
            throw FileStoreFailure(place(address), errno)
        }
        try sync(folder(address))
        return address
    }

    private func fill(_ path: String, _ bytes: [UInt8]) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileStoreFailure(path, errno) }
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileStoreFailure(path, errno) }
            written += count
        }
        guard fsync(file) == 0 else { throw FileStoreFailure(path, errno) }
    }

    private func make(_ path: String) throws {
        if mkdir(path, 0o700) == 0 {
            let end = path.lastIndex(of: "/") ?? path.startIndex
            try sync(end == path.startIndex ? "." : String(path[..<end]))
        } else if errno != EEXIST {
            throw FileStoreFailure(path, errno)
        }
    }

    /// A name is durable once its folder is.
    private func sync(_ path: String) throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw FileStoreFailure(path, errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw FileStoreFailure(path, errno) }
    }

    private func read(_ address: Hash) throws -> [UInt8]? {
        let path = place(address)
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        if file < 0, errno == ENOENT { return nil }
        guard file >= 0 else { throw FileStoreFailure(path, errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileStoreFailure(path, errno) }
        let size = Int(status.st_size)
        guard status.st_mode & S_IFMT == S_IFREG, (0...Self.largest).contains(size) else {
            throw FileStoreFailure(path, EFBIG)
        }
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            let count = bytes[filled...].withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileStoreFailure(path, errno) }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    private func removeLeftovers(before seconds: Int64) throws -> Int {
        let beside = "\(root)/incoming"
        guard let folder = opendir(beside) else { return 0 }
        defer { closedir(folder) }
        var removed = 0
        while let entry = readdir(folder), removed < 1000 {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            guard !name.hasPrefix("."), stat("\(beside)/\(name)", &status) == 0,
                Int64(status.st_mtim.tv_sec) < seconds
            else { continue }
            if unlink("\(beside)/\(name)") == 0 { removed += 1 }
        }
        return removed
    }
}

extension FileStoreFailure {
    fileprivate init(_ path: String, _ code: Int32) {
        let reason = strerror(code).map { String(cString: $0) } ?? "?"
        self.init(
            Words(
                "无法使用文件 \(path)：\(reason)。请检查目录、权限与磁盘空间",
                "\(path) cannot be used: \(reason). Check its folder, its rights and the disk"))
    }
}
