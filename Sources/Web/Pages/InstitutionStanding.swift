import Insurance
import Kernel

/// The service management institution as it stands: its duties, what keeps them, how often that
/// acted.
enum InstitutionStanding {
    static func shown(_ report: InstitutionReport, _ language: Language) -> [String: Any] {
        let rows = Dictionary(grouping: report.rows) { $0.duty.article }
        let chapters = report.institution.chapters.map { chapter -> [String: Any] in
            [
                "number": chapter.number, "title": chapter.title[language],
                "articles": chapter.articles.map { article -> [String: Any] in
                    [
                        "id": "\(article.id)", "title": article.title[language],
                        "duties": (rows[article.id] ?? []).map { shown($0, language) },
                    ]
                },
            ]
        }
        let counts = InstitutionReport.Standing.allCases.map { standing -> [String: Any] in
            ["title": standing.title[language], "count": report.count(standing)]
        }
        return ["chapters": chapters, "counts": counts, "total": report.rows.count]
    }

    private static func shown(
        _ row: InstitutionReport.Row, _ language: Language
    ) -> [String: Any] {
        [
            "id": row.duty.id.text, "title": row.duty.title[language],
            "summary": row.duty.summary[language], "standing": row.standing.title[language],
            "kept": row.isKept, "isUncovered": row.standing == .uncovered,
            "isBroken": row.standing == .broken, "evidence": row.evidence,
            "controls": row.lines.map { line -> [String: Any] in
                [
                    "id": line.control.id, "what": line.control.what[language],
                    "kind": line.control.kind.title[language], "evidence": line.evidence,
                ]
            },
            "missing": row.missing.map { $0.title[language] }
                .joined(separator: language == .zh ? "、" : ", "),
        ]
    }
}
