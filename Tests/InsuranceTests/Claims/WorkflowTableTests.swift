import Foundation
import Testing

@testable import Insurance
@testable import Kernel

/// The tables of claim and notice: every state with every step, and what the tables promise.
struct WorkflowTableTests {
    static let states = Claim.State.allCases.flatMap { state in
        ClaimWorkflow.Step.allCases.map { (state, $0) }
    }

    /// Where each step is possible and where it leads, written down a second time on purpose.
    static let possible: [ClaimWorkflow.Step: ([Claim.State], Claim.State?)] = {
        let undecided: [Claim.State] = [.registered, .lossAssessed, .lossVerified, .inApproval]
        return [
            .register: ([.registered], nil), .receiveDocuments: (undecided, nil),
            .requestDocuments: (undecided, nil), .reviseChecklist: (undecided, nil),
            .changeReserve: (undecided, nil), .approveReserve: (undecided, nil),
            .assessLoss: ([.registered], .lossAssessed),
            .verifyLoss: ([.lossAssessed], .lossVerified),
            .returnAssessment: ([.lossAssessed], .registered),
            .propose: ([.lossVerified], .inApproval),
            .returnToMaker: ([.inApproval], .lossVerified), .referUp: ([.inApproval], nil),
            .approve: ([.inApproval], .approved), .deny: ([.inApproval], .denied),
            .tellRefusal: ([.denied], nil),
            .dividePayment: ([.approved, .paymentFailed], nil),
            .orderPayment: ([.approved, .paymentFailed, .paymentOrdered], .paymentOrdered),
            .orderEarlier: (undecided + [.denied], nil),
            .stopPayment: ([.paymentOrdered, .paymentFailed], .paymentFailed),
            .stopEarlier: (undecided + [.approved, .denied], nil),
            .failPayment: ([.paymentOrdered, .paymentFailed], .paymentFailed),
            .failEarlier: (undecided + [.approved, .denied], nil),
            .confirmPart: (
                undecided + [.approved, .denied, .paymentOrdered, .paymentFailed], nil
            ),
            .settleEarlier: (undecided + [.approved, .denied], nil),
            .confirmPayment: ([.paymentOrdered], .paid),
            .returnPayment: ([.paid, .closed, .cancelled], .paymentFailed),
            .returnEarlier: (
                undecided + [.approved, .denied, .paymentOrdered, .paymentFailed], nil
            ),
            .close: ([.paid, .denied, .approved], .closed), .cancel: (undecided, .cancelled),
            .reopen: ([.paid, .closed, .cancelled], .registered),
            .reopenAfterReview: ([.paid, .denied, .closed], .registered),
            .reportProgress: (undecided, nil), .changeComplexity: (undecided, nil),
            .tellDecision: ([.approved, .paymentOrdered, .paymentFailed], nil),
            .doubt: (undecided, nil), .liftDoubt: (undecided, nil),
            .proposeAdvance: (undecided, nil), .approveByRule: ([.registered], .approved),
            .convenePanel: ([.inApproval], nil), .proposeRescission: (undecided, nil),
        ]
    }()

    /// A real claim in each state; the guards look at it.
    static func claim(in state: Claim.State) throws -> Claim {
        var stage: ClaimStage
        switch state {
        case .registered: stage = try Scene.claimRegistered.stage
        case .lossAssessed: stage = try Scene.lossAssessed.stage
        case .lossVerified: stage = try Scene.lossVerified.stage
        case .inApproval: stage = try Scene.inApproval.stage
        case .approved: stage = try zeroApproved()
        case .denied: stage = try Scene.denied.stage
        case .paymentOrdered: stage = try Scene.paymentOrdered.stage
        case .paymentFailed:
            stage = try Scene.paymentSent.stage
            try stage.act(FailPayment(), by: .feng)
        case .paid: stage = try Scene.paid.stage
        case .closed: stage = try Scene.closed.stage
        case .cancelled:
            stage = try Scene.claimRegistered.stage
            try stage.act(CancelClaim(), by: .wu)
        }
        return try #require(stage.claim?.state)
    }

