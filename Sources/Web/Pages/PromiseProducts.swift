import Insurance
import Kernel

/// How the published promises were kept for one product.
struct PromiseProducts: Sendable {
    let code: String
    let title: Words
    let lines: [TurnaroundStatistics.Line]

    /// The products that have cases, with the promises that customers are shown, in their order.
    static func all(
        of figures: [PromiseFigure], at now: Moment, _ reader: any Reader
    ) throws -> [PromiseProducts] {
        let shown = figures.map(\.metric)
        let lines = try TurnaroundStatistics.lines(by: .product, at: now, reader)
            .filter { $0.key != "-" && shown.contains($0.metric) }
        let groups = Dictionary(grouping: lines, by: \.key)
        return groups.sorted { $0.key < $1.key }.map { code, lines in
            PromiseProducts(
                code: code, title: lines.first?.title ?? Words(code, code),
                lines: lines.sorted {
                    (shown.firstIndex(of: $0.metric) ?? 0) < (shown.firstIndex(of: $1.metric) ?? 0)
                })
        }
    }

    var json: JSON {
        [
            "product": .string(code), "title": title.json,
            "promises": .array(lines.map(\.json)),
        ]
    }

    func shown(_ language: Language) -> [String: Any] {
        [
            "product": title[language], "code": code,
            "lines": lines.map { Self.shown($0, language) },
        ]
    }

    private static func shown(
        _ line: TurnaroundStatistics.Line, _ language: Language
    ) -> [String: Any] {
        var values: [String: Any] = [
            "title": line.metricTitle[language], "kept": line.kept, "breached": line.breached,
            "open": line.open, "late": line.breached > 0,
        ]
        if line.excused > 0 {
            values["hasExcused"] = true
            values["excused"] = line.excused
        }
        if let share = line.share {
            if line.isSmall {
                values["few"] = true
            } else {
                values["keptWidth"] = share.permille / 10
            }
            values["share"] = line.isSmall ? share.interval[language] : share.words[language]
        }
        values["spreads"] = line.spreads.map {
            "\($0.median[language]) / \($0.p90[language])"
        }
        return values
    }
}
