import Insurance
import Kernel
import TestSupport
import Testing

struct PanelTests {
    private struct Scene {
        let stage: SmallOffice
        let secretary: Principal
        let members: [Principal]
        let subject: String

        func convene(
            _ change: (inout ConvenePanel) -> Void = { _ in }
        ) -> ConvenePanel {
            var command = ConvenePanel()
            command.subject = subject
            command.motion = "Is the exclusion of clause 7 to be applied?"
            command.members = ["M0", "M1", "M2"]
            command.chair = "M0"
            command.quorum = 2
            change(&command)
            return command
        }

        func vote(
            _ number: String, _ choice: Panel.Vote.Choice, dissent: String? = nil
        ) -> any Command {
            var command = VoteInPanel()
            command.panel = number
            command.choice = choice
            command.dissent = dissent
            return command
        }

        func close(_ number: String) -> ClosePanel {
            var command = ClosePanel()
            command.panel = number
            command.minutes = "Discussed for an hour."
            return command
        }

        func recuse(_ number: String) -> RecuseFromPanel {
            var command = RecuseFromPanel()
            command.panel = number
            command.reason = "knows the insured"
            return command
        }

        func panel(_ number: String) async throws -> Panel {
            let loaded: Loaded<Panel>? = try await stage.database.read {
                try $0.load(number: number)
            }
            return try #require(loaded).state
        }

        func openTasks() async throws -> Int64 {
            try await stage.count(
                """
                SELECT COUNT(*) AS n FROM work_item
                WHERE kind = 'panels.vote' AND status = 'held'
                """)
        }

        func convened() async throws -> String {
            let receipt = try await stage.perform(convene(), by: secretary)
            return try #require(receipt.text("number"))
        }
    }

    private func scene(_ backend: Backend) async throws -> Scene {
        let promise = try await PromiseScene(backend)
        let notice = try await promise.notice()
        var members: [Principal] = []
        for number in 0..<3 {
            members.append(try await promise.stage.hire("M\(number)", .claimsApprover))
        }
        return Scene(
            stage: promise.stage, secretary: try await promise.stage.hire("P1", .panelSecretary),
            members: members, subject: try await promise.clock(of: notice).stream.text)
    }

