import Testing

@testable import Insurance
@testable import Kernel

extension RefusalCases {
    static let ending: [RefusalCase] = [
        RefusalCase("claims.refusalNotTold", "the customer does not know yet") {
            try Scene.denied.stage.refusal(CloseClaim(), by: .wang)
        },
        RefusalCase("claims.paymentOpen", "an approved amount is unpaid") {
            try Scene.approved.stage.refusal(CloseClaim(), by: .wang)
        },
        RefusalCase("claims.workLeft", "another piece of work is open") {
            var stage = try Scene.paid.stage
            let claim = try stage.claimFacts()
            let context = stage.context(Cast.wang.principal)
            let item = claim.item("claims.verify", Post(.lossVerifier), context)
            stage.work.append(Loaded(item, version: 1))
            return try stage.refusal(CloseClaim(), by: .wang)
        },
        RefusalCase("claims.cancellationNeedsSupervisor", "a handler cancels for the company") {
            var command = CancelClaim()
            command.kind = .duplicate
            return try Scene.claimRegistered.stage.refusal(command, by: .wang)
        },
        RefusalCase("claims.reopenedTooOften", "it was reopened three times") {
            var stage = try Scene.closed.stage
            for _ in 0..<3 {
                try stage.act(ReopenClaim(), by: .wu)
                try stage.act(CancelClaim(), by: .wu)
            }
            return try stage.refusal(ReopenClaim(), by: .wu)
        },
        RefusalCase("claims.otherCurrency", "the reserve of a reopening is in dollars") {
            var command = ReopenClaim()
            command.reserve = Money(minor: 1, .usd)
            return try Scene.closed.stage.refusal(command, by: .wu)
        },
        RefusalCase("claims.otherCurrency", "a recovery is in dollars") {
            var command = RecordRecovery()
            command.amount = Money(minor: 1, .usd)
            return try Scene.closed.stage.refusal(command, by: .feng)
        },
        RefusalCase("claims.recoveryTooLarge", "recoveries leave the range of numbers") {
            var stage = try Scene.closed.stage
            var claim = try #require(stage.claim?.state)
            claim.apply(
                .recovered(
                    amount: Money(minor: .max), kind: .salvage, reference: "S", at: stage.now))
            stage.claim = Loaded(claim, version: 9)
            var command = RecordRecovery()
            command.amount = Money(minor: 1)
            return try stage.refusal(command, by: .feng)
        },
    ]

    /// A customer withdraws by themselves.
    static let withdrawing: [RefusalCase] = [
        RefusalCase("claims.withdrawalReason", "the customer writes a text of their own") {
            try withdrawal(.claimRegistered, because: "我姓张，电话 13900001111")
        },
        RefusalCase("claims.withdrawalReason", "the same of a notice") {
            var command = WithdrawNotice()
            command.reason = "another text"
            let stage = try Scene.noticeReceived.stage
            return try stage.refusal(command, by: customer(stage))
        },
        RefusalCase("claims.noticeRegistered", "a claim was opened from it") {
            var command = WithdrawNotice()
            command.reason = CustomerWithdrawal.Reason.noLoss.title.zh
            let stage = try Scene.claimRegistered.stage
            return try stage.refusal(command, by: customer(stage))
        },
        RefusalCase("claims.withdrawalTooLate", "it is approved") {
            try withdrawal(.approved)
        },
        RefusalCase("claims.withdrawalTooLate", "it is closed") { try withdrawal(.closed) },
        RefusalCase("claims.withdrawalPaid", "it was paid before and is open again") {
            var stage = try Scene.closed.stage
            try stage.act(ReopenClaim(), by: .wu)
            return try stage.refusal(withdrawal(), by: customer(stage))
        },
        RefusalCase("claims.withdrawalInvestigated", "an investigation is under way") {
            var stage = try Scene.claimRegistered.stage
            let claim = try #require(stage.claim?.state)
            stage.investigation = Loaded(
                Investigation(
                    id: ID(at: stage.now, random: (8, 8)), nth: 1, of: claim, [], at: stage.now),
                version: 1)
            return try stage.refusal(withdrawal(), by: customer(stage))
        },
        RefusalCase("claims.withdrawalDoubted", "somebody doubts it") {
            var stage = try Scene.claimRegistered.stage
            var doubt = DoubtClaim()
            doubt.reason = "odd"
            try stage.act(doubt, by: .wang)
            return try stage.refusal(withdrawal(), by: customer(stage))
        },
        RefusalCase("post.missing", "a customer cancels for the company") {
            var command = withdrawal()
            command.kind = .duplicate
            let stage = try Scene.claimRegistered.stage
            return try stage.refusal(command, by: customer(stage))
        },
    ]

