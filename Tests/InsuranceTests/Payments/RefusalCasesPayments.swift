import Kernel
import Testing

@testable import Insurance

extension RefusalCases {
    static let payees: [RefusalCase] = [
        RefusalCase("payments.partUnnamed", "two parts are open and none is named") {
            var stage = try Scene.approved.stage
            try stage.act(DividePayment.shares(), by: .wang)
            return try stage.refusal(OrderPayment.part(nil, stage.seals), by: .feng)
        },
        RefusalCase("payments.partNotOpen", "the part was ordered already") {
            var stage = try Scene.approved.stage
            try stage.act(DividePayment.shares(), by: .feng)
            try stage.act(OrderPayment.part(1, stage.seals), by: .feng)
            return try stage.refusal(OrderPayment.part(1, stage.seals), by: .feng)
        },
        RefusalCase("payments.payeeRoleDiffers", "the plan gives the part to somebody else") {
            var stage = try Scene.approved.stage
            try stage.act(DividePayment.shares(), by: .feng)
            let order = try OrderPayment.part(2, stage.seals) { $0.payeeRole = .insured }
            return try stage.refusal(order, by: .feng)
        },
        RefusalCase("payments.mandateMissing", "a repairer takes it without an authority") {
            let stage = try Scene.approved.stage
            let order = try OrderPayment.part(nil, stage.seals) { $0.payeeRole = .repairer }
            return try stage.refusal(order, by: .feng)
        },
        RefusalCase("payments.notEntitled", "the party is no party of this claim") {
            let stage = try Scene.approved.stage
            let order = try OrderPayment.part(nil, stage.seals) {
                $0.party = ID(at: Scene.epoch, random: (5, 5))
            }
            return try stage.refusal(order, by: .feng)
        },
        RefusalCase("payments.divisionStarted", "one part is ordered already") {
            var stage = try Scene.approved.stage
            try stage.act(DividePayment.shares(), by: .feng)
            try stage.act(OrderPayment.part(1, stage.seals), by: .feng)
            var stop = StopPayment()
            stop.reason = "wrong"
            try stage.act(OrderPayment.part(2, stage.seals), by: .feng)
            try stage.act(stop, by: .chen)
            return try stage.refusal(DividePayment.shares(), by: .feng)
        },
        RefusalCase("payments.nothingToPay", "nothing was decided to be divided") {
            try WorkflowTableTests.zeroApproved().refusal(DividePayment.shares(), by: .feng)
        },
        RefusalCase("payments.sharesNotWhole", "the shares make 999 permille") {
            try Scene.approved.stage.refusal(DividePayment.shares([600, 399]), by: .feng)
        },
        RefusalCase("payments.sharesNotWhole", "the amounts are one fen short") {
            try Scene.approved.stage.refusal(DividePayment.amounts([1, 7_499_98]), by: .feng)
        },
        RefusalCase("payments.sharesNotWhole", "the amounts leave the range of numbers") {
            try Scene.approved.stage.refusal(
                DividePayment.amounts([.max, .max, 7_500_00]), by: .feng)
        },
        RefusalCase("payments.sharesMixed", "one share in permille, one as an amount") {
            var command = DividePayment.shares()
            command.shares[1].permille = nil
            command.shares[1].amount = Money(minor: 3_000_00)
            return try Scene.approved.stage.refusal(command, by: .feng)
        },
        RefusalCase("payments.identityUnchecked", "the amount asks for the payee's identity") {
            var stage = try Scene.paymentOrdered.stage
            stage.paymentRules.identityFrom = Money(minor: 7_500_00)
            return try stage.refusal(ReleasePayment(), by: .chen)
        },
        RefusalCase("customers.nameMissing", "no document number is given") {
            try Scene.paymentOrdered.stage.refusal(CheckIdentity(), by: .feng)
        },
        RefusalCase("payments.possibleDuplicate", "another claim paid the same account as much") {
            var stage = try Scene.paymentOrdered.stage
            stage.similar = [.init(payment: "PAY-1", claim: "CLM-1", reason: .sameAccount)]
            return try stage.refusal(ReleasePayment(), by: .chen)
        },
        RefusalCase("payments.possibleDuplicate", "another claim paid the bill, however small") {
            var stage = try Scene.paymentOrdered.stage
            stage.paymentRules.duplicateFrom = Money(minor: .max)
            stage.similar = [.init(payment: "PAY-1", claim: "CLM-1", reason: .sameInvoice)]
            return try stage.refusal(ReleasePayment(), by: .chen)
        },
        RefusalCase("payments.nothingSimilar", "no payment looks like it") {
            var command = AcceptDuplicate()
            command.reason = "looked at both"
            return try Scene.paymentOrdered.stage.refusal(command, by: .wu)
        },
        RefusalCase("payments.releaserIsMaker", "who ordered rules that it is no duplicate") {
            var stage = try Scene.approved.stage
            try stage.act(OrderPayment.order(stage.seals), by: .everyone)
            stage.similar = [.init(payment: "PAY-1", claim: "CLM-1", reason: .samePayee)]
            return try stage.refusal(AcceptDuplicate(), by: .everyone)
        },
        RefusalCase("payments.rulesCurrency", "a limit is set in dollars") {
            var command = SetPaymentRules()
            command.duplicateFrom = Money(minor: 1, .usd)
            let officer = Principal(
                .staff(Cast.chu.id), posts: Set<Post>.held(.complianceOfficer))
            return try Scene.approved.stage.refusal(command, by: officer)
        },
    ]

