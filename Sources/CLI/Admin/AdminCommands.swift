import ArgumentParser
import Foundation
import Kernel

/// `covenant admin …`
struct AdminCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Keep an installation.",
        subcommands: [SetUp.self, KeyCommands.self, OutboxCommands.self])
}

/// Makes the database, its keys and its journal's identity, as `serve` does when it meets none.
struct SetUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Set up an installation without serving it.")

    @OptionGroup var options: InstallationOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await Installation.with(options, creating: true) { installation in
            let fingerprint = installation.keys.fingerprint
            report(
                [
                    "log": .string(installation.log), "keys": .string(installation.places.keys),
                    "fingerprint": .string(fingerprint),
                    "witness": .string(installation.places.witness),
                ],
                Words(
                    "已就绪：日志 \(installation.log)，密钥 \(fingerprint)，"
                        + "见证 \(installation.places.witness)",
                    "ready: log \(installation.log), keys \(fingerprint), "
                        + "witness \(installation.places.witness)"),
                asJSON: json)
        }
    }
}

struct KeyCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make and rotate the keys of an installation.",
        subcommands: [CreateKeys.self, RotateKeys.self])
}

struct CreateKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make the key file of a new installation; an existing file is never touched.")

    @OptionGroup var options: InstallationOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        do {
            let places = options.places
            try places.makeConfigurationFolder()
            let keys = try VaultKeys.generate(random: randomBytes)
            try KeyFile.create(path: places.keys, dataFolder: places.dataFolder ?? "", keys: keys)
            report(
                ["keys": .string(places.keys), "fingerprint": .string(keys.fingerprint)],
                Words(
                    "已生成 \(places.keys)（\(keys.fingerprint)）。请另行备份",
                    "made \(places.keys) (\(keys.fingerprint)). Back it up apart from the data"),
                asJSON: json)
        } catch {
            throw CommandFailure(error)
        }
    }
}
