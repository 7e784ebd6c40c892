import Kernel

/// 退票更正: the bank returns a transfer because the name does not match; the account is corrected by
/// four eyes and the successor arrives.
enum ReturnedTransfer: DemoStory {
    static let name = "returnedTransfer"
    static let beginsDaysBefore = 21

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await PaidCase(
            product: "ACCIDENT", skipping: 2, place: "上海市徐汇区漕溪北路地铁站出口", cause: "fall",
            course: "下台阶时踩空摔倒，右踝骨折，门诊手法复位", reporter: "李秀英",
            phone: "13800002468", documents: ["claimForm", "records", "receipts"],
            items: [("treatment", "门诊与康复治疗费用", "4000.00 CNY")],
            reserve: "4000.00 CNY", terms: "第四条第二款"
        ).decided(&teller)
        let first = try await teller.act(
            .paymentClerk, "payments.order",
            [
                "claim": .string(claim), "method": "bankTransfer", "payee": "李秀英",
                "account": "9999990123456789030", "isEntitled": true,
            ]
        ).text("payment") ?? ""
        try await teller.act(.paymentReleaser, "payments.release", ["payment": .string(first)])
        try await teller.act(.paymentClerk, "payments.sendBatch", ["currency": "CNY"])
        teller.wait(days: 1)
        try await teller.act(
            .paymentClerk, "payments.fail",
            ["payment": .string(first), "code": "nameMismatch", "reason": "户名与账号不符，银行退回"])
        try await teller.act(
            .paymentClerk, "payments.requestCorrection",
            [
                "payment": .string(first), "payee": "李秀英", "account": "9999990123456789048",
                "reason": "客户补交银行卡复印件，原账号录错两位",
            ])
        let second = try await teller.act(
            .claimsSupervisor, "payments.decideCorrection",
            ["payment": .string(first), "agrees": true, "reason": "已核对银行卡复印件并回拨客户"]
        ).text("payment") ?? ""
        try await teller.pay([(second, "3200.00 CNY")])
        try await teller.act(.claimsHandler, "claims.close", ["claim": .string(claim)])
    }
}
