import Insurance
import Kernel
import Synchronization
import TestSupport
import Testing

/// Who is given which work, and why.
@Suite struct DispatchTests {
    @Test(arguments: Backend.available)
    func `work of a personal pool goes to whom nothing speaks against, and why is kept`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        let competent = try await office.world.hire("A-2", posts: [.lossAssessor])
        _ = try await office.world.hire("A-1", posts: [.lossAssessor])
        _ = try await office.perform(
            RecordCompetence.self,
            ["staff": "A-1", "lines": ["motor"], "hardest": "normal", "reason": "考核"],
            by: .claimsSupervisor)
        try await office.makePersonal()
        try await office.sweep()
        let item = try await office.work()
        #expect(item.holder == competent.staff && item.status == .held)
        let routing = try #require(try await office.routings().first)
        #expect(routing.chosenNumber == "A-2" && routing.by == "system:sweep")
        let other = routing.candidates.first { $0.number == "A-1" }
        #expect(other?.against == [.notCompetent])
    }

    @Test(arguments: Backend.available)
    func `a shared pool is left to people`(_ backend: Backend) async throws {
        let office = try await DispatchWorld(backend)
        _ = try await office.world.hire("A-1", posts: [.lossAssessor])
        try await office.sweep()
        #expect(try await office.work().status == .pooled)
        #expect(try await office.routings().isEmpty)
    }

    @Test(arguments: Backend.available)
    func `the least loaded is taken, and nobody beyond the limit`(_ backend: Backend) async throws {
        let office = try await DispatchWorld(backend)
        let busy = try await office.world.hire("A-1", posts: [.lossAssessor])
        try await office.perform(
            ClaimWork.self, ["item": .string(office.work().id.text)], by: busy)
        try await office.makePersonal(loadLimit: 1)
        let second = try await office.secondClaim()
        try await office.sweep()
        #expect(try await second.work().status == .pooled)
        _ = try await office.world.hire("A-2", posts: [.lossAssessor])
        try await office.sweep()
        let routing = try #require(try await second.routings().first)
        #expect(routing.chosenNumber == "A-2")
        #expect(routing.candidates.first { $0.number == "A-1" }?.against == [.full])
    }

    @Test(arguments: Backend.available)
    func `whoever is away is given nothing, and what they hold goes to the deputy`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        let absent = try await office.world.hire("A-1", posts: [.lossAssessor])
        let deputy = try await office.world.hire("A-2", posts: [.lossAssessor])
        try await office.perform(
            ClaimWork.self, ["item": .string(office.work().id.text)], by: absent)
        _ = try await office.perform(
            RecordLeave.self,
            ["staff": "A-1", "from": "2025-03-03", "to": "2025-03-07", "deputy": "A-2"],
            by: .claimsSupervisor)
        try await office.sweep()
        #expect(try await office.work().holder == deputy.staff)
        try await office.makePersonal()
        let second = try await office.secondClaim()
        try await office.sweep()
        #expect(try await second.work().holder == deputy.staff)
        #expect(
            try await second.routings().first?.candidates.first { $0.number == "A-1" }?.against
                == [.onLeave])
    }

    @Test(arguments: Backend.available)
    func `without a deputy the work of an absent person goes back to the pool`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        let absent = try await office.world.hire("A-1", posts: [.lossAssessor])
        try await office.perform(
            ClaimWork.self, ["item": .string(office.work().id.text)], by: absent)
        let leave = try await office.perform(
            RecordLeave.self, ["staff": "A-1", "from": "2025-03-03", "to": "2025-03-03"],
            by: .claimsSupervisor)
        let again = try await office.refusal(
            RecordLeave.self, ["staff": "A-1", "from": "2025-03-01", "to": "2025-03-05"],
            by: office.world.principal(.claimsSupervisor))
        #expect(again == "staff.leaveOverlaps")
        try await office.sweep()
        #expect(try await office.work().status == .pooled)
        _ = try await office.perform(
            CancelLeave.self,
            ["leave": .string(leave.text("leave") ?? ""), "reason": "未休"], by: .claimsSupervisor)
        try await office.makePersonal()
        try await office.sweep()
        #expect(try await office.work().holder == absent.staff)
    }

    @Test(arguments: Backend.available)
    func `a dispatcher sets aside a lack of competence for a reason, but not leave`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        let assessor = try await office.world.hire("A-1", posts: [.lossAssessor])
        _ = try await office.world.hire("A-2", posts: [.lossAssessor])
        _ = try await office.world.hire("S-1", posts: [.surveyor])
        _ = try await office.perform(
            RecordCompetence.self,
            ["staff": "A-1", "lines": ["motor"], "hardest": "simple", "reason": "考核"],
            by: .claimsSupervisor)
        _ = try await office.perform(
            RecordLeave.self, ["staff": "A-2", "from": "2025-03-01", "to": "2025-03-31"],
            by: .claimsSupervisor)
        let dispatcher = try await office.world.principal(.dispatcher)
        let item = JSON.string(try await office.work().id.text)
        func assign(_ to: String) -> JSON { ["item": item, "to": .string(to), "reason": "案件紧急"] }
        #expect(
            try await office.refusal(AssignWork.self, assign("A-2"), by: dispatcher)
                == "dispatch.onLeave")
        #expect(
            try await office.refusal(AssignWork.self, assign("S-1"), by: dispatcher)
                == "dispatch.notACandidate")
        try await office.perform(AssignWork.self, assign("A-1"), by: dispatcher)
        #expect(try await office.work().holder == assessor.staff)
        let routing = try #require(try await office.routings().last)
        #expect(routing.reason == "案件紧急")
        #expect(
            routing.candidates.first { $0.number == "A-1" }?.against == [.notCompetent])
    }

    @Test(arguments: Backend.available)
    func `a member of a panel who has an interest steps aside instead of voting`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        let kin = try await office.world.hire("A-1", posts: [.surveyor])
        for number in ["A-2", "A-3"] {
            _ = try await office.world.hire(number, posts: [.surveyor])
        }
        try await office.perform(
            DeclareRelation.self, ["customer": .string(office.customer), "kind": "spouse"], by: kin)
        let subject = try await office.work().subject.stream.text
        let panel = try await office.perform(
            ConvenePanel.self,
            [
                "case": .string(subject), "motion": "是否属于免责", "members": ["A-1", "A-2", "A-3"],
                "chair": "A-2", "quorum": 2, "binding": true, "papers": [],
            ], by: .claimsSupervisor)
        let number = JSON.string(panel.text("number") ?? "")
        #expect(
            try await office.refusal(
                VoteInPanel.self, ["panel": number, "choice": "agree"], by: kin)
                == "dispatch.interested")
        let seat = JSON.string(try await office.seat(of: kin).id.text)
        let dispatcher = try await office.world.principal(.dispatcher)
        #expect(
            try await office.refusal(
                AssignWork.self, ["item": seat, "to": "A-3", "reason": "代为表决"], by: dispatcher)
                == "work.forOnePerson")
        let approver = Principal(kin.kind, posts: [Post(PostWords.Post.claimsApprover)])
        // A seat on the panel is reason enough to see the claim; its level is not.
        let isSeen = try await office.world.database.read { reader in
            try CaseSight.of(approver, reader)?.sees(office.claim, reader)
        }
        #expect(isSeen == true)
        try await office.perform(
            RecuseFromPanel.self, ["panel": number, "reason": "与被保险人系夫妻"], by: kin)
        #expect(try await office.seat(of: kin).status == .done)
    }

    @Test(arguments: Backend.available)
    func `who declared a relation handles nothing of the case until it is ended`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        let kin = try await office.world.hire("A-1", posts: [.lossAssessor, .claimsHandler])
        let item = JSON.string(try await office.work().id.text)
        let relation = try await office.perform(
            DeclareRelation.self, ["customer": .string(office.customer), "kind": "spouse"], by: kin)
        #expect(
            try await office.refusal(ClaimWork.self, ["item": item], by: kin)
                == "dispatch.interested")
        let witness: JSON = [
            "case": .string(office.claim), "roles": ["witness"], "name": "周岚",
        ]
        #expect(
            try await office.refusal(AddParty.self, witness, by: kin) == "dispatch.interested")
        try await office.makePersonal()
        try await office.sweep()
        #expect(try await office.work().status == .pooled)
        #expect(
            try await office.refusal(
                EndRelation.self,
                ["relation": .string(relation.text("relation") ?? ""), "reason": "离婚"], by: kin)
                == "post.missing")
        _ = try await office.perform(
            EndRelation.self,
            ["relation": .string(relation.text("relation") ?? ""), "reason": "已核实"],
            by: .complianceOfficer)
        try await office.sweep()
        #expect(try await office.work().holder == kin.staff)
    }

    @Test(arguments: Backend.available)
    func `whoever sold the policy handles no claim under it`(_ backend: Backend) async throws {
        let office = try await DispatchWorld(backend, seller: "A-1")
        let seller = try await office.world.principal(number: "A-1")
        let item = JSON.string(try await office.work().id.text)
        #expect(
            try await office.refusal(ClaimWork.self, ["item": item], by: seller)
                == "dispatch.soldThePolicy")
        // Reporting a loss for the customer is no handling of it.
        let other = try await DispatchWorld.report(office.world, hoursAgo: 30)
        #expect(!other.isEmpty)
    }

    @Test(arguments: Backend.available)
    func `fifty who take the same work leave one holder and one entry`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        let item = JSON.string(try await office.work().id.text)
        var people: [Principal] = []
        for number in 1...50 {
            people.append(try await office.world.hire("A-\(number)", posts: [.lossAssessor]))
        }
        let taken = await withTaskGroup(of: Bool.self) { group in
            for person in people {
                group.addTask {
                    (try? await office.perform(ClaimWork.self, ["item": item], by: person)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
        let work = try await office.work()
        #expect(work.status == .held)
        let entries = try await office.world.journal(of: work.stream)
        #expect(entries.filter { $0.contains("\"command\":\"work.claim\"") }.count == 1)
    }

    @Test func `nobody declares for others or judges their own competence`() async throws {
        let office = try await DispatchWorld(.sqlite)
        let customer = JSON.string(office.customer)
        let member = try await office.world.hire("A-1", posts: [.claimsSupervisor])
        _ = try await office.world.hire("A-2", posts: [.lossAssessor])
        #expect(
            try await office.refusal(
                DeclareRelation.self, ["customer": customer, "kind": "kin", "staff": "A-2"],
                by: member) == "staff.declareForYourself")
        #expect(
            try await office.refusal(
                RecordCompetence.self,
                ["staff": "A-1", "lines": ["motor"], "hardest": "complex", "reason": "考核"],
                by: member) == "staff.ownCompetence")
        _ = try await office.perform(
            DeclareRelation.self, ["customer": customer, "kind": "kin", "staff": "A-2"],
            by: .complianceOfficer)
        #expect(
            try await office.refusal(
                DeclareRelation.self, ["customer": .string(office.customer), "kind": "friend"],
                by: office.world.principal(number: "A-2")) == "record.exists")
    }
}

extension DispatchWorld {
    /// Another claim under the same policy, for a loss of another day.
    func secondClaim() async throws -> DispatchWorld {
        let notice = try await Self.report(world, hoursAgo: 50)
        let number = try await perform(
            RegisterClaim.self,
            ["notice": .string(notice), "reserve": "900.00 CNY", "reason": "首次估计"],
            by: .registrationClerk
        ).text("number")
        return DispatchWorld(world: world, customer: customer, claim: number ?? "")
    }

    init(world: World, customer: String, claim: String) {
        self.world = world
        self.customer = customer
        self.claim = claim
    }
}
