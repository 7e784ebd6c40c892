import Insurance
import Kernel

extension TurnaroundStatistics.Line {
    var json: JSON {
        [
            "metric": .string(metric), "metricTitle": metricTitle.json, "key": .string(key),
            "title": title.json, "started": .integer(started), "kept": .integer(kept),
            "breached": .integer(breached), "excused": .integer(excused),
            "open": .integer(open), "overdue": .integer(overdue),
            // A share of few cases would only mislead: the interval stands alone.
            "keptPermille": isSmall ? .null : share.map { .integer($0.permille) } ?? .null,
            "keptPermilleLow": share.map { .integer($0.low) } ?? .null,
            "keptPermilleHigh": share.map { .integer($0.high) } ?? .null,
            "small": .bool(isSmall), "standing": .string(standing.rawValue),
            "spreads": .array(spreads.map(\.json)),
        ]
    }
}

extension TurnaroundStatistics.Spread {
    var json: JSON {
        [
            "basis": .string(basis.rawValue), "ended": .integer(ended), "median": median.json,
            "p90": p90.json,
        ]
    }
}

extension PromiseCase {
    var json: JSON {
        [
            "case": .string(number), "clock": .string(clock.text),
            "startedAt": .string(startedAt.iso8601), "dueAt": .string(dueAt.iso8601),
            "stoppedAt": stoppedAt.map { .string($0.iso8601) } ?? .null,
            "outcome": .string(outcome.rawValue), "breach": breach.map(JSON.string) ?? .null,
        ]
    }
}

extension TimeShare {
    /// The parts in working milliseconds, which add up to the whole exactly.
    var shown: [JSON] {
        parts.map { part in
            [
                "kind": .string(part.place.kind.rawValue), "title": part.place.kind.title.json,
                "post": part.place.post.map(JSON.string) ?? .null,
                "person": (part.place.person?.text).map(JSON.string) ?? .null,
                "milliseconds": .integer(part.amount),
                "minutes": .integer(part.amount / 60_000),
            ]
        }
    }
}
