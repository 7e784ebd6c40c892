/// What has changed in one table of a model.
public struct TableDifference: Sendable {
    /// The table's name, the new one where it has two.
    public let name: String
    /// What happened to the table as a whole, or what has changed in it; never empty.
    public let changes: [TableChange]

    /// The differences of all tables of two versions of a model, in the order of the new one;
    /// tables that are the same are left out.
    ///
    /// Tables are matched by the id of their decision, else by its name; two single tables always.
    public static func between(_ old: [TableSheet], _ new: [TableSheet]) -> [TableDifference] {
        let origins = origins(old, new)
        var differences: [TableDifference] = []
        for (place, sheet) in new.enumerated() {
            guard let origin = origins[place] else {
                differences.append(
                    whole(sheet, .added, Wording("新增决策表", "the table was added")))
                continue
            }
            let changes = sheet.changes(since: old[origin])
            if !changes.isEmpty {
                differences.append(TableDifference(name: sheet.name, changes: changes))
            }
        }
        let kept = Set(origins.compactMap { $0 })
        for (place, sheet) in old.enumerated() where !kept.contains(place) {
            differences.append(whole(sheet, .removed, Wording("删除决策表", "the table was removed")))
        }
        return differences
    }

    private static func whole(
        _ sheet: TableSheet, _ kind: TableChange.Kind, _ wording: Wording
    ) -> TableDifference {
        let count = sheet.rules.count
        let rules = Wording("（\(count) 条规则）", count == 1 ? " (1 rule)" : " (\(count) rules)")
        return TableDifference(
            name: sheet.name,
            changes: [TableChange(kind: kind, rule: nil, wording: wording + rules)])
    }

    private static func origins(_ old: [TableSheet], _ new: [TableSheet]) -> [Int?] {
        if old.count == 1, new.count == 1 { return [0] }
        var origins = [Int?](repeating: nil, count: new.count)
        var free = Set(old.indices)
        for key in [\TableSheet.id, \TableSheet.name] {
            var places: [String: [Int]] = [:]
            for place in free.sorted(by: >) {
                places[normalized(old[place][keyPath: key]), default: []].append(place)
            }
            for place in new.indices where origins[place] == nil {
                let value = normalized(new[place][keyPath: key])
                guard !value.isEmpty, let origin = places[value]?.popLast() else { continue }
                origins[place] = origin
                free.remove(origin)
            }
        }
        return origins
    }
}
