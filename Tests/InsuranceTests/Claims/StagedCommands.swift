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
            policy: stage.policy.flatMap { $0.number == policy ? $0 : nil }, similar: similar,
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

extension RegisterClaim: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let notice = try #require(stage.notice)
        let policy = stage.policy.flatMap { $0.number == notice.policy ? $0 : nil }
        let product = policy == nil ? nil : stage.product
        return Facts(
            notice: notice, policy: policy, product: product,
            clocks: try stage.time(of: notice.state.stream), starting: try stage.time(of: nil),
            work: stage.openWork(of: notice.state.stream),
            imported: stage.claim.flatMap { source != nil && $0.source == source ? $0 : nil },
            kind: complexity ?? product.map { Complexity.of(reserve, $0.state) } ?? .normal)
    }
}

/// Commands on a claim that look at nothing else.
protocol StagedOnClaim: Staged where Facts == ClaimFacts {}
extension StagedOnClaim {
    func facts(_ stage: ClaimStage) throws -> ClaimFacts { try stage.claimFacts() }
}

extension ReceiveDocuments: StagedOnClaim {}
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
extension ReopenClaim: StagedOnClaim {}
extension OrderPayment: StagedOnClaim {}

extension ProposeDecision: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(), book: stage.book(ClaimAuthority.kind(of: outcome)),
            adjudication: stage.adjudication)
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

extension RecordRecovery: Staged {
    func facts(_ stage: ClaimStage) throws -> Loaded<Claim> { try #require(stage.claim) }
}

/// Commands on a payment with its claim.
protocol StagedOnPayment: Staged where Facts == PaymentFacts {}
extension StagedOnPayment {
    func facts(_ stage: ClaimStage) throws -> PaymentFacts { try stage.paymentFacts() }
}

extension ReleasePayment: StagedOnPayment {}
extension StopPayment: StagedOnPayment {}
extension ConfirmPayment: StagedOnPayment {}
extension FailPayment: StagedOnPayment {}

extension SendBatch: Staged {
    func facts(_ stage: ClaimStage) throws -> [Loaded<Payment>] {
        [stage.payment].compactMap(\.self).filter {
            $0.state.state == .released && $0.amount.currency == currency
        }
    }
}
