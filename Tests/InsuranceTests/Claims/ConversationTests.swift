import Testing

@testable import Insurance
@testable import Kernel

/// What the customer hears: the first contact, progress, the decision, and why a deadline is due.
struct ConversationTests {
    @Test func `a contact is kept with its channel, outcome and sealed note`() throws {
        var stage = try Scene.noticeReceived.stage
        try stage.act(RecordContact.contact(.noAnswer), by: .chu)
        try stage.act(RecordContact.contact(), by: .wang)
        #expect(stage.contacts.map(\.outcome) == [.noAnswer, .reached])
        #expect(stage.contacts.allSatisfy { $0.note != nil && $0.purpose == .firstContact })
        #expect(
            try stage.refusal(RecordContact.contact(), by: .wang)?.id
                == "workflow.notInState.reachCustomer")
    }

    @Test func `a customer nobody can reach is told in writing after two attempts`() throws {
        var stage = try Scene.noticeReceived.stage
        for _ in 0..<2 { try stage.act(RecordContact.contact(.wrongNumber), by: .wang) }
        try stage.act(RecordContact.contact(.written), by: .wang)
        #expect(stage.conversations.isEmpty)
    }

    @Test func `a decision to pay asks for its notice, and telling it ends the promise`() throws {
        var stage = try Scene.approved.stage
        #expect(stage.conversations.contains("claims.decisionNotice"))
        #expect(try stage.openWork("claims.decisionNotice").post == Post(.claimsHandler))
        let decision = try stage.act(DeliverDecision(), by: .wang)
        #expect(!stage.conversations.contains("claims.decisionNotice"))
        #expect(decision.messages.map(\.template) == ["claim.approved"])
        #expect(stage.claim?.state.wasToldOfDecision == true)
    }

    @Test func `a confirmed payment tells of the decision too`() throws {
        let stage = try Scene.paid.stage
        #expect(!stage.conversations.contains("claims.decisionNotice"))
        #expect(!stage.work.contains { $0.kind == "claims.decisionNotice" && $0.state.isOpen })
    }

    @Test func `the end of a claim ends the promise of the first contact`() throws {
        let stage = try Scene.closed.stage
        #expect(stage.conversations.isEmpty)
        #expect(!stage.work.contains { $0.state.isOpen && !$0.state.isOfArchive })
    }

    @Test func `a decision ends the reports of progress, a reopening begins them anew`() throws {
        var stage = try Scene.closed.stage
        #expect(!stage.conversations.contains("claims.progress"))
        try stage.act(ReopenClaim(), by: .wu)
        #expect(stage.conversations.contains("claims.progress"))
    }

    @Test func `another complexity restarts nothing and is counted on with its reason`() throws {
        var stage = try Scene.claimRegistered.stage
        let before = try #require(stage.clocks.last { $0.clock.metric == "claims.decision" }).clock
        stage.term = .workingDays(9)
        stage.pass(hours: 20)
        var change = ChangeComplexity()
        change.complexity = .complex
        change.reason = "a third vehicle was hit"
        let decision = try stage.act(change, by: .wu)
        let after = try #require(stage.clocks.last { $0.clock.metric == "claims.decision" }).clock
        #expect(stage.claim?.complexity == .complex)
        #expect(after.startedAt == before.startedAt && after.segments == before.segments)
        #expect(after.due > before.due && after.repins?.first?.reason == change.reason)
        #expect(decision.reason == change.reason)
    }

    @Test func `a change that would make a promise late leaves it as it is`() throws {
        var stage = try Scene.claimRegistered.stage
        let before = try #require(stage.clocks.last { $0.clock.metric == "claims.decision" }).clock
        stage.term = .workingDays(0)
        stage.pass(hours: 48)
        var change = ChangeComplexity()
        change.complexity = .simple
        try stage.act(change, by: .wu)
        let after = try #require(stage.clocks.last { $0.clock.metric == "claims.decision" }).clock
        #expect(after == before && stage.claim?.complexity == .simple)
    }

    @Test func `a questioned deadline is answered with the clock's own sum`() throws {
        var stage = try Scene.claimRegistered.stage
        try stage.act(QuestionDeadline.question(), by: .chu)
        #expect(stage.conversations.contains("claims.deadlineAnswer"))
        #expect(
            try stage.refusal(QuestionDeadline.question(), by: .chu)?.id == "claims.questionOpen")
        var answer = AnswerQuestion()
        answer.question = try #require(stage.question?.number)
        let decision = try stage.act(answer, by: .wang)
        let why = try #require(stage.question?.answer?.why)
        #expect(why.contains { $0.zh.contains("起算") } && why.contains { $0.en.contains("Due by") })
        #expect(decision.messages.map(\.template) == ["claim.deadline"])
        #expect(!stage.conversations.contains("claims.deadlineAnswer"))
        #expect(
            try stage.refusal(answer, by: .wang)?.id == "workflow.notInState.answer")
    }
}

extension RefusalCases {
    static let telling: [RefusalCase] = [
        RefusalCase("claims.contactTooFewAttempts", "told in writing at once") {
            try Scene.noticeReceived.stage.refusal(RecordContact.contact(.written), by: .wang)
        },
        RefusalCase("claims.contactsEnough", "the log of contacts is full") {
            var stage = try Scene.noticeReceived.stage
            try stage.act(RecordContact.contact(.noAnswer), by: .wang)
            let one = try #require(stage.contacts.first)
            stage.contacts = Array(repeating: one, count: RecordContact.most)
            return try stage.refusal(RecordContact.contact(), by: .wang)
        },
        RefusalCase("claims.noticeWithdrawn", "the notice was withdrawn") {
            var stage = try Scene.noticeReceived.stage
            try stage.act(WithdrawNotice(), by: .lin)
            return try stage.refusal(RecordContact.contact(), by: .wang)
        },
        RefusalCase("claims.decisionTold", "the decision is told twice") {
            var stage = try Scene.approved.stage
            try stage.act(DeliverDecision(), by: .wang)
            return try stage.refusal(DeliverDecision(), by: .wang)
        },
        RefusalCase("claims.sameComplexity", "nothing would change") {
            var change = ChangeComplexity()
            change.complexity = .normal
            return try Scene.claimRegistered.stage.refusal(change, by: .wu)
        },
        RefusalCase("claims.noSuchDeadline", "the case has no such promise") {
            try Scene.claimRegistered.stage.refusal(
                QuestionDeadline.question("claims.payment"), by: .chu)
        },
        RefusalCase("claims.questionOpen", "the same deadline is questioned twice") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(QuestionDeadline.question(), by: .chu)
            return try stage.refusal(QuestionDeadline.question(), by: .chu)
        },
    ]
}
