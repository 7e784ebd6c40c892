import Insurance
import Kernel

/// The codes that models speak in, as people say them.
enum ModelTerms {
    /// A text of FEEL with its known codes in words: `"fire", "explosion"` is 火灾, 爆炸.
    static func text(_ feel: String, _ language: Language) -> String {
        if let name = names[feel] { return name[language] }
        let parts = feel.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count > 2 else { return feel }
        return parts.enumerated().map { index, part in
            index % 2 == 0 ? String(part) : codes[String(part)]?[language] ?? "\"\(part)\""
        }.joined()
    }

    private static let names: [String: Words] = [
        "complexity": Words("案件类型", "complexity"),
        "somebody was hurt": Words("涉及人伤", "somebody was hurt"),
        "grounds": Words("调查事由", "grounds"), "means": Words("调查手段", "means"),
        "ground": Words("事由", "ground"), "needed": Words("是否需要", "needed"),
        "paper needed": Words("资料是否需要", "paper needed"), "true": Words("是", "yes"),
        "false": Words("否", "no"), "-": Words("任意", "any"),
    ]

    private static let codes: [String: Words] = {
        var codes: [String: Words] = [
            "any": Words("不限", "any"), "named": Words("符合", "fits"),
            "other": Words("不符", "does not fit"),
        ]
        for one in Complexity.allCases { codes[one.rawValue] = one.title }
        for one in LineOfBusiness.allCases { codes[one.rawValue] = one.title }
        for one in ClaimWords.Claimant.allCases { codes[one.rawValue] = one.words }
        for one in InvestigationPlan.Ground.allCases { codes[one.rawValue] = one.title }
        for one in InvestigationTask.Kind.allCases { codes[one.rawValue] = one.title }
        for one in ClaimWords.Cause.allCases { codes[one.rawValue] = one.words }
        return codes
    }()
}
