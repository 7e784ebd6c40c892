/// A time of day in whole minutes, written `09:00`; `24:00` is the end of the day.
package struct MinuteOfDay: Hashable, Sendable {
    /// 0...1440.
    package let minute: Int

    /// Values outside the day are taken as its nearest end.
    package init(_ minute: Int) { self.minute = min(max(minute, 0), 1440) }

    /// Reads `HH:MM`; anything else is `nil`.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == 0x3A else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]]
        guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        let values = digits.map { Int($0) - 0x30 }
        let (hour, minute) = (values[0] * 10 + values[1], values[2] * 10 + values[3])
        guard minute < 60, hour * 60 + minute <= 1440 else { return nil }
        self.init(hour * 60 + minute)
    }

    package var text: String {
        let parts = [minute / 60, minute % 60]
        return parts.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
    }
}

extension MinuteOfDay: FieldValue {
    package static func kind(_: Void) -> FieldKind { .text(min: 5, max: 5, lines: false) }

    package static func read(_ json: JSON, _: Void) throws(FieldProblem) -> MinuteOfDay {
        guard case .string(let text) = json, let time = MinuteOfDay(text) else {
            throw .expected("时刻，如 09:00", "a time of day, such as 09:00")
        }
        return time
    }

    package var fieldJSON: JSON { .string(text) }
}
