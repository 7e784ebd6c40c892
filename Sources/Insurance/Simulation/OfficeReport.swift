package import Kernel

/// What a simulation tells at its end.
package struct OfficeReport: Sendable {
    package let tally: OfficeTally
    package let standing: OfficeStanding
    package let milliseconds: Int64

    package init(_ tally: OfficeTally, _ standing: OfficeStanding, milliseconds: Int64) {
        self.tally = tally
        self.standing = standing
        self.milliseconds = milliseconds
    }

    /// Whether everything holds that must.
    package var isClean: Bool { tally.isClean && standing.faults.isEmpty }

    private var rate: Int64 { Int64(tally.commands) * 1000 / max(1, milliseconds) }

    package var json: JSON {
        [
            "commands": .integer(Int64(tally.commands)), "days": .integer(Int64(tally.days)),
            "milliseconds": .integer(milliseconds), "perSecond": .integer(rate),
            "outcomes": Self.counts(standing.outcomes), "notices": Self.counts(standing.notices),
            "breaches": Self.counts(standing.breaches), "refusals": Self.counts(tally.refusals),
            "hindered": Self.counts(tally.hindered), "done": Self.counts(tally.done),
            "repeats": .integer(Int64(tally.repeats)),
            "judgedByRule": .integer(Int64(tally.judged)),
            "unequalRepeats": .integer(Int64(tally.unequalRepeats)),
            "acceptedMistakes": Self.counts(tally.acceptedMistakes),
            "sweepFailures": Self.counts(tally.sweepFailures),
            "money": .object(
                Self.object(standing.money) { .object(Self.object($0) { .integer($0) }) }),
            "promises": .object(Self.object(standing.promises) { Self.counts($0) }),
            "faults": .array(standing.faults.map { .string($0.en) }), "holds": .bool(isClean),
        ]
    }

    package var text: Words { Words(lines(\.zh), lines(\.en)) }

    private func lines(_ language: KeyPath<Words, String>) -> String {
        func line(_ title: Words, _ text: String) -> String {
            title[keyPath: language] + ": " + (text.isEmpty ? "-" : text)
        }
        var lines = [
            line(
                Words("命令", "Commands"),
                "\(tally.commands) / \(tally.days) d, \(rate)/s, \(milliseconds) ms"),
            line(Words("赔案", "Claims"), Self.list(standing.outcomes)),
            line(Words("报案", "Notices"), Self.list(standing.notices)),
            line(Words("超时", "Breaches"), Self.list(standing.breaches)),
        ]
        for (metric, counts) in standing.promises.sorted(by: { $0.key < $1.key }) {
            lines.append(line(Words("时限 \(metric)", "Promise \(metric)"), Self.list(counts)))
        }
        for (currency, sums) in standing.money.sorted(by: { $0.key < $1.key }) {
            let parts = sums.sorted { $0.key < $1.key }.map { name, minor in
                "\(name) \(Money(minor: minor, Currency(rawValue: currency) ?? .cny))"
            }
            lines.append(line(Words("金额", "Money"), parts.joined(separator: ", ")))
        }
        lines.append(line(Words("拒绝", "Refusals"), Self.list(tally.refusals)))
        lines.append(line(Words("受阻", "Hindered"), Self.list(tally.hindered)))
        lines.append(
            line(
                Words("重复", "Repeats"), "\(tally.repeats), \(tally.unequalRepeats) unequal"))
        if !tally.acceptedMistakes.isEmpty {
            lines.append(line(Words("误放行", "Accepted"), Self.list(tally.acceptedMistakes)))
        }
        for fault in standing.faults { lines.append("!! " + fault[keyPath: language]) }
        lines.append(
            isClean
                ? Words("全部核对一致", "Everything holds")[keyPath: language]
                : Words("有不符之处", "Something does not hold")[keyPath: language])
        return lines.joined(separator: "\n")
    }

    private static func list(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    private static func counts(_ counts: [String: Int]) -> JSON {
        .object(object(counts) { .integer(Int64($0)) })
    }

    private static func object<Value>(
        _ values: [String: Value], _ json: (Value) -> JSON
    ) -> JSON.Object {
        var object = JSON.Object()
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { object[name] = json(value) }
        return object
    }
}
