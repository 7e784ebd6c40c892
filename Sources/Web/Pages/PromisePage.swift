import Insurance
import Kernel

/// A line of the promise page: what was promised, on which ground, and how it was kept.
extension PromiseFigure {
    var json: JSON {
        [
            "metric": .string(metric), "title": title.json, "scope": .string(scope),
            "scopeTitle": scopeTitle.json, "standard": standard.json, "source": source.json,
            "certainty": .string(certainty.rawValue), "confirmed": .bool(isConfirmed),
            "started": .integer(started), "kept": .integer(kept),
            "breached": .integer(breached), "open": .integer(running),
            "keptPermille": share.map { .integer($0.permille) } ?? .null,
            "keptPermilleLow": share.map { .integer($0.low) } ?? .null,
            "keptPermilleHigh": share.map { .integer($0.high) } ?? .null,
            "median": spread?.median.json ?? .null, "p90": spread?.p90.json ?? .null,
        ]
    }

    func shown(_ language: Language) -> [String: Any] {
        var values: [String: Any] = [
            "title": title[language], "scope": scopeTitle[language],
            "standard": standard[language], "source": source[language],
            "isUnconfirmed": !isConfirmed, "started": started, "kept": kept,
            "breached": breached, "open": running, "late": breached > 0,
        ]
        if let share {
            values["share"] = share.words[language]
            values["keptWidth"] = share.permille / 10
        }
        if let spread {
            values["median"] = spread.median[language]
            values["p90"] = spread.p90[language]
        }
        return values
    }
}
