import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// Customers take back what they reported.
struct PortalWithdrawTests {
    private static let reason = [("reason", "reportedByMistake")]

    @Test(arguments: Backend.available)
    func `a customer withdraws a claim after being told what that means`(
        _ backend: Backend
    ) async throws {
        let guest = try await PortalGuest.enter(on: backend)
        let claim = try await guest.claim()
        #expect(try await guest.get(claim).text.contains("/\(claim)/withdraw"))
        let page = try await guest.get("\(claim)/withdraw")
        #expect(page.status == 200 && page.text.contains("撤回意味着什么"))
        #expect(page.text.contains("不作理赔决定"))
        let reply = try await guest.post("\(claim)/withdraw", Self.reason)
        #expect(reply.field("Location") == "/portal/case/\(claim)?done=withdrawn")
        let after = try await guest.get("\(claim)?done=withdrawn")
        #expect(after.text.contains("已撤回") && after.text.contains("已撤案"))
        #expect(!after.text.contains("/withdraw\""))
        let ended = try await guest.house.world.load(claim, as: Claim.self)
        #expect(ended.state == .cancelled && ended.ending == .cancelled(.customerWithdrawal))
        #expect(ended.reserve.minor == 0)
        let actor = try await guest.house.lastActor(of: claim, Claim.self)
        #expect(actor.hasPrefix("customer:"))
        if backend == .sqlite { try await guest.house.expectSound() }
    }

    @Test func `a report that was not registered yet is taken back`() async throws {
        let guest = try await PortalGuest.enter()
        let notice = try await guest.report()
        #expect(try await guest.get("\(notice)/withdraw").text.contains("撤回报案"))
        _ = try await guest.post("\(notice)/withdraw", Self.reason)
        let taken = try await guest.house.world.load(notice, as: Notice.self)
        #expect(taken.state == .withdrawn)
        let open = try await guest.house.office.database.read { reader in
            try WorkItemCount.open(of: notice, reader)
        }
        #expect(open == 0)
        try await guest.house.expectSound()
    }

    @Test func `a report that became a claim leads to the claim`() async throws {
        let guest = try await PortalGuest.enter()
        let claim = try await guest.claim()
        let notice = try await guest.house.world.load(claim, as: Claim.self).notice
        #expect(try await guest.get(notice).text.contains("/portal/case/\(claim)"))
        let page = try await guest.get("\(notice)/withdraw")
        #expect(page.status == 409 && page.text.contains("已立案为 \(claim)"))
        #expect(!page.text.contains("确认撤回"))
    }

    @Test func `somebody else's case is one that does not exist, at the page and at the door`()
        async throws
    {
        let guest = try await PortalGuest.enter()
        let claim = try await guest.claim()
        let stranger = try await guest.house.stranger()
        let before = try await guest.house.entries
        #expect(try await stranger.get("\(claim)/withdraw").status == 404)
        #expect(try await stranger.post("\(claim)/withdraw", Self.reason).status == 404)
        #expect(try await stranger.get("CLM-2025-999999/withdraw").status == 404)
        let fields: JSON.Object = [
            "claim": .string(claim), "kind": "customerWithdrawal", "reason": "报错了",
        ]
        let house = guest.house
        #expect(
            try await house.refusal(of: "claims.cancel", fields, byHolderOf: "P-8")
                == "case.missing")
        let notice = try await house.world.load(claim, as: Claim.self).notice
        #expect(
            try await house.refusal(
                of: "claims.withdrawNotice", ["notice": .string(notice), "reason": "报错了"],
                byHolderOf: "P-8") == "case.missing")
        #expect(try await house.entries == before)
    }

    @Test func `what stands in the way is said in plain words, and nothing changes`()
        async throws
    {
        let guest = try await PortalGuest.enter()
        let (house, claim) = (guest.house, try await guest.claim())
        try await house.perform(
            "claims.doubt", .claimsHandler, ["claim": .string(claim), "reason": "时间对不上"])
        let before = try await house.entries
        let page = try await guest.get("\(claim)/withdraw")
        #expect(page.status == 409)
        #expect(page.text.contains("还有疑点在核实") && page.text.contains("致电客服"))
        #expect(!page.text.contains("确认撤回") && !page.text.contains("时间对不上"))
        #expect(try await guest.post("\(claim)/withdraw", Self.reason).status == 409)
        #expect(try await house.entries == before)
        try await house.perform(
            "claims.liftDoubt", .claimsSupervisor, ["claim": .string(claim), "reason": "查清"])
        try await house.perform(
            "claims.planInvestigation", .claimsSupervisor,
            ["claim": .string(claim), "reason": "现场查勘", "tasks": [["kind": "siteSurvey"]]])
        let investigated = try await guest.post("\(claim)/withdraw", Self.reason)
        #expect(investigated.status == 409 && investigated.text.contains("正在调查"))
        #expect(try await house.world.load(claim, as: Claim.self).state == .registered)
    }

    @Test func `a reason is chosen, and none of the customer's own words reach the journal`()
        async throws
    {
        let guest = try await PortalGuest.enter()
        let claim = try await guest.claim()
        let before = try await guest.house.entries
        let reply = try await guest.post("\(claim)/withdraw", [("reason", "自己写的话")])
        #expect(reply.status == 422 && reply.text.contains("请选择撤回的原因"))
        #expect(reply.text.contains("确认撤回"))
        #expect(try await guest.house.entries == before)
    }

    @Test func `sent twice, it is withdrawn once`() async throws {
        let guest = try await PortalGuest.enter()
        let claim = try await guest.claim()
        let fields = Self.reason + [("key", "0123456789abcdef01234567")]
        for _ in 0..<2 {
            let reply = try await guest.post("\(claim)/withdraw", fields)
            #expect(reply.status == 303)
        }
    }
}

/// What is left to do about a case.
private enum WorkItemCount {
    static func open(of number: String, _ reader: any Reader) throws -> Int {
        try reader.rows(
            """
            SELECT id FROM work_item WHERE case_number = \(number)
                AND status IN ('pooled', 'held', 'suspended')
            """).count
    }
}
