import Insurance
import Kernel
import TestSupport
import Testing

/// One notice and several claims, two notices and one loss, and a notice that comes late.
@Suite struct NoticeTests {
    private func register(
        _ office: DispatchWorld, _ notice: String, _ more: JSON.Object.Member...
    ) async throws -> Receipt {
        var fields: JSON.Object = [
            "notice": .string(notice), "reserve": "900.00 CNY", "reason": "首次估计",
        ]
        for member in more { fields[member.name] = member.value }
        return try await office.perform(
            RegisterClaim.self, .object(fields), by: .registrationClerk)
    }

    private func refusal(
        _ office: DispatchWorld, _ notice: String, _ more: JSON.Object.Member...
    ) async throws -> String {
        try await office.world.refusal {
            switch more.count {
            case 0: _ = try await register(office, notice)
            default: _ = try await register(office, notice, more[0])
            }
        }.id
    }

    @Test(arguments: Backend.available)
    func `a notice opens further claims for other coverages, policies and injured persons`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        _ = try await office.perform(
            RecordPolicy.self,
            [
                "number": "P-2", "product": "HOME", "holderName": "李华",
                "inception": "2025-01-01", "expiry": "2025-12-31",
            ], by: .underwritingIntake)
        let notice = try await DispatchWorld.report(office.world, hoursAgo: 40)
        let contents = JSON.Object.Member(name: "coverages", value: ["contents"])
        _ = try await register(office, notice, contents)
        #expect(try await refusal(office, notice) == "claims.claimedAlready")
        #expect(try await refusal(office, notice, contents) == "claims.claimedAlready")
        let building = try await register(
            office, notice, .init(name: "coverages", value: ["building"]))
        let other = try await register(office, notice, .init(name: "policy", value: "P-2"))
        let injured = try await register(office, notice, .init(name: "injured", value: "赵小婉"))
        let stored: Notice = try await office.world.load(notice)
        #expect(
            stored.furtherClaims
                == [building, other, injured].compactMap { $0.text("number") })
        let claim: Claim = try await office.world.load(building.text("number") ?? "")
        #expect(claim.coverages.map(\.code) == ["building"])
        let elsewhere: Claim = try await office.world.load(other.text("number") ?? "")
        #expect(elsewhere.policy == "P-2" && elsewhere.notice == notice)
        let hurt: Claim = try await office.world.load(injured.text("number") ?? "")
        let parties = try await office.world.database.read {
            try ClaimParty.present(.injured, in: hurt.stream, $0)
        }
        #expect(parties.count == 1)
    }

    @Test(arguments: Backend.available)
    func `a duplicate is merged: its promises and work end, its reporter joins the other`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        let first = try await DispatchWorld.report(office.world, hoursAgo: 30)
        let second = try await DispatchWorld.report(office.world, hoursAgo: 30, distinct: true)
        let merge: JSON = ["notice": .string(second), "into": .string(first), "reason": "同一事故"]
        _ = try await office.perform(MergeNotices.self, merge, by: .claimsIntake)
        let merged: Notice = try await office.world.load(second)
        let kept: Notice = try await office.world.load(first)
        #expect(merged.state == .merged && merged.mergedInto == first)
        #expect(kept.absorbed == [second] && kept.state == .received)
        let (open, running, parties) = try await office.world.database.read { reader in
            (
                try reader.row(
                    """
                    SELECT count(*) AS n FROM work_item WHERE case_number = \(second)
                    AND status NOT IN ('done', 'withdrawn')
                    """)?.int("n"),
                try reader.row(
                    """
                    SELECT count(*) AS n FROM service_clock WHERE case_number = \(second)
                    AND status IN ('running', 'paused')
                    """)?.int("n"),
                try ClaimParty.present(.notifier, in: kept.stream, reader).count
            )
        }
        #expect(open == 0 && running == 0 && parties == 1)
        let again = try await office.refusal(
            MergeNotices.self, merge, by: office.world.principal(.claimsIntake))
        #expect(again == "workflow.notInState.merge")
        #expect(try await refusal(office, second) == "workflow.notInState.register")
    }

    @Test func `what is not one loss is not merged, nor into what has ended, nor into itself`()
        async throws
    {
        let office = try await DispatchWorld(.sqlite)
        let first = try await DispatchWorld.report(office.world, hoursAgo: 30)
        let old = try await DispatchWorld.report(office.world, hoursAgo: 24 * 9)
        let clerk = try await office.world.principal(.claimsIntake)
        func merge(_ notice: String, _ into: String) async throws -> String {
            try await office.refusal(
                MergeNotices.self,
                ["notice": .string(notice), "into": .string(into), "reason": "同一事故"], by: clerk)
        }
        #expect(try await merge(first, old) == "claims.mergeOtherLoss")
        #expect(try await merge(first, first) == "claims.mergeWithItself")
        _ = try await office.perform(
            WithdrawNotice.self, ["notice": .string(old), "reason": "误报"], by: .claimsIntake)
        #expect(try await merge(first, old) == "claims.mergeIntoEnded")
        #expect(try await merge(first, "NTC-0") == "case.missing")
    }

    @Test(arguments: Backend.available)
    func `a late notice is a fact that somebody weighs before anything is proposed`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend, noticeDays: 3)
        let late = try await DispatchWorld.report(office.world, hoursAgo: 24 * 8)
        let number = try await register(office, late).text("number") ?? ""
        let claim: Claim = try await office.world.load(number)
        #expect(claim.lateNotice?.days == 8 && claim.lateNotice?.allowed == 3)
        let inTime: Claim = try await office.world.load(office.claim)
        #expect(inTime.lateNotice == nil)
        #expect(
            try await office.refusal(
                WeighLateNotice.self,
                ["claim": .string(office.claim), "effect": "none", "reason": "及时"],
                by: office.world.principal(.claimsHandler)) == "claims.noticeWasInTime")
        _ = try await office.perform(
            WeighLateNotice.self,
            [
                "claim": .string(number), "effect": "partUndetermined",
                "reason": "现场已清理，墙面损失无法核实",
            ], by: .claimsHandler)
        let weighed: Claim = try await office.world.load(number)
        #expect(weighed.lateNotice?.weighing?.effect == .partUndetermined)
    }
}
