/// One difference between two versions of a table, in words.
public struct TableChange: Sendable, Hashable, CustomStringConvertible {
    /// What happened.
    public enum Kind: String, Sendable, CaseIterable {
        /// Something is there that was not, is gone, has another place, or says something else.
        case added, removed, moved, changed
    }

    /// What happened.
    public let kind: Kind
    /// The number of the rule, from 1: the old one where it is gone; nil for heads and columns.
    public let rule: Int?
    /// `rule 12: age [18..60] became [18..65]`.
    public let wording: Wording

    /// In English.
    public var description: String { wording.en }
}

extension TableSheet {
    /// What has changed since an older version: heads, then columns, then rules, a rule once.
    ///
    /// Rules are matched by id, else by content, so that a rule put in between is one change. Space
    /// around a text, and whether a cell that takes everything says so, makes no difference.
    public func changes(since old: TableSheet) -> [TableChange] {
        SheetComparison(old, self).changes
    }
}

/// Compares two versions of a table.
private struct SheetComparison {
    private(set) var changes: [TableChange] = []
    private let old: TableSheet
    private let new: TableSheet
    private let columns: [SheetPlace.Kind: ColumnMatching]

    init(_ old: TableSheet, _ new: TableSheet) {
        self.old = old
        self.new = new
        columns = Dictionary(
            uniqueKeysWithValues: SheetPlace.Kind.allCases.map {
                ($0, ColumnMatching(old, new, $0))
            })
        compareHeads()
        for kind in SheetPlace.Kind.allCases { compareColumns(kind) }
        compareRules()
    }

    private mutating func add(_ kind: TableChange.Kind, rule: Int? = nil, _ wording: Wording) {
        changes.append(TableChange(kind: kind, rule: rule, wording: wording))
    }

    // MARK: Heads and columns

    private mutating func compareHeads() {
        for head in SheetPlace.Head.allCases {
            let was = head.path.map { old[keyPath: $0] } ?? old.policyText
            let now = head.path.map { new[keyPath: $0] } ?? new.policyText
            guard shown(was) != shown(now) else { continue }
            add(.changed, head.wording + became(was, now))
        }
    }

    private mutating func compareColumns(_ kind: SheetPlace.Kind) {
        guard let matching = columns[kind] else { return }
        for index in matching.removed {
            let name = columnName(old, kind, index)
            add(
                .removed,
                Wording("删除", "") + kind.wording + Wording(" \(name)", " \(name) was removed"))
        }
        for (index, origin) in matching.origins.enumerated() {
            let name = columnName(new, kind, index)
            guard let origin else {
                add(
                    .added,
                    Wording("新增", "") + kind.wording + Wording(" \(name)", " \(name) was added"))
                continue
            }
            for field in SheetPlace.Field.allCases {
                guard let was = old.text(kind, origin, field),
                    let now = new.text(kind, index, field),
                    shown(was) != shown(now)
                else { continue }
                let before = columnName(old, kind, origin)
                add(
                    .changed,
                    kind.wording + Wording(" \(before)：", " \(before): ") + field.wording
                        + became(was, now))
            }
        }
        for index in matching.moved {
            let name = columnName(new, kind, index)
            add(
                .moved,
                kind.wording
                    + Wording(" \(name) 移到第 \(index + 1) 列", " \(name) moved to place \(index + 1)")
            )
        }
    }

    // MARK: Rules

    private mutating func compareRules() {
        let matching = RuleMatching(
            old.rules.map { row($0, \.1) }, new.rules.map { row($0, \.0) })
        for place in matching.removed {
            add(
                .removed, rule: place + 1,
                Wording("删除规则 \(place + 1)：", "rule \(place + 1) was removed: ")
                    + summary(old, old.rules[place]))
        }
        let moved = Set(matching.moved)
        for (place, origin) in matching.origins.enumerated() {
            guard let origin else {
                add(
                    .added, rule: place + 1,
                    Wording("新增规则 \(place + 1)：", "rule \(place + 1) was added: ")
                        + summary(new, new.rules[place]))
                continue
            }
            if moved.contains(place) {
                add(
                    .moved, rule: place + 1,
                    Wording(
                        "规则 \(origin + 1) 移到第 \(place + 1) 条",
                        "rule \(origin + 1) moved to place \(place + 1)"))
            }
            compare(old.rules[origin], origin, new.rules[place], place)
        }
    }

