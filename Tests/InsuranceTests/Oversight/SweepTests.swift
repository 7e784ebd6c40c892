import Insurance
import Kernel
import Testing
import TestSupport

struct SweepTests {
    @Test(arguments: Backend.available)
    func `a promise about to break is told once, with the moment it was due`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let number = try await scene.notice()
        let warnAt = try #require(try await scene.clock(of: number).warnAt)
        scene.stage.now = warnAt.adding(seconds: -1)
        #expect(try await scene.sweep().warned == 0)
        scene.stage.now = officeTime("2026-11-03 17:00")
        let outcome = try await scene.sweep()
        #expect(outcome.warned == 1 && outcome.breached == 0 && outcome.failures.isEmpty)
        let record = try await scene.clock(of: number)
        #expect(record.warned.map(\.percent) == [70, 90])
        #expect(record.warned.first?.at == warnAt)
        #expect(try await scene.sweep().warned == 0)
        #expect(try await scene.work("clocks.warning") == 1)
        // Nobody holds the work: the reminder lies in the pool where the work lies.
        let reminded = try await scene.stage.count(
            """
            SELECT COUNT(*) AS n FROM work_item WHERE kind = 'clocks.reminder'
                AND post = 'registrationClerk' AND status = 'pooled' AND holder IS NULL
            """)
        #expect(reminded == 1)
        try await scene.move(.stop(.registration), of: number)
        #expect(try await scene.work("clocks.warning") == 0)
        #expect(try await scene.work("clocks.warning", "done") == 1)
        #expect(try await scene.work("clocks.reminder", "done") == 1)
    }

    @Test(arguments: Backend.available)
    func `the holder is reminded beside the supervisor, once each, however late the sweep`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        _ = try await scene.notice()
        let row = try await scene.stage.database.read { reader in
            try reader.row("SELECT id FROM work_item WHERE kind = 'claims.register'")
        }
        var claim = ClaimWork()
        claim.item = try #require(try row?.id("id"))
        try await scene.stage.perform(claim, by: scene.clerk)
        scene.stage.now = officeTime("2026-11-20 09:00")
        for _ in 0..<3 { _ = try await scene.sweep() }
        let held = try await scene.stage.count(
            """
            SELECT COUNT(*) AS n FROM work_item WHERE kind = 'clocks.reminder'
                AND holder = \(scene.clerk.staff?.text ?? "")
            """)
        #expect(held == 1)
        #expect(try await scene.work("clocks.warning") == 1)
    }

    @Test(arguments: Backend.available)
    func `a promise past its moment gets one breach and one task, however often it is swept`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let number = try await scene.notice()
        let due = try await scene.clock(of: number).clock.due
        scene.stage.now = due
        #expect(try await scene.sweep().breached == 0)
        scene.stage.now = due.adding(milliseconds: 1)
        #expect(try await scene.sweep().breached == 1)
        #expect(try await scene.sweep().breached == 0)
        let breach = try #require(try await scene.breach(of: number))
        #expect(breach.dueAt == due && breach.number.hasPrefix("BRE-2026-"))
        #expect(try await scene.clock(of: number).breach == breach.number)
        #expect(try await scene.work("breaches.explain") == 1)
    }

    @Test(arguments: Backend.available)
    func `a clock that stopped late while nobody swept still gets its breach`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let (late, kept) = (try await scene.notice(), try await scene.notice())
        scene.stage.now = officeTime("2026-11-03 09:30")
        try await scene.move(.stop(.registration), of: kept)
        scene.stage.now = officeTime("2026-11-09 09:00")
        try await scene.move(.stop(.registration), of: late)
        scene.stage.now = officeTime("2026-11-20 09:00")
        #expect(try await scene.sweep().breached == 1)
        #expect(try await scene.breach(of: late) != nil)
        #expect(try await scene.breach(of: kept) == nil)
        #expect(try await scene.clock(of: late).consumed == 5)
    }

    @Test(arguments: Backend.available)
    func `a clock that stands still is not late, one that was late before it stood still is`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        try await scene.stage.perform(PromiseScene.pausable, by: .system("setup"))
        let (waiting, late) = (try await scene.notice(), try await scene.notice())
        scene.stage.now = officeTime("2026-11-02 11:00")
        try await scene.move(.pause(.registration), of: waiting)
        scene.stage.now = officeTime("2026-11-05 11:00")
        try await scene.move(.pause(.registration), of: late)
        scene.stage.now = officeTime("2026-11-20 09:00")
        #expect(try await scene.sweep(batch: 1).breached == 1)
        #expect(try await scene.breach(of: waiting) == nil)
        #expect(try await scene.breach(of: late) != nil)
        try await scene.move(.resume(.registration), of: waiting)
        let warnAt = try #require(try await scene.clock(of: waiting).warnAt)
        #expect(warnAt > officeTime("2026-11-20 09:00"))
    }

    @Test(arguments: Backend.available)
    func `many rows in small batches are all found, and two sweepers do each once`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        for _ in 0..<7 { _ = try await scene.notice() }
        scene.stage.now = officeTime("2026-11-20 09:00")
        async let first = scene.sweep(batch: 2)
        async let second = scene.sweep(batch: 2)
        let both = try await [first, second]
        #expect(both.reduce(0) { $0 + $1.breached } == 7)
        #expect(try await scene.stage.count("SELECT COUNT(*) AS n FROM breach") == 7)
        #expect(both.allSatisfy { $0.failures.isEmpty })
    }

    @Test(arguments: Backend.available)
    func `suspended work goes on when its moment has come, not before`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        _ = try await scene.notice()
        let row = try await scene.stage.database.read { reader in
            try reader.row("SELECT id FROM work_item WHERE kind = 'claims.register'")
        }
        let item: ID<WorkItem> = try #require(try row?.id("id"))
        var claim = ClaimWork()
        claim.item = item
        try await scene.stage.perform(claim, by: scene.clerk)
        var suspend = SuspendWork()
        suspend.item = item
        suspend.until = officeTime("2026-11-02 15:00")
        suspend.reason = "waiting"
        try await scene.stage.perform(suspend, by: scene.clerk)
        scene.stage.now = officeTime("2026-11-02 14:59")
        #expect(try await scene.sweep().woken == 0)
        scene.stage.now = officeTime("2026-11-02 15:00")
        #expect(try await scene.sweep().woken == 1)
        #expect(try await scene.sweep().woken == 0)
        #expect(try await scene.work("claims.register", "held") == 1)
    }
}

extension PromiseScene {
    /// The standard of registration, with pauses allowed.
    static var pausable: SetStandard {
        var command = SetStandard()
        command.metric = ClockMetric.registration.code
        command.scope = "*"
        command.warnings = [70]
        command.sourceZh = "测试"
        command.sourceEn = "test"
        return command
    }
}
