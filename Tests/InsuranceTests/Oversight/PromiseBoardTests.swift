import Insurance
import Kernel
import Testing
import TestSupport

struct PromiseBoardTests {
    private func figures(
        _ scene: PromiseScene, _ period: PromisePeriod = .always, onlyShown: Bool = true
    ) async throws -> [PromiseFigure] {
        let now = scene.stage.now
        return try await scene.stage.database.read { reader in
            try PromiseBoard.figures(period, at: now, onlyShown: onlyShown, reader)
        }
    }

    @Test(arguments: Backend.available)
    func `with no cases each standard is there in words and says so`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let figures = try await figures(scene)
        let decision = ["*/complex", "*/normal", "*/simple"]
        let others = Array(repeating: "*", count: 5)
        #expect(figures.map(\.scope) == ["*", "*", "*", "*", "*"] + decision + others)
        #expect(figures.allSatisfy { $0.share == nil && $0.spread == nil && $0.started == 0 })
        #expect(figures.first?.shareWords == Words("暂无案件", "no cases yet"))
        #expect(figures.first?.standard.zh == "1个工作日")
        #expect(figures.first { $0.scope == "*/complex" }?.source.zh == "《保险法》第23条第1款")
    }

    @Test(arguments: Backend.available)
    func `kept, late, late without a sweep and running are told apart by moments`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let (kept, late) = (try await scene.notice(), try await scene.notice())
        let forgotten = try await scene.notice()
        scene.stage.now = officeTime("2026-11-03 12:00")
        try await scene.move(.stop(.registration), of: kept)
        scene.stage.now = officeTime("2026-11-05 12:00")
        try await scene.move(.stop(.registration), of: late)
        scene.stage.now = officeTime("2026-11-06 10:00")
        let running = try await scene.notice()
        let figure = try #require(
            try await figures(scene).first { $0.metric == "claims.registration" })
        #expect(figure.started == 4 && figure.kept == 1)
        #expect(figure.breached == 2 && figure.running == 1)
        #expect(figure.share?.permille == 333)
        #expect(figure.spread?.median.zh == "1个工作日" && figure.spread?.p90.zh == "3个工作日")
        let now = scene.stage.now
        let cases = try await scene.stage.database.read { reader in
            try [PromiseOutcome.kept, .breached, .running].map { outcome in
                try PromiseBoard.cases(
                    metric: "claims.registration", scope: "*", outcome: outcome, at: now, reader
                ).map(\.number).sorted()
            }
        }
        #expect(cases.map(Set.init) == [[kept], [late, forgotten], [running]])
        let november = PromisePeriod(
            from: officeTime("2026-11-06 00:00"), until: officeTime("2026-12-01 00:00"))
        #expect(try await figures(scene, november).first { $0.metric == "claims.registration" }?
                .started == 1)
    }

    @Test(arguments: Backend.available)
    func `cases come a page at a time, none twice`(_ backend: Backend) async throws {
        let scene = try await PromiseScene(backend)
        var numbers: Set<String> = []
        for _ in 0..<5 { numbers.insert(try await scene.notice()) }
        let now = scene.stage.now
        let seen = try await scene.stage.database.read { reader in
            var seen: [String] = []
            var last: PromiseCase?
            repeat {
                let page = try PromiseBoard.cases(
                    metric: "claims.registration", scope: "*", at: now, after: last, limit: 2,
                    reader)
                seen += page.map(\.number)
                last = page.last
            } while last != nil
            return seen
        }
        #expect(seen.count == 5 && Set(seen) == numbers)
    }

    @Test(arguments: Backend.available)
    func `what is not for customers is left out for them`(_ backend: Backend) async throws {
        let scene = try await PromiseScene(backend)
        var hidden = PromiseScene.pausable
        hidden.scope = "line:motor"
        hidden.certainty = .unconfirmed
        hidden.isPublic = true
        try await scene.stage.perform(hidden, by: .system("setup"))
        #expect(try await figures(scene).count == 13)
        let all = try await figures(scene, onlyShown: false)
        #expect(all.count == 21)
        #expect(all.contains { $0.scopeTitle.zh == "机动车辆保险" && !$0.isShown })
    }

    @Test func `the Wilson interval agrees with published values`() throws {
        // Newcombe 1998, table I, method 3: 81 of 263 and 0 of 20.
        let common = try #require(PromiseShare(kept: 81, of: 263))
        #expect(common.permille == 308 && common.low == 255 && common.high == 367)
        let never = try #require(PromiseShare(kept: 0, of: 20))
        #expect(never.low == 0 && never.high == 162)
        let always = try #require(PromiseShare(kept: 20, of: 20))
        #expect(always.low == 838 && always.high == 1000)
        #expect(PromiseShare(kept: 0, of: 0) == nil && PromiseShare(kept: 3, of: 2) == nil)
    }

    @Test(arguments: Backend.available)
    func `installing the defaults again changes nothing, and every complexity has a standard`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let before = try await scene.stage.count("SELECT COUNT(*) AS n FROM journal_entry")
        try await DefaultStandards.install(scene.stage.dispatcher)
        #expect(try await scene.stage.count("SELECT COUNT(*) AS n FROM journal_entry") == before)
        for complexity in Complexity.allCases {
            let scopes = ClaimClocks.scopes(product: "AUTO", line: .motor, complexity)
            for metric in ClaimClocks.metrics {
                let standard = try await scene.stage.database.read { reader in
                    try Standard.holding(metric.code, scopes: scopes, reader)
                }
                #expect(standard != nil, "\(metric.code) \(complexity)")
            }
        }
    }
}