    static let corrections: [RefusalCase] = [
        RefusalCase("payments.correctionOpen", "it is released before the correction is decided") {
            var stage = try Scene.paymentOrdered.stage
            try stage.act(RequestCorrection.corrected(stage.seals), by: .feng)
            return try stage.refusal(ReleasePayment(), by: .chen)
        },
        RefusalCase("payments.correctionOpen", "a second correction is asked for") {
            var stage = try Scene.paymentOrdered.stage
            try stage.act(RequestCorrection.corrected(stage.seals), by: .feng)
            return try stage.refusal(RequestCorrection.corrected(stage.seals), by: .feng)
        },
        RefusalCase("customers.nameMissing", "a correction gives no account") {
            try Scene.paymentOrdered.stage.refusal(RequestCorrection(), by: .feng)
        },
        RefusalCase("payments.noCorrection", "nothing waits to be decided") {
            try Scene.paymentOrdered.stage.refusal(DecideCorrection.decision(), by: .chen)
        },
        RefusalCase("payments.correctorIsMaker", "who asked decides") {
            var stage = try Scene.paymentOrdered.stage
            try stage.act(RequestCorrection.corrected(stage.seals), by: .everyone)
            return try stage.refusal(DecideCorrection.decision(), by: .everyone)
        },
        RefusalCase("payments.correctorIsMaker", "the payment's maker decides") {
            var stage = try Scene.approved.stage
            try stage.act(OrderPayment.order(stage.seals), by: .everyone)
            try stage.act(RequestCorrection.corrected(stage.seals), by: .feng)
            return try stage.refusal(DecideCorrection.decision(), by: .everyone)
        },
        RefusalCase("payments.correctedTooOften", "it was corrected ten times") {
            var stage = try Scene.paymentOrdered.stage
            for _ in 0..<10 {
                try stage.act(RequestCorrection.corrected(stage.seals), by: .feng)
                try stage.act(DecideCorrection.decision(), by: .chen)
            }
            return try stage.refusal(RequestCorrection.corrected(stage.seals), by: .feng)
        },
        RefusalCase("payments.partNotOpen", "what came back was ordered again meanwhile") {
            var stage = try PaymentScene.returned()
            let failed = try #require(stage.payment?.number)
            try stage.act(RequestCorrection.corrected(stage.seals), by: .feng)
            try stage.act(OrderPayment.order(stage.seals), by: .feng)
            var decide = DecideCorrection.decision()
            decide.payment = failed
            return try stage.refusal(decide, by: .chen)
        },
        RefusalCase("payments.inBatch", "it is in a batch that awaits approval") {
            try PaymentScene.awaiting().refusal(StopPayment(), by: .chen)
        },
        RefusalCase("payments.recallOpen", "a recall is asked for twice") {
            var stage = try Scene.paymentSent.stage
            try stage.act(RecallPayment(), by: .chen)
            return try stage.refusal(RecallPayment(), by: .chen)
        },
        RefusalCase("payments.noRecall", "nobody asked for a recall") {
            try Scene.paymentSent.stage.refusal(AnswerRecall(), by: .feng)
        },
        RefusalCase("payments.notByCheque", "a transfer is handed over as a cheque") {
            try Scene.paymentReleased.stage.refusal(HandOverCheque.cheque(), by: .feng)
        },
        RefusalCase("payments.chequeUsed", "the number is that of another cheque") {
            var stage = try PaymentScene.cheque()
            try stage.act(FailPayment.failure(.chequeUncashed), by: .feng)
            try stage.act(OrderPayment.part(nil, stage.seals) { $0.method = .cheque }, by: .feng)
            try stage.act(ReleasePayment(), by: .chen)
            return try stage.refusal(HandOverCheque.cheque(), by: .feng)
        },
        RefusalCase("payments.chequeStillValid", "the cheque may still be cashed") {
            try PaymentScene.cheque().refusal(FailPayment.failure(.chequeExpired), by: .feng)
        },
    ]

