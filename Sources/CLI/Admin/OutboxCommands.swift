import ArgumentParser
import Kernel

/// `covenant admin outbox`: what waits to leave, and what could not.
struct OutboxCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "See what leaves the product, and send it again.",
        subcommands: [OutboxLines.self, OutboxAgain.self], defaultSubcommand: OutboxLines.self)
}

struct OutboxLines: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List messages by their keys, at most 200 at once.")

    enum Status: String, ExpressibleByArgument, CaseIterable {
        case waiting, sent, failed
    }

    @OptionGroup var options: InstallationOptions
    @Option(help: "waiting, sent or failed; all when left out.") var status: Status?
    @Option(help: "The last key of the list before.") var after = ""
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await Installation.with(options) { installation in
            let lines = try await installation.database.read { reader in
                try OutboxList.page(
                    status: status?.rawValue, after: after, limit: 200, reader)
            }
            if json {
                return say(JSON.object(["items": .array(lines.map(\.json))]).canonicalText)
            }
            for line in lines {
                say(
                    "\(line.key)  \(line.status)  \(line.channel)  \(line.template)  "
                        + "\(line.createdAt.iso8601)  \(line.problem ?? "")")
            }
            note(Words("共 \(lines.count) 条", "\(lines.count) messages"))
        }
    }
}

struct OutboxAgain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "again", abstract: "Put a failed message back to wait, under the same key.")

    @OptionGroup var options: InstallationOptions
    @Argument(help: "The key of the message.") var key: String
    @Option(help: "Why, for the journal.") var reason: String

    func run() async throws {
        try await Installation.with(options) { installation in
            var command = SendMessageAgain()
            command.message = key
            command.reason = reason
            _ = try await installation.dispatcher.perform(command, by: .system("cli"))
            try await installation.signJournal()
            note(Words("已重新排入发送队列：\(key)", "waits again: \(key)"))
        }
    }
}
