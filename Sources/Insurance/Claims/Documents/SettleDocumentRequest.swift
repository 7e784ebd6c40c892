package import Kernel

/// 逾期处理: a person decides about papers that never came. A claim is never refused by itself.
package struct SettleDocumentRequest: Command {
    package enum Option: String, ChoiceValue {
        case waitLonger, waive, decideOnFile

        package var title: Words {
            switch self {
            case .waitLonger: Words("延长等待", "Wait longer")
            case .waive: Words("免交所缺资料", "Go on without them")
            case .decideOnFile: Words("依现有资料核定", "Decide on what is there")
            }
        }
    }

    package static let statement = CommandStatement<SettleDocumentRequest>(
        "documents.settle", Words("处理逾期未补充的资料", "Decide about papers that never came"),
        Words(
            "客户逾期未补充时由主管决定：延长、免交或依现有资料核定；系统绝不自动拒赔",
            "A supervisor decides: wait longer, go on without, or decide on the file; nothing is "
                + "ever refused by itself"),
        duties: ["4.2.3a", "1.3.1"], by: .held(by: .claimsSupervisor),
        on: .numbered(DocumentRequest.self, "request", \.request),
        fields: [
            .documentRequest(\.request), Field("option", \.option, Words("处理方式", "Option")),
            Field("days", optional: \.days, Words("延长天数", "Days longer"), 1...180),
            .reason(\.reason),
        ])

    package var request = ""
    package var option = Option.waitLonger
    package var days: Int64?
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> DocumentFacts {
        try DocumentFacts.gather(request, context, transaction)
    }

    package func decide(_ facts: DocumentFacts, _ context: Context) throws(Refusal) -> Decision {
        let supervisor = try facts.claim.actor(context)
        try require((option == .waitLonger) == (days != nil), else: .daysOnlyToWait)
        var decision = Decision()
        try facts.take(
            option == .waitLonger ? .waitLonger : .settle,
            finishing: [ClaimTasks.settleDocumentRequest], &decision, context)
        let settlement = DocumentRequest.Settlement(
            option: option, reason: reason, by: supervisor, at: context.now)
        decision.change(
            facts.request,
            .settled(
                settlement, expiresAt: days.map { context.now.adding(seconds: $0 * 86_400) }))
        if option == .waive {
            decision.change(
                facts.claim.claim,
                .papers(
                    .waived(
                        codes: facts.request.missing.map(\.code),
                        .init(reason: reason, by: context.principal.text, at: context.now))))
        }
        decision.reason = reason
        return decision
    }
}

/// Changes who claims, or looks again at what the claim needs: what was assessed or claimed since
/// may ask for other papers.
package struct ReviseChecklist: Command {
    package static let statement = CommandStatement<ReviseChecklist>(
        "documents.reviseChecklist", Words("重新核对资料清单", "Look at the checklist again"),
        Words(
            "按索赔人和已涉及的保险责任重新生成资料清单，已收到的保留",
            "Make the checklist anew from the claimant and the coverages named so far"),
        duties: ["4.2.3a"], by: .held(by: .claimsHandler),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field("claimant", optional: \.claimant, Words("索赔人", "Claimant")), .reason(\.reason),
        ])

    package var claim = ""
    package var claimant: ClaimWords.Claimant?
    package var reason = ""

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let product: Product?
        let held: [Claim.HeldPaper]
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let facts = try ClaimFacts.gather(
            claim, context, transaction, starting: [.documentRequest, .advance])
        let claim = facts.claim.state
        let product = try Product.edition(claim.edition, of: claim.product, transaction)?.state
        return try Facts(
            claim: facts, product: product,
            held: DocumentStore.held(
                for: product?.documents ?? [], notice: claim.notice, policy: claim.policy,
                insured: claim.insured.person, but: claim.number, at: context.now, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let claim = facts.claim.claim.state
        guard let product = facts.product else { throw .noSuch(Product.title) }
        try require(facts.claim.request == nil, else: .requestOpen)
        let situation = Checklist.Situation(
            claim.cause, claimant ?? claim.claimant, claim.namedCoverages)
        let (revised, run) = try Checklist.revised(claim.documents, of: product, situation)
        let lines = Checklist.marking(facts.held, in: revised)
        var decision = Decision()
        decision.keep([run], of: claim, in: Self.statement.name, context)
        try facts.claim.take(.reviseChecklist, &decision, context)
        decision.change(facts.claim.claim, .papers(.revised(situation.claimant, lines)))
        let missing = lines.filter(\.isMissing)
        if missing.isEmpty {
            try facts.claim.arrived(claim.documents.map(\.code), &decision, context)
        } else {
            try facts.claim.beginRequest(&decision, context)
        }
        decision.reason = reason
        decision.reply = ["missing": .array(missing.map { .string($0.code) })]
        return decision
    }
}

extension Refusal {
    static let daysOnlyToWait = Refusal(
        .invalid, "documents.daysOnlyToWait",
        Words("延长等待须填写天数，其他方式不填", "days are given to wait longer, and only then"))
}
