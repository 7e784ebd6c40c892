import Insurance
package import Kernel

/// How one promise stands: clocks started, kept, broken and still open.
package struct PromiseLine: Hashable, Sendable {
    package let metric: String
    package let title: Words
    package let started: Int64
    package let kept: Int64
    package let breached: Int64

    package init(metric: String, title: Words, started: Int64, kept: Int64, breached: Int64) {
        self.metric = metric
        self.title = title
        self.started = started
        self.kept = kept
        self.breached = breached
    }

    package var open: Int64 { max(0, started - kept - breached) }

    /// Permille of the ended ones that were kept; `nil` while none has ended.
    package var keptPermille: Int64? {
        let ended = kept + breached
        return ended > 0 ? kept * 1000 / ended : nil
    }

    /// Counted from the clocks themselves.
    package static func counted(_ reader: any Reader) throws -> [PromiseLine] {
        let rows = try reader.rows(
            """
            SELECT metric, status, COUNT(*) AS number FROM service_clock
            GROUP BY metric, status ORDER BY metric LIMIT 500
            """)
        var counts: [String: [String: Int64]] = [:]
        for row in rows {
            counts[try row.text("metric"), default: [:]][try row.text("status")] =
                try row.integer("number")
        }
        let known = ClaimClocks.metrics.map(\.code)
        let others = counts.keys.filter { !known.contains($0) }.sorted()
        return (known + others).map { metric in
            let byStatus = counts[metric] ?? [:]
            let title = ClaimClocks.metrics.first { $0.code == metric }?.title
            return PromiseLine(
                metric: metric, title: title ?? Words(metric, metric),
                started: byStatus.values.reduce(0, +), kept: byStatus["kept"] ?? 0,
                breached: byStatus["breached"] ?? 0)
        }
    }

    package var json: JSON {
        [
            "metric": .string(metric), "title": title.json, "started": .integer(started),
            "kept": .integer(kept), "breached": .integer(breached), "open": .integer(open),
            "keptPermille": keptPermille.map(JSON.integer) ?? .null,
        ]
    }

    func shown(_ language: Language) -> [String: Any] {
        var values: [String: Any] = [
            "title": title[language], "metric": metric, "started": started, "kept": kept,
            "breached": breached, "open": open, "late": breached > 0,
        ]
        if let share = keptPermille {
            values["share"] = "\(share / 10).\(share % 10)%"
            values["keptWidth"] = share / 10
        }
        return values
    }
}
