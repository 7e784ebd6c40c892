import Insurance
import Kernel
import TestSupport
import Testing

struct BreachTests {
    private struct Scene {
        let promise: PromiseScene
        let supervisor: Principal
        let executive: Principal
        let number: String
    }

    private func scene(_ backend: Backend) async throws -> Scene {
        let promise = try await PromiseScene(backend)
        let notice = try await promise.notice()
        promise.stage.now = officeTime("2026-11-09 09:00")
        _ = try await promise.sweep()
        return Scene(
            promise: promise, supervisor: try await promise.stage.hire("S100", .claimsSupervisor),
            executive: try await promise.stage.hire("S200", .executive),
            number: try #require(try await promise.breach(of: notice)).number)
    }

    private func explain(_ number: String, _ responsible: String? = "S001") -> ExplainBreach {
        var command = ExplainBreach()
        command.breach = number
        command.responsible = responsible
        command.explanation = "queue was full"
        return command
    }

    private func state(_ number: String) -> StateOnBreach {
        var command = StateOnBreach()
        command.breach = number
        command.text = Personal(
            plain: "two colleagues were ill",
            PersonalRule(.narrative, of: "responsible", max: 2000))
        return command
    }

    private func decide(_ number: String, _ measure: Breach.Measure = .talk) -> DecideBreach {
        var command = DecideBreach()
        command.breach = number
        command.measure = measure
        command.reason = "first time"
        return command
    }

    @Test(arguments: Backend.available)
    func `a breach is explained, then decided, and its tasks follow`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let stage = scene.promise.stage
        #expect(
            try await stage.refusal(of: decide(scene.number), by: scene.executive)
                == "workflow.notInState.decide")
        try await stage.perform(explain(scene.number), by: scene.supervisor)
        #expect(try await scene.promise.work("breaches.explain", "done") == 1)
        #expect(try await scene.promise.work("breaches.decide") == 1)
        #expect(try await scene.promise.work("breaches.state", "held") == 1)
        #expect(
            try await stage.refusal(of: decide(scene.number), by: scene.executive)
                == "breaches.statementOutstanding")
        #expect(
            try await stage.refusal(of: state(scene.number), by: scene.supervisor)
                == "breaches.notResponsible")
        try await stage.perform(state(scene.number), by: scene.promise.clerk)
        #expect(
            try await stage.refusal(of: state(scene.number), by: scene.promise.clerk)
                == "breaches.stated")
        try await stage.perform(decide(scene.number), by: scene.executive)
        #expect(try await scene.promise.work("breaches.state", "done") == 1)
        #expect(try await scene.promise.work("breaches.decide", "done") == 1)
        #expect(
            try await stage.refusal(of: explain(scene.number), by: scene.supervisor)
                == "workflow.notInState.explain")
        #expect(
            try await stage.count("SELECT COUNT(*) AS n FROM breach WHERE stage = 'decided'") == 1)
    }

    @Test(arguments: Backend.available)
    func `the company's own cause needs somebody who answers for it, who never decides`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let stage = scene.promise.stage
        #expect(
            try await stage.refusal(of: explain(scene.number, nil), by: scene.supervisor)
                == "breaches.responsibleMissing")
        #expect(
            try await stage.refusal(of: explain(scene.number, "S999"), by: scene.supervisor)
                == "breaches.responsibleUnknown")
        try await stage.perform(explain(scene.number, "S200"), by: scene.supervisor)
        #expect(
            try await stage.refusal(of: decide(scene.number), by: scene.executive)
                == "breaches.own")
        #expect(
            try await stage.refusal(of: decide(scene.number), by: scene.promise.clerk)
                == "post.missing")
        // Who answers for it kept silent until the time to speak was over.
        stage.now = officeTime("2026-11-12 23:59")
        #expect(
            try await stage.refusal(of: decide(scene.number), by: scene.supervisor)
                == "breaches.statementOutstanding")
        stage.now = officeTime("2026-11-13 00:00")
        try await stage.perform(decide(scene.number), by: scene.supervisor)
    }

    @Test(arguments: Backend.available)
    func `whoever held the work the longest answers for it when nobody else is named`(
        _ backend: Backend
    ) async throws {
        let promise = try await PromiseScene(backend)
        let stage = promise.stage
        let notice = try await promise.notice()
        let busy = try await stage.hire("S002", .registrationClerk)
        for (person, day) in [(promise.clerk, "2026-11-02 11:00"), (busy, "2026-11-03 11:00")] {
            stage.now = officeTime(day)
            let item: ID<WorkItem> = try await stage.database.read { reader in
                try #require(
                    try reader.row("SELECT id FROM work_item WHERE kind = 'claims.register'"))
                    .id("id")
            }
            if person == busy {
                var back = ReturnWork()
                back.item = item
                back.reason = "on leave"
                try await stage.perform(back, by: promise.clerk)
            }
            var claim = ClaimWork()
            claim.item = item
            try await stage.perform(claim, by: person)
        }
        stage.now = officeTime("2026-11-09 09:00")
        _ = try await promise.sweep()
        let number = try #require(try await promise.breach(of: notice)).number
        let supervisor = try await stage.hire("S100", .claimsSupervisor)
        try await stage.perform(explain(number, nil), by: supervisor)
        let explained = try #require(try await promise.breach(of: notice))
        let explanation = try #require(explained.explanation)
        #expect(explanation.responsible == busy.staff)
        // From the 3rd, 11:00, to the 9th, 09:00: 5 + 3 x 7 working hours, of 34 in all.
        #expect(explanation.proposal?.heldMinutes == 1_560)
        #expect(explanation.proposal?.ofMinutes == 2_040)
        #expect(explained.segments?.map(\.kind) == [.run])
    }

    @Test(arguments: Backend.available)
    func `a cause outside the company needs evidence, and excuses without mending`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let stage = scene.promise.stage
        var command = explain(scene.number, nil)
        command.cause = .thirdParty
        #expect(
            try await stage.refusal(of: command, by: scene.supervisor)
                == "breaches.evidenceMissing")
        command.evidence = "letter of the hospital"
        try await stage.perform(command, by: scene.supervisor)
        try await stage.perform(decide(scene.number, .none), by: scene.executive)
        let rows = try await stage.count(
            "SELECT COUNT(*) AS n FROM breach WHERE cause = 'thirdParty' AND stage = 'decided'")
        #expect(rows == 1)
        let broken = try await stage.count(
            "SELECT COUNT(*) AS n FROM service_clock WHERE breach = \(scene.number)")
        #expect(broken == 1)
    }

    @Test(arguments: Backend.available)
    func `where the company is not the cause no measure can follow`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let stage = scene.promise.stage
        var command = explain(scene.number, nil)
        command.cause = .forceMajeure
        command.evidence = "typhoon warning of the weather office"
        try await stage.perform(command, by: scene.supervisor)
        #expect(
            try await stage.refusal(of: decide(scene.number, .warning), by: scene.executive)
                == "breaches.nobodyResponsible")
        try await stage.perform(decide(scene.number, .none), by: scene.executive)
    }
}
