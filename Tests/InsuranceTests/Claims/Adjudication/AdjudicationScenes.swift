import Testing

@testable import Insurance
@testable import Kernel

extension Cast {
    var entry: RosterEntry {
        RosterEntry(
            id: id, number: "C-\(rawValue)", version: 1, posts: Set(posts.map { Post($0) }),
            branch: nil)
    }
}

extension ConveneClaimPanel: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(),
            members: members.compactMap { number in
                Cast.allCases.first { $0.number == number }.map { (number, $0.entry) }
            }, panels: stage.adjudication.panels)
    }

    /// Zhou chairs; Wu and Zheng sit.
    static func panel(
        _ members: [Cast] = [.zhou, .wu, .zheng], binding: Bool = true, casting: Bool = false,
        quorum: Int64 = 2
    ) -> Self {
        var command = ConveneClaimPanel()
        command.members = members.map(\.number)
        command.chair = members.first?.number ?? ""
        command.quorum = quorum
        command.isBinding = binding
        command.hasCastingVote = casting
        return command
    }
}

/// Commands on the latest panel.
protocol StagedOnPanel: Staged where Facts == PanelFacts {}
extension StagedOnPanel {
    func facts(_ stage: ClaimStage) throws -> PanelFacts {
        let panel = try #require(stage.adjudication.panels.first)
        return PanelFacts(panel: panel, work: stage.openWork(of: panel.state.stream))
    }
}

extension VoteInPanel: StagedOnPanel {
    static func vote(_ choice: Panel.Vote.Choice, dissent: String? = nil) -> Self {
        var command = VoteInPanel()
        command.choice = choice
        command.dissent = dissent
        return command
    }
}
extension RecuseFromPanel: StagedOnPanel {}
extension DissolvePanel: StagedOnPanel {}
extension ClosePanel: StagedOnPanel {}

extension ProposeRescission: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            claim: try stage.claimFacts(), inception: stage.policy?.inception,
            earlier: stage.rescissions)
    }

    /// The present of the stage is 24 January 2025, the policy began on 1 June 2024.
    static func proposal(
        known: String = "2025-01-10", fault: Rescission.Fault = .intent, material: Bool = false
    ) throws -> Self {
        var command = ProposeRescission()
        command.fault = fault
        command.isMaterial = material
        command.question = "是否曾患高血压？"
        command.knownOn = try #require(Day(known))
        command.finding = Personal(
            sealed: try Seals().insured.seal("投保前两年有就诊记录", field: "narrative"))
        return command
    }
}

/// Commands on the latest rescission.
protocol StagedOnRescission: Staged where Facts == RescissionFacts {}
extension StagedOnRescission {
    func facts(_ stage: ClaimStage) throws -> RescissionFacts {
        RescissionFacts(
            rescission: try #require(stage.rescissions.last), claim: try stage.claimFacts())
    }
}
extension DeclareRescission: StagedOnRescission {}
extension DropRescission: StagedOnRescission {}

extension ProposePrices: Staged {
    func facts(_ stage: ClaimStage) throws -> Loaded<PriceList>? {
        stage.prices.last { $0.code == code }
    }

    static func prices(_ codes: [String] = ["BUMPER"], _ minor: Int64 = 1_000_00) -> Self {
        var command = ProposePrices()
        command.code = "PARTS"
        command.from = Day(number: 20_000)
        command.source = "市场调查"
        command.items = codes.map { code in
            var item = PriceList.Item()
            (item.code, item.zh, item.en) = (code, "保险杠", "Bumper")
            item.unitPrice = Money(minor: minor)
            return item
        }
        return command
    }
}
extension PublishPrices: Staged {
    func facts(_ stage: ClaimStage) throws -> Loaded<PriceList> { try #require(stage.prices.last) }
}
extension ProposeRules: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        Facts(
            product: product == "AUTO" ? stage.product : nil,
            earlier: stage.rules.last { $0.product == product })
    }

    static func rules() -> Self {
        var command = ProposeRules()
        command.product = "AUTO"
        command.panelAbove = Money(minor: 50_000_00)
        command.straightThroughUpTo = Money(minor: 3_000_00)
        command.samplePermille = 500
        command.reason = "年度核赔规则"
        return command
    }
}
extension PublishRules: Staged {
    func facts(_ stage: ClaimStage) throws -> Loaded<AdjudicationRules> {
        try #require(stage.rules.last)
    }
}

/// Situations of adjudication, told by real commands.
enum AdjudicationScene {
    /// 70,000.00 is proposed where more than 50,000.00 needs a panel.
    static func large() throws -> ClaimStage {
        var stage = try Scene.documentsComplete.stage
        stage.panelRule = PanelRule(
            largeAbove: Money(minor: 50_000_00), refusalAbove: Money(minor: 5_000_00),
            complexClaims: true)
        try stage.act(AssessLoss.assessment(claimed: 75_000_00, assessed: 75_000_00), by: .qian)
        try stage.act(VerifyLoss(), by: .sun)
        try stage.act(ProposeDecision.proposal(), by: .li)
        return stage
    }

    /// The panel has voted and closed.
    static func ruled(
        _ votes: [(Cast, Panel.Vote.Choice)], binding: Bool = true, casting: Bool = false
    ) throws -> ClaimStage {
        var stage = try large()
        try stage.act(
            ConveneClaimPanel.panel(binding: binding, casting: casting), by: .wu)
        for (person, choice) in votes { try stage.act(VoteInPanel.vote(choice), by: person) }
        var close = ClosePanel()
        close.minutes = "逐项讨论"
        try stage.act(close, by: .zhou)
        return stage
    }

    static func exGratia(_ minor: Int64 = 2_000_00) -> ProposeDecision {
        var command = ProposeDecision.proposal(.exGratia, coverage: false)
        command.exGratia = Money(minor: minor)
        return command
    }

    static func nonDisclosure() -> ProposeDecision {
        var command = ProposeDecision.refusal()
        command.ground = .nonDisclosure
        return command
    }

    static func priced() throws -> ClaimStage {
        var stage = try Scene.documentsComplete.stage
        try stage.act(ProposePrices.prices(), by: .wu)
        try stage.act(PublishPrices(), by: .zheng)
        return stage
    }

    static func assessment(
        _ price: String, _ assessed: Int64, reason: String? = nil
    ) -> AssessLoss {
        var command = AssessLoss.assessment(claimed: assessed, assessed: assessed)
        command.items[0].price = price
        command.items[0].quantity = 2
        command.items[0].priceDeparture = reason
        return command
    }
}
