import Testing

@testable import Insurance
@testable import Kernel

/// Who may do two things on one claim: every pair of roles, by one person who holds every post.
struct FourEyesTests {
    enum Role: CaseIterable {
        case assessor, verifier, calculator, member, approver, orderer, releaser
    }

    /// The pairs that one person may be. All others are refused.
    static let allowed: Set<[Role]> = [
        // Who verified or assessed may calculate: the calculation is checked by the approver.
        [.assessor, .calculator], [.verifier, .calculator],
        // Who has the authority may discuss the claim with others before deciding it.
        [.member, .approver],
        // Paying asks for other eyes than deciding and than the first pair of payment eyes only.
        [.assessor, .orderer], [.verifier, .orderer], [.calculator, .orderer], [.member, .orderer],
        [.assessor, .releaser], [.verifier, .releaser], [.calculator, .releaser],
        [.member, .releaser],
    ]

    static let pairs: [[Role]] = Role.allCases.enumerated().flatMap { index, first in
        Role.allCases.dropFirst(index + 1).map { [first, $0] }
    }

    @Test(arguments: pairs)
    func `a pair of roles in one hand goes through or is refused as the table says`(
        pair: [Role]
    ) throws {
        #expect(try goesThrough(Set(pair)) == FourEyesTests.allowed.contains(pair), "\(pair)")
    }

    @Test func `without a shared hand the whole way goes through`() throws {
        #expect(try goesThrough([]))
    }

    private func goesThrough(_ shared: Set<Role>) throws -> Bool {
        func who(_ role: Role, _ usual: Cast) -> Cast { shared.contains(role) ? .everyone : usual }
        do {
            var stage = try Scene.documentsComplete.stage
            stage.panelRule = PanelRule(
                largeAbove: Money(minor: 1), refusalAbove: nil, complexClaims: false)
            try stage.act(
                AssessLoss.assessment(claimed: 6_000_00, assessed: 6_000_00),
                by: who(.assessor, .qian))
            try stage.act(VerifyLoss(), by: who(.verifier, .sun))
            try stage.act(ProposeDecision.proposal(), by: who(.calculator, .li))
            let member = who(.member, .zheng)
            try stage.act(ConveneClaimPanel.panel([.chu, .wang, member]), by: .wu)
            for person in [Cast.chu, .wang, member] {
                try stage.act(VoteInPanel.vote(.agree), by: person)
            }
            try stage.act(ClosePanel(), by: .chu)
            try stage.act(DecideClaim.decision(), by: who(.approver, .zhou))
            try stage.act(OrderPayment.order(stage.seals), by: who(.orderer, .feng))
            try stage.act(ReleasePayment(), by: who(.releaser, .chen))
            return true
        } catch let refusal as Refusal {
            #expect(refusal.kind == .forbidden, "\(refusal.id)")
            return false
        }
    }
}
