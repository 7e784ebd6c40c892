import Kernel
import TestSupport
import Testing

@testable import Insurance

struct CalculationSheetTests {
    private func coverage(
        _ code: String = "A", limit: Int64, fixed: Int64 = 0, permille: Int64 = 0,
        _ currency: Currency = .cny
    ) -> Coverage {
        var coverage = Coverage()
        coverage.code = code
        coverage.limit = Money(minor: limit, currency)
        coverage.deductible = Money(minor: fixed, currency)
        coverage.deductiblePermille = permille
        return coverage
    }

    private func item(
        _ minor: Int64, _ code: String = "A", _ currency: Currency = .cny
    ) -> Assessment.Item {
        var item = Assessment.Item()
        item.coverage = code
        item.assessed = Money(minor: minor, currency)
        return item
    }

    private func sheet(
        _ amounts: [Int64], _ coverage: Coverage, used: Int64 = 0
    ) -> CalculationSheet? {
        CalculationSheet.calculate(
            amounts.map { item($0) }, [coverage], used: ["A": used], .cny)
    }

    /// Loss, fixed deductible, rate, limit, already used; deductible and payable.
    static let examples: [[Int64]] = [
        [10_000_00, 500_00, 0, 80_000_00, 0, 500_00, 9_500_00],
        [10_000_00, 500_00, 100, 80_000_00, 0, 1_000_00, 9_000_00],
        // One permille of 999 is less than one unit: the share is cut, in the customer's favour.
        [999, 0, 1, 80_000_00, 0, 0, 999],
        [1_000, 0, 1, 80_000_00, 0, 1, 999],
        [400_00, 500_00, 0, 80_000_00, 0, 400_00, 0],
        [10_000_00, 0, 1000, 80_000_00, 0, 10_000_00, 0],
        [90_000_00, 0, 0, 80_000_00, 0, 0, 80_000_00],
        [90_000_00, 0, 0, 80_000_00, 79_999_99, 0, 1],
        [90_000_00, 0, 0, 80_000_00, 80_000_00, 0, 0],
        [90_000_00, 0, 0, 80_000_00, 99_000_00, 0, 0],
        [0, 500_00, 50, 80_000_00, 0, 0, 0],
    ]

