import Kernel

/// How a column writes its dates. Stated per column, never guessed from a value.
enum DatePattern: Hashable, Sendable {
    /// `YYYY`, `MM`, `M`, `DD`, `D` and literal characters. `M` and `D` take one or two digits.
    case written([Part])
    /// Days as spreadsheets count them.
    case serial(SerialSystem)

    enum Part: Hashable, Sendable {
        case year, month(fixed: Bool), day(fixed: Bool)
        case literal(UInt8)
    }

    enum SerialSystem: String, Sendable {
        /// Counts from 1900-01-01 = 1 and knows a 29 February 1900 that never was.
        case from1900 = "serial1900"
        /// Counts from 1904-01-01 = 0.
        case from1904 = "serial1904"
    }

    /// Reads `M/D/YYYY`, `YYYY年M月D日`, `YYYYMMDD`, `serial1900`; `nil` unless year, month and day
    /// stand in it once each.
    init?(_ text: String) {
        if let system = SerialSystem(rawValue: text) {
            self = .serial(system)
            return
        }
        var parts: [Part] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.first {
            let run = bytes.prefix { $0 == byte }.count
            switch (byte, run) {
            case (0x59, 4): parts.append(.year)
            case (0x4D, 1...2): parts.append(.month(fixed: run == 2))
            case (0x44, 1...2): parts.append(.day(fixed: run == 2))
            case (0x59, _), (0x4D, _), (0x44, _), (0x30...0x39, _): return nil
            default: parts += Array(repeating: .literal(byte), count: run)
            }
            bytes = bytes.dropFirst(run)
        }
        let kinds = parts.filter { if case .literal = $0 { false } else { true } }
        guard kinds.count == 3, kinds.contains(.year),
            kinds.contains(.month(fixed: true)) || kinds.contains(.month(fixed: false)),
            kinds.contains(.day(fixed: true)) || kinds.contains(.day(fixed: false)),
            !DatePattern.isAmbiguous(parts)
        else { return nil }
        self = .written(parts)
    }

    /// One or two digits directly before more digits could be cut in two ways.
    private static func isAmbiguous(_ parts: [Part]) -> Bool {
        zip(parts, parts.dropFirst()).contains { left, right in
            if case .literal = right { return false }
            return left == .month(fixed: false) || left == .day(fixed: false)
        }
    }

    func day(_ text: String) -> Day? {
        switch self {
        case .written(let parts): DatePattern.written(parts, text)
        case .serial(let system): DatePattern.serial(system, text)
        }
    }

    private static func written(_ parts: [Part], _ text: String) -> Day? {
        var rest = Array(text.utf8)[...]
        var (year, month, day) = (0, 0, 0)
        for part in parts {
            switch part {
            case .year:
                guard let number = digits(&rest, 4...4) else { return nil }
                year = number
            case .month(let fixed):
                guard let number = digits(&rest, fixed ? 2...2 : 1...2) else { return nil }
                month = number
            case .day(let fixed):
                guard let number = digits(&rest, fixed ? 2...2 : 1...2) else { return nil }
                day = number
            case .literal(let byte):
                guard rest.first == byte else { return nil }
                rest = rest.dropFirst()
            }
        }
        return rest.isEmpty ? Day(year: year, month: month, day: day) : nil
    }

    private static func digits(
        _ bytes: inout ArraySlice<UInt8>, _ count: ClosedRange<Int>
    ) -> Int? {
        let run = bytes.prefix(count.upperBound).prefix { (0x30...0x39).contains($0) }
        guard count.contains(run.count) else { return nil }
        bytes = bytes.dropFirst(run.count)
        return run.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func serial(_ system: SerialSystem, _ text: String) -> Day? {
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...7).contains(parts[0].count),
            parts[0].allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(String(decoding: parts[0], as: UTF8.self)),
            (0...2_958_465).contains(number),
            parts.count == 1 || parts[1].allSatisfy({ $0 == 0x30 })
        else { return nil }
        switch system {
        case .from1904: return Day(year: 1904, month: 1, day: 1)?.adding(days: number)
        case .from1900:
            guard number >= 1, number != 60 else { return nil }
            let first = Day(year: 1899, month: 12, day: 31)
            return first?.adding(days: number > 60 ? number - 1 : number)
        }
    }
}