    static let bank: [RefusalCase] = [
        RefusalCase("payments.approverMadeBatch", "who made the batch approves it") {
            var stage = try Scene.paymentReleased.stage
            stage.paymentRules.batchApprovalFrom = Money(minor: 1)
            try stage.act(SendBatch(), by: .everyone)
            return try stage.refusal(totals(1, 7_500_00), by: .everyone)
        },
        RefusalCase("payments.controlTotalsDiffer", "the approver counts another total") {
            try PaymentScene.awaiting().refusal(totals(1, 7_500_01), by: .chen)
        },
        RefusalCase("payments.controlTotalsDiffer", "the approver counts another number") {
            try PaymentScene.awaiting().refusal(totals(2, 7_500_00), by: .chen)
        },
        RefusalCase("payments.controlTotalsDiffer", "the account changed after it was made") {
            var stage = try PaymentScene.awaiting()
            var payment = try #require(stage.payment?.state)
            payment.account = try stage.seals.insured.seal("1", field: "bankAccount")
            stage.payments = [Loaded(payment, version: 9)]
            return try stage.refusal(totals(1, 7_500_00), by: .chen)
        },
        RefusalCase("workflow.notInState.takeFile", "the batch is not approved") {
            try PaymentScene.awaiting().refusal(TakeBatchFile(), by: .feng)
        },
        RefusalCase("payments.fileNotTaken", "a digest of a file nobody took") {
            try Scene.paymentSent.stage.refusal(SealBatchFile(), by: .feng)
        },
        RefusalCase("payments.batchFileChanged", "the file is another than the first time") {
            var stage = try Scene.paymentSent.stage
            try stage.act(TakeBatchFile(), by: .feng)
            var seal = SealBatchFile()
            seal.digest = String(repeating: "a", count: 64)
            try stage.act(seal, by: .feng)
            seal.digest = String(repeating: "b", count: 64)
            return try stage.refusal(seal, by: .feng)
        },
        RefusalCase("payments.referenceUsed", "the reference confirmed another payment") {
            let stage = try Scene.paymentSent.stage
            var facts = try stage.paymentFacts()
            facts.isReferenceUsed = true
            var copy = stage
            let context = copy.context(Cast.feng.principal)
            do throws(Refusal) {
                _ = try ConfirmPayment.confirmation().decide(facts, context)
                return nil
            } catch {
                return error
            }
        },
        RefusalCase("payments.bankLineChanged", "the line had another amount before") {
            var stage = try Scene.paymentSent.stage
            let number = stage.payment?.number
            try stage.act(ReconcileLine.line("1", number, 7_500_00), by: .feng)
            return try stage.refusal(ReconcileLine.line("1", number, 7_500_01), by: .feng)
        },
        RefusalCase("payments.resolverImported", "who brought the statement in resolves it") {
            var stage = try Scene.paymentSent.stage
            try stage.act(ReconcileLine.line("1", "PAY-0", 1), by: .everyone)
            return try stage.refusal(ResolveDifference(), by: .everyone)
        },
        RefusalCase("workflow.notInState.resolve", "it is resolved already") {
            var stage = try PaymentScene.difference()
            try stage.act(ResolveDifference(), by: .chen)
            return try stage.refusal(ResolveDifference(), by: .wu)
        },
        RefusalCase("work.signaturesOpen", "an approval of a batch waits for a signature") {
            try signed(PaymentScene.awaiting(), PaymentTasks.approveBatch)
                .refusal(totals(1, 7_500_00), by: .chen)
        },
    ]

    static func totals(_ count: Int64, _ minor: Int64) -> ApproveBatch {
        var command = ApproveBatch()
        command.count = count
        command.total = Money(minor: minor)
        return command
    }
}
