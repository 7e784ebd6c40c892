import Insurance
import Kernel

/// The service management institution as it stands: its duties, what keeps them, how often that
/// acted.
enum InstitutionStanding {
    /// - Parameter linked: whether the reader may see the cases behind each duty.
    static func shown(
        _ report: InstitutionReport, _ period: InstitutionPeriod, _ language: Language,
        linked: Bool
    ) -> [String: Any] {
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
        return [
            "chapters": chapters, "counts": counts, "total": report.rows.count,
            "isLinked": linked,
        ].merging(shown(period, language)) { own, _ in own }
    }

    private static func shown(
        _ period: InstitutionPeriod, _ language: Language
    ) -> [String: Any] {
        let (from, until) = (period.from?.description ?? "", period.until?.description ?? "")
        let query = period == .all ? "" : "?from=\(from)&to=\(until)"
        return [
            "from": from, "until": until, "period": period.words[language], "query": query,
        ]
    }

    /// One duty by itself, with the promises broken.
    static func shown(
        _ row: InstitutionReport.Row, _ broken: [BrokenPromise], _ period: InstitutionPeriod,
        _ language: Language
    ) -> [String: Any] {
        var values = shown(row, language).merging(shown(period, language)) { own, _ in own }
        values["broken"] = broken.map { one -> [String: Any] in
            var values: [String: Any] = [
                "metric": one.metric[language], "case": one.caseNumber,
                "due": ShownMoment.text(one.due), "isOpen": one.done == nil,
            ]
            values["done"] = one.done.map(ShownMoment.text)
            values["breach"] = one.breach?.number
            values["stage"] = one.breach?.state.title[language]
            values["cause"] = one.breach?.explanation?.cause.words[language]
            values["responsible"] = one.responsible
            values["measure"] = one.breach?.ruling?.measure.title[language]
            return values
        }
        values["hasBroken"] = !broken.isEmpty
        values["isCut"] = broken.count == BrokenPromiseStore.most
        return values
    }

    private static func shown(
        _ row: InstitutionReport.Row, _ language: Language
    ) -> [String: Any] {
        [
            "id": row.duty.id.text, "title": row.duty.title[language],
            "summary": row.duty.summary[language], "standing": row.standing.title[language],
            "kept": row.isKept, "isUncovered": row.standing == .uncovered,
            "isBroken": row.standing == .broken, "records": row.acted(.evidence),
            "refused": row.acted(.enforce), "driven": row.acted(.drive),
            "breaches": row.breaches, "hasBreaches": row.breaches > 0,
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
