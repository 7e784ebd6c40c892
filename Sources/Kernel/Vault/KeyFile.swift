import Glibc

/// Why the key file was not used. The path is shown, its content never.
package enum KeyFileFailure: Error, Hashable, Sendable {
    case missing(String)
    case exists(String)
    case symbolicLink(String)
    case notAFile(String)
    case insideDataFolder(String)
    case otherOwner(String)
    case openToOthers(String, mode: UInt32)
    case tooLarge(String)
    case text(String, VaultKeysTextFailure)
    case system(String, code: Int32)

    /// What happened, why, and what to do.
    package var message: Words {
        switch self {
        case .missing(let path):
            Words(
                "找不到密钥文件 \(path)。首次安装请先生成；否则请从备份恢复。",
                "There is no key file \(path). Create it on a first installation; "
                    + "otherwise restore it from its backup.")
        case .exists(let path):
            Words(
                "\(path) 已存在，未覆盖：丢失密钥即丢失数据。请换一个路径。",
                "\(path) exists and was not overwritten: losing keys means losing data. "
                    + "Choose another path.")
        case .symbolicLink(let path):
            Words(
                "\(path) 是符号链接，可被指向他处。请直接指定文件本身。",
                "\(path) is a symbolic link, which others could point elsewhere. "
                    + "Name the file itself.")
        case .notAFile(let path):
            Words("\(path) 不是普通文件。", "\(path) is not a regular file. Name a regular file.")
        case .insideDataFolder(let path):
            Words(
                "密钥文件 \(path) 在数据目录内，备份数据时会一并带走密钥。请移到目录之外。",
                "The key file \(path) lies inside the data folder, so a copy of the data would "
                    + "carry its keys. Move it elsewhere.")
        case .otherOwner(let path):
            Words(
                "密钥文件 \(path) 不属于运行本程序的用户。请执行 chown。",
                "The key file \(path) belongs to another user than the one who runs this "
                    + "program. Change its owner with chown.")
        case .openToOthers(let path, let mode):
            Words(
                "密钥文件 \(path) 的权限为 \(String(mode, radix: 8))，他人可读写。请执行 chmod 600。",
                "The key file \(path) has mode \(String(mode, radix: 8)), open to others. "
                    + "Run chmod 600 on it.")
        case .tooLarge(let path):
            Words("\(path) 超过64 KiB，不是密钥文件。", "\(path) exceeds 64 KiB: it is no key file.")
        case .text(let path, let failure):
            Words("\(path)：\(failure.message.zh)", "\(path): \(failure.message.en)")
        case .system(let path, let code):
            Words(
                "无法使用 \(path)：系统错误 \(code)（\(KeyFileFailure.name(code))）。",
                "\(path) cannot be used: system error \(code) (\(KeyFileFailure.name(code))).")
        }
    }

    private static func name(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "?"
    }
}

/// The file that holds ``VaultKeys``: owner only, never a link, never beside the data.
package enum KeyFile {
    /// In bytes.
    static let maximumSize = 65_536

    /// Reads and checks the key file at `path`.
    package static func read(path: String, dataFolder: String) throws(KeyFileFailure) -> VaultKeys {
        try refuseInside(path: path, dataFolder: dataFolder)
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw failure(path, errno) }
        defer { close(file) }
        let size = try checked(file, path: path)
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            let count = bytes[filled...].withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            filled += count
        }
        do {
            return try VaultKeys.parse(String(decoding: bytes[..<filled], as: UTF8.self))
        } catch {
            throw .text(path, error)
        }
    }

    /// Writes a new key file for the owner alone, durably; an existing file is never touched.
    package static func create(
        path: String, dataFolder: String, keys: VaultKeys
    ) throws(KeyFileFailure) {
        try refuseInside(path: path, dataFolder: dataFolder)
        try write(keys.text, to: path, reportedAs: path)
        try synchroniseFolder(of: path)
    }

    /// Replaces the key file in one step, after ``read(path:dataFolder:)`` accepted the old one.
    package static func replace(
        path: String, dataFolder: String, keys: VaultKeys
    ) throws(KeyFileFailure) {
        _ = try read(path: path, dataFolder: dataFolder)
        let next = path + ".new"
        try write(keys.text, to: next, reportedAs: next)
        guard rename(next, path) == 0 else {
            let code = errno
            unlink(next)
            throw .system(path, code: code)
        }
        try synchroniseFolder(of: path)
    }

    private static func write(
        _ text: String, to path: String, reportedAs shown: String
    ) throws(KeyFileFailure) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(shown, errno) }
        defer { close(file) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw abandon(path, errno) }
            written += count
        }
        guard fchmod(file, 0o600) == 0, fsync(file) == 0 else { throw abandon(path, errno) }
    }

    /// Removes a half-written file of ours, so that the next attempt does not meet it.
    private static func abandon(_ path: String, _ code: Int32) -> KeyFileFailure {
        unlink(path)
        return .system(path, code: code)
    }

    private static func checked(_ file: Int32, path: String) throws(KeyFileFailure) -> Int {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .system(path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path) }
        guard status.st_uid == geteuid() else { throw .otherOwner(path) }
        let mode = status.st_mode & 0o7777
        guard mode == 0o600 || mode == 0o400 else { throw .openToOthers(path, mode: mode) }
        guard status.st_size <= maximumSize else { throw .tooLarge(path) }
        return Int(status.st_size)
    }

    private static func failure(_ path: String, _ code: Int32) -> KeyFileFailure {
        switch code {
        case ENOENT: .missing(path)
        case EEXIST: .exists(path)
        case ELOOP: .symbolicLink(path)
        default: .system(path, code: code)
        }
    }

    private static func synchroniseFolder(of path: String) throws(KeyFileFailure) {
        let folder = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .system(path, code: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .system(path, code: errno) }
    }

    /// Compares resolved folders, so that `..` and linked folders cannot hide the place.
    private static func refuseInside(
        path: String, dataFolder: String
    ) throws(KeyFileFailure) {
        guard let data = resolved(dataFolder) else { return }
        guard let folder = resolved(folder(of: path)) else { throw .missing(path) }
        let root = data == "/" ? data : data + "/"
        if folder == data || folder.hasPrefix(root) { throw .insideDataFolder(path) }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func resolved(_ path: String) -> String? {
        guard let buffer = realpath(path, nil) else { return nil }
        defer { free(buffer) }
        return String(cString: buffer)
    }
}
