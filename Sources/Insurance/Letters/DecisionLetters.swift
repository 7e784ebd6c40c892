import Kernel

extension ClaimFacts {
    /// 拒赔通知书 of a decision: reasons, terms and the ways of appeal.
    func refusal(_ refused: ClaimDecision, _ context: Context) -> Letter {
        letter(.refusal, refused.facts, context)
    }

    /// 理赔决定通知书: the customer learns what is paid and why.
    func tell(_ decided: ClaimDecision, _ decision: inout Decision, _ context: Context) {
        let letter = letter(
            .decision, decided.facts + [LetterFact("amount", decided.amount.description)], context)
        decision.open(Letter.self, .issued(letter))
        decision.send(
            OutboxMessage(
                key: "\(context.act.text).decision", channel: .notice,
                stream: claim.state.stream, template: "claim.decided",
                address: claim.reporterPhone ?? claim.insured,
                values: letter.carried(with: [
                    "claim": .string(claim.number),
                    "amount": .string(decided.amount.description),
                ])))
    }

    /// 赔款支付凭证.
    func receipt(
        _ amount: Money, _ voucher: String, _ context: Context
    ) -> Letter {
        letter(
            .voucher,
            [LetterFact("amount", amount.description), LetterFact("voucher", voucher)], context)
    }
}

extension ClaimDecision {
    fileprivate var facts: [LetterFact] {
        var seen: Set<String> = []
        let distinct = terms.filter { seen.insert($0).inserted }
        return [
            LetterFact("reasons", reasons), LetterFact("terms", distinct.joined(separator: "\n")),
        ]
    }
}
