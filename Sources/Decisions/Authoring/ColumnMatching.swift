/// Which column of a table was which of an older one: by what it looks at or its name, then by its
/// label, then by its place.
struct ColumnMatching {
    /// For each new column the old one; nil for a column that was added.
    private(set) var origins: [Int?]
    /// Old columns that are gone.
    private(set) var removed: [Int]

    init(_ old: TableSheet, _ new: TableSheet, _ kind: SheetPlace.Kind) {
        let was = old.count(kind)
        let now = new.count(kind)
        var origins = [Int?](repeating: nil, count: now)
        var free = Set(0..<was)
        for field in [SheetPlace.Field.expression, .label] {
            func key(_ sheet: TableSheet, _ index: Int) -> String {
                normalized(sheet.text(kind, index, field) ?? "")
            }
            var places: [String: [Int]] = [:]
            for index in free.sorted(by: >) { places[key(old, index), default: []].append(index) }
            for index in 0..<now where origins[index] == nil && !key(new, index).isEmpty {
                guard let origin = places[key(new, index)]?.popLast() else { continue }
                origins[index] = origin
                free.remove(origin)
            }
        }
        for index in 0..<now where origins[index] == nil && free.remove(index) != nil {
            origins[index] = index
        }
        self.origins = origins
        removed = free.sorted()
    }

    /// New columns whose order among the others has changed.
    var moved: [Int] {
        let matched = origins.indices.filter { origins[$0] != nil }
        let kept = Set(increasing(matched.map { origins[$0] ?? 0 }).map { matched[$0] })
        return matched.filter { !kept.contains($0) }
    }
}