    static func zeroApproved() throws -> ClaimStage {
        var stage = try Scene.documentsComplete.stage
        try stage.act(AssessLoss.assessment(claimed: 1, assessed: 1), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.proposal(), by: .li)
        try stage.act(DecideClaim.decision(), by: .zhou)
        return stage
    }

    @Test(arguments: Claim.State.allCases)
    func `every step of a claim lands where the table says or is refused by its id`(
        state: Claim.State
    ) throws {
        let claim = try WorkflowTableTests.claim(in: state)
        #expect(claim.state == state)
        for step in ClaimWorkflow.Step.allCases {
            let (from, to) = try #require(WorkflowTableTests.possible[step], "\(step)")
            do {
                let taken = try ClaimWorkflow.main.take(step, in: state, of: claim)
                #expect(from.contains(state), "\(step) was possible in \(state)")
                #expect(taken.state == to ?? state)
            } catch {
                let guardID =
                    switch step {
                    case .close, .reopenAfterReview:
                        state == .denied ? "claims.refusalNotTold" : nil
                    case .approveReserve: from.contains(state) ? "claims.noReserveProposed" : nil
                    default: nil as String?
                    }
                #expect(
                    guardID != nil || !from.contains(state), "\(step) was refused in \(state)")
                #expect(error.id == guardID ?? "workflow.notInState.\(step.rawValue)")
                expectBothLanguages(error.message)
            }
        }
    }

    @Test func `every step of a notice lands where the table says or is refused by its id`() throws
    {
        let notice = try #require(try Scene.noticeReceived.stage.notice?.state)
        for state in Notice.State.allCases {
            for step in NoticeWorkflow.Step.allCases {
                let refused = try refusedStep(step, state, notice)
                let from: Notice.State = step == .registerFurther ? .registered : .received
                #expect(
                    refused == (state == from ? nil : "workflow.notInState.\(step.rawValue)"))
            }
        }
    }

    private func refusedStep(
        _ step: NoticeWorkflow.Step, _ state: Notice.State, _ notice: Notice
    ) throws -> String? {
        let leads: [NoticeWorkflow.Step: Notice.State] = [
            .receive: .received, .register: .registered, .registerFurther: .registered,
            .withdraw: .withdrawn, .merge: .merged,
        ]
        do {
            let taken = try NoticeWorkflow.main.take(step, in: state, of: notice)
            #expect(taken.state == leads[step])
            return nil
        } catch {
            return error.id
        }
    }

    @Test func `the workflows keep what every workflow promises`() {
        expectSound(
            ClaimWorkflow.main, reopening: [.reopen, .reopenAfterReview, .returnPayment])
        expectSound(NoticeWorkflow.main, reopening: [.registerFurther])
        expectSound(FirstContactWorkflow.main, reopening: [])
        expectSound(DeadlineQuestionWorkflow.main, reopening: [])
        expectSound(DocumentRequestWorkflow.main, reopening: [])
        expectSound(
            PaymentWorkflow.main,
            reopening: [.returnConfirmed, .requestCorrection, .decideCorrection])
        expectSound(BatchWorkflow.main, reopening: [.takeFile])
        expectSound(ReconciliationWorkflow.main, reopening: [])
    }

    private func expectSound<Case, State, Step>(
        _ workflow: Workflow<Case, State, Step>, reopening: Set<Step>
    ) {
        #expect(Set(workflow.rules.map(\.step)) == Set(Step.allCases))
        #expect(reached(workflow) == Set(State.allCases))
        for state in State.allCases where state.isFinal {
            let left = workflow.steps(from: state).map(\.step).filter { !reopening.contains($0) }
            #expect(left.isEmpty, "\(state) is final and leads on by \(left)")
        }
        for state in State.allCases where !state.isFinal {
            #expect(
                workflow.steps(from: state).contains { $0.to != nil && $0.to != state },
                "\(state) leads nowhere")
        }
        for rule in workflow.rules {
            // Published rules hold no post.
            let isOfRules = rule.command == DecideByRule.statement.name
            #expect(!rule.duties.isEmpty && rule.posts.isEmpty == isOfRules)
            #expect(!rule.from.isEmpty)
            expectBothLanguages(rule.step.title)
        }
        for state in State.allCases { expectBothLanguages(state.title) }
    }

    private func reached<Case, State, Step>(_ workflow: Workflow<Case, State, Step>) -> Set<State> {
        var reached: Set<State> = [workflow.start]
        for _ in State.allCases {
            for rule in workflow.rules where !rule.from.isDisjoint(with: reached) {
                reached.insert(rule.to ?? workflow.start)
            }
        }
        return reached
    }

    @Test func `who may take a step is who may use its command, neither more nor fewer`() {
        let registry = CommandRegistry(
            Claims.commands + Adjudication.commands + Payments.commands
                + ClaimDocuments.commands + Reserves.commands)
        var posts: [String: Set<Post>] = [:]
        for rule in ClaimWorkflow.main.rules { posts[rule.command, default: []] += rule.posts }
        for rule in NoticeWorkflow.main.rules { posts[rule.command, default: []] += rule.posts }
        for rule in FirstContactWorkflow.main.rules where rule.command != "claims.close" {
            posts[rule.command, default: []] += rule.posts
        }
        for rule in DeadlineQuestionWorkflow.main.rules {
            posts[rule.command, default: []] += rule.posts
        }
        for rule in DocumentRequestWorkflow.main.rules {
            posts[rule.command, default: []] += rule.posts
        }
        // What the sweep does stands in the table with the post that otherwise has the case.
        let swept: Set = ["documents.remind", "documents.expire"]
        for name in swept {
            guard case .system? = registry[name]?.permission else {
                Issue.record("\(name) is not for the sweep")
                continue
            }
            posts[name] = nil
        }
        for rule in PaymentWorkflow.main.rules { posts[rule.command, default: []] += rule.posts }
        for rule in BatchWorkflow.main.rules { posts[rule.command, default: []] += rule.posts }
        for rule in ReconciliationWorkflow.main.rules {
            posts[rule.command, default: []] += rule.posts
        }
        for (name, expected) in posts where name != DecideByRule.statement.name {
            guard let allowed = Insurer.commands[name]?.permission.staffPosts else {
                Issue.record("\(name) is no command for posts")
                continue
            }
            #expect(allowed == expected, "\(name)")
        }
        let elsewhere: Set = [
            "claims.recordRecovery", "payments.sealBatchFile", "payments.setRules",
            "claims.addParty", "claims.correctParty", "claims.removeParty", "claims.proposePrices",
            "claims.publishPrices", "claims.proposeRules", "claims.publishRules",
            "claims.declareRescission", "claims.dropRescission", "claims.checkRuleDecision",
            "claims.callAdvance", "claims.decideAdvance", "claims.payAdvance",
            "documents.noteMailDelivery", "reserves.warnStale", "claims.weighLateNotice",
        ]
        #expect(
            Set(registry.commands.map(\.name)).subtracting(posts.keys) == elsewhere.union(swept))
    }

    @Test func `the duties of a step are duties of the institution, and its command keeps some`() {
        let known = Set(ServiceInstitution.text.duties.map(\.id))
        let registry = CommandRegistry(
            Claims.commands + Adjudication.commands + Payments.commands
                + ClaimDocuments.commands + Reserves.commands)
        for rule in ClaimWorkflow.main.rules {
            #expect(known.isSuperset(of: rule.duties), "\(rule.step)")
        }
        for command in registry.commands {
            #expect(!command.duties.isEmpty, "\(command.name)")
            #expect(known.isSuperset(of: command.duties), "\(command.name)")
        }
    }
}

extension Set {
    fileprivate static func += (left: inout Set, right: Set) { left.formUnion(right) }
}
