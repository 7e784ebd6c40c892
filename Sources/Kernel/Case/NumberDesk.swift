import Synchronization

/// Hands out human numbers such as `CLM-2025-000123`.
///
/// Numbers are drawn before the transaction, from blocks reserved in a transaction of their own, so
/// that commands do not queue behind one counter row. A refused command gives its number back; a
/// crash leaves a gap, which means nothing.
package final class NumberDesk: Sendable {
    private struct Stock {
        var next: Int64
        var end: Int64
        var returned: [Int64] = []
    }

    private let database: any Database
    private let stocks = Mutex<[String: Stock]>([:])
    private static let blockSize: Int64 = 64

    package init(database: any Database) { self.database = database }

    func draw(_ series: [NumberSeries], at now: Moment) async throws -> [NumberSeries: String] {
        var drawn: [NumberSeries: String] = [:]
        for one in series { drawn[one] = try await draw(one, at: now) }
        return drawn
    }

    private func draw(_ series: NumberSeries, at now: Moment) async throws -> String {
        let name = "\(series.prefix)-\(Self.year(of: now))"
        while true {
            if let number = take(name) { return Self.text(name, number) }
            try await reserve(name)
        }
    }

    private func take(_ name: String) -> Int64? {
        stocks.withLock { stocks in
            guard var stock = stocks[name] else { return nil }
            defer { stocks[name] = stock }
            if let returned = stock.returned.popLast() { return returned }
            guard stock.next < stock.end else { return nil }
            stock.next += 1
            return stock.next - 1
        }
    }

    private func reserve(_ name: String) async throws {
        let first = try await database.write { transaction -> Int64 in
            let row = try transaction.lockedRows(
                "SELECT next FROM number_series WHERE series = \(name)"
            ).first
            let next = try row?.integer("next") ?? 1
            try transaction.execute(
                """
                INSERT INTO number_series (series, next) VALUES (\(name), \(next + Self.blockSize))
                ON CONFLICT (series) DO UPDATE SET next = number_series.next + \(Self.blockSize)
                """)
            let after = try transaction.row("SELECT next FROM number_series WHERE series = \(name)")
            return try (after?.integer("next") ?? 0) - Self.blockSize
        }
        stocks.withLock { stocks in
            let left = stocks[name].map { Array($0.next..<$0.end) + $0.returned } ?? []
            stocks[name] = Stock(next: first, end: first + Self.blockSize, returned: left)
        }
    }

    /// Takes numbers back after a refusal; after an unknown outcome they may be in use and are not.
    func giveBack(_ drawn: [NumberSeries: String], after error: any Error) {
        if error is Refusal { giveBack(drawn) }
    }

    /// Puts back numbers of which it is certain that nothing was written with them.
    func giveBack(_ drawn: [NumberSeries: String]) {
        for (_, text) in drawn {
            let parts = text.split(separator: "-")
            guard parts.count == 3, let number = Int64(parts[2]) else { continue }
            stocks.withLock { $0["\(parts[0])-\(parts[1])"]?.returned.append(number) }
        }
    }

    /// Numbers carry the year of the insurer's own time zone.
    private static func year(of moment: Moment) -> Int {
        let chinaOffset: Int64 = 8 * 3600 * 1000
        let local = moment.adding(milliseconds: chinaOffset).milliseconds
        let (days, rest) = local.quotientAndRemainder(dividingBy: 86_400_000)
        return Day(number: Int(days) - (rest < 0 ? 1 : 0)).year
    }

    private static func text(_ name: String, _ number: Int64) -> String {
        let digits = String(number)
        return name + "-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
