package import Kernel

extension Claim {
    /// A payment of this claim that has neither failed nor been stopped: what of it is on its way
    /// or has arrived.
    package struct LivePayment: Sendable, Codable, Equatable {
        package let payment: ID<Payment>
        package let basis: Payment.Basis
        package let decision: Int64
        package let part: Int64
        package let minor: Int64
        package internal(set) var isConfirmed: Bool

        package init(_ payment: Payment) {
            self.payment = payment.id
            basis = payment.basis
            decision = payment.decision
            part = payment.part
            minor = payment.amount.minor
            isConfirmed = false
        }
    }

    /// A part of a decision that no payment is on its way for.
    package struct OpenPart: Sendable, Equatable {
        package let decision: Int64
        package let decided: Money
        package let part: PaymentPlan.Part
    }

    /// How a decision is divided: its plan, or the whole as one part.
    package func parts(of decision: Int64) -> [PaymentPlan.Part] {
        guard decision >= 0, decision < Int64(decisions.count) else { return [] }
        let decided = decisions[Int(decision)]
        guard decided.outcome.pays, decided.amount.minor > 0 else { return [] }
        if let plan = plans.last(where: { $0.decision == decision }) { return plan.parts }
        return [PaymentPlan.Part(number: 1, role: nil, title: nil, amount: decided.amount)]
    }

    /// The parts that must still be ordered, the earliest decision first.
    package var openParts: [OpenPart] {
        decisions.indices.flatMap { index in
            let decision = Int64(index)
            let live = Set(livePayments(of: decision).map(\.part))
            return parts(of: decision).filter { !live.contains($0.number) }.map {
                OpenPart(decision: decision, decided: decisions[index].amount, part: $0)
            }
        }
    }

    package func livePayments(of decision: Int64) -> [LivePayment] {
        livePayments.filter { $0.basis == .decision && $0.decision == decision }
    }

    /// Whether everything decided has arrived.
    package var isSettled: Bool {
        openParts.isEmpty
            && livePayments.allSatisfy { $0.isConfirmed || $0.basis == .advance }
    }

    /// What was decided to be paid, over all decisions.
    package var decidedMinor: Int64 {
        decisions.filter { $0.outcome.pays }
            .reduce(0) { $0.addingClamped($1.amount.minor) }
    }

    /// What is on its way.
    package var inPaymentMinor: Int64 {
        livePayments.filter { !$0.isConfirmed }.reduce(0) { $0.addingClamped($1.minor) }
    }

    package enum PaymentProgress: String, Sendable, CaseIterable {
        case nothing, ordered, partlyPaid, paid

        package var title: Words {
            switch self {
            case .nothing: Words("未支付", "Nothing paid")
            case .ordered: Words("支付中", "On its way")
            case .partlyPaid: Words("部分支付", "Partly paid")
            case .paid: Words("全部支付", "Paid in full")
            }
        }
    }

    package var paymentProgress: PaymentProgress {
        if livePayments.contains(where: \.isConfirmed) {
            return isSettled ? .paid : .partlyPaid
        }
        return livePayments.isEmpty ? .nothing : .ordered
    }

    /// The steps of payment, from the claim's events.
    mutating func applyPayment(_ event: Event) {
        switch event {
        case .paymentDivided(let plan):
            plans.removeAll { $0.decision == plan.decision }
            plans.append(plan)
        case .paymentOrdered(let live):
            payment = live.payment
            livePayments.append(live)
            if live.basis == .decision, state == .approved || state == .paymentFailed {
                state = .paymentOrdered
            }
        case .paymentFailed(let id, _):
            let isOfDecision = isOfDecision(id)
            livePayments.removeAll { $0.payment == id }
            if state == .paymentOrdered, isOfDecision { state = .paymentFailed }
        case .paid(let amount, let voucher, let id):
            paidMinor = paidMinor.addingClamped(amount.minor)
            vouchers.append(voucher)
            for index in livePayments.indices where livePayments[index].payment == id {
                livePayments[index].isConfirmed = true
            }
            if state == .paymentOrdered, isSettled { state = .paid }
        case .paymentReturned(let id, let amount, _):
            paidMinor = max(0, paidMinor - amount.minor)
            let isOfDecision = isOfDecision(id)
            livePayments.removeAll { $0.payment == id }
            if isOfDecision, state == .paid || state == .closed || state == .cancelled {
                state = .paymentFailed
                ending = nil
            }
        default: break
        }
    }

    /// An advance has its own line: what becomes of its payment says nothing about the decision's.
    private func isOfDecision(_ id: ID<Payment>) -> Bool {
        livePayments.first { $0.payment == id }?.basis != .advance
    }
}

/// 分配方案: how one decision is divided among those entitled to it, exactly to the fen.
package struct PaymentPlan: Sendable, Codable, Equatable {
    package struct Part: Sendable, Codable, Equatable {
        package let number: Int64
        /// As whom the one who gets this part is paid, when the plan says so.
        package let role: PayeeRole?
        /// Who or what it is for, without a name.
        package let title: String?
        package let amount: Money
    }

    package static let mostParts = 20

    package let decision: Int64
    package let parts: [Part]
    package let by: ID<StaffMember>
    package let at: Moment

    /// Whole fen of `total` for each share in permille: each gets what is certainly theirs, and the
    /// fen left over go one each to the largest remainders, the earlier share first when they are
    /// equal. `nil` unless the shares are positive and make 1000 together.
    package static func divide(_ total: Int64, permille shares: [Int64]) -> [Int64]? {
        guard total >= 0, shares.allSatisfy({ (1...1000).contains($0) }),
            shares.count <= mostParts, shares.reduce(0, +) == 1000
        else { return nil }
        var amounts: [Int64] = []
        var remainders: [Int64] = []
        for share in shares {
            // A share of at most 1000 permille is at most the total, so the division cannot trap.
            let product = total.multipliedFullWidth(by: share)
            let (quotient, remainder) = Int64(1000).dividingFullWidth(product)
            amounts.append(quotient)
            remainders.append(remainder)
        }
        let left = total - amounts.reduce(0, +)
        let order = remainders.indices.sorted {
            (-remainders[$0], $0) < (-remainders[$1], $1)
        }
        for index in order.prefix(Int(left)) { amounts[index] += 1 }
        return amounts
    }
}
