import ArgumentParser
import Kernel

struct ProveEntry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Prove that an entry is in the log, or that one head continues another.",
        discussion: "Prints JSON with the path of hashes (RFC 9162 sections 2.1.3 and 2.1.4).")

    @OptionGroup var options: InstallationOptions
    @Argument(help: "The identity of the entry.") var entry: String?
    @Option(help: "The size of the older head.") var from: Int?
    @Option(help: "The size of the newer head.") var to: Int?
    @Flag(help: "JSON, which is also what is printed without it.") var json = false

    mutating func validate() throws {
        if (entry == nil) == (from == nil || to == nil) {
            throw ValidationError("Give the identity of an entry, or --from SIZE and --to SIZE.")
        }
    }

    func run() async throws {
        try await Installation.with(options) { installation in
            try await installation.signJournal()
            let proof = try await installation.database.read { try prove($0) }
            guard let proof else {
                throw CommandFailure(
                    Words(
                        "没有这个条目，或这两个大小不是签名的大小",
                        "there is no such entry, or these are not the sizes of two heads in order"))
            }
            say(proof.canonicalText)
        }
    }

    private func prove(_ reader: any Reader) throws -> JSON? {
        if let from, let to {
            return try JournalProofs.consistency(from: from, to: to, reader).map { proof in
                [
                    "first": ProveEntry.json(proof.first), "second": ProveEntry.json(proof.second),
                    "path": ProveEntry.json(proof.path),
                ]
            }
        }
        guard let id = entry.flatMap({ ID<JournalEntry>($0) }) else { return nil }
        return try JournalProofs.inclusion(id, reader).map { proof in
            [
                "entry": try JSON.parse(proof.entry), "head": ProveEntry.json(proof.head),
                "index": .integer(Int64(proof.index)), "path": ProveEntry.json(proof.path),
            ]
        }
    }

    private static func json(_ head: SignedHead) -> JSON {
        (try? JSON.parse(head.bytes)) ?? .null
    }

    private static func json(_ path: [Hash]) -> JSON {
        .array(path.map { .string($0.hex) })
    }
}
