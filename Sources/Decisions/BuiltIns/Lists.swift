extension BuiltIn {
    static let lists = [
        BuiltIn("list contains", ["list, element"]) { arguments in
            guard let list = arguments.list(0) else { return nil }
            return .boolean(list.contains { equal($0, arguments[1]) == true })
        },
        BuiltIn("count", ["list", "c..."]) { arguments in
            arguments.items.map { .integer($0.count) }
        },
        BuiltIn("sublist", ["list, start position", "list, start position, length"]) {
            arguments in
            guard let list = arguments.list(0), let start = arguments.integer(1), start != 0,
                start.magnitude <= UInt64(list.count)
            else { return nil }
            let from = Int(start > 0 ? start - 1 : Int64(list.count) + start)
            guard arguments.count == 3, !arguments[2].isNull else {
                return .list(Array(list[from...]))
            }
            guard let length = arguments.integer(2), length >= 1,
                length <= Int64(list.count - from)
            else { return nil }
            return .list(Array(list[from..<from + Int(length)]))
        },
        BuiltIn("append", ["list, item..."]) { arguments in
            (arguments[0].isNull ? nil : arguments.list(0)).map {
                .list($0 + arguments.values.dropFirst())
            }
        },
        BuiltIn("concatenate", ["list..."]) { arguments in
            joined(arguments).map { .list($0) }
        },
        BuiltIn("union", ["list..."]) { arguments in
            joined(arguments).map { .list(distinct($0)) }
        },
        BuiltIn("distinct values", ["list"]) { arguments in
            arguments.list(0).map { .list(distinct($0)) }
        },
        BuiltIn("insert before", ["list, position, newItem"]) { arguments in
            guard var list = arguments.list(0), let place = place(arguments, list.count) else {
                return nil
            }
            list.insert(arguments[2], at: place)
            return .list(list)
        },
        BuiltIn("remove", ["list, position"]) { arguments in
            guard var list = arguments.list(0), let place = place(arguments, list.count) else {
                return nil
            }
            list.remove(at: place)
            return .list(list)
        },
        BuiltIn("list replace", ["list, position, newItem", "list, match, newItem"], replace),
        BuiltIn("reverse", ["list"]) { $0.list(0).map { .list($0.reversed()) } },
        BuiltIn("index of", ["list, match"]) { arguments in
            guard let list = arguments.list(0) else { return nil }
            let places = list.indices.filter { equal(list[$0], arguments[1]) == true }
            return .list(places.map { .integer($0 + 1) })
        },
        BuiltIn("flatten", ["list"]) { arguments in
            guard let list = arguments.list(0) else { return nil }
            var flat: [Value] = []
            return flattened(list, into: &flat, depth: 0) ? .list(flat) : nil
        },
        BuiltIn("sort", ["list", "list, precedes"], sort),
    ]

    private static func place(_ arguments: Arguments, _ count: Int) -> Int? {
        guard let position = arguments.integer(1), position != 0,
            position.magnitude <= UInt64(count)
        else { return nil }
        return Int(position > 0 ? position - 1 : Int64(count) + position)
    }

    private static func joined(_ arguments: Arguments) -> [Value]? {
        var all: [Value] = []
        for index in arguments.values.indices {
            guard let list = arguments.list(index) else { return nil }
            all += list
        }
        return all
    }

    private static func distinct(_ values: [Value]) -> [Value] {
        var kept: [Value] = []
        for value in values where !kept.contains(where: { equal($0, value) == true }) {
            kept.append(value)
        }
        return kept
    }

    private static func flattened(_ list: [Value], into flat: inout [Value], depth: Int) -> Bool {
        guard depth < 200 else { return false }
        for value in list {
            if case .list(let inner) = value {
                guard flattened(inner, into: &flat, depth: depth + 1) else { return false }
            } else {
                flat.append(value)
            }
        }
        return true
    }

    @Sendable private static func replace(_ arguments: Arguments) -> Value? {
        guard var list = arguments.list(0) else { return nil }
        guard case .function(let match) = arguments[1] else {
            guard let place = place(arguments, list.count) else { return nil }
            list[place] = arguments[2]
            return .list(list)
        }
        guard match.parameters.count == 2 else { return nil }
        for index in list.indices {
            switch arguments.evaluation.invoke(match, [list[index], arguments[2]]) {
            case .boolean(true): list[index] = arguments[2]
            case .boolean(false): break
            default: return nil
            }
        }
        return .list(list)
    }

    @Sendable private static func sort(_ arguments: Arguments) -> Value? {
        guard let list = arguments.list(0) else { return nil }
        if arguments.count == 1 {
            return sorted(list) { compare($0, $1).map { $0 < 0 } }.map { .list($0) }
        }
        guard case .function(let precedes) = arguments[1] else { return nil }
        return sorted(list) { arguments.evaluation.invoke(precedes, [$0, $1]).boolean }
            .map { .list($0) }
    }

    /// A stable merge sort that bears any relation; nil when the relation has no answer.
    private static func sorted(_ list: [Value], _ precedes: (Value, Value) -> Bool?) -> [Value]? {
        guard list.count > 1 else { return list }
        let middle = list.count / 2
        guard let left = sorted(Array(list[..<middle]), precedes),
            let right = sorted(Array(list[middle...]), precedes)
        else { return nil }
        var merged: [Value] = []
        var (one, two) = (0, 0)
        while one < left.count, two < right.count {
            guard let rightFirst = precedes(right[two], left[one]) else { return nil }
            if rightFirst {
                merged.append(right[two])
                two += 1
            } else {
                merged.append(left[one])
                one += 1
            }
        }
        return merged + left[one...] + right[two...]
    }
}
