package import Kernel

/// Everything that can be read from outside.
package enum ReadCollections {
    package static let all: [ReadCollection] = [
        notice, claim, party, documentRequest, letter, letterTemplate, policy, payment,
        paymentBatch, bankLine, difference, paymentRules, customer, workItem, clock, breach,
        authority, product, panel, rescission, priceList, adjudicationRules, ruleDecision,
        evidenceFile, investigation, advance, contact, question,
        modelDecision,
    ] + administration + afterwards + dispatch

    package static func named(_ name: String) -> ReadCollection? {
        all.first { $0.name == name }
    }

    package static let caseReaders: Set<Post> = .held(
        .serviceAgent, .complaintHandler, .callbackAgent, .serviceSupervisor, .claimsIntake,
        .dispatcher, .surveyor, .investigator, .claimsHandler, .registrationClerk, .lossAssessor,
        .lossVerifier, .claimCalculator, .claimsApprover, .panelSecretary, .specialInvestigator,
        .claimsSupervisor, .paymentClerk, .paymentReleaser, .auditor, .complianceOfficer,
        .executive)

    static let customerReaders: Set<Post> = caseReaders.union(
        Set<Post>.held(
            .salesperson, .salesSupervisor, .underwritingIntake, .underwriter, .seniorUnderwriter,
            .underwritingSupervisor))

    static let notice = ReadCollection(
        "notice", Notice.self, order: "id",
        filters: ["stage", "policy", "cause", "loss_day"], readers: caseReaders
    ) { notice in
        [
            ReadField("number", notice.number), ReadField("policy", notice.policy),
            ReadField("product", notice.product),
            ReadField("stage", notice.state.rawValue, notice.state.title),
            ReadField("channel", notice.channel.rawValue, notice.channel.words),
            ReadField("cause", notice.cause.rawValue, notice.cause.words),
            ReadField(
                "policyFinding", notice.policyFinding.rawValue, notice.policyFinding.title),
            ReadField("lossAt", notice.lossAt), ReadField("lossDay", notice.lossDay),
            ReadField("reportedAt", notice.reportedAt), ReadField("estimate", notice.estimate),
            ReadField("place", notice.place, .address),
            ReadField("course", notice.course, .narrative),
            ReadField("reporterName", notice.reporterName, .name),
            ReadField("reporterPhone", notice.reporterPhone, .phone),
            ReadField("relation", notice.relation), ReadField("claim", notice.claim),
            ReadField("furtherClaims", JSON.array(notice.furtherClaims.map(JSON.string))),
            ReadField("mergedInto", notice.mergedInto),
            ReadField("absorbed", JSON.array(notice.absorbed.map(JSON.string))),
        ]
    }

    static let claim = ReadCollection(
        "claim", Claim.self, order: "id",
        filters: ["stage", "policy", "notice", "product", "line", "complexity", "loss_day"],
        readers: caseReaders
    ) { claim in
        [
            ReadField("number", claim.number), ReadField("notice", claim.notice),
            ReadField("policy", claim.policy), ReadField("product", claim.product),
            ReadField("edition", JSON.integer(claim.edition)),
            ReadField("line", claim.line.rawValue, claim.line.title),
            ReadField("stage", claim.state.rawValue, claim.state.title),
            ReadField("complexity", claim.complexity.rawValue, claim.complexity.title),
            ReadField("lossDay", claim.lossDay), ReadField("registeredAt", claim.registeredAt),
            ReadField("insured", claim.insured, .name), ReadField("reserve", claim.reserve),
            ReadField("paid", Money(minor: claim.paidMinor, claim.currency)),
            ReadField("decided", Money(minor: claim.decidedMinor, claim.currency)),
            ReadField("inPayment", Money(minor: claim.inPaymentMinor, claim.currency)),
            ReadField(
                "paymentProgress", claim.paymentProgress.rawValue, claim.paymentProgress.title),
            ReadField("openParts", JSON.array(claim.openParts.map(\.shown))),
            ReadField(
                "missingDocuments",
                JSON.array(
                    claim.missingDocuments.map {
                        ["code": .string($0.code), "title": $0.title.json]
                    })),
            ReadField("cause", claim.cause.rawValue, claim.cause.words),
            ReadField("claimant", claim.claimant.rawValue, claim.claimant.words),
            ReadField("documents", JSON.array(claim.documents.map(\.shown))),
            ReadField("reserves", JSON.array(claim.reserveLines.map(\.shown))),
            ReadField("reserveHistory", JSON.array(claim.reserves.suffix(50).map(\.shown))),
            ReadField("reserveProposal", claim.reserveProposal?.entry.shown ?? .null),
            ReadField("decisions", JSON.array(claim.decisions.map(\.shown))),
            ReadField("proposed", claim.proposal?.sheet.shown ?? .null),
            ReadField(
                "panelReasons",
                JSON.array(claim.panelReasons.map { .string($0.rawValue) })),
            ReadField("doubts", JSON.array(claim.doubts.map { .string($0.reason) })),
            ReadField("advanced", Money(minor: claim.advancedMinor, claim.currency)),
            ReadField("lateNotice", claim.lateNotice?.json ?? .null),
            ReadField("reopenings", JSON.integer(claim.reopenings)),
        ]
    }

    static let policy = ReadCollection(
        "policy", Policy.self, order: "id", filters: ["product"], readers: customerReaders
    ) { policy in
        [
            ReadField("number", policy.number), ReadField("product", policy.product),
            ReadField("edition", JSON.integer(policy.edition)),
            ReadField("line", policy.line.rawValue, policy.line.title),
            ReadField("holder", policy.holderName, .name),
            ReadField("inception", policy.inception), ReadField("expiry", policy.expiry),
            ReadField("remarks", JSON.array(policy.remarks.map(JSON.string))),
        ]
    }

    static let customer = ReadCollection(
        "customer", Customer.self, order: "number", descends: false, filters: [],
        readers: customerReaders
    ) { customer in
        [
            ReadField("number", customer.number), ReadField("name", customer.name, .name),
            ReadField("phone", customer.phone, .phone),
            ReadField("identityNumber", customer.identityNumber, .identityNumber),
            ReadField("address", customer.address, .address),
        ]
    }
}

extension ClaimDecision {
    fileprivate var shown: JSON {
        [
            "outcome": .string(outcome.rawValue), "amount": .string(amount.description),
            "at": .string(at.iso8601), "panel": panel.map(JSON.string) ?? .null,
            "panelAnswer": panelAnswer.map(JSON.string) ?? .null,
            "rule": rule.map(JSON.string) ?? .null, "sheet": sheet.shown,
        ]
    }
}
