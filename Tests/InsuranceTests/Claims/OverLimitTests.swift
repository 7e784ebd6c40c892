import Testing

@testable import Insurance
@testable import Kernel

extension AllowOverLimit: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(), book: stage.book(OverLimit.kind),
            earlier: stage.overLimits)
    }
}

/// Paying beyond the policy's limit is a right of its own.
struct OverLimitTests {
    private static func leave(_ amount: Int64 = 10_000_00) -> AllowOverLimit {
        var command = AllowOverLimit()
        command.coverage = "DMG"
        command.amount = Money(minor: amount)
        command.reason = "客户自费施救，公司同意承担"
        return command
    }

    /// A loss of 100,000.00 against a limit of 80,000.00.
    private static func assessed() throws -> ClaimStage {
        var stage = try Scene.documentsComplete.stage
        stage.authority.append(
            Scene.row(9, OverLimit.kind, .executive, level: 3, 20_000_00))
        try stage.act(
            AssessLoss.assessment(claimed: 100_000_00, assessed: 100_000_00), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        return stage
    }

    @Test func `the sheet stops at the limit, and goes beyond it only by what was allowed`()
        throws
    {
        var plain = try Self.assessed()
        try plain.act(ProposeDecision.proposal(), by: .li)
        #expect(plain.claim?.proposal?.sheet.payable == Money(minor: 80_000_00))
        var allowed = try Self.assessed()
        try allowed.act(Self.leave(), by: .zheng)
        let leave = try #require(allowed.overLimits.first)
        #expect(leave.authority.maximum == Money(minor: 20_000_00))
        #expect(leave.authority.version == 1)
        try allowed.act(ProposeDecision.proposal(), by: .li)
        #expect(allowed.claim?.proposal?.sheet.payable == Money(minor: 90_000_00))
    }

    @Test func `who lacks the right, or adds up small pieces, is refused`() throws {
        var stage = try Self.assessed()
        #expect(try stage.refusal(Self.leave(), by: .wu)?.id == "claims.overLimitAuthority")
        #expect(
            try stage.refusal(Self.leave(20_000_01), by: .zheng)?.id
                == "claims.overLimitAuthority")
        try stage.act(Self.leave(15_000_00), by: .zheng)
        #expect(
            try stage.refusal(Self.leave(5_000_01), by: .zheng)?.id
                == "claims.overLimitAuthority")
        #expect(try stage.refusal(Self.leave(5_000_00), by: .zheng) == nil)
    }

    @Test func `another coverage, another currency and a proposed sheet are refused`() throws {
        var stage = try Self.assessed()
        var other = Self.leave()
        other.coverage = "NONE"
        #expect(try stage.refusal(other, by: .zheng)?.id == "claims.coverageNotInClaim")
        other = Self.leave()
        other.amount = Money(minor: 1, .usd)
        #expect(try stage.refusal(other, by: .zheng)?.id == "claims.otherCurrency")
        #expect(try stage.refusal(Self.leave(), by: .li)?.id == "post.missing")
        try stage.act(ProposeDecision.proposal(), by: .li)
        #expect(try stage.refusal(Self.leave(), by: .zheng)?.id == "claims.overLimitTooLate")
    }

    @Test func `whoever prepared the claim does not allow it`() throws {
        var stage = try Scene.documentsComplete.stage
        stage.authority.append(
            Scene.row(9, OverLimit.kind, .claimsSupervisor, level: 3, 20_000_00))
        try stage.act(AssessLoss.assessment(), by: .everyone)
        #expect(
            try stage.refusal(Self.leave(), by: .everyone)?.id == "claims.approverIsMaker")
    }
}
