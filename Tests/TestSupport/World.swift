package import Insurance
package import Kernel
package import Storage
import Synchronization

/// A whole installation for one test: a migrated database of its own, keys, a dispatcher, a clock
/// that stands still until the test moves it, staff of every post, and the office calendar.
///
/// The same seed gives the same ids and secrets. Write closures are rehearsed and run twice, so
/// that a command that cannot run again shows.
package final class World: Sendable {
    package let database: any OpenedDatabase
    package let keys: VaultKeys
    package let dispatcher: Dispatcher
    package let signIn: SignIn
    package let clock: TestClock
    package let random: RandomBytes

    private let posts = Mutex<[PostWords.Post: Principal]>([:])

    /// 2025-03-03T09:00+08:00, a Monday.
    package static let start = Moment(milliseconds: 1_740_963_600_000)

    package init(
        _ backend: Backend = .sqlite, at start: Moment = World.start, seed: UInt64 = 1,
        policy: SignInPolicy = SignInPolicy(), runTwice: Bool = true
    ) async throws {
        var options = StorageOptions()
        options.runClosuresTwice = runTwice
        if runTwice { options.rehearsals = .always }
        // All tests run at once against one server.
        options.postgresConnections = 3
        database = try await backend.open(options: options)
        clock = TestClock(start)
        random = SeededBytes(seed).bytes
        keys = try VaultKeys.generate(random: random)
        dispatcher = Dispatcher(
            database: database, vault: Vault(keys: keys), log: "test",
            interests: Interest(), now: { [clock] in clock.now }, random: random)
        signIn = SignIn(
            dispatcher, pool: HashingPool(), policy: policy, cost: World.cheapCost)
        _ = try await dispatcher.perform(DefaultStandards.calendar, by: .system("test"))
    }

    /// The present moment of this world.
    package var now: Moment { clock.now }

    /// The least scrypt may cost, so that tests of sign-in are fast.
    private static let cheapCost =
        ScryptCost(logarithm: 4, blockSize: 1, parallelism: 1) ?? .standard
}

extension World {
    /// Performs a command as a member of staff who holds `post`, or as `principal`.
    @discardableResult
    package func perform<C: Command>(
        _ command: C, by post: PostWords.Post, _ envelope: Envelope = Envelope()
    ) async throws -> Receipt {
        try await dispatcher.perform(command, by: try await principal(post), envelope)
    }

    @discardableResult
    package func perform<C: Command>(
        _ command: C, by principal: Principal = .system("test"),
        _ envelope: Envelope = Envelope()
    ) async throws -> Receipt {
        try await dispatcher.perform(command, by: principal, envelope)
    }

    /// The refusal of a command that must be refused.
    ///
    /// - Throws: ``Accepted`` when it was not.
    package func refusal<C: Command>(
        of command: C, by post: PostWords.Post
    ) async throws -> Refusal {
        try await refusal(of: command, by: try await principal(post))
    }

    package func refusal<C: Command>(
        of command: C, by principal: Principal = .system("test")
    ) async throws -> Refusal {
        try await refusal { _ = try await self.dispatcher.perform(command, by: principal) }
    }

    /// The refusal that `body` must end in.
    package func refusal(_ body: () async throws -> Void) async throws -> Refusal {
        do {
            try await body()
        } catch let refusal as Refusal {
            return refusal
        }
        throw Accepted()
    }

    /// What should have been refused was done.
    package struct Accepted: Error {}
}

extension World {
    /// The member of staff who holds just this post; hired at the first use, number `T-<post>`.
    /// The same one each time. `branch` and other posts: ``hire(_:posts:branch:)``.
    package func principal(_ post: PostWords.Post) async throws -> Principal {
        if let known = posts.withLock({ $0[post] }) { return known }
        let hired = try await hire("T-\(post.rawValue)", posts: [post])
        posts.withLock { $0[post] = hired }
        return hired
    }

    /// Hires a member with these posts.
    package func hire(
        _ number: String, posts: [PostWords.Post] = [], branch: String? = nil
    ) async throws -> Principal {
        try await perform(record(number, branch: branch))
        if !posts.isEmpty {
            var assign = AssignPosts()
            assign.staff = number
            assign.posts = posts
            try await perform(assign)
        }
        return try await principal(number: number)
    }

    /// The command that hires `number`.
    package func record(_ number: String, branch: String? = nil) -> RecordStaff {
        var record = RecordStaff()
        record.number = number
        record.name = Personal(
            plain: "林小雨", PersonalRule(.name, of: "staff", max: 80))
        record.branch = branch
        return record
    }

    /// Opens a branch with this code.
    @discardableResult
    package func openBranch(_ code: String) async throws -> ID<Branch> {
        var open = OpenBranch()
        open.code = code
        open.zh = "测试分公司"
        open.en = "Test branch"
        try await perform(open)
        guard let office = try await database.read({ try Office.find(code, $0) }) else {
            throw Missing(what: "branch")
        }
        return office.state.branch
    }

    /// An active member as they stand in the roster now.
    package func principal(number: String) async throws -> Principal {
        let entry = try await database.read { try RosterEntry.find(number: number, $0) }
        guard let entry else { throw Missing(what: "member of staff") }
        return entry.principal()
    }

    /// A state by its human number.
    package func load<State: Numbered>(
        _ number: String, as _: State.Type = State.self
    ) async throws -> State {
        let loaded: Loaded<State>? = try await database.read { try $0.load(number: number) }
        guard let loaded else { throw Missing(what: State.table) }
        return loaded.state
    }

    package struct Missing: Error {
        package let what: String
    }
}

extension World {
    /// All entries of a stream as text, in order, for tests on what the journal says.
    package func journal(of stream: StreamName) async throws -> [String] {
        try await database.read { reader in
            try reader.rows(
                "SELECT bytes FROM journal_entry WHERE stream = \(stream.text) ORDER BY seq"
            ).map { String(decoding: try $0.blob("bytes"), as: UTF8.self) }
        }
    }

    /// Writes the refusals counted so far, as the server does every second.
    package func flushRefusals() async throws { try await dispatcher.securityLog.flush() }

    /// How many rows a table has; 0 changes after a refusal is the usual question.
    package func count(_ table: String) async throws -> Int {
        try await database.read { reader in
            try reader.row("SELECT count(*) AS rows_now FROM \(name: table)")?.int("rows_now") ?? 0
        }
    }
}

/// The clock of a test: it stands until it is moved.
package final class TestClock: Sendable {
    private let moment: Mutex<Moment>

    package init(_ start: Moment) { moment = Mutex(start) }

    package var now: Moment { moment.withLock { $0 } }

    package func set(_ new: Moment) { moment.withLock { $0 = new } }

    package func advance(
        days: Int64 = 0, hours: Int64 = 0, minutes: Int64 = 0, seconds: Int64 = 0
    ) {
        let all = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        moment.withLock { $0 = $0.adding(seconds: all) }
    }
}
