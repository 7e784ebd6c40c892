import Kernel

/// 台风受伤: the customer could not be reached in time because the network was down. The breach
/// stays a breach and is excused by force majeure, with its evidence.
enum TyphoonFall: DemoStory {
    static let name = "typhoonFall"
    static let beginsDaysBefore = 45

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("ACCIDENT", skipping: 6)
        let notice = try await teller.act(
            .claimsIntake, "claims.registerNotice",
            [
                "channel": "counter", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -14_400).iso8601),
                "place": "舟山市普陀区沈家门街道", "cause": "otherAccident",
                "course": "台风过境时被坠落的广告牌砸伤右臂", "estimate": "6200.00 CNY",
                "reporterName": "林海波", "reporterPhone": "13700004321",
                "source": .string(teller.source),
            ]
        ).text("number") ?? ""
        try await teller.act(
            .registrationClerk, "claims.registerClaim",
            ["notice": .string(notice), "reserve": "6200.00 CNY", "reason": "柜面报案估损"])
        try await teller.act(
            .claimsHandler, "claims.recordContact",
            [
                "notice": .string(notice), "channel": "phone", "outcome": "noAnswer",
                "note": "当地通信基站受损，号码无法接通",
            ])
        teller.wait(days: 5)
        try await teller.act(
            .claimsHandler, "claims.recordContact",
            [
                "notice": .string(notice), "channel": "phone", "outcome": "reached",
                "note": "通信恢复后联系上客户，已告知就诊和单据事项",
            ])
        try await teller.sweep()
        try await excuse(notice, &teller)
    }

    private static func excuse(_ notice: String, _ teller: inout DemoTeller) async throws {
        let breach = try await teller.breach(of: .firstContact, in: notice).number
        try await teller.act(
            .claimsSupervisor, "breaches.explain",
            [
                "breach": .string(breach), "cause": "forceMajeure",
                "explanation": "台风致当地通信中断，期间多次拨打未接通",
                "evidence": "气象部门台风红色预警；通信运营商基站中断公告；三次拨打记录",
            ])
        try await teller.act(
            .executive, "breaches.decide",
            ["breach": .string(breach), "measure": "none", "reason": "不可抗力属实，佐证充分"])
    }
}
