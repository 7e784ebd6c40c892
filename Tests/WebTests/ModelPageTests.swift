import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// What models decided, as staff read it.
struct ModelPageTests {
    @Test func `a claim says which rules of which models decided, and why not others`()
        async throws
    {
        let guest = try await PortalGuest.enter()
        let claim = try await guest.claim()
        let handler = try await guest.house.office.session(of: "S21", [.claimsHandler])
        let page = try await handler.get("/console/case/\(claim)")
        #expect(page.text.contains("/console/case/\(claim)/models#claim-triage"))
        #expect(page.text.contains("准备金不超过本产品简易案件上限"))
        let models = try await handler.get("/console/case/\(claim)/models")
        #expect(models.status == 200)
        #expect(models.text.contains("重算，结论一致") && models.text.contains("✗"))
        #expect(models.text.contains("class=\"matched\""))
        let english = try await handler.get("/console/case/\(claim)/models?lang=en")
        #expect(english.text.contains("the same answer"))
    }

    @Test func `who may not read the claim does not read what was decided about it`()
        async throws
    {
        let guest = try await PortalGuest.enter()
        let claim = try await guest.claim()
        let seller = try await guest.house.office.session(of: "S22", [.salesperson])
        #expect(try await seller.get("/console/case/\(claim)/models").status == 404)
    }
}
