import ArgumentParser
import Kernel

struct PrintHead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "head", abstract: "Sign what is there and print the newest head.")

    @OptionGroup var options: InstallationOptions
    @Flag(help: "Print the signed line, as a witness keeps it.") var json = false

    func run() async throws {
        try await Installation.with(options) { installation in
            let signed = try await installation.signJournal()
            // Another process may hold the lease; then its last head is the newest.
            let newest = try await installation.database.read { try JournalProofs.head($0) }
            guard let head = signed ?? newest else {
                throw CommandFailure(
                    Words("日志中还没有条目", "the journal has no entry yet, so nothing was signed"))
            }
            let line = String(decoding: head.bytes, as: UTF8.self)
            let words = Words(
                "\(head.size) 条，根 \(head.root)，\(head.at.iso8601)，密钥 \(head.key)",
                "\(head.size) entries, root \(head.root), signed \(head.at.iso8601) by \(head.key)")
            say(json ? line : words.forTerminal)
        }
    }
}
