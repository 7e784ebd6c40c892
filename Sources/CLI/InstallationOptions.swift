import ArgumentParser
import Foundation
import Kernel
import Storage

/// Which installation a command is about. Every command that touches data has these options.
struct InstallationOptions: ParsableArguments {
    @Option(help: "The data folder.")
    var data: String?

    @Option(
        name: .customLong("database-url"),
        help: "A PostgreSQL address, instead of the database in the data folder.")
    var databaseURL: String?

    @Option(help: "The key file, outside the data folder (or COVENANT_KEYS).")
    var keys: String?

    @Option(help: "The witness file, best on another disk (or COVENANT_WITNESS).")
    var witness: String?

    @Option(
        help: "The folder for files of cases (or COVENANT_FILES); by default in the data folder.")
    var files: String?

    mutating func validate() throws {
        if data == nil, databaseURL == nil, environment("COVENANT_DATABASE_URL") == nil {
            throw ValidationError("Name the data folder with --data DIR.")
        }
    }

    var places: InstallationPlaces {
        let url = databaseURL ?? environment("COVENANT_DATABASE_URL")
        let name = InstallationOptions.name(url, data)
        let folder = configurationFolder
        let keyFile = keys ?? environment("COVENANT_KEYS") ?? "\(folder)/\(name).keys"
        // Beside the keys, so that whoever names those after a move has the others too.
        let stem = keyFile.hasSuffix(".keys") ? String(keyFile.dropLast(5)) : keyFile
        return InstallationPlaces(
            location: url.map(DatabaseLocation.url) ?? .folder(data ?? "."), dataFolder: data,
            keys: keyFile,
            witness: witness ?? environment("COVENANT_WITNESS") ?? stem + ".witness.jsonl",
            erasures: stem + ".erasures.jsonl", configurationFolder: folder,
            files: files ?? environment("COVENANT_FILES") ?? data.map { $0 + "/files" })
    }

    private func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private var configurationFolder: String {
        let base = environment("XDG_CONFIG_HOME") ?? NSHomeDirectory() + "/.config"
        return base + "/covenant"
    }

    /// A name that tells installations of one user apart: the last part of the path or address for
    /// people, and a hash of the whole for the rest.
    private static func name(_ url: String?, _ data: String?) -> String {
        let whole: String
        let last: String?
        if let url {
            let parts = URLComponents(string: url)
            whole = "\(parts?.host ?? ""):\(parts?.port ?? 5432)\(parts?.path ?? url)"
            last = parts?.path.split(separator: "/").last.map(String.init)
        } else {
            whole = URL(filePath: data ?? ".").standardizedFileURL.path()
            last = whole.split(separator: "/").last.map(String.init)
        }
        let readable = (last ?? "covenant").filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return "\(readable)-\(Hash(of: Array(whole.utf8)).hex.prefix(8))"
    }
}

/// Where the parts of an installation are.
struct InstallationPlaces: Sendable {
    let location: DatabaseLocation
    let dataFolder: String?
    let keys: String
    let witness: String
    let erasures: String
    let configurationFolder: String
    /// Where files of cases are kept; `nil` with PostgreSQL until somebody names a folder.
    let files: String?

    /// Makes the folder for keys and witness, for the owner alone.
    func makeConfigurationFolder() throws {
        try FileManager.default.createDirectory(
            atPath: configurationFolder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }

    var fileStore: FolderFileStore? { files.map { FolderFileStore(path: $0) } }

    func readKeys() throws -> VaultKeys {
        try KeyFile.read(path: keys, dataFolder: dataFolder ?? "")
    }

    /// Refuses a folder without data, so that a mistyped name makes no new installation.
    func requireData() throws {
        guard case .folder(let folder) = location,
            !FileManager.default.fileExists(atPath: folder + "/covenant.sqlite")
        else { return }
        throw CommandFailure(
            Words(
                "\(folder) 中没有守诺的数据。请核对 --data，或先运行 covenant serve",
                "there is no data of Covenant in \(folder). Check --data, or run covenant "
                    + "serve first"
            ))
    }
}
