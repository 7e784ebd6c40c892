package import Kernel

/// 理赔审核: everything by which a decision is prepared and made beside the claim's main line:
/// prices, rules, doubts, panels, rescissions.
package enum Adjudication {
    package static let commands: [any Command.Type] = [
        ProposePrices.self, PublishPrices.self, ProposeRules.self, PublishRules.self,
        DoubtClaim.self, LiftDoubt.self, ConveneClaimPanel.self, ProposeRescission.self,
        DeclareRescission.self, DropRescission.self, DecideByRule.self, CheckRuleDecision.self,
    ]
}

/// The kinds of work that adjudication asks for.
package enum AdjudicationTasks {
    package static let convenePanel = "claims.convenePanel"
    package static let declareRescission = "claims.declareRescission"
    package static let checkRule = "claims.checkRule"

    static func title(_ kind: String) -> Words? {
        switch kind {
        case convenePanel: Words("召集会商", "Convene a panel")
        case declareRescission: Words("决定是否解除合同", "Decide on rescinding the policy")
        case checkRule: Words("抽查规则核赔", "Check a decision by rule")
        default: nil
        }
    }
}
