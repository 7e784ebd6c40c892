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
        try await stage.perform(decide(scene.number), by: scene.executive)
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
        try await stage.perform(decide(scene.number), by: scene.supervisor)
    }

    @Test(arguments: Backend.available)
    func `where the company is not the cause no measure can follow`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let stage = scene.promise.stage
        var command = explain(scene.number, nil)
        command.cause = .forceMajeure
        try await stage.perform(command, by: scene.supervisor)
        #expect(
            try await stage.refusal(of: decide(scene.number, .warning), by: scene.executive)
                == "breaches.nobodyResponsible")
        try await stage.perform(decide(scene.number, .none), by: scene.executive)
    }
}
