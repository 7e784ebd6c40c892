import Insurance
import Kernel

/// What only a claim has on its page: findings and the calculation, reserves, papers.
extension CaseFile {
    func paper(_ language: Language) -> [String: any Sendable] {
        guard let claim else { return ["isClaim": false] }
        var values: [String: any Sendable] = [
            "isClaim": true,
            "papers": claim.documents.map { $0.shown(language) },
            "hasPapers": !claim.documents.isEmpty,
            "papersHere": claim.documents.count { !$0.isMissing },
            "papersAll": claim.documents.count,
            "reserves": claim.reserveLines.map { line -> [String: any Sendable] in
                [
                    "coverage": claim.coverage(line.coverage)?.title[language] ?? line.coverage,
                    "amount": ShownMoney.text(line.amount),
                ]
            },
            "hasReserves": !claim.reserveLines.isEmpty,
            "reserveTotal": ShownMoney.text(claim.reserve),
            "assessed": claim.assessment?.items.map { item -> [String: any Sendable] in
                [
                    "coverage": claim.coverage(item.coverage)?.title[language] ?? item.coverage,
                    "what": item.description, "assessed": ShownMoney.text(item.assessed),
                    "claimed": ShownMoney.text(item.claimed),
                ]
            } ?? [[String: any Sendable]](),
            "hasAssessed": claim.assessment != nil,
        ]
        if let proposal = claim.proposal {
            values["sheet"] = proposal.sheet.shown(claim, language)
            values["findings"] = [
                (Words("保险责任", "Coverage"), proposal.coverage),
                (Words("损失金额", "Amount"), proposal.amount),
                (Words("资料完整", "Completeness"), proposal.completeness),
            ].map { title, finding -> [String: any Sendable] in
                [
                    "title": title[language], "holds": finding.holds, "reason": finding.reason,
                    "terms": finding.terms,
                ]
            }
            values["outcome"] = proposal.outcome.title[language]
        } else if let decided = claim.decisions.last {
            values["sheet"] = decided.sheet.shown(claim, language)
            values["outcome"] = decided.outcome.title[language]
        }
        values["hasSheet"] = values["sheet"] != nil
        values["hasFindings"] = values["findings"] != nil
        return values
    }
}

extension Claim.DocumentLine {
    fileprivate func shown(_ language: Language) -> [String: any Sendable] {
        [
            "title": title[language], "isMissing": isMissing,
            "at": receivedAt.map(ShownMoment.text) ?? "", "isReceived": receivedAt != nil,
            "why": why?[language] ?? "", "heldIn": heldIn ?? "", "isHeldElsewhere": heldIn != nil,
        ]
    }
}

extension CalculationSheet {
    fileprivate func shown(_ claim: Claim, _ language: Language) -> [String: any Sendable] {
        [
            "lines": lines.map { line -> [String: any Sendable] in
                [
                    "coverage": claim.coverage(line.coverage)?.title[language] ?? line.coverage,
                    "assessed": ShownMoney.text(line.assessed),
                    "deductible": ShownMoney.text(line.deductible),
                    "limit": ShownMoney.text(line.limit), "payable": ShownMoney.text(line.payable),
                ]
            },
            "payable": ShownMoney.text(payable), "advanced": ShownMoney.text(advanced),
            "hasAdvanced": advanced.minor > 0,
        ]
    }
}
