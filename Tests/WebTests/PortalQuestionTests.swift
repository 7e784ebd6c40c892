import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// Customers question a deadline beside the promise.
struct PortalQuestionTests {
    private static let text = "资料都交了，为什么还要等这么久？"
    private static let question = [("metric", "claims.decision"), ("question", text)]

    @Test(arguments: Backend.available)
    func `a customer questions a deadline and reads the answer beside it`(
        _ backend: Backend
    ) async throws {
        let guest = try await PortalGuest.enter(on: backend)
        let (house, claim) = (guest.house, try await guest.claim())
        let page = try await guest.get(claim)
        #expect(page.text.contains("action=\"/portal/case/\(claim)/question\""))
        let reply = try await guest.post("\(claim)/question", Self.question)
        #expect(reply.field("Location") == "/portal/case/\(claim)?done=asked")
        let asked = try await guest.get(claim)
        #expect(asked.text.contains(Self.text) && asked.text.contains("前答复您"))
        let question = try #require(
            try await house.office.database.read { reader in
                try PortalStore.questions(of: claim, reader).first
            })
        #expect(question.recordedBy == nil && question.channel == .web)
        let insured = try await house.world.load(claim, as: Claim.self).insured.person
        #expect(question.question.person == insured)
        let actor = try await house.lastActor(of: question.number, DeadlineQuestion.self)
        #expect(actor == "customer:\(insured)")
        try await house.perform(
            "claims.answerQuestion", .claimsHandler,
            ["question": .string(question.number), "remark": "核对完资料就会尽快决定"])
        let answered = try await guest.get(claim)
        #expect(answered.text.contains("核对完资料就会尽快决定"))
        #expect(answered.text.contains("我们的答复") && answered.text.contains("起算"))
        if backend == .sqlite { try await house.expectSound() }
    }

    @Test func `what the customer wrote stands nowhere unsealed`() async throws {
        let guest = try await PortalGuest.enter()
        let claim = try await guest.claim()
        _ = try await guest.post("\(claim)/question", Self.question)
        let rows = try await guest.house.office.database.read { reader in
            try reader.rows("SELECT state FROM deadline_question").map { try $0.text("state") }
                + reader.rows("SELECT bytes FROM journal_entry").map {
                    String(decoding: try $0.blob("bytes"), as: UTF8.self)
                }
        }
        #expect(!rows.contains { $0.contains("资料都交了") })
    }

    @Test func `one question about a promise at a time, and what was typed is kept`()
        async throws
    {
        let guest = try await PortalGuest.enter()
        let claim = try await guest.claim()
        _ = try await guest.post("\(claim)/question", Self.question)
        let before = try await guest.house.entries
        let again = try await guest.post(
            "\(claim)/question", [("metric", "claims.decision"), ("question", "再问一次")])
        #expect(again.status == 409 && again.text.contains("已在答复中"))
        let other = try await guest.post(
            "\(claim)/question", [("metric", "claims.payment"), ("question", "何时付款")])
        #expect(other.status == 422)
        let empty = try await guest.post(
            "\(claim)/question", [("metric", "claims.progress"), ("question", " ")])
        #expect(empty.status == 422)
        // A promise that customers are not told of cannot be asked about.
        let inner = try await guest.post(
            "\(claim)/question", [("metric", "claims.archiving"), ("question", "为什么")])
        #expect(inner.status == 404)
        #expect(try await guest.house.entries == before)
    }

    @Test func `a refused question leaves what was typed in its form`() async throws {
        let guest = try await PortalGuest.enter()
        let claim = try await guest.claim()
        let long = String(repeating: "很久", count: 1001)
        let reply = try await guest.post(
            "\(claim)/question", [("metric", "claims.decision"), ("question", long)])
        #expect(reply.status == 422 && reply.text.contains(long))
    }

    @Test func `nobody asks about somebody else's case, at the page and at the door`()
        async throws
    {
        let guest = try await PortalGuest.enter()
        let (house, claim) = (guest.house, try await guest.claim())
        let stranger = try await house.stranger()
        let before = try await house.entries
        #expect(try await stranger.post("\(claim)/question", Self.question).status == 404)
        let id = try await house.refusal(
            of: "claims.questionDeadline",
            ["claim": .string(claim), "metric": "claims.decision", "channel": "web",
                "question": "?"], byHolderOf: "P-8")
        #expect(id == "case.missing")
        #expect(try await house.entries == before)
    }
}