    @Test(arguments: Backend.available)
    func `a panel votes, dissent stays on record, and the majority decides`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let number = try await scene.convened()
        let stage = scene.stage
        #expect(try await scene.openTasks() == 3)
        var opinion = GivePanelOpinion()
        opinion.panel = number
        opinion.opinion = "The clause was explained."
        try await stage.perform(opinion, by: scene.members[0])
        try await stage.perform(scene.vote(number, .agree), by: scene.members[0])
        #expect(
            try await stage.refusal(of: scene.close(number), by: scene.members[0])
                == "panels.quorumNotReached")
        try await stage.perform(scene.vote(number, .agree), by: scene.members[1])
        try await stage.perform(
            scene.vote(number, .against, dissent: "It was not."), by: scene.members[2])
        #expect(
            try await stage.refusal(of: scene.close(number), by: scene.members[1])
                == "panels.notTheChair")
        try await stage.perform(scene.close(number), by: scene.members[0])
        let panel = try await scene.panel(number)
        #expect(panel.state == .closed && panel.conclusion?.isAdopted == true)
        #expect(panel.conclusion?.votesFor == 2 && panel.conclusion?.against == 1)
        #expect(panel.votes.last?.dissent == "It was not." && panel.opinions.count == 1)
        #expect(
            try await stage.refusal(of: scene.vote(number, .agree), by: scene.members[2])
                == "workflow.notInState.vote")
        #expect(try await scene.openTasks() == 0)
    }

    @Test(arguments: Backend.available)
    func `whoever is recused takes no part, and the chair passes on`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let number = try await scene.convened()
        let stage = scene.stage
        try await stage.perform(scene.recuse(number), by: scene.members[0])
        for command in [scene.vote(number, .agree), scene.recuse(number), scene.close(number)] {
            #expect(
                try await stage.refusal(of: command, by: scene.members[0]) == "panels.recused")
        }
        try await stage.perform(scene.vote(number, .agree), by: scene.members[1])
        #expect(
            try await stage.refusal(of: scene.vote(number, .against), by: scene.members[1])
                == "panels.voted")
        #expect(
            try await stage.refusal(of: scene.recuse(number), by: scene.members[1])
                == "panels.voted")
        try await stage.perform(scene.vote(number, .against), by: scene.members[2])
        try await stage.perform(scene.close(number), by: scene.members[1])
        #expect(try await scene.panel(number).conclusion?.isAdopted == false)
    }

    @Test(arguments: Backend.available)
    func `a quorum lost to recusals ends in dissolution, not in a conclusion`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let number = try await scene.convened()
        let stage = scene.stage
        try await stage.perform(scene.recuse(number), by: scene.members[1])
        try await stage.perform(scene.recuse(number), by: scene.members[2])
        #expect(
            try await stage.refusal(of: scene.close(number), by: scene.members[0])
                == "panels.quorumLost")
        var dissolve = DissolvePanel()
        dissolve.panel = number
        dissolve.reason = "no quorum"
        #expect(
            try await stage.refusal(of: dissolve, by: scene.members[1]) == "panels.notTheChair")
        try await stage.perform(dissolve, by: scene.secretary)
        #expect(try await scene.panel(number).state == .dissolved)
    }

    @Test(arguments: Backend.available)
    func `a panel needs a case, members of the house, a chair among them and a majority`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let stage = scene.stage
        let wrong: [(ConvenePanel, String)] = [
            (scene.convene { $0.subject = "claim/none" }, "case.missing"),
            (scene.convene { $0.members = ["M0", "M9"] }, "panels.members"),
            (scene.convene { $0.members = ["M0", "M1", "M1"] }, "panels.members"),
            (scene.convene { $0.chair = "P1" }, "panels.chair"),
            (scene.convene { $0.quorum = 4 }, "panels.quorum"),
            (scene.convene { $0.quorum = 1 }, "panels.quorum"),
        ]
        for (command, id) in wrong {
            #expect(try await stage.refusal(of: command, by: scene.secretary) == id)
        }
        let number = try await scene.convened()
        let outsider = try await stage.hire("X1", .claimsApprover)
        #expect(
            try await stage.refusal(of: scene.vote(number, .agree), by: outsider)
                == "panels.notMember")
    }

    @Test(arguments: Backend.available)
    func `of 50 votes at once, two of each member, exactly one of each counts`(
        _ backend: Backend
    ) async throws {
        let scene = try await scene(backend)
        let stage = scene.stage
        var members: [Principal] = []
        for number in 0..<25 { members.append(try await stage.hire("V\(number)", .claimsApprover)) }
        var command = scene.convene { $0.members = (0..<25).map { "V\($0)" } }
        (command.chair, command.quorum) = ("V0", 13)
        let receipt = try await stage.perform(command, by: scene.secretary)
        let number = try #require(receipt.text("number"))
        let refusals = try await withThrowingTaskGroup(of: String?.self) { group in
            for member in members + members {
                group.addTask {
                    try await stage.refusal(of: scene.vote(number, .agree), by: member)
                }
            }
            var found: [String?] = []
            for try await one in group { found.append(one) }
            return found
        }
        #expect(refusals.count { $0 == nil } == 25)
        #expect(refusals.count { $0 == "panels.voted" } == 25)
        let panel = try await scene.panel(number)
        #expect(Set(panel.votes.map(\.member)).count == 25 && panel.votes.count == 25)
        try await stage.perform(scene.close(number), by: members[0])
        #expect(try await scene.panel(number).conclusion?.votesFor == 25)
    }
}
