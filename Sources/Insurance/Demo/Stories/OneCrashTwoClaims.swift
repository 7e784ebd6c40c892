import Kernel

/// 一次事故两个赔案: a crash reported twice, by the driver and by the injured passenger's family. The
/// notices are merged, two claims are registered, and the dispatcher names the assessor. Left open.
enum OneCrashTwoClaims: DemoStory {
    static let name = "oneCrashTwoClaims"
    static let beginsDaysBefore = 6

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("AUTO", skipping: 9)
        let loss = teller.now.adding(seconds: -7_200)
        let notice = try await report(
            policy, loss, by: "秦志远", "驾驶人", "被后车追尾，车尾受损，副驾驶乘客颈部扭伤", &teller,
            ["source": .string(teller.source)])
        let duplicate = try await report(
            policy, loss, by: "罗美玲", "乘客家属", "乘客在追尾事故中受伤，已送医", &teller,
            ["distinct": true])
        try await teller.act(
            .claimsIntake, "claims.mergeNotices",
            [
                "notice": .string(duplicate), "into": .string(notice),
                "reason": "同一事故，驾驶人已先行报案",
            ])
        let damage = try await register(notice, "8000.00 CNY", "damage", &teller, [:])
        _ = try await register(
            notice, "3000.00 CNY", "occupants", &teller, ["injured": "罗美琪"])
        guard let item = try await teller.pooledWork("claims.assess", of: damage),
            let assessor = teller.holder(of: .lossAssessor)
        else { return }
        try await teller.act(
            .dispatcher, "dispatch.assign",
            [
                "item": .string(item), "to": .string(assessor.number),
                "reason": "车辆停放在其片区修理厂，当日可定损",
            ])
    }

    private static func report(
        _ policy: String, _ loss: Moment, by name: String, _ relation: String, _ course: String,
        _ teller: inout DemoTeller, _ more: JSON.Object
    ) async throws -> String {
        var fields: JSON.Object = [
            "channel": "phone", "policy": .string(policy), "lossAt": .string(loss.iso8601),
            "place": "南京市中山东路与龙蟠中路口", "cause": "trafficAccident",
            "course": .string(course), "estimate": "8000.00 CNY", "reporterName": .string(name),
            "relation": .string(relation),
        ]
        for member in more.members { fields[member.name] = member.value }
        return try await teller.act(.claimsIntake, "claims.registerNotice", .object(fields))
            .text("number") ?? ""
    }

    private static func register(
        _ notice: String, _ reserve: JSON, _ coverage: JSON, _ teller: inout DemoTeller,
        _ more: JSON.Object
    ) async throws -> String {
        var fields: JSON.Object = [
            "notice": .string(notice), "reserve": reserve, "reason": "按报案损失估计",
            "coverages": [coverage],
        ]
        for member in more.members { fields[member.name] = member.value }
        return try await teller.act(.registrationClerk, "claims.registerClaim", .object(fields))
            .text("number") ?? ""
    }
}
