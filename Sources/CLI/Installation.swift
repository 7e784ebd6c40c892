import ArgumentParser
import Foundation
import Insurance
import Kernel
import Logging
import Storage

/// An installation that was opened: the database with its schema, the keys that fit it, and the
/// one door to change it. The only place where the real clock and real randomness come in.
struct Installation: Sendable {
    /// The installation of the server that this command runs in, when it came through its door.
    @TaskLocal static var serving: Installation?

    let database: any OpenedDatabase
    let places: InstallationPlaces
    let keys: VaultKeys
    /// The identity of its journal.
    let log: String
    let signer: SigningKey
    let dispatcher: Dispatcher

    /// Opens what `options` name.
    ///
    /// - Parameter creating: whether a new installation is made where there is none; its key file
    ///   too. An existing installation never gets new keys.
    static func open(
        _ options: InstallationOptions, creating: Bool = false,
        storage: StorageOptions = StorageOptions()
    ) async throws -> Installation {
        try await open(options.places, creating: creating, storage: storage)
    }

    static func open(
        _ places: InstallationPlaces, creating: Bool, storage: StorageOptions = StorageOptions()
    ) async throws -> Installation {
        if !creating { try places.requireData() }
        let database = try await openDatabase(at: places.location, options: storage)
        do {
            try await migrate(database, at: .present)
            return try await Installation(database, places, creating: creating)
        } catch {
            await database.close()
            throw error
        }
    }

    private init(
        _ database: any OpenedDatabase, _ places: InstallationPlaces, creating: Bool
    ) async throws {
        let known = try await Installation.settings(database)
        keys = try Installation.keys(places, known, creating: creating)
        let settings = try await Installation.settle(database, keys)
        guard let log = settings["log"],
            let signer = keys.journalSigner
        else {
            throw CommandFailure(Words("安装记录不完整", "the installation's own record is not complete"))
        }
        self.database = database
        self.places = places
        self.log = log
        self.signer = signer
        dispatcher = Dispatcher(
            database: database, vault: Vault(keys: keys), log: log,
            interests: Interest(), now: { .present },
            random: randomBytes)
    }

    /// What gives the journal's entries their places. One for the whole process.
    func sequencer(
        policy: SequencerPolicy = SequencerPolicy(),
        logger: Logger = Logger(label: "covenant.journal")
    ) -> Sequencer {
        Sequencer(
            database: database, log: log, signer: signer, owner: processName(),
            witness: WitnessFile(path: places.witness),
            ledger: ErasureLedger(path: places.erasures), policy: policy, logger: logger,
            now: { .present },
            sleep: { try await Swift.Task.sleep(for: .milliseconds($0)) })
    }

    /// Brings the log up to date and signs it, unless another process does that now.
    @discardableResult
    func signJournal() async throws -> SignedHead? {
        try places.makeConfigurationFolder()
        let sequencer = sequencer()
        try await sequencer.catchUp()
        let head = try await sequencer.sign()
        try await sequencer.release()
        return head
    }

    /// Ends a command that wrote something: the refusals counted, the log signed, all closed.
    func close() async throws {
        try await dispatcher.securityLog.flush()
        try await signJournal()
        await database.close()
    }

    /// Opens, runs `body` and closes the database whatever happens; errors become printable.
    static func with<Value>(
        _ options: InstallationOptions, creating: Bool = false,
        _ body: (Installation) async throws -> Value
    ) async throws -> Value {
        if let serving { return try await body(serving) }
        if let folder = options.data, try LocalCall.forward(to: folder) { throw ExitCode.success }
        do {
            let installation = try await open(options, creating: creating)
            do {
                let value = try await body(installation)
                await installation.database.close()
                return value
            } catch {
                await installation.database.close()
                throw error
            }
        } catch {
            throw error is ExitWithFindings ? error : CommandFailure(error)
        }
    }
}

extension Installation {
    private static func settings(_ database: any Database) async throws -> [String: String] {
        try await database.read { reader in
            let rows = try reader.rows("SELECT name, value FROM installation")
            return Dictionary(
                try rows.map { (try $0.text("name"), try $0.text("value")) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    private static func keys(
        _ places: InstallationPlaces, _ known: [String: String], creating: Bool
    ) throws -> VaultKeys {
        if let fingerprint = known["keys"] {
            let keys = try places.readKeys()
            guard keys.fingerprint == fingerprint else {
                throw CommandFailure(
                    Words(
                        "密钥文件 \(places.keys) 不属于此数据库（应为 \(fingerprint)）。请用 --keys 指定正确的文件",
                        "the key file \(places.keys) is not that of this database, which wants "
                            + "\(fingerprint). Name the right one with --keys"))
            }
            return keys
        }
        guard creating else {
            throw CommandFailure(
                Words(
                    "此数据库尚未初始化。请先运行 covenant serve",
                    "this database was never set up. Run covenant serve first"))
        }
        try places.makeConfigurationFolder()
        if FileManager.default.fileExists(atPath: places.keys) { return try places.readKeys() }
        let keys = try VaultKeys.generate(random: randomBytes)
        try KeyFile.create(path: places.keys, dataFolder: places.dataFolder ?? "", keys: keys)
        note(
            Words(
                "已生成密钥文件 \(places.keys)。请立即另行备份：丢失它即丢失全部个人信息",
                "made the key file \(places.keys). Back it up now, apart from the data: without it "
                    + "every personal value is lost"))
        return keys
    }

    /// Writes what identifies a new installation and returns what stands.
    private static func settle(
        _ database: any Database, _ keys: VaultKeys
    ) async throws -> [String: String] {
        guard let words = randomBytes(16).twoWords else { throw VaultFailure.randomness }
        let moment = Moment.present
        let log = ID<Installation>(at: moment, random: words).text
        let engine = database.engine
        try await database.write { transaction in
            for (name, value) in [
                ("log", log), ("keys", keys.fingerprint), ("created", moment.iso8601),
            ] {
                try transaction.execute(
                    """
                    INSERT INTO installation (name, value) VALUES (\(name), \(value))
                    ON CONFLICT (name) DO NOTHING
                    """)
            }
            // One process has the folder, so whoever held a lease before is gone.
            if engine == .sqlite { try transaction.execute("UPDATE lease SET until = 0") }
        }
        let settings = try await settings(database)
        guard settings["keys"] == keys.fingerprint else {
            throw CommandFailure(
                Words(
                    "另一进程刚用另一密钥初始化了此数据库。请用 --keys 指定那一份",
                    "another process has just set this database up with other keys; name them "
                        + "with --keys"))
        }
        return settings
    }
}

/// Thrown after the findings were printed, to end with status 1 and nothing more.
struct ExitWithFindings: Error {}

extension Moment {
    /// Now, by this machine's clock.
    static var present: Moment {
        Moment(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}

/// Bytes from the system's source, which nobody can guess.
@Sendable func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
        withUnsafeBytes(of: generator.next()) { bytes += $0.prefix(count - bytes.count) }
    }
    return bytes
}

/// A name that no other process has had or will have.
private func processName() -> String {
    let random = randomBytes(8).map { String($0, radix: 16) }.joined()
    return "\(ProcessInfo.processInfo.hostName):\(getpid()):\(random)"
}
