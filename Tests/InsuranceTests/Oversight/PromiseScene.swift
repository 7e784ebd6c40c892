import Insurance
import Kernel
import Testing
import TestSupport

/// An office with the shipped calendar and standards, where notices are taken and clocks moved.
struct PromiseScene {
    let stage: SmallOffice
    let clerk: Principal

    /// Monday, 2026-11-02 10:00 in Shanghai.
    static let start = officeTime("2026-11-02 10:00")

    init(_ backend: Backend) async throws {
        stage = try await SmallOffice(backend, at: Self.start)
        try await DefaultStandards.install(stage.dispatcher)
        clerk = try await stage.hire("S001", .claimsIntake, .registrationClerk)
    }

    /// Takes a notice and returns its number. Its promise: registered within one working day.
    func notice() async throws -> String {
        var command = RegisterNotice()
        command.policy = "none"
        command.lossAt = stage.now.adding(seconds: -3600)
        command.place = Personal(plain: "road", PersonalRule(.address, of: "reporter", max: 200))
        command.course = Personal(plain: "rain", PersonalRule(.narrative, of: "reporter", max: 400))
        command.reporterName = Personal(plain: "张三", PersonalRule(.name, of: "reporter", max: 80))
        command.distinct = true
        let receipt = try await stage.perform(command, by: clerk)
        let number = try #require(receipt.text("number"))
        // The customer is spoken to at once: what follows is about the registration alone.
        try await move(.stop(.firstContact), of: number)
        return number
    }

    func move(_ effect: ClockEffect, of notice: String) async throws {
        try await stage.perform(MoveClock(notice, effect), by: .system("test"))
    }

    func sweep(batch: Int = 200) async throws -> ClockSweep.Outcome {
        try await Oversight.sweep(stage.dispatcher, batch: batch).sweepOnce(now: stage.now)
    }

    func clock(of number: String) async throws -> ClockRecord {
        let loaded: Loaded<ClockRecord>? = try await stage.database.read { reader in
            try reader.loadFirst(
                where: "case_number = \(number) AND metric = 'claims.registration'")
        }
        return try #require(loaded).state
    }

    func breach(of number: String) async throws -> Breach? {
        try await stage.database.read { reader in
            try reader.loadFirst(Breach.self, where: "case_number = \(number)")?.state
        }
    }

    func work(_ kind: String, _ status: String = "pooled") async throws -> Int64 {
        try await stage.count(
            "SELECT COUNT(*) AS n FROM work_item WHERE kind = \(kind) AND status = \(status)")
    }
}

/// Starts, pauses, resumes or stops a notice's clock, as a step of a case would.
struct MoveClock: Command {
    static let statement = CommandStatement<MoveClock>(
        "test.moveClock", Words("移动时限", "Move a clock"), Words("测试", "test"),
        by: .system(["test"]), fields: [])

    var notice = ""
    var effect = ClockEffect.stop(.registration)

    init() {}

    init(_ notice: String, _ effect: ClockEffect) {
        self.notice = notice
        self.effect = effect
    }

    struct Facts: Sendable {
        let notice: Loaded<Notice>
        let time: CaseTime
    }

    func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let notice: Loaded<Notice> = try transaction.subject(self.notice, context)
        return try Facts(
            notice: notice,
            time: CaseTime.load(
                of: notice.state.stream, starting: [.registration], scopes: ["*"],
                calendar: ClaimClocks.calendar, transaction))
    }

    func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        var decision = Decision()
        try decision.take(
            [effect], facts.time, of: CaseReference(facts.notice.state),
            step: Words("测试", "test"), context)
        return decision
    }
}

/// `2026-11-02 10:00` in Shanghai.
func officeTime(_ text: String) -> Moment {
    let iso = text.replacing(" ", with: "T") + ":00+08:00"
    return Moment(iso8601: iso) ?? Moment(milliseconds: 0)
}
