import Foundation

/// Whether two texts are the same code points; Swift's `==` would fold canonical equivalents.
@inline(__always)
func same(_ left: String, _ right: String) -> Bool {
    // Short texts lie in these two words themselves, longer ones are pointed to.
    let (one, two) = (
        unsafeBitCast(left, to: (UInt64, UInt64).self),
        unsafeBitCast(right, to: (UInt64, UInt64).self)
    )
    if one == two { return true }
    return sameBytes(left, right)
}

private func sameBytes(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    let answer = left.utf8.withContiguousStorageIfAvailable { left in
        right.utf8.withContiguousStorageIfAvailable { right in
            guard let one = left.baseAddress, let two = right.baseAddress else { return true }
            return memcmp(one, two, left.count) == 0
        }
    }
    return (answer ?? nil) ?? left.utf8.elementsEqual(right.utf8)
}

/// FEEL's equality (DMN 1.5 §10.3.2.13): null when the values cannot be compared.
func equal(_ left: Value, _ right: Value) -> Bool? {
    switch (left, right) {
    case (.null, .null): return true
    case (.null, _), (_, .null): return false
    case (.boolean(let left), .boolean(let right)): return left == right
    case (.number(let left), .number(let right)): return left == right
    case (.string(let left), .string(let right)): return same(left, right)
    case (.date(let left), .date(let right)): return left == right
    case (.time(let left), .time(let right)):
        if let one = left.instant, let two = right.instant {
            return wholeSeconds(one) == wholeSeconds(two)
        }
        return left.zone == nil && right.zone == nil
            && wholeSeconds(left.nanoseconds) == wholeSeconds(right.nanoseconds)
    case (.dateAndTime(let left), .dateAndTime(let right)):
        guard (left.time.zone == nil) == (right.time.zone == nil) else { return false }
        return wholeSeconds(left.instant) == wholeSeconds(right.instant)
    case (.date(let date), .dateAndTime(let moment)), (.dateAndTime(let moment), .date(let date)):
        return moment.time.zone != nil
            && wholeSeconds(DateAndTime(startOf: date).instant) == wholeSeconds(moment.instant)
    case (.daysAndTime(let left), .daysAndTime(let right)): return left == right
    case (.yearsAndMonths(let left), .yearsAndMonths(let right)): return left == right
    case (.daysAndTime(let left), .yearsAndMonths(let right)):
        return left.nanoseconds == 0 && right.months == 0 ? true : nil
    case (.yearsAndMonths(let left), .daysAndTime(let right)):
        return left.months == 0 && right.nanoseconds == 0 ? true : nil
    case (.list(let left), .list(let right)):
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { equal($0, $1) == true }
    case (.context(let left), .context(let right)):
        guard left.count == right.count else { return false }
        return left.entries.allSatisfy { name, value in
            right[name].map { equal(value, $0) == true } ?? false
        }
    case (.range(let left), .range(let right)):
        guard left.includesStart == right.includesStart, left.includesEnd == right.includesEnd,
            left.comparison == right.comparison
        else { return false }
        return equal(left.start, right.start) == true && equal(left.end, right.end) == true
    case (.function(let left), .function(let right)):
        if left === right { return true }
        return left.identity != nil && left.identity == right.identity
    case (.list(let elements), let other), (let other, .list(let elements)):
        // A list of one and its element convert into each other (DMN 1.5 §10.3.2.9.4).
        if elements.count == 1 { return equal(elements[0], other) }
        return nil
    default: return nil
    }
}

/// Identity as `is()` has it (DMN 1.5 §10.3.2.13.1): same type, same parts, same zone.
func identical(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): return true
    case (.time(let left), .time(let right)):
        return left.nanoseconds == right.nanoseconds && sameZone(left.zone, right.zone)
    case (.dateAndTime(let left), .dateAndTime(let right)):
        return left.date == right.date && left.time.nanoseconds == right.time.nanoseconds
            && sameZone(left.time.zone, right.time.zone)
    case (.list(let left), .list(let right)):
        return left.count == right.count && zip(left, right).allSatisfy { identical($0, $1) }
    default:
        return left.typeName == right.typeName && equal(left, right) == true
    }
}

private func sameZone(_ left: TimeZoneMark?, _ right: TimeZoneMark?) -> Bool { left == right }

/// Times are compared by `value()`, which has whole seconds only (DMN 1.5 §10.3.2.3.5).
private func wholeSeconds<T: SignedInteger & FixedWidthInteger>(_ nanoseconds: T) -> T {
    let second: T = 1_000_000_000
    let rest = nanoseconds % second
    return (nanoseconds - rest) / second - (rest < 0 ? 1 : 0)
}

/// The order of two values: below, at or above 0; nil where they have none.
func compare(_ left: Value, _ right: Value) -> Int? {
    func order<T: Comparable>(_ left: T, _ right: T) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }
    switch (left, right) {
    case (.number(let left), .number(let right)): return order(left, right)
    case (.string(let left), .string(let right)):
        if left.utf8.elementsEqual(right.utf8) { return 0 }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    case (.date(let left), .date(let right)): return order(left, right)
    case (.time(let left), .time(let right)):
        if let one = left.instant, let two = right.instant {
            return order(wholeSeconds(one), wholeSeconds(two))
        }
        guard left.zone == nil, right.zone == nil else { return nil }
        return order(wholeSeconds(left.nanoseconds), wholeSeconds(right.nanoseconds))
    case (.dateAndTime(let left), .dateAndTime(let right)):
        guard (left.time.zone == nil) == (right.time.zone == nil) else { return nil }
        return order(wholeSeconds(left.instant), wholeSeconds(right.instant))
    case (.date(let date), .dateAndTime):
        return compare(.dateAndTime(DateAndTime(startOf: date)), right)
    case (.dateAndTime, .date(let date)):
        return compare(left, .dateAndTime(DateAndTime(startOf: date)))
    case (.daysAndTime(let left), .daysAndTime(let right)): return order(left, right)
    case (.yearsAndMonths(let left), .yearsAndMonths(let right)): return order(left, right)
    case (.list(let elements), _) where elements.count == 1: return compare(elements[0], right)
    case (_, .list(let elements)) where elements.count == 1: return compare(left, elements[0])
    default: return nil
    }
}

/// Whether a value passes a test (DMN 1.5 §10.3.2.11, table 55): in a range, in a list, or equal.
func passes(_ value: Value, _ test: Value) -> Bool? {
    switch test {
    case .range(let range):
        if case .range = value { return equal(value, test) }
        return range.contains(value)
    case .list(let tests):
        if case .list(let elements) = value {
            if equal(value, test) == true { return true }
            if elements.count != 1 {
                return tests.contains { passes(value, $0) == true }
            }
        }
        var unknown = false
        for test in tests {
            switch passes(value, test) {
            case true?: return true
            case nil: unknown = true
            default: break
            }
        }
        return unknown && tests.count == 1 ? nil : false
    default: return equal(value, test)
    }
}
