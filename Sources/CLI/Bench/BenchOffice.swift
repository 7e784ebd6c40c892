import Foundation
import Insurance
import Kernel
import Storage
import Web

/// A demo insurer in a folder of its own, with some cases in it, to be measured.
struct BenchOffice: Sendable {
    let installation: Installation
    let options: BenchCommand.Options
    let clerk: Principal
    let token: String
    /// The last notice that was stored before the measurement.
    let lastNotice: String

    static func with(
        _ options: BenchCommand.Options, _ body: (BenchOffice) async throws -> Void
    ) async throws {
        let folder =
            NSTemporaryDirectory() + "covenant-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(
            atPath: folder + "/data", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let places = InstallationPlaces(
            location: options.databaseURL.map(DatabaseLocation.url) ?? .folder(folder + "/data"),
            dataFolder: folder + "/data", keys: folder + "/keys", witness: folder + "/witness",
            erasures: folder + "/erasures", configurationFolder: folder, files: nil)
        let installation = try await Installation.open(places, creating: true)
        do {
            try await body(try await BenchOffice(installation, options))
        } catch {
            await installation.database.close()
            throw error
        }
        await installation.database.close()
    }

    private init(_ installation: Installation, _ options: BenchCommand.Options) async throws {
        self.installation = installation
        self.options = options
        var plan = Demo.Options()
        plan.customers = 1
        _ = try await Demo(try await installation.seeded(1, "bench"), plan).install()
        let found = try await installation.database.read {
            try RosterEntry.find(number: "E1018", $0)
        }
        guard let found else { throw LoadFailure("the demo insurer has no clerk") }
        clerk = found.principal()
        var create = CreateToken()
        (create.staff, create.name, create.days) = ("E1018", "bench", 1)
        create.scopes = TokenCommands.everything
        let signIn = SignIn(installation.dispatcher, pool: HashingPool())
        token = try await signIn.createToken(create, by: .system("cli")).text
        lastNotice = try await BenchOffice.fill(installation.dispatcher, clerk, options.cases)
    }

    private static func fill(
        _ dispatcher: Dispatcher, _ clerk: Principal, _ cases: Int
    ) async throws -> String {
        note(Words("正在写入 \(cases) 件案件", "storing \(cases) cases"))
        _ = try await measured(cases, clients: 64) { index in
            _ = try await dispatcher.perform(
                RegisterNotice.self, from: notice("FILL-\(index)"), by: clerk,
                Envelope(key: "fill-\(index)"))
        }
        let row = try await dispatcher.database.read {
            try $0.row("SELECT number FROM notice ORDER BY number DESC LIMIT 1")
        }
        return try row?.text("number") ?? ""
    }

    /// The body of a notice under a policy that nobody knows, so that no two look alike.
    static func notice(_ policy: String) -> JSON {
        [
            "channel": "phone", "policy": .string(policy),
            "lossAt": "2025-09-03T08:40:00+08:00", "place": "杭州市西湖区文三路与学院路口",
            "cause": "collision", "course": "等红灯时被后车追尾，后保险杠受损", "estimate": "3200.00 CNY",
            "reporterName": "张晓明", "reporterPhone": "13800001234",
        ]
    }

    /// The statements that write one notice, and its number.
    func capturedNotice() async throws -> RowVariants {
        let capturing = CapturingDatabase(installation.database)
        let dispatcher = Dispatcher(
            database: capturing, vault: Vault(keys: installation.keys), log: installation.log,
            interests: Interest(), now: { .present }, random: randomBytes)
        // The first draws a block of numbers; the second writes what every further one writes.
        // Keys of their own: a repeated key would be answered without writing anything.
        for isSecond in [false, true] {
            _ = capturing.statements
            let key = "captured-\(HexText.encode(randomBytes(16)))"
            let receipt = try await dispatcher.perform(
                RegisterNotice.self, from: Self.notice(key), by: clerk, Envelope(key: key))
            if isSecond {
                return RowVariants(
                    capturing.statements, number: receipt.text("number") ?? "", key: key)
            }
        }
        throw LoadFailure("no notice was captured")
    }
}
