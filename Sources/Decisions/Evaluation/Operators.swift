/// Arithmetic of FEEL (DMN 1.5 §10.3.4.2 to 10.3.2.12): null with a diagnostic for types that
/// do not go together.

func negated(_ value: Value, _ evaluation: Evaluation) -> Value {
    switch value {
    case .number(let number): return .number(number.negated)
    case .daysAndTime(let duration):
        return DayTimeDuration(nanoseconds: -duration.nanoseconds).map(Value.daysAndTime) ?? .null
    case .yearsAndMonths(let duration):
        let (months, overflow) = Int64(0).subtractingReportingOverflow(duration.months)
        return overflow ? .null : .yearsAndMonths(YearMonthDuration(months: months))
    default: return evaluation.fail("\(value.typeName) has no negative")
    }
}

private func refusal(_ sign: String, _ left: Value, _ right: Value, _ evaluation: Evaluation)
    -> Value
{
    evaluation.fail("\(left.typeName) \(sign) \(right.typeName) has no result")
}

func sum(_ left: Value, _ right: Value, _ evaluation: Evaluation) -> Value {
    switch (left, right) {
    case (.number(let left), .number(let right)):
        return left.adding(right).map(Value.number) ?? evaluation.fail("the sum is out of range")
    case (.string(let left), .string(let right)): return .string(left + right)
    case (.yearsAndMonths, _), (.daysAndTime, _), (_, .yearsAndMonths), (_, .daysAndTime):
        return temporalSum(left, right) ?? refusal("+", left, right, evaluation)
    default: return refusal("+", left, right, evaluation)
    }
}

private func temporalSum(_ left: Value, _ right: Value) -> Value? {
    switch (left, right) {
    case (.yearsAndMonths(let left), .yearsAndMonths(let right)):
        let (months, overflow) = left.months.addingReportingOverflow(right.months)
        return overflow ? nil : .yearsAndMonths(YearMonthDuration(months: months))
    case (.daysAndTime(let left), .daysAndTime(let right)):
        return DayTimeDuration(nanoseconds: left.nanoseconds + right.nanoseconds)
            .map(Value.daysAndTime)
    case (.date(let date), .yearsAndMonths(let duration)):
        return date.adding(months: duration.months).map(Value.date)
    case (.dateAndTime(let moment), .yearsAndMonths(let duration)):
        return moment.adding(months: duration.months).map(Value.dateAndTime)
    case (.date(let date), .daysAndTime(let duration)):
        return DateAndTime(startOf: date).adding(nanoseconds: duration.nanoseconds)
            .map { .date($0.date) }
    case (.dateAndTime(let moment), .daysAndTime(let duration)):
        return moment.adding(nanoseconds: duration.nanoseconds).map(Value.dateAndTime)
    case (.time(let time), .daysAndTime(let duration)):
        return .time(time.adding(nanoseconds: duration.nanoseconds))
    case (.yearsAndMonths, .date), (.yearsAndMonths, .dateAndTime), (.daysAndTime, .date),
        (.daysAndTime, .dateAndTime), (.daysAndTime, .time):
        return temporalSum(right, left)
    default: return nil
    }
}

