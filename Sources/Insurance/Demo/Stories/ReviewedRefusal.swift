import Kernel

/// 拒赔经复核变更: a burst pipe is refused, the customer asks for a review, somebody else finds that
/// the exclusion does not apply; it is paid, closed and archived, and an audit holds the file.
enum ReviewedRefusal: DemoStory {
    static let name = "reviewedRefusal"
    static let beginsDaysBefore = 70

    static func tell(_ teller: inout DemoTeller) async throws {
        let claim = try await teller.openClaim(
            .init(
                product: "HOME", skipping: 5, cause: .burstPipe, place: "杭州市滨江区江南大道1388号",
                course: "厨房水管夜间爆裂，地板和橱柜浸泡", reporter: "陈雨桐", phone: "13800002345",
                coverage: "contents", item: "地板与橱柜更换", claimed: "8600.00 CNY",
                documents: ["claimForm", "lossList", "photos"]))
        try await teller.decide(claim, pays: false, "认为属于自然老化，责任免除第三项", "第八条第三项")
        try await teller.act(.claimsHandler, "claims.deliverRefusal", ["claim": .string(claim)])
        try await teller.act(.claimsHandler, "claims.close", ["claim": .string(claim)])
        teller.wait(days: 5)
        try await review(claim, &teller)
        try await teller.assess(claim, "contents", "地板与橱柜更换", "8600.00 CNY")
        try await teller.decide(claim, pays: true, "水管爆裂为突发意外，属于保险责任", "第六条")
        try await teller.payAndClose(claim, "陈雨桐", "9999990123456789147", "8100.00 CNY")
        let number = try await teller.reviewNumber(of: claim)
        try await teller.act(.claimsHandler, "reviews.close", ["review": .string(number)])
        teller.wait(days: 3)
        try await teller.archive(claim, "杭州档案室 3 号柜")
        try await teller.act(
            .auditor, "archives.setHold",
            [
                "claim": .string(claim), "ground": "audit", "document": "审计通知 2026-7",
                "reason": "列入拒赔复核专项审计",
            ])
    }

    private static func review(_ claim: String, _ teller: inout DemoTeller) async throws {
        let review = try await teller.act(
            .serviceAgent, "reviews.request",
            [
                "claim": .string(claim), "channel": "phone", "isInsured": true,
                "requester": "陈雨桐", "phone": "13800002345",
                "grounds": "水管是去年新装的，物业有维修记录，不是老化。",
            ]
        ).text("number") ?? ""
        teller.wait(days: 2)
        try await teller.act(
            .claimsSupervisor, "reviews.begin", ["review": .string(review)])
        try await teller.act(
            .claimsSupervisor, "reviews.conclude",
            [
                "review": .string(review), "outcome": "changed", "reserve": "8600.00 CNY",
                "reason": "物业记录证明水管为上一年度新装，老化免责不成立",
            ])
        try await teller.act(.claimsHandler, "reviews.tell", ["review": .string(review)])
        teller.wait(days: 1)
    }
}

extension DemoTeller {
    func reviewNumber(of claim: String) async throws -> String {
        try await door.dispatcher.database.read { reader in
            try AfterwardsStore.reviews(of: claim, reader).last?.number ?? ""
        }
    }
}