    private static func withdrawal(
        because reason: String = CustomerWithdrawal.Reason.noClaimWanted.title.zh
    ) -> CancelClaim {
        var command = CancelClaim()
        command.reason = reason
        return command
    }

    private static func withdrawal(
        _ scene: Scene, because reason: String = CustomerWithdrawal.Reason.noLoss.title.zh
    ) throws -> Refusal? {
        let stage = try scene.stage
        return try stage.refusal(withdrawal(because: reason), by: customer(stage))
    }

    private static func customer(_ stage: ClaimStage) throws -> Principal {
        Principal(.customer(try #require(stage.policy?.state).holder))
    }

    static let paying: [RefusalCase] = [
        RefusalCase("payments.payeeUnchecked", "nobody checked the payee") {
            let stage = try Scene.approved.stage
            return try stage.refusal(OrderPayment.order(stage.seals, entitled: false), by: .feng)
        },
        RefusalCase("customers.nameMissing", "no account is given") {
            var command = OrderPayment()
            command.isEntitled = true
            return try Scene.approved.stage.refusal(command, by: .feng)
        },
        RefusalCase("payments.payerIsApprover", "who decided orders the payment") {
            var stage = try Scene.inApproval.stage
            try stage.act(DecideClaim.decision(), by: .everyone)
            return try stage.refusal(OrderPayment.order(stage.seals), by: .everyone)
        },
        RefusalCase("payments.nothingToPay", "nothing was decided to be paid") {
            var stage = try Scene.documentsComplete.stage
            try stage.act(AssessLoss.assessment(claimed: 1, assessed: 1), by: .qian)
            try stage.act(VerifyLoss(), by: .sun)
            try stage.act(ProposeDecision.proposal(), by: .li)
            try stage.act(DecideClaim.decision(), by: .zhou)
            return try stage.refusal(OrderPayment.order(stage.seals), by: .feng)
        },
        RefusalCase("workflow.notInState.orderPayment", "it was paid already") {
            let stage = try Scene.paid.stage
            return try stage.refusal(OrderPayment.order(stage.seals), by: .feng)
        },
        RefusalCase("payments.nothingToPay", "all of it was ordered already") {
            let stage = try Scene.paymentOrdered.stage
            return try stage.refusal(OrderPayment.order(stage.seals), by: .feng)
        },
        RefusalCase("payments.releaserIsMaker", "who ordered releases") {
            var stage = try Scene.approved.stage
            try stage.act(OrderPayment.order(stage.seals), by: .everyone)
            return try stage.refusal(ReleasePayment(), by: .everyone)
        },
        RefusalCase("payments.releaserIsApprover", "who decided releases") {
            var stage = try Scene.inApproval.stage
            try stage.act(DecideClaim.decision(), by: .everyone)
            try stage.act(OrderPayment.order(stage.seals), by: .feng)
            return try stage.refusal(ReleasePayment(), by: .everyone)
        },
        RefusalCase("payments.nothingReleased", "no payment was released") {
            try Scene.paymentOrdered.stage.refusal(SendBatch(), by: .feng)
        },
        RefusalCase("payments.nothingReleased", "none in this currency was released") {
            var command = SendBatch()
            command.currency = .eur
            return try Scene.paymentReleased.stage.refusal(command, by: .feng)
        },
        RefusalCase("payments.batchTooLarge", "the total leaves the range of numbers") {
            try tooLarge()
        },
        RefusalCase("payments.amountDiffers", "the bank confirms another amount") {
            try Scene.paymentSent.stage.refusal(
                ConfirmPayment.confirmation("BANK-1", 7_500_01), by: .feng)
        },
        RefusalCase("payments.amountDiffers", "the bank confirms in another currency") {
            var command = ConfirmPayment()
            command.reference = "BANK-1"
            command.amount = Money(minor: 7_500_00, .usd)
            return try Scene.paymentSent.stage.refusal(command, by: .feng)
        },
        RefusalCase("payments.confirmedOtherwise", "it was confirmed with another reference") {
            try Scene.paid.stage.refusal(ConfirmPayment.confirmation("BANK-2"), by: .feng)
        },
    ]

    private static func tooLarge() throws -> Refusal? {
        var stage = try Scene.paymentReleased.stage
        let claim = try #require(stage.claim?.state)
        let known = try #require(stage.payment?.state)
        let context = stage.context(Cast.feng.principal)
        let huge = ["one", "two"].map { label in
            let amount = Money(minor: .max)
            var payment = Payment(
                id: context.id(label), number: label, of: claim,
                .init(decision: 0, decided: amount, amount: amount),
                to: .init(payee: known.payee, account: known.account), maker: known.maker,
                at: context.now)
            payment.apply(.released(by: Cast.chen.id, at: context.now))
            return Loaded(payment, version: 2)
        }
        do {
            _ = try SendBatch().decide(.init(payments: huge), context)
            return nil
        } catch {
            return error
        }
    }

    /// Signatures that were asked for hold up every step that finishes the work they belong to.
    static let work: [RefusalCase] = [
        signature(.noticeReceived, "claims.register", RegisterClaim.claim(), .zhao),
        signature(.documentsComplete, "claims.assess", AssessLoss.assessment(), .qian),
        signature(.lossAssessed, "claims.verify", VerifyLoss(), .sun),
        signature(.lossAssessed, "claims.verify", ReturnAssessment(), .sun),
        signature(.lossVerified, "claims.adjust", ProposeDecision.proposal(), .li),
        signature(.inApproval, "claims.approve", DecideClaim.decision(), .zhou),
        signature(.inApproval, "claims.approve", ReturnProposal(), .zhou),
        signature(.denied, "claims.notifyRefusal", DeliverRefusal(), .wang),
        signature(.paymentOrdered, "claims.releasePayment", ReleasePayment(), .chen),
        signature(.paid, "claims.close", CloseClaim(), .wang),
        RefusalCase("work.signaturesOpen", "a referral waits for a signature") {
            var stage = try signed(.inApproval, "claims.approve")
            stage.authority[0] = Scene.row(1, "claims.indemnity", .claimsApprover, level: 1, 1)
            return try stage.refusal(DecideClaim.decision(), by: .zhou)
        },
    ]

    static func signature<C: Staged>(
        _ scene: Scene, _ kind: String, _ command: C, _ person: Cast
    ) -> RefusalCase {
        RefusalCase("work.signaturesOpen", "\(C.statement.name) waits for a signature") {
            try signed(scene, kind).refusal(command, by: person)
        }
    }

    private static func signed(_ scene: Scene, _ kind: String) throws -> ClaimStage {
        try signed(scene.stage, kind)
    }

    static func signed(_ before: ClaimStage, _ kind: String) throws -> ClaimStage {
        var stage = before
        let item = try stage.openWork(kind)
        var state = item.state
        state.apply(
            .signatureAsked(
                .init(signer: Cast.chu.id, order: .before, askedBy: Cast.wang.id)))
        stage.work.removeAll { $0.state.id == state.id }
        stage.work.append(Loaded(state, version: item.version + 1))
        return stage
    }
}
