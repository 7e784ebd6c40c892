import Kernel

extension ReadCollections {
    /// Panels with their opinions, votes and dissent: texts that hold no personal values.
    static let panel = ReadCollection(
        "panel", Panel.self, order: "id", filters: ["stage", "case_number", "subject"],
        readers: customerReaders
    ) { panel in
        [
            ReadField("number", panel.number), ReadField("case", panel.subject.number),
            ReadField("stage", panel.state.rawValue, panel.state.title),
            ReadField("motion", panel.motion), ReadField("convenedAt", panel.convenedAt),
            ReadField("members", JSON.array(panel.members.map { .string($0.text) })),
            ReadField("chair", panel.chair.text),
            ReadField("quorum", JSON.integer(Int64(panel.quorum))),
            ReadField("binding", JSON.bool(panel.isBinding)),
            ReadField("castingVote", JSON.bool(panel.hasCastingVote)),
            ReadField(
                "papers",
                JSON.array(
                    panel.papers.map {
                        ["title": .string($0.title), "reference": .string($0.reference)]
                    })),
            ReadField(
                "recusals",
                JSON.array(
                    panel.recusals.map {
                        ["member": .string($0.member.text), "reason": .string($0.reason)]
                    })),
            ReadField(
                "opinions",
                JSON.array(
                    panel.opinions.map {
                        ["member": .string($0.member.text), "text": .string($0.text)]
                    })),
            ReadField("votes", JSON.array(panel.votes.map(\.shown))),
            ReadField("conclusion", panel.conclusion?.shown ?? .null),
        ]
    }

    static let rescission = ReadCollection(
        "rescission", Rescission.self, order: "id", filters: ["stage", "claim", "policy"],
        readers: caseReaders
    ) { rescission in
        [
            ReadField("number", rescission.number), ReadField("claim", rescission.claimNumber),
            ReadField("policy", rescission.policy),
            ReadField("stage", rescission.state.rawValue, rescission.state.title),
            ReadField("fault", rescission.fault.rawValue, rescission.fault.title),
            ReadField("isMaterial", JSON.bool(rescission.isMaterial)),
            ReadField("question", rescission.question),
            ReadField("finding", rescission.finding, .narrative),
            ReadField("knownOn", rescission.knownOn), ReadField("until", rescission.until),
            ReadField("decidedAt", rescission.decidedAt),
        ]
    }

    static let priceList = ReadCollection(
        "price_list", PriceList.self, numbered: nil, order: "id",
        filters: ["code", "region", "stage"], readers: caseReaders
    ) { list in
        [
            ReadField("code", list.code), ReadField("branch", list.branch?.text),
            ReadField("edition", JSON.integer(list.edition)), ReadField("from", list.from),
            ReadField("stage", list.state.rawValue, list.state.title),
            ReadField("source", list.source),
            ReadField(
                "items",
                JSON.array(
                    list.items.map {
                        [
                            "code": .string($0.code), "title": Words($0.zh, $0.en).json,
                            "unitPrice": .string($0.unitPrice.description),
                        ]
                    })),
        ]
    }

    static let ruleDecision = ReadCollection(
        "rule_decision", RuleDecision.self, order: "id",
        filters: ["claim", "product", "stage", "is_sampled"], readers: caseReaders
    ) { decision in
        [
            ReadField("number", decision.number), ReadField("claim", decision.claim),
            ReadField("rules", decision.rules),
            ReadField("stage", decision.state.rawValue, decision.state.title),
            ReadField("at", decision.at), ReadField("amount", decision.amount),
            ReadField(
                "reasons",
                JSON.array(
                    decision.reasons.map {
                        ["code": .string($0.code), "explanation": $0.explanation.json]
                    })),
            ReadField("findings", JSON.array(decision.findings.map(\.json))),
            ReadField("sampled", JSON.bool(decision.isSampled)),
            ReadField("seed", decision.draw?.seed),
            ReadField(
                "check",
                decision.check.map {
                    ["agrees": .bool($0.agrees), "finding": .string($0.finding)]
                } ?? .null),
        ]
    }

    static let adjudicationRules = ReadCollection(
        "adjudication_rules", AdjudicationRules.self, order: "id",
        filters: ["product", "stage"], readers: caseReaders
    ) { rules in
        [
            ReadField("number", rules.number), ReadField("product", rules.product),
            ReadField("edition", JSON.integer(rules.edition)),
            ReadField("stage", rules.state.rawValue, rules.state.title),
            ReadField("panelAbove", rules.panel.largeAbove),
            ReadField("refusalPanelAbove", rules.panel.refusalAbove),
            ReadField("panelForComplex", JSON.bool(rules.panel.complexClaims)),
            ReadField("straightThroughUpTo", rules.straightThrough?.upTo),
            ReadField(
                "samplePermille",
                rules.straightThrough.map { JSON.integer($0.samplePermille) } ?? .null),
            ReadField("reason", rules.reason), ReadField("publishedAt", rules.publishedAt),
        ]
    }
}

extension Panel.Vote {
    fileprivate var shown: JSON {
        [
            "member": .string(member.text), "choice": .string(choice.rawValue),
            "dissent": dissent.map(JSON.string) ?? .null,
        ]
    }
}

extension Panel.Conclusion {
    fileprivate var shown: JSON {
        [
            "adopted": .bool(isAdopted), "for": .integer(Int64(votesFor)),
            "against": .integer(Int64(against)), "abstained": .integer(Int64(abstained)),
            "castingVote": .bool(isByCastingVote), "minutes": .string(minutes),
            "at": .string(at.iso8601),
        ]
    }
}

extension CalculationSheet {
    /// The sheet with each step explained.
    var shown: JSON {
        [
            "payable": .string(payable.description), "advanced": .string(advanced.description),
            "lines": .array(
                lines.map { line in
                    [
                        "coverage": .string(line.coverage),
                        "assessed": .string(line.assessed.description),
                        "deductible": .string(line.deductible.description),
                        "limit": .string(line.limit.description),
                        "payable": .string(line.payable.description),
                        "steps": .array(
                            line.steps.map {
                                [
                                    "kind": .string($0.kind.rawValue),
                                    "taken": .string($0.taken.description),
                                    "left": .string($0.left.description),
                                    "explanation": $0.explanation.json,
                                ]
                            }),
                    ]
                }),
        ]
    }
}