    /// The cells of a rule in the columns that both versions have, in one order for both.
    private func row(
        _ rule: TableSheet.Rule, _ side: KeyPath<(Int, Int), Int>
    ) -> RuleMatching.Row {
        let cells = [SheetPlace.Kind.input, .output].flatMap { kind in
            (columns[kind]?.origins ?? []).enumerated().compactMap { index, origin in
                origin.map { cell(rule, kind, (index, $0)[keyPath: side]) }
            }
        }
        return RuleMatching.Row(id: rule.id, cells: cells)
    }

    private func cell(_ rule: TableSheet.Rule, _ kind: SheetPlace.Kind, _ index: Int) -> String {
        let cells = rule.cells(kind)
        let text = cells.indices.contains(index) ? shown(cells[index]) : ""
        return text.isEmpty && kind == .input ? "-" : text
    }

    private mutating func compare(
        _ was: TableSheet.Rule, _ origin: Int, _ now: TableSheet.Rule, _ place: Int
    ) {
        var parts: [Wording] = []
        if was.id != now.id {
            parts.append(SheetColumn.ruleID.wording + became(was.id, now.id))
        }
        for kind in SheetPlace.Kind.allCases {
            for (index, from) in (columns[kind]?.origins ?? []).enumerated() {
                let before = from.map { cell(was, kind, $0) } ?? (kind == .input ? "-" : "")
                let after = cell(now, kind, index)
                guard before != after else { continue }
                let name = columnName(new, kind, index)
                parts.append(Wording(name, name) + became(before, after))
            }
        }
        if shown(was.description) != shown(now.description) {
            parts.append(Wording("说明", "description") + became(was.description, now.description))
        }
        guard !parts.isEmpty else { return }
        let number =
            origin == place
            ? Wording("规则 \(place + 1)：", "rule \(place + 1): ")
            : Wording(
                "规则 \(place + 1)（原 \(origin + 1)）：", "rule \(place + 1) (was \(origin + 1)): ")
        let all = Wording(
            parts.map(\.zh).joined(separator: "；"), parts.map(\.en).joined(separator: "; "))
        add(.changed, rule: place + 1, number + all)
    }

    // MARK: Words

    /// `age [18..60], zone "a" → "fast"`, without the cells that take everything.
    private func summary(_ sheet: TableSheet, _ rule: TableSheet.Rule) -> Wording {
        func cells(_ kind: SheetPlace.Kind) -> [String] {
            rule.cells(kind).indices.compactMap { index in
                let text = cell(rule, kind, index)
                guard text != (kind == .input ? "-" : "") else { return nil }
                return columnName(sheet, kind, index) + " " + text
            }
        }
        let tested = cells(.input)
        let zh = tested.isEmpty ? "任何情况" : tested.joined(separator: "，")
        let en = tested.isEmpty ? "anything" : tested.joined(separator: ", ")
        let results = cells(.output)
        return Wording(
            zh + " → " + results.joined(separator: "，"),
            en + " → " + results.joined(separator: ", "))
    }

    private func became(_ was: String, _ now: String) -> Wording {
        let (was, now) = (shown(was), shown(now))
        return Wording(
            " 由 \(was.isEmpty ? "（空）" : was) 改为 \(now.isEmpty ? "（空）" : now)",
            " \(was.isEmpty ? "(empty)" : was) became \(now.isEmpty ? "(empty)" : now)")
    }

    /// Without space around it.
    private func shown(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    /// What people call a column.
    private func columnName(_ sheet: TableSheet, _ kind: SheetPlace.Kind, _ index: Int) -> String {
        let names = [sheet.text(kind, index, .label), sheet.text(kind, index, .expression)]
            .compactMap { $0.map { normalized($0) } }
        if let name = names.first(where: { !$0.isEmpty }) { return name }
        let whole = kind == .output ? normalized(sheet.outputLabel) : ""
        if !whole.isEmpty { return whole }
        return kind == .output && sheet.outputs.count == 1 ? sheet.name : "\(index + 1)"
    }
}
