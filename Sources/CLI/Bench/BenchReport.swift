import Kernel

/// What a benchmark prints: our figure, a floor measured in the same run, and the ratio.
struct BenchReport {
    struct Line {
        let name: String
        let figure: Double
        let unit: String
        let floor: Double
        let p50Milliseconds: Double
        let p99Milliseconds: Double

        var ratio: Double { floor > 0 ? figure / floor : 0 }
    }

    private(set) var lines: [Line] = []

    mutating func add(_ line: Line) { lines.append(line) }

    /// The shape other programs read. Written by hand, because the journal's JSON has no fractions.
    var json: String {
        let results = lines.map { line in
            """
            {"name":"\(line.name)","figure":\(Self.text(line.figure)),"unit":"\(line.unit)",\
            "floor":\(Self.text(line.floor)),"ratio":\(Self.text(line.ratio)),\
            "p50_ms":\(Self.text(line.p50Milliseconds)),"p99_ms":\(Self.text(line.p99Milliseconds))}
            """
        }
        return "{\"results\":[\(results.joined(separator: ","))]}"
    }

    var table: String {
        let table = TextTable(
            ["name", "figure", "unit", "floor", "ratio", "p50 ms", "p99 ms"].map {
                TextTable.Column($0)
            })
        return lines.reduce(into: table) { table, line in
            table.add([
                line.name, Self.text(line.figure), line.unit, Self.text(line.floor),
                Self.text(line.ratio), Self.text(line.p50Milliseconds),
                Self.text(line.p99Milliseconds),
            ])
        }.text
    }

    /// Three decimals, without an exponent.
    private static func text(_ value: Double) -> String {
        let thousandths = Int64((value * 1000).rounded())
        let fraction = String(1000 + thousandths.magnitude % 1000).dropFirst()
        return "\(thousandths / 1000).\(fraction)"
    }
}

/// Latencies of one run, in milliseconds.
struct Latencies {
    private var values: [Double] = []

    init(_ values: [Double]) { self.values = values.sorted() }

    func percentile(_ percent: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        return values[min(values.count - 1, Int(Double(values.count) * percent / 100))]
    }
}

/// Runs `count` pieces of work by `clients` tasks and measures them.
func measured(
    _ count: Int, clients: Int, _ work: @escaping @Sendable (Int) async throws -> Void
) async throws -> (perSecond: Double, latencies: Latencies) {
    let clock = ContinuousClock()
    let start = clock.now
    let values = try await withThrowingTaskGroup(of: [Double].self) { group in
        for client in 0..<clients {
            group.addTask {
                var own: [Double] = []
                for index in stride(from: client, to: count, by: clients) {
                    let begun = clock.now
                    try await work(index)
                    own.append((clock.now - begun) / .milliseconds(1))
                }
                return own
            }
        }
        return try await group.reduce(into: []) { $0 += $1 }
    }
    return (Double(count) / ((clock.now - start) / .seconds(1)), Latencies(values))
}
