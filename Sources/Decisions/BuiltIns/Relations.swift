/// The relations of points and ranges (DMN 1.5 §10.3.4.5, table 78).
extension BuiltIn {
    static let relations = [
        relation("before", ["point", "range", "ranges"]) { left, right in
            guard let order = compare(left.end, right.start) else { return nil }
            return order < 0 || (order == 0 && !(left.includesEnd && right.includesStart))
        },
        relation("after", ["point", "range", "ranges"]) { left, right in
            guard let order = compare(left.start, right.end) else { return nil }
            return order > 0 || (order == 0 && !(left.includesStart && right.includesEnd))
        },
        relation("meets", ["ranges"]) { left, right in
            compare(left.end, right.start).map {
                $0 == 0 && left.includesEnd && right.includesStart
            }
        },
        relation("met by", ["ranges"]) { left, right in
            compare(left.start, right.end).map {
                $0 == 0 && left.includesStart && right.includesEnd
            }
        },
        relation("overlaps", ["ranges"]) { left, right in
            guard let one = compare(left.end, right.start), let two = compare(left.start, right.end)
            else { return nil }
            return (one > 0 || (one == 0 && left.includesEnd && right.includesStart))
                && (two < 0 || (two == 0 && left.includesStart && right.includesEnd))
        },
        relation("overlaps before", ["ranges"]) { left, right in overlapsBefore(left, right) },
        relation("overlaps after", ["ranges"]) { left, right in overlapsBefore(right, left) },
        relation("finishes", ["point-range", "ranges"]) { finishes($0, $1) },
        relation("finished by", ["range-point", "ranges"]) { finishes($1, $0) },
        relation("includes", ["range-point", "ranges"]) { includes($0, $1) },
        relation("during", ["point-range", "ranges"]) { includes($1, $0) },
        relation("starts", ["point-range", "ranges"]) { starts($0, $1) },
        relation("started by", ["range-point", "ranges"]) { starts($1, $0) },
        relation("coincides", ["point", "ranges"]) { left, right in
            guard let start = compare(left.start, right.start),
                let end = compare(left.end, right.end)
            else { return nil }
            return start == 0 && end == 0 && left.includesStart == right.includesStart
                && left.includesEnd == right.includesEnd
        },
    ]

    private static func overlapsBefore(_ left: RangeValue, _ right: RangeValue) -> Bool? {
        guard let starts = compare(left.start, right.start),
            let touches = compare(left.end, right.start), let ends = compare(left.end, right.end)
        else { return nil }
        return (starts < 0 || (starts == 0 && left.includesStart && !right.includesStart))
            && (touches > 0 || (touches == 0 && left.includesEnd && right.includesStart))
            && (ends < 0 || (ends == 0 && (!left.includesEnd || right.includesEnd)))
    }

    private static func finishes(_ inner: RangeValue, _ outer: RangeValue) -> Bool? {
        guard let ends = compare(inner.end, outer.end),
            let starts = compare(inner.start, outer.start)
        else { return nil }
        return ends == 0 && inner.includesEnd == outer.includesEnd
            && (starts > 0 || (starts == 0 && (!inner.includesStart || outer.includesStart)))
    }

    private static func starts(_ inner: RangeValue, _ outer: RangeValue) -> Bool? {
        guard let starts = compare(inner.start, outer.start),
            let ends = compare(inner.end, outer.end)
        else { return nil }
        return starts == 0 && inner.includesStart == outer.includesStart
            && (ends < 0 || (ends == 0 && (!inner.includesEnd || outer.includesEnd)))
    }

    private static func includes(_ outer: RangeValue, _ inner: RangeValue) -> Bool? {
        guard let starts = compare(inner.start, outer.start),
            let ends = compare(inner.end, outer.end)
        else { return nil }
        return (starts > 0 || (starts == 0 && (outer.includesStart || !inner.includesStart)))
            && (ends < 0 || (ends == 0 && (outer.includesEnd || !inner.includesEnd)))
    }

    /// A point is the range from it to it.
    private static func relation(
        _ name: String, _ kinds: Set<String>,
        _ holds: @escaping @Sendable (RangeValue, RangeValue) -> Bool?
    ) -> BuiltIn {
        let signatures = [
            "point1, point2", "point, range", "range, point", "range1, range2",
        ]
        return BuiltIn(name, signatures) { arguments in
            let (left, right) = (arguments.single(0), arguments.single(1))
            let kind: [String]
            switch (left, right) {
            case (.null, _), (_, .null): return nil
            case (.range, .range): kind = ["ranges"]
            case (.range, _): kind = ["range", "range-point"]
            case (_, .range): kind = ["range", "point-range"]
            default: kind = ["point"]
            }
            guard !kinds.isDisjoint(with: kind) else { return nil }
            return holds(range(left), range(right)).map(Value.boolean)
        }
    }

    private static func range(_ value: Value) -> RangeValue {
        if case .range(let range) = value { return range }
        return RangeValue(value, value, includesStart: true, includesEnd: true)
    }
}
