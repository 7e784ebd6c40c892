import ArgumentParser
import Kernel

/// Adds a wrapping key and wraps every person's key with it. The other keys stay.
struct RotateKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Wrap every person's key with a new key. Stop all other nodes first.")

    @OptionGroup var options: InstallationOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await Installation.with(options) { installation in
            let places = installation.places
            let keys = try installation.keys.addingWrappingKey(random: randomBytes)
            // First into the file: what is wrapped with a key that was lost is lost.
            try replace(keys, places)
            let count = try await KeyRewrapping(database: installation.database, keys: keys).run()
            try replace(keys.retiring(below: keys.newestVersion), places)
            report(
                [
                    "version": .integer(Int64(keys.newestVersion)),
                    "rewrapped": .integer(Int64(count)),
                ],
                Words(
                    "已启用第 \(keys.newestVersion) 版密钥，重新封装 \(count) 人。请备份 \(places.keys)",
                    "version \(keys.newestVersion) wraps now, \(count) persons rewrapped. "
                        + "Back up \(places.keys)"),
                asJSON: json)
        }
    }

    private func replace(_ keys: VaultKeys, _ places: InstallationPlaces) throws {
        try KeyFile.replace(path: places.keys, dataFolder: places.dataFolder ?? "", keys: keys)
    }
}

/// Wraps every person's key with the newest wrapping key.
struct KeyRewrapping {
    let database: any Kernel.Database
    let keys: VaultKeys

    private static let page = 500

    /// How many were wrapped with an older one.
    func run() async throws -> Int {
        let progress = ProgressLine()
        defer { progress.end() }
        var (last, count) = ("", 0)
        while true {
            let from = last
            let rows = try await database.read {
                try $0.rows(
                    """
                    SELECT person, wrapped FROM subject_key WHERE person > \(from)
                    ORDER BY person LIMIT \(KeyRewrapping.page)
                    """)
            }
            guard let end = try rows.last?.text("person") else { return count }
            let changes = try rows.compactMap { try RewrappedKey($0, keys) }
            try await database.write { transaction in
                for change in changes { try change.write(transaction) }
            }
            count += changes.count
            last = end
            progress.show(Words("已重新封装 \(count) 人", "\(count) persons rewrapped"))
        }
    }
}

/// A person's key as it was and as it will be.
private struct RewrappedKey: Sendable {
    let person: ID<Person>
    let before: WrappedKey
    let after: WrappedKey

    init?(_ row: Row, _ keys: VaultKeys) throws {
        person = try row.id("person")
        before = try WrappedKey(bytes: try row.blob("wrapped"))
        guard let after = try before.rewrapped(of: person, keys: keys, random: randomBytes) else {
            return nil
        }
        self.after = after
    }

    /// A key that was destroyed meanwhile stays destroyed.
    func write(_ transaction: any Transaction) throws {
        try transaction.execute(
            """
            UPDATE subject_key SET wrapped = \(after)
            WHERE person = \(person) AND wrapped = \(before)
            """)
    }
}
