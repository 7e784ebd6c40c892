import Kernel

/// 入室盗窃: site, witness and an appointed loss adjuster; the report waits to be reviewed.
enum HomeBurglary: DemoStory {
    static let name = "homeBurglary"
    static let beginsDaysBefore = 16

    static func tell(_ teller: inout DemoTeller) async throws {
        let policy = try await teller.policyInForce("HOME", skipping: 5)
        let claim = try await teller.register(
            [
                "channel": "phone", "policy": .string(policy),
                "lossAt": .string(teller.now.adding(seconds: -200_000).iso8601),
                "place": "成都市武侯区人民南路四段某小区", "cause": "burglary",
                "course": "外出三日返家发现防盗门被撬，首饰、相机和现金被盗，已报警",
                "estimate": "46000.00 CNY", "reporterName": "刘佳怡",
                "reporterPhone": "13908001234",
            ], reserve: "46000.00 CNY")
        try await plan(claim, &teller)
        try await investigate(claim, &teller)
        if teller.keepsFiles { try await adjust(claim, &teller) }
        try await teller.act(
            .investigator, "claims.submitInvestigationReport",
            [
                "claim": .string(claim),
                "conclusion": "现场撬痕真实，邻居证言与出险时间一致，被盗物品清单与购物凭证基本相符",
            ])
    }

    private static func plan(_ claim: String, _ teller: inout DemoTeller) async throws {
        var tasks: [JSON] = [
            ["kind": "siteSurvey", "instruction": "勘验门锁撬痕并拍照"],
            ["kind": "witness", "instruction": "询问同楼层住户与物业"],
        ]
        if teller.keepsFiles {
            tasks.append(["kind": "lossAdjuster", "instruction": "鉴定首饰与相机的实际价值"])
        }
        try await teller.act(
            .claimsHandler, "claims.planInvestigation",
            [
                "claim": .string(claim), "tasks": .array(tasks),
                "reason": "盗抢案件，贵重物品价值需由公估机构鉴定",
            ])
        teller.wait(days: 1)
    }

    private static func investigate(_ claim: String, _ teller: inout DemoTeller) async throws {
        let photo = try await teller.attach(
            DemoPicture.png(side: 40, pattern: 2), "门锁撬痕.png", .sitePhoto, to: claim,
            as: .surveyor)
        try await teller.find(
            claim, "T1", "防盗门锁舌处有新鲜撬痕，室内翻动痕迹与报案一致", photo, as: .surveyor)
        try await teller.find(
            claim, "T2", "对门住户称出险当晚听到撬门声，物业提供了电梯监控时段", as: .investigator)
    }

    private static func adjust(_ claim: String, _ teller: inout DemoTeller) async throws {
        let due = teller.today.adding(days: 10)
        try await teller.act(
            .claimsHandler, "claims.appointAdjuster",
            [
                "claim": .string(claim), "task": "T3", "firm": "四川天平保险公估有限公司",
                "licence": "260118008", "adjuster": "周正清", "isIndependent": true,
                "fee": "2800.00 CNY", "reportDue": .string(due.description),
            ])
        teller.wait(days: 6)
        let report = try await teller.attach(
            DemoPaper.pdf("Loss adjuster report - jewellery and camera"), "公估报告.pdf",
            .adjusterReport, to: claim, as: .claimsHandler)
        try await teller.find(
            claim, "T3", "公估认定被盗首饰与相机实际价值合计 39,600 元，折旧依据见报告", report,
            as: .claimsHandler)
    }
}
