import Kernel

/// 索赔资料清单: which of the product's papers a claim needs, and why each. The model
/// ``DecisionModel/documentChecklist`` decides.
package enum Checklist {
    /// What decides which papers are needed.
    package struct Situation: Sendable, Equatable {
        package let cause: ClaimWords.Cause
        package let claimant: ClaimWords.Claimant
        /// The coverages that are claimed so far.
        package let coverages: Set<String>

        package init(
            _ cause: ClaimWords.Cause, _ claimant: ClaimWords.Claimant, _ coverages: Set<String>
        ) {
            self.cause = cause
            self.claimant = claimant
            self.coverages = coverages
        }
    }

    static func lines(
        of product: Product, _ situation: Situation
    ) throws(Refusal) -> (lines: [Claim.DocumentLine], run: ModelRun) {
        let (codes, run) = try needed(product.documents, situation)
        let lines = product.documents.filter { codes.contains($0.code) }.map { document in
            Claim.DocumentLine(
                code: document.code, title: document.title,
                why: document.why(situation, product))
        }
        return (lines, run)
    }

    /// The checklist of a claim whose situation changed: what came in or was waived stays, what is
    /// no longer needed and never came goes.
    static func revised(
        _ known: [Claim.DocumentLine], of product: Product, _ situation: Situation
    ) throws(Refusal) -> (lines: [Claim.DocumentLine], run: ModelRun) {
        let (needed, run) = try lines(of: product, situation)
        let codes = Set(needed.map(\.code))
        let kept = known.filter { codes.contains($0.code) || !$0.isMissing }
        return (kept + needed.filter { line in !kept.contains { $0.code == line.code } }, run)
    }

    /// The lines with what the insurer already holds marked as received.
    package static func marking(
        _ held: [Claim.HeldPaper], in lines: [Claim.DocumentLine]
    ) -> [Claim.DocumentLine] {
        lines.map { line in
            guard line.isMissing, line.judged == nil,
                let paper = held.first(where: { $0.code == line.code })
            else { return line }
            var line = line
            line.receivedAt = paper.receivedAt
            line.heldIn = paper.claim
            return line
        }
    }
}

extension RequiredDocument {
    /// The facts of the claim that ask for it, in one sentence.
    func why(_ situation: Checklist.Situation, _ product: Product) -> Words {
        var zh: [String] = []
        var en: [String] = []
        if causes != nil {
            zh.append("出险原因为\(situation.cause.words.zh)")
            en.append("the cause is \(situation.cause.words.en.lowercased())")
        }
        if claimants != nil {
            zh.append("索赔人为\(situation.claimant.words.zh)")
            en.append("the claimant is: \(situation.claimant.words.en.lowercased())")
        }
        let claimed = product.coverages.filter {
            situation.coverages.contains($0.code) && coverages?.contains($0.code) == true
        }
        if !claimed.isEmpty {
            zh.append("涉及保险责任" + claimed.map(\.zh).joined(separator: "、"))
            en.append("it is claimed under " + claimed.map(\.en).joined(separator: ", "))
        }
        guard !zh.isEmpty else {
            return Words(
                "\(product.name.zh)的每一件赔案均需提供", "every claim under \(product.name.en) needs it")
        }
        return Words(zh.joined(separator: "，"), en.joined(separator: ", "))
    }
}
