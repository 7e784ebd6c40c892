import Kernel
import TestSupport
import Testing

@testable import Insurance

/// The arithmetic of adjustment: examples by hand, then what must hold for any numbers.
struct AdjustmentTests {
    private static func coverage(
        limit: Int64, fixed: Int64 = 0, permille: Int64 = 0, _ currency: Currency = .cny
    ) -> Coverage {
        var coverage = Coverage()
        coverage.code = "A"
        coverage.limit = Money(minor: limit, currency)
        coverage.deductible = Money(minor: fixed, currency)
        coverage.deductiblePermille = permille
        return coverage
    }

    private static func item(
        _ minor: Int64, depreciation: Int64? = nil, salvage: Int64? = nil
    ) -> Assessment.Item {
        var item = Assessment.Item()
        item.coverage = "A"
        item.assessed = Money(minor: minor)
        item.depreciationPermille = depreciation
        item.salvage = salvage.map { Money(minor: $0) }
        return item
    }

    private static func sheet(
        _ items: [Assessment.Item], _ coverage: Coverage, _ basis: CoverageAdjustment.Basis,
        used: Int64 = 0, advanced: Int64 = 0,
        _ change: (inout CoverageAdjustment) -> Void = { _ in }
    ) -> CalculationSheet? {
        CalculationSheet.calculate(
            items, [coverage], used: ["A": used], .cny, terms: [.of("A", basis, change)],
            advanced: advanced)
    }

