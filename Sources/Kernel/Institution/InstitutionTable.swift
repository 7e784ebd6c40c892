extension InstitutionReport {
    /// The report for the command line: chapters as headings, a row for each duty, its controls
    /// with kind and evidence one under the other, and a closing line with the totals.
    package func table(in language: Language) -> String {
        var table = TextTable([
            .init(Words("条款", "Duty")[language]),
            .init(Words("职责", "What")[language]),
            .init(Words("要求", "Requires")[language]),
            .init(Words("缺", "Missing")[language]),
            .init(Words("证据", "Evidence")[language], .right),
            .init(Words("违反", "Breaches")[language], .right),
            .init(Words("状态", "Standing")[language]),
            .init(Words("控制", "Controls")[language]),
        ])
        for chapter in institution.chapters {
            table.add(heading: "\(chapter.number) \(chapter.title[language])")
            for row in rows where row.duty.article.chapter == chapter.number {
                for cells in row.cells(in: language) { table.add(cells) }
            }
        }
        return table.text + "\n" + totals[language] + "\n"
    }

    private var totals: Words {
        let standings = Standing.allCases.map { ($0.title, count($0)) }
        var zh = "\(institution.chapters.count) 章，\(institution.articles.count) 条，"
        zh += "\(rows.count) 项职责："
        zh += standings.map { "\($0.zh) \($1)" }.joined(separator: "，")
        var en = "\(institution.chapters.count) chapters, \(institution.articles.count) articles, "
        en += "\(rows.count) duties: "
        en += standings.map { "\($0.en.lowercased()) \($1)" }.joined(separator: ", ")
        if unplaced > 0 {
            zh += "；另有 \(unplaced) 条记录引用了本制度没有的条款"
            en += "; \(unplaced) records name duties that this institution does not have"
        }
        return Words(zh + "。", en + ".")
    }
}

extension InstitutionReport.Row {
    fileprivate func cells(in language: Language) -> [[String]] {
        let controls = lines.map { line in
            let kind = line.control.kind.title[language]
            return "\(line.control.id) (\(kind) \(line.evidence))"
        }
        let first = [
            duty.id.text, duty.title[language], list(required, in: language),
            list(missing, in: language), String(evidence), String(breaches),
            standing.title[language], controls.first ?? "",
        ]
        return [first] + controls.dropFirst().map { Array(repeating: "", count: 7) + [$0] }
    }

    private func list(_ kinds: [ControlKind], in language: Language) -> String {
        kinds.map { $0.title[language] }.joined(separator: language == .zh ? "、" : ", ")
    }
}
