import Kernel
import Testing

@testable import Insurance

// The commands of the payment desk with their usual fields; a test changes what it is about.

extension OrderPayment {
    static func part(
        _ number: Int64?, _ seals: Seals, _ change: (inout OrderPayment) -> Void = { _ in }
    ) throws -> Self {
        var command = try order(seals)
        command.part = number
        change(&command)
        return command
    }
}

extension DividePayment {
    /// Six tenths to the insured, four to the injured.
    static func shares(_ permille: [Int64] = [600, 400]) -> Self {
        var command = DividePayment()
        command.shares = permille.enumerated().map { index, share in
            var one = PaymentShare()
            one.title = "share \(index)"
            one.role = index == 0 ? .insured : .thirdParty
            one.permille = share
            return one
        }
        return command
    }

    static func amounts(_ minors: [Int64]) -> Self {
        var command = shares(minors.map { _ in 1 })
        for (index, minor) in minors.enumerated() {
            command.shares[index].permille = nil
            command.shares[index].amount = Money(minor: minor)
        }
        return command
    }
}

extension RequestCorrection {
    static func corrected(_ seals: Seals) throws -> Self {
        var command = RequestCorrection()
        command.payee = Personal(sealed: try seals.insured.seal("何静", field: "name"))
        command.account = Personal(
            sealed: try seals.insured.seal("6222020000000009999", field: "bankAccount"))
        command.reason = "two digits were mixed up"
        return command
    }
}

extension DecideCorrection {
    static func decision(_ agrees: Bool = true) -> Self {
        var command = DecideCorrection()
        command.agrees = agrees
        command.reason = "the bank's letter was seen"
        return command
    }
}

extension CheckIdentity {
    static func check(_ seals: Seals) throws -> Self {
        var command = CheckIdentity()
        command.number = Personal(
            sealed: try seals.insured.seal("99999919900101001X", field: "identityNumber"))
        return command
    }
}

extension FailPayment {
    static func failure(_ code: ReturnReason = .accountClosed, of payment: String = "") -> Self {
        var command = FailPayment()
        command.payment = payment
        command.code = code
        command.reason = "returned by the bank"
        return command
    }
}

extension ReconcileLine {
    static func line(
        _ name: String, _ payment: String?, _ minor: Int64,
        _ result: BankLine.Booking = .paid, reference: String = "BANK-1"
    ) -> Self {
        var command = ReconcileLine()
        command.sheet = "ST-1"
        command.line = name
        command.reference = reference
        command.payment = payment
        command.amount = Money(minor: minor)
        command.result = result
        return command
    }
}

extension HandOverCheque {
    static func cheque(_ number: String = "30201001") -> Self {
        var command = HandOverCheque()
        command.cheque = number
        command.receipt = "RC-1"
        return command
    }
}

/// Stages of the payment desk, each what real commands decided.
enum PaymentScene {
    /// 7,500.00 divided into 4,500.00 and 3,000.00, both ordered.
    static func divided() throws -> ClaimStage {
        var stage = try Scene.approved.stage
        try stage.act(DividePayment.shares(), by: .feng)
        try stage.act(OrderPayment.part(1, stage.seals), by: .feng)
        try stage.act(OrderPayment.part(2, stage.seals), by: .feng)
        return stage
    }

    /// Both parts sent in one batch.
    static func dividedSent() throws -> ClaimStage {
        var stage = try divided()
        let numbers = stage.payments.map(\.state.number)
        for number in numbers {
            var release = ReleasePayment()
            release.payment = number
            try stage.act(release, by: .chen)
        }
        try stage.act(SendBatch(), by: .feng)
        return stage
    }

    static func returned() throws -> ClaimStage {
        var stage = try Scene.paymentSent.stage
        try stage.act(FailPayment.failure(), by: .feng)
        return stage
    }

    static func cheque(handedOver: Bool = true) throws -> ClaimStage {
        var stage = try Scene.approved.stage
        try stage.act(OrderPayment.part(nil, stage.seals) { $0.method = .cheque }, by: .feng)
        try stage.act(ReleasePayment(), by: .chen)
        if handedOver { try stage.act(HandOverCheque.cheque(), by: .feng) }
        return stage
    }

    /// A released payment in a batch that a second person must approve.
    static func awaiting() throws -> ClaimStage {
        var stage = try Scene.paymentReleased.stage
        stage.paymentRules.batchApprovalFrom = Money(minor: 7_500_00)
        try stage.act(SendBatch(), by: .feng)
        return stage
    }

    static func difference() throws -> ClaimStage {
        var stage = try Scene.paymentSent.stage
        let number = stage.payment?.number
        try stage.act(ReconcileLine.line("1", number, 7_500_01), by: .feng)
        return stage
    }
}