    @Test(arguments: examples)
    func `deductible and payable are exact`(numbers: [Int64]) throws {
        let line = try #require(
            sheet(
                [numbers[0]],
                coverage(limit: numbers[3], fixed: numbers[1], permille: numbers[2]),
                used: numbers[4])?.lines.first)
        #expect(line.deductible.minor == numbers[5])
        #expect(line.payable.minor == numbers[6])
    }

    @Test func `whatever the numbers: never over the loss, the limit left, or below nothing`()
        throws
    {
        var random = Seeded(20250124)
        for _ in 0..<5_000 {
            let amounts = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                Int64.random(in: 0...Coverage.largest, using: &random)
            }
            let limit = Int64.random(in: 0...Coverage.largest, using: &random)
            let used = Int64.random(in: 0...Coverage.largest, using: &random)
            let own = coverage(
                limit: limit, fixed: Int64.random(in: 0...Coverage.largest / 4, using: &random),
                permille: Int64.random(in: 0...1000, using: &random))
            let line = try #require(sheet(amounts, own, used: used)?.lines.first)
            let loss = amounts.reduce(0, +)
            #expect(line.assessed.minor == loss)
            #expect((0...loss).contains(line.payable.minor))
            #expect(line.payable.minor <= max(0, limit - used))
            #expect((0...loss).contains(line.deductible.minor))
            let more = try #require(sheet(amounts + [1_000], own, used: used)?.lines.first)
            #expect(more.payable.minor >= line.payable.minor, "a larger loss never pays less")
        }
    }

    @Test func `the ends of the range of numbers never trap`() {
        let ends: [Int64] = [.min, .min + 1, -1, 0, 1, 1000, 1001, .max - 1, .max]
        for loss in ends {
            for permille in ends {
                for used in ends {
                    for limit in ends {
                        let own = coverage(limit: limit, fixed: used, permille: permille)
                        let line = sheet([loss], own, used: used)?.lines.first
                        #expect((line == nil) == (loss < 0))
                        if let line { #expect((0...loss).contains(line.payable.minor)) }
                    }
                }
            }
        }
        #expect(sheet([.max, 1], coverage(limit: .max)) == nil)
    }

    @Test func `what does not fit together is not calculated`() {
        let own = coverage(limit: 100)
        #expect(CalculationSheet.calculate([item(1, "B")], [own], used: [:], .cny) == nil)
        #expect(CalculationSheet.calculate([item(1, "A", .usd)], [own], used: [:], .cny) == nil)
        #expect(sheet([1], coverage(limit: 100, .usd)) == nil)
        let both = [coverage("A", limit: .max), coverage("B", limit: .max)]
        let most = [item(.max), item(.max, "B")]
        #expect(CalculationSheet.calculate(most, both, used: [:], .cny) == nil)
    }

    @Test func `coverages add up, each with its own limit`() throws {
        let both = [coverage("A", limit: 100), coverage("B", limit: 10)]
        let sheet = try #require(
            CalculationSheet.calculate(
                [item(70), item(25, "B"), item(70)], both, used: [:], .cny))
        #expect(sheet.lines.map(\.payable.minor) == [100, 10] && sheet.payable.minor == 110)
    }

    @Test func `a claim reopened time and again never pays more than its limits in all`() throws {
        var stage = try Scene.opening.stage
        stage.paymentRules.identityFrom = Money(minor: 1_000_000_00)
        try stage.act(RegisterNotice.notice(), by: .lin)
        try stage.act(RegisterClaim.claim(), by: .zhao)
        try stage.act(ReceiveDocuments.documents(), by: .wang)
        for round in 0..<4 {
            try stage.act(AssessLoss.assessment(claimed: 40_000_00, assessed: 40_000_00), by: .qian)
            try stage.act(VerifyLoss(), by: .sun)
            try stage.act(ProposeDecision.proposal(), by: .li)
            try stage.act(DecideClaim.decision(), by: .zheng)
            let amount = try #require(stage.claim?.decisions.last?.amount.minor)
            // 5 % of 40,000.00 is the deductible: 38,000.00 twice, then what is left of 80,000.00.
            #expect(amount == [38_000_00, 38_000_00, 4_000_00, 0][round])
            if amount > 0 {
                try stage.act(OrderPayment.order(stage.seals), by: .feng)
                try stage.act(ReleasePayment(), by: .chen)
                try stage.act(SendBatch(), by: .feng)
                try stage.act(ConfirmPayment.confirmation("B\(round)", amount), by: .feng)
            }
            try stage.act(CloseClaim(), by: .wang)
            if round < 3 { try stage.act(ReopenClaim(), by: .wu) }
        }
        #expect(stage.claim?.paidMinor == 80_000_00)
    }

    @Test func `the authority needed counts what the claim was paid before`() throws {
        var stage = try Scene.closed.stage
        try stage.act(ReopenClaim(), by: .wu)
        // 3,000.00 more, less 500.00: with the 7,500.00 paid it is 10,000.00, the first level's
        // own.
        try stage.act(AssessLoss.assessment(claimed: 3_000_00, assessed: 3_000_00), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        var over = stage
        try stage.act(ProposeDecision.proposal(), by: .li)
        #expect(stage.claim?.approvalLevel == 1)
        over.authority[0] = Scene.row(1, "claims.indemnity", .claimsApprover, level: 1, 9_999_99)
        try over.act(ProposeDecision.proposal(), by: .li)
        #expect(over.claim?.approvalLevel == 2)
    }

    @Test func `claims of one loss share a limit, and what was taken first is gone`() throws {
        var stage = try Scene.lossVerified.stage
        let code = try #require(stage.claim?.assessment?.items.first?.coverage)
        let limit = try #require(stage.claim?.state.coverage(code)?.limit.minor)
        stage.takenElsewhere = [code: limit - 100]
        try stage.act(ProposeDecision.proposal(), by: .li)
        let line = try #require(
            stage.claim?.proposal?.sheet.lines.first { $0.coverage == code })
        #expect(line.limitUsed.minor == limit - 100 && line.payable.minor == 100)
        // What the proposal knew of is no reason to refuse it.
        try stage.act(DecideClaim.decision(), by: .zhou)
        #expect(stage.claim?.decisions.count == 1)
    }
}