func difference(_ left: Value, _ right: Value, _ evaluation: Evaluation) -> Value {
    switch (left, right) {
    case (.number(let left), .number(let right)):
        return left.subtracting(right).map(Value.number)
            ?? evaluation.fail("the difference is out of range")
    case (.date(let left), .date(let right)):
        return span(DateAndTime(startOf: left), DateAndTime(startOf: right))
            ?? evaluation.fail("the difference is out of range")
    case (.date(let date), .dateAndTime(let moment)):
        return span(DateAndTime(startOf: date), moment) ?? refusal("-", left, right, evaluation)
    case (.dateAndTime(let moment), .date(let date)):
        return span(moment, DateAndTime(startOf: date)) ?? refusal("-", left, right, evaluation)
    case (.dateAndTime(let one), .dateAndTime(let two)):
        return span(one, two) ?? refusal("-", left, right, evaluation)
    case (.time(let one), .time(let two)):
        guard (one.zone == nil) == (two.zone == nil) else {
            return refusal("-", left, right, evaluation)
        }
        let start = two.instant ?? two.nanoseconds
        return DayTimeDuration(nanoseconds: Int128((one.instant ?? one.nanoseconds) - start))
            .map(Value.daysAndTime) ?? .null
    case (_, .yearsAndMonths), (_, .daysAndTime):
        if case .yearsAndMonths = left, case .daysAndTime = right { break }
        let turned = negated(right, evaluation)
        switch left {
        case .yearsAndMonths, .daysAndTime, .date, .dateAndTime, .time:
            return temporalSum(left, turned) ?? refusal("-", left, right, evaluation)
        default: break
        }
    default: break
    }
    return refusal("-", left, right, evaluation)
}

private func span(_ left: DateAndTime, _ right: DateAndTime) -> Value? {
    guard (left.time.zone == nil) == (right.time.zone == nil) else { return nil }
    return DayTimeDuration(nanoseconds: left.instant - right.instant).map(Value.daysAndTime)
}

func product(_ left: Value, _ right: Value, _ evaluation: Evaluation) -> Value {
    switch (left, right) {
    case (.number(let left), .number(let right)):
        return left.multiplied(by: right).map(Value.number)
            ?? evaluation.fail("the product is out of range")
    case (.yearsAndMonths(let duration), .number(let factor)),
        (.number(let factor), .yearsAndMonths(let duration)):
        return scaled(duration, factor) { $0.multiplied(by: $1) }
            ?? refusal("*", left, right, evaluation)
    case (.daysAndTime(let duration), .number(let factor)),
        (.number(let factor), .daysAndTime(let duration)):
        return scaled(duration, factor) { $0.multiplied(by: $1) }
            ?? refusal("*", left, right, evaluation)
    default: return refusal("*", left, right, evaluation)
    }
}

func quotient(_ left: Value, _ right: Value, _ evaluation: Evaluation) -> Value {
    switch (left, right) {
    case (.number(let left), .number(let right)):
        return left.divided(by: right).map(Value.number)
            ?? evaluation.fail(right.isZero ? "division by 0" : "the quotient is out of range")
    case (.yearsAndMonths(let duration), .number(let divisor)):
        return scaled(duration, divisor) { $0.divided(by: $1) }
            ?? refusal("/", left, right, evaluation)
    case (.daysAndTime(let duration), .number(let divisor)):
        return scaled(duration, divisor) { $0.divided(by: $1) }
            ?? refusal("/", left, right, evaluation)
    case (.yearsAndMonths(let one), .yearsAndMonths(let two)):
        return Decimal128(one.months).divided(by: Decimal128(two.months)).map(Value.number)
            ?? refusal("/", left, right, evaluation)
    case (.daysAndTime(let one), .daysAndTime(let two)):
        guard let one = one.decimal, let two = two.decimal, let result = one.divided(by: two)
        else { return refusal("/", left, right, evaluation) }
        return .number(result)
    default: return refusal("/", left, right, evaluation)
    }
}

func power(_ left: Value, _ right: Value, _ evaluation: Evaluation) -> Value {
    guard case (.number(let base), .number(let exponent)) = (left, right) else {
        return refusal("**", left, right, evaluation)
    }
    return base.power(exponent).map(Value.number)
        ?? evaluation.fail("the power is out of range or not real")
}

extension DayTimeDuration {
    /// In nanoseconds.
    var decimal: Decimal128? { Decimal128(Substring(String(nanoseconds))) }

    init?(decimal: Decimal128) {
        guard let whole = decimal.rounded(scale: 0, .down),
            let nanoseconds = Int128(whole.description)
        else { return nil }
        self.init(nanoseconds: nanoseconds)
    }
}