    @Test func `a home fire: depreciation, salvage, underinsurance, deductible, in this order`()
        throws
    {
        // 100,000 less 20 % is 80,000, less 5,000 salvage 75,000; insured for 3/4: 56,250; less
        // 1,000: 55,250.
        let sheet = try #require(
            Self.sheet(
                [Self.item(100_000_00, depreciation: 200, salvage: 5_000_00)],
                Self.coverage(limit: 300_000_00, fixed: 1_000_00), .indemnity
            ) { $0.insuredValue = Money(minor: 400_000_00) })
        #expect(sheet.payable.minor == 55_250_00)
        #expect(
            sheet.lines[0].steps.map(\.kind) == [
                .assessed, .depreciation, .salvage, .underinsurance, .deductible,
            ])
        #expect(sheet.lines[0].steps.map(\.taken.minor) == [
            0, 20_000_00, 5_000_00, 18_750_00, 1_000_00,
        ])
        #expect(sheet.lines[0].steps[3].explanation.zh.contains("第55条第4款"))
    }

    @Test func `shared fault and other insurance are taken in proportion`() throws {
        // 70 % of 10,000 is 7,000; 200,000 of 300,000 insured here: two thirds, the rest down.
        let sheet = try #require(
            Self.sheet([Self.item(10_000_00)], Self.coverage(limit: 200_000_00), .indemnity) {
                $0.liabilityPermille = 700
                $0.otherSumInsured = Money(minor: 100_000_00)
            })
        #expect(sheet.payable.minor == 466_667)
    }

    @Test func `an insured value below the sum caps the loss`() throws {
        let sheet = try #require(
            Self.sheet([Self.item(90_00)], Self.coverage(limit: 100_00), .indemnity) {
                $0.insuredValue = Money(minor: 60_00)
            })
        #expect(sheet.payable.minor == 60_00 && sheet.lines[0].steps.last?.kind == .insuredValue)
    }

    static let benefits: [(CoverageAdjustment, Int64)] = [
        (.of("A", .fixedSum), 500_000_00),
        (.of("A", .disability) { $0.disabilityPercent = 20 }, 100_000_00),
        (
            .of("A", .dailyAllowance) {
                ($0.dailyAmount, $0.days, $0.waitingDays) = (Money(minor: 150_00), 10, 3)
            }, 1_050_00
        ),
        (
            .of("A", .dailyAllowance) {
                ($0.dailyAmount, $0.days, $0.waitingDays) = (Money(minor: 150_00), 2, 3)
            }, 0
        ),
        // 30,000 less 18,000 reimbursed less 10,000 is 2,000; 80 % of it.
        (
            .of("A", .medicalExpense) {
                ($0.reimbursed, $0.reimbursementPermille) = (Money(minor: 18_000_00), 800)
            }, 1_600_00
        ),
    ]

    @Test(arguments: benefits)
    func `benefits are what was agreed`(term: CoverageAdjustment, expected: Int64) throws {
        let own = Self.coverage(limit: 500_000_00, fixed: 10_000_00)
        let sheet = try #require(
            CalculationSheet.calculate(
                [Self.item(30_000_00)], [own], used: [:], .cny, terms: [term]))
        #expect(sheet.payable.minor == expected)
        #expect(term.fault == nil)
    }

    @Test func `an advance is taken off the total and never more than it`() throws {
        let own = Self.coverage(limit: 100_00)
        let some = try #require(Self.sheet([Self.item(50_00)], own, .indemnity, advanced: 20_00))
        #expect(some.payable.minor == 30_00 && some.advanced.minor == 20_00)
        let all = try #require(Self.sheet([Self.item(50_00)], own, .indemnity, advanced: 60_00))
        #expect(all.payable.minor == 0 && all.advanced.minor == 50_00)
    }

    @Test func `whatever the numbers: within loss and limit, adding up, never falling`() throws {
        var random = Seeded(20250125)
        func amount(_ most: Int64 = Coverage.largest) -> Int64 {
            Bool.random(using: &random)
                ? Int64.random(in: 0...most, using: &random)
                : Int64.random(in: 0...min(most, 1_000), using: &random)
        }
        for _ in 0..<4_000 {
            let own = Self.coverage(
                limit: amount(), fixed: amount() / 4,
                permille: Int64.random(in: 0...1000, using: &random))
            let depreciation = Int64.random(in: 0...1000, using: &random)
            let (salvage, used, value, other) = (amount(), amount(), amount() + 1, amount())
            let liability = Int64.random(in: 0...1000, using: &random)
            func sheet(_ loss: Int64) -> CalculationSheet? {
                Self.sheet(
                    [Self.item(loss, depreciation: depreciation, salvage: salvage)], own,
                    .indemnity, used: used
                ) {
                    $0.insuredValue = Money(minor: value)
                    $0.otherSumInsured = Money(minor: other)
                    $0.liabilityPermille = liability
                }
            }
            let loss = amount()
            let line = try #require(sheet(loss)?.lines.first)
            #expect((0...loss).contains(line.payable.minor))
            #expect(line.payable.minor <= max(0, own.limit.minor - used))
            #expect(loss - line.steps.reduce(0) { $0 + $1.taken.minor } == line.payable.minor)
            #expect(line.steps.last?.left == line.payable)
            let more = try #require(sheet(loss + amount(1_000_000))?.lines.first)
            #expect(more.payable.minor >= line.payable.minor)
        }
    }

    @Test func `the ends of the range of numbers never trap`() {
        let ends: [Int64] = [.min, -1, 0, 1, 999, 1000, 1001, .max - 1, .max]
        for basis in CoverageAdjustment.Basis.allCases {
            for one in ends {
                for two in ends {
                    for limit in ends {
                        let sheet = Self.sheet(
                            [Self.item(max(0, one), depreciation: two, salvage: one)],
                            Self.coverage(limit: limit, fixed: two, permille: one), basis,
                            used: two, advanced: one
                        ) {
                            $0.insuredValue = Money(minor: two)
                            $0.liabilityPermille = one
                            $0.otherSumInsured = Money(minor: one)
                            $0.disabilityPercent = two
                            $0.dailyAmount = Money(minor: one)
                            ($0.days, $0.waitingDays) = (two, one)
                            $0.reimbursed = Money(minor: two)
                            $0.reimbursementPermille = one
                        }
                        if let sheet { #expect((0...max(0, limit)).contains(sheet.payable.minor)) }
                    }
                }
            }
        }
    }

    @Test func `terms in another currency, twice or of another coverage are not calculated`() {
        let own = Self.coverage(limit: 100)
        func sheet(_ terms: [CoverageAdjustment]) -> CalculationSheet? {
            CalculationSheet.calculate(
                [Self.item(1)], [own], used: [:], .cny, terms: terms)
        }
        #expect(sheet([.of("A", .indemnity)]) != nil)
        #expect(sheet([.of("B", .indemnity)]) == nil)
        #expect(sheet([.of("A", .indemnity), .of("A", .fixedSum)]) == nil)
        #expect(sheet([.of("A", .indemnity) { $0.insuredValue = Money(minor: 1, .usd) }]) == nil)
        #expect(
            Self.sheet([Self.item(1)], own, .dailyAllowance) {
                ($0.dailyAmount, $0.days) = (Money(minor: .max), 2)
            } == nil)
    }

    @Test func `each step says what it does in both languages`() {
        for kind in CalculationStep.Kind.allCases {
            let step = CalculationStep(
                kind: kind, taken: Money(minor: 1), left: Money(minor: 2), numerator: 1,
                denominator: 3)
            expectBothLanguages(step.title)
            expectBothLanguages(step.basis)
            expectBothLanguages(step.explanation)
        }
    }
}
