import Kernel

/// The daily batch, and what the bank says the morning after: by hand or by its statement, with an
/// error of its own now and then.
enum BankDesk {
    /// From 15:00 what was released goes to the bank.
    private static let batchMinute = 15 * 60

    static func assignments(_ round: inout Round) throws -> [Assignment] {
        guard let clerk = round.anyone(.paymentClerk) else { return [] }
        if round.hours.minute(of: round.now) >= batchMinute {
            return try round.reader.rows(
                """
                SELECT DISTINCT currency FROM payment WHERE stage = 'released' AND batch IS NULL
                AND method = 'bankTransfer' ORDER BY currency
                """
            ).map { row in
                Assignment([
                    Errand(
                        clerk, "payments.sendBatch",
                        ["currency": .string(try row.text("currency")), "atMost": 500])
                ])
            }
        }
        return try answers(clerk, &round)
    }

    private static func answers(
        _ clerk: OfficeMember, _ round: inout Round
    ) throws -> [Assignment] {
        let sent: [Loaded<Payment>] = try round.reader.loadAll(
            where: "stage = 'sent' ORDER BY number LIMIT 5000")
        return sent.map(\.state).compactMap { payment in
            // While a recall is open the bank's answer to it comes first.
            if payment.recall != nil, payment.recall?.answer == nil { return nil }
            var fate = round.fate("bank.\(payment.number)")
            if payment.recall == nil, fate.chance(15),
                let releaser = round.anyone(.paymentReleaser)
            {
                return Assignment([
                    Errand(
                        releaser, "payments.recall",
                        ["payment": .string(payment.number), "reason": "收款人来电称账户有误"])
                ])
            }
            return Assignment(answer(payment, clerk, &fate))
        }
    }

    private static func answer(
        _ payment: Payment, _ clerk: OfficeMember, _ fate: inout Chances
    ) -> [Errand] {
        let number = JSON.string(payment.number)
        if fate.chance(40) {
            let code = payment.method == .bankTransfer ? "nameMismatch" : "chequeUncashed"
            return [
                Errand(
                    clerk, "payments.fail",
                    ["payment": number, "reason": "户名与账号不符，银行退回", "code": .string(code)])
            ]
        }
        if fate.chance(500) { return statement(payment, clerk, &fate) }
        var fields: JSON.Object = [
            "payment": number, "reference": .string("BK-\(payment.number)"),
            "amount": .string(payment.amount.description),
        ]
        let confirmation = Errand(clerk, "payments.confirm", .object(fields))
        if fate.chance(20) {
            fields["amount"] = .string(more(payment.amount).description)
            return [confirmation.mistaken(fields: .object(fields)), confirmation]
        }
        return [confirmation]
    }

    /// A line of the statement; one in ten was booked wrongly first.
    private static func statement(
        _ payment: Payment, _ clerk: OfficeMember, _ fate: inout Chances
    ) -> [Errand] {
        func line(_ name: String, _ amount: Money) -> Errand {
            Errand(
                clerk, "payments.reconcileLine",
                [
                    "statement": .string("ST-\(payment.batch ?? "CHEQUES")"),
                    "line": .string("\(payment.number)-\(name)"),
                    "reference": .string("BK-\(payment.number)"),
                    "payment": .string(payment.number),
                    "amount": .string(amount.description), "result": "paid",
                ])
        }
        let right = line("2", payment.amount)
        return fate.chance(100) ? [line("1", more(payment.amount)), right] : [right]
    }

    private static func more(_ amount: Money) -> Money {
        Money(minor: amount.minor + 1, amount.currency)
    }
}