private func scaled(
    _ duration: YearMonthDuration, _ factor: Decimal128,
    _ operation: (Decimal128, Decimal128) -> Decimal128?
) -> Value? {
    operation(Decimal128(duration.months), factor)?.rounded(scale: 0, .down)?.int64
        .map { .yearsAndMonths(YearMonthDuration(months: $0)) }
}

private func scaled(
    _ duration: DayTimeDuration, _ factor: Decimal128,
    _ operation: (Decimal128, Decimal128) -> Decimal128?
) -> Value? {
    duration.decimal.flatMap { operation($0, factor) }.flatMap(DayTimeDuration.init(decimal:))
        .map(Value.daysAndTime)
}

func compared(
    _ comparison: Comparison, _ left: Value, _ right: Value, _ evaluation: Evaluation
) -> Value {
    switch comparison {
    case .equal, .notEqual:
        guard let answer = equal(left, right) else {
            return evaluation.fail(
                "\(left.typeName) and \(right.typeName) cannot be compared")
        }
        return .boolean(answer == (comparison == .equal))
    default:
        guard let order = compare(left, right) else {
            return evaluation.fail("\(left.typeName) and \(right.typeName) have no order")
        }
        switch comparison {
        case .less: return .boolean(order < 0)
        case .lessOrEqual: return .boolean(order <= 0)
        case .greater: return .boolean(order > 0)
        default: return .boolean(order >= 0)
        }
    }
}

/// `value.name` (DMN 1.5 §10.3.2.5, tables 61 to 66).
func member(_ name: String, of value: Value, _ evaluation: Evaluation) -> Value {
    let found: Value?
    switch value {
    case .context(let context): found = context[name]
    case .list(let elements):
        return .list(elements.map { member(name, of: $0, evaluation) })
    case .date(let date): found = property(name, of: date)
    case .time(let time): found = property(name, of: time)
    case .dateAndTime(let moment):
        found = property(name, of: moment.date) ?? property(name, of: moment.time, moment.offset)
    case .daysAndTime(let duration): found = property(name, of: duration)
    case .yearsAndMonths(let duration):
        switch name {
        case "years": found = .integer(duration.months / 12)
        case "months": found = .integer(duration.months % 12)
        default: found = nil
        }
    case .range(let range):
        switch name {
        case "start": found = range.comparison == .notEqual ? range.start : range.start
        case "end": found = range.end
        case "start included": found = .boolean(range.includesStart)
        case "end included": found = .boolean(range.includesEnd)
        default: found = nil
        }
    default: found = nil
    }
    return found ?? evaluation.fail("\(value.typeName) has no '\(name)'")
}

private func property(_ name: String, of date: CivilDate) -> Value? {
    switch name {
    case "year": .integer(Int64(date.year))
    case "month": .integer(Int64(date.month))
    case "day": .integer(Int64(date.day))
    case "weekday": .integer(date.dayOfWeek)
    default: nil
    }
}

private func property(_ name: String, of time: CivilTime, _ offset: Int64? = nil) -> Value? {
    switch name {
    case "hour": return .integer(time.hour)
    case "minute": return .integer(time.minute)
    case "second": return .integer(time.second)
    case "time offset":
        guard let seconds = offset ?? time.offset else { return .null }
        return DayTimeDuration(nanoseconds: Int128(seconds) * 1_000_000_000)
            .map(Value.daysAndTime)
    case "timezone":
        guard case .region(let name)? = time.zone else { return .null }
        return .string(name)
    default: return nil
    }
}

private func property(_ name: String, of duration: DayTimeDuration) -> Value? {
    let seconds = duration.seconds
    let part: Int128
    switch name {
    case "days": part = seconds / 86_400
    case "hours": part = seconds / 3600 % 24
    case "minutes": part = seconds / 60 % 60
    case "seconds": part = seconds % 60
    default: return nil
    }
    return Int64(exactly: part).map(Value.integer)
}
