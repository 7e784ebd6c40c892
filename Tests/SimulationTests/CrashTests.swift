import Insurance
import Kernel
import Testing

/// A crash between any two writes of a command, and the same command once more under its key.
@Suite struct CrashTests {
    @Test func `a notice is taken exactly once, wherever the first attempt broke off`() async throws
    {
        let scene = try await Scene()
        let whole = try await scene.notice(0, crashAt: nil)
        #expect(whole > 5)
        for index in 0...whole { try await scene.notice(index + 1, crashAt: index) }
        #expect(try await scene.house.count("notice") == whole + 2)
        #expect(try await scene.house.count("work_item") == 2 * (whole + 2))
        #expect(try await scene.house.replay() == [])
        #expect(try await scene.house.standing().faults == [])
    }

    @Test func `two who take the same work at once: one has it and the other is told`() async throws
    {
        let scene = try await Scene()
        try await scene.notice(0, crashAt: nil)
        let clerks = try await OfficeRoster.load(scene.house.database)
            .holders(of: Post(.registrationClerk))
        let item = try await scene.house.database.read { reader in
            try reader.row("SELECT id FROM work_item LIMIT 1")?.text("id") ?? ""
        }
        let outcomes = await withTaskGroup(of: String.self) { group in
            for clerk in clerks {
                group.addTask { await scene.take(item, clerk) }
            }
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(outcomes.sorted() == ["taken", "work.held", "work.held"])
        #expect(try await scene.house.replay() == [])
    }

    @Test func `the same key at the same time does it once and tells both the same`() async throws {
        let scene = try await Scene()
        async let first = scene.perform(key: "twin")
        async let second = scene.perform(key: "twin")
        let (one, two) = (try await first, try await second)
        #expect(one == two)
        #expect(try await scene.house.count("notice") == 1)
    }

    struct Scene {
        let house: House
        let faulty: CrashingDatabase
        let clerk: Principal
        let policy: String

        init() async throws {
            let made = Box()
            house = try await House(seed: 11) { base in
                let faulty = CrashingDatabase(base)
                made.database = faulty
                return faulty
            }
            guard let faulty = made.database else { throw CrashingDatabase.Crash() }
            self.faulty = faulty
            try await house.demo(customers: 2)
            let roster = try await OfficeRoster.load(house.database)
            guard let clerk = roster.holders(of: Post(.claimsIntake)).first else {
                throw CrashingDatabase.Crash()
            }
            self.clerk = clerk.principal
            policy = try await house.database.read { reader in
                try reader.row("SELECT number FROM policy ORDER BY number LIMIT 1")?
                    .text("number") ?? ""
            }
        }

        private final class Box { var database: CrashingDatabase? }

        /// Takes a notice; crashing first where asked. Returns the writing statements it made.
        @discardableResult
        func notice(_ number: Int, crashAt index: Int?) async throws -> Int {
            if let index {
                faulty.crash(at: index)
                await #expect(throws: CrashingDatabase.Crash.self) {
                    try await perform(key: "notice.\(number)", day: number)
                }
                #expect(try await house.replay() == [])
            }
            let receipt = try await perform(key: "notice.\(number)", day: number)
            let statements = faulty.lastStatements
            #expect(try await perform(key: "notice.\(number)", day: number) == receipt)
            return statements
        }

        @discardableResult
        func perform(key: String, day: Int = 0) async throws -> Receipt {
            let now = House.present.adding(seconds: 3_600)
            return try await house.dispatcher.perform(
                RegisterNotice.self,
                from: [
                    "channel": "phone", "policy": .string(policy),
                    "lossAt": .string(House.present.adding(seconds: Int64(-day) * 86_400).iso8601),
                    "place": "杭州市青年路8号", "cause": "collision", "course": "倒车时碰撞立柱",
                    "reporterName": "林小雨",
                ], by: clerk, Envelope(key: key, now: now))
        }

        func take(_ item: String, _ who: OfficeMember) async -> String {
            do {
                _ = try await house.dispatcher.perform(
                    ClaimWork.self, from: ["item": .string(item)], by: who.principal,
                    Envelope(now: House.present.adding(seconds: 7_200)))
                return "taken"
            } catch {
                return (error as? Refusal)?.id ?? "\(error)"
            }
        }
    }
}
