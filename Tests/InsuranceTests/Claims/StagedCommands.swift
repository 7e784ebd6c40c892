import Kernel
import Testing

@testable import Insurance

extension RegisterNotice: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let time = try stage.time(of: nil)
        let day = time.day(of: lossAt)
        let similar = [stage.notice].compactMap(\.self).filter {
            $0.policy == policy && $0.lossDay == day && $0.cause == cause
                && $0.state.state != .withdrawn
        }
        let imported = stage.notice.flatMap { source != nil && $0.source == source ? $0 : nil }
        return Facts(
            policy: stage.policy.flatMap { $0.number == policy ? $0 : nil },
            rescission: stage.rescissions.first {
                $0.policy == policy && $0.state.state == .declared
            }, similar: similar,
            imported: imported, time: time)
    }
}

extension WithdrawNotice: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let notice = try #require(stage.notice)
        return Facts(
            notice: notice, time: try stage.time(of: notice.state.stream),
            work: stage.openWork(of: notice.state.stream))
    }
}

extension MergeNotices: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let notice = try #require(stage.notice)
        return Facts(
            notice: NoticeFacts(
                notice: notice, time: try stage.time(of: notice.state.stream),
                work: stage.openWork(of: notice.state.stream)),
            into: try #require(stage.otherNotice))
    }
}

extension RegisterClaim: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let notice = try #require(stage.notice)
        let policy = stage.policy.flatMap { $0.number == notice.policy ? $0 : nil }
        let product = policy == nil ? nil : stage.product
        let triage = try complexity == nil
            ? product.map { try Complexity.triage(reserve, $0.state) } : nil
        return Facts(
            notice: notice, policy: policy, product: product,
            clocks: try stage.time(of: notice.state.stream), starting: try stage.time(of: nil),
            work: stage.openWork(of: notice.state.stream),
            imported: stage.claim.flatMap { source != nil && $0.source == source ? $0 : nil },
            kind: complexity ?? triage?.0 ?? .normal, triage: triage?.1,
            siblings: [stage.claim].compactMap(\.self),
            book: stage.book(Reserves.authorityKind))
    }
}

/// Commands on a claim that look at nothing else.
protocol StagedOnClaim: Staged where Facts == ClaimFacts {}
extension StagedOnClaim {
    func facts(_ stage: ClaimStage) throws -> ClaimFacts { try stage.claimFacts() }
}

extension ReceiveDocuments: StagedOnClaim {}
extension WeighLateNotice: StagedOnClaim {}
extension AssessLoss: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(),
            prices: Dictionary(uniqueKeysWithValues: stage.prices.map { ($0.code, $0.state) }))
    }
}
extension DoubtClaim: StagedOnClaim {}
extension LiftDoubt: StagedOnClaim {}
extension VerifyLoss: StagedOnClaim {}
extension ReturnAssessment: StagedOnClaim {}
extension ReturnProposal: StagedOnClaim {}
extension DeliverRefusal: StagedOnClaim {}
extension CloseClaim: StagedOnClaim {}
extension CancelClaim: StagedOnClaim {}
extension OrderPayment: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(),
            party: stage.parties.map(\.state).first { $0.id == party })
    }
}

extension ProposeDecision: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(), book: stage.book(ClaimAuthority.kind(of: outcome)),
            adjudication: stage.adjudication, overLimits: stage.overLimits)
    }
}

extension DecideClaim: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let claim = try stage.claimFacts()
        let outcome = claim.claim.proposal?.outcome ?? .pay
        return Facts(
            claim: claim, book: stage.book(ClaimAuthority.kind(of: outcome)),
            adjudication: stage.adjudication)
    }
}

/// Commands on a payment with its claim.
protocol StagedOnPayment: Staged where Facts == PaymentFacts {
    var payment: String { get }
}
extension StagedOnPayment {
    func facts(_ stage: ClaimStage) throws -> PaymentFacts { try stage.paymentFacts(payment) }
}

extension ReleasePayment: StagedOnPayment {}
extension StopPayment: StagedOnPayment {}
extension ConfirmPayment: StagedOnPayment {}
extension FailPayment: StagedOnPayment {}

extension DividePayment: StagedOnClaim {}
extension CheckIdentity: StagedOnPayment {}
extension AcceptDuplicate: StagedOnPayment {}
extension RequestCorrection: StagedOnPayment {}
extension DecideCorrection: StagedOnPayment {}
extension RecallPayment: StagedOnPayment {}
extension AnswerRecall: StagedOnPayment {}

extension HandOverCheque: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            payment: try stage.paymentFacts(payment),
            isUsed: stage.payments.contains { $0.cheque?.number == cheque })
    }
}

extension SendBatch: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let found = stage.payments.filter {
            $0.state.state == .released && $0.amount.currency == currency && $0.batch == nil
                && $0.method == .bankTransfer
        }
        return Facts(
            payments: found, work: stage.work.filter(\.state.isOpen), rules: stage.paymentRules)
    }
}

/// Commands on a batch with its payments.
protocol StagedOnBatch: Staged where Facts == BatchFacts {}
extension StagedOnBatch {
    func facts(_ stage: ClaimStage) throws -> BatchFacts {
        let batch = try #require(stage.batch)
        return BatchFacts(
            batch: batch, payments: stage.payments.filter { $0.batch == batch.number },
            work: stage.work.filter(\.state.isOpen))
    }
}

extension ApproveBatch: StagedOnBatch {}
extension ReturnBatch: StagedOnBatch {}

extension TakeBatchFile: Staged {
    func facts(_ stage: ClaimStage) throws -> Loaded<PaymentBatch> { try #require(stage.batch) }
}

extension SealBatchFile: Staged {
    func facts(_ stage: ClaimStage) throws -> Loaded<PaymentBatch> { try #require(stage.batch) }
}

extension ReconcileLine: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let known = stage.lines.first { $0.state.statement == sheet && $0.state.line == line }
        let holder = stage.payments.first { $0.bankReference == reference }?.number
        let named = payment.flatMap { number in
            stage.payments.first { $0.number == number }?.number
        } ?? holder
        return Facts(
            known: known, payment: try named.map { try stage.paymentFacts($0) }, holder: holder,
            candidates: stage.payments.filter { $0.state.state == .sent && $0.amount == amount }
                .map(\.state.number),
            time: try stage.time(of: nil))
    }
}

extension ResolveDifference: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let difference = try #require(stage.difference)
        return Facts(
            difference: difference, time: try stage.time(of: difference.state.stream),
            work: stage.openWork(of: difference.state.stream))
    }
}

extension SetPaymentRules: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts { Facts(row: stage.customRules) }
}
