import Kernel

/// 下达付款指令: whole, or divided between two, by transfer or by cheque.
struct OrderDesk: Desk {
    func isReady(_ file: CaseFile) -> Bool {
        // A correction of what came back is about to order it again.
        file.payment?.correction == nil
    }

    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set(file.claim?.decisions.compactMap(\.approver) ?? [])
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        guard let claim = file.claim?.state, let first = claim.openParts.first else { return [] }
        var fate = round.fate("payee.\(claim.number).\(first.decision)")
        if let failed = file.payment?.state, failed.state == .failed,
            failed.decision == first.decision, failed.part == first.part.number, fate.chance(600)
        {
            return [correction(of: failed, who, &fate)]
        }
        let divides = fate.chance(80) && claim.plans.isEmpty && first.decided.minor > 1000
            && claim.livePayments(of: first.decision).isEmpty
            && first.decision == Int64(claim.decisions.count) - 1
            && (claim.state == .approved || claim.state == .paymentFailed)
        if divides {
            let numbers: [Int64] = [1, 2]
            return [division(claim.number, who)]
                + (try numbers.map { try order(claim, first.decided, $0, who, round) })
        }
        let isDivided = claim.parts(of: first.decision).count > 1
        let whole = try order(
            claim, first.decided, isDivided ? first.part.number : nil, who, round)
        if round.chances.chance(20), case .object(var unchecked) = whole.fields {
            unchecked["isEntitled"] = false
            return [whole.mistaken(fields: .object(unchecked)), whole]
        }
        return [whole]
    }

    private func division(_ claim: String, _ who: OfficeMember) -> Errand {
        Errand(
            who, "payments.divide",
            [
                "claim": .string(claim),
                "shares": [
                    ["title": "本车损失", "role": "insured", "permille": 617],
                    ["title": "第三者损失", "role": "thirdParty", "permille": 383],
                ],
            ])
    }

    private func order(
        _ claim: Claim, _ decided: Money, _ part: Int64?, _ who: OfficeMember, _ round: Round
    ) throws -> Errand {
        var fate = round.fate("account.\(claim.number).\(part ?? 0)")
        let payee = DemoPerson(&fate)
        let account = DemoPerson.account(&fate)
        var fields: JSON.Object = [
            "claim": .string(claim.number),
            "method": fate.chance(60) ? "cheque" : "bankTransfer",
            "payee": .string(payee.name), "account": .string(account), "isEntitled": true,
            "part": part.map(JSON.integer) ?? .null,
        ]
        if try PaymentStore.rules(round.reader).needsIdentity(decided) {
            fields["identityDocument"] = "residentCard"
            fields["identityNumber"] = .string(payee.identityNumber)
            fields["identitySource"] = "original"
        }
        return Errand(who, "payments.order", .object(fields))
    }

    private func correction(
        of payment: Payment, _ who: OfficeMember, _ fate: inout Chances
    ) -> Errand {
        let payee = DemoPerson(&fate)
        return Errand(
            who, "payments.requestCorrection",
            [
                "payment": .string(payment.number), "payee": .string(payee.name),
                "account": .string(DemoPerson.account(&fate)), "reason": "客户提供新的银行账户证明",
            ])
    }
}

/// 复核放款, by neither the maker nor the approver; sometimes stopped and ordered again. What looks
/// like another payment goes to a supervisor first.
struct ReleaseDesk: Desk {
    func isReady(_ file: CaseFile) -> Bool { file.payment?.correction == nil }

    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        let makers = [file.payment?.maker].compactMap(\.self)
        return Set(makers + (file.claim?.decisions.compactMap(\.approver) ?? []))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) throws -> [Errand] {
        guard let payment = file.payment?.state else { return [] }
        if round.chances.chance(15) {
            let fields: JSON = ["payment": .string(payment.number), "reason": "账户信息有疑问，退回核对"]
            return [Errand(who, "payments.stop", fields)]
        }
        let fields: JSON = ["payment": .string(payment.number)]
        let release = Errand(who, "payments.release", fields)
        let rules = try PaymentStore.rules(round.reader)
        if payment.identity == nil, rules.needsIdentity(payment.decided) {
            return identityChecked(payment, round).map { [$0, release] } ?? []
        }
        let similar = try PaymentStore.duplicates(of: payment, rules, round.reader)
        let accepted = Set(payment.duplicates?.payments ?? [])
        guard
            rules.blocking(similar, payment.amount).contains(where: {
                !accepted.contains($0.payment)
            }), let supervisor = round.anyone(.claimsSupervisor, but: payment.maker)
        else { return [release] }
        let ruling: JSON = [
            "payment": .string(payment.number), "reason": "两案事故与票据不同，确属两次损失",
        ]
        return [
            release.mistaken(fields: fields),
            Errand(supervisor, "payments.acceptDuplicate", ruling), release,
        ]
    }

    /// What was ordered without the payee's identity has it recorded before the release.
    private func identityChecked(_ payment: Payment, _ round: Round) -> Errand? {
        guard let clerk = round.anyone(.claimsHandler) else { return nil }
        var chances = round.fate("payee.\(payment.claimNumber)")
        return Errand(
            clerk, "payments.checkIdentity",
            [
                "payment": .string(payment.number), "document": "residentCard",
                "number": .string(DemoPerson(&chances).identityNumber), "against": "original",
            ])
    }
}

/// 交付支票.
struct HandOverDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        let number = file.card.number
        return [
            Errand(
                who, "payments.handOverCheque",
                [
                    "payment": .string(number), "cheque": .string("CQ-\(number)"),
                    "receipt": .string("签收单 \(number)"),
                ])
        ]
    }
}

/// 审批账户更正, by neither who asked nor the maker.
struct CorrectionDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.payment?.maker, file.payment?.correction?.requestedBy].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let payment = file.payment?.state, let claim = file.claim?.state else { return [] }
        let isOpen = payment.state != .failed
            || claim.openParts.contains {
                $0.decision == payment.decision && $0.part.number == payment.part
            }
        let agrees = isOpen && round.chances.chance(900)
        return [
            Errand(
                who, "payments.decideCorrection",
                [
                    "payment": .string(payment.number), "agrees": .bool(agrees),
                    "reason": agrees ? "已电话回访客户核实账户" : "账户证明不清晰，请重新提供",
                ])
        ]
    }
}

/// 登记追回结果.
struct RecallDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        var fate = round.fate("recall.\(file.card.number)")
        return [
            Errand(
                who, "payments.answerRecall",
                [
                    "payment": .string(file.card.number), "succeeded": .bool(fate.chance(500)),
                    "reason": "银行已书面答复",
                ])
        ]
    }
}

/// 审批付款批次, by somebody who did not make it.
struct BatchApprovalDesk: Desk {
    func excluded(_ file: CaseFile) -> Set<ID<StaffMember>> {
        Set([file.batch?.madeBy].compactMap(\.self))
    }

    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        guard let batch = file.batch?.state else { return [] }
        return [
            Errand(
                who, "payments.approveBatch",
                [
                    "batch": .string(batch.number),
                    "count": .integer(Int64(batch.payments.count)),
                    "total": .string(batch.total.description),
                ])
        ]
    }
}

/// 处理对账差异.
struct DifferenceDesk: Desk {
    func errands(_ file: CaseFile, _ who: OfficeMember, _ round: inout Round) -> [Errand] {
        [
            Errand(
                who, "payments.resolveDifference",
                [
                    "difference": .string(file.card.number), "resolution": "bankCorrected",
                    "reason": "银行录入差错，已更正重报",
                ])
        ]
    }
}
