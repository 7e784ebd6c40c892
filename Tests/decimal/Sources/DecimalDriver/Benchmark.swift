import Foundation

enum Benchmark {
    static func run() {
        let few = operands(4_096, digits: 1...6, exponents: -3...0)
        let same = operands(4_096, digits: 1...6, exponents: -2 ... -2)
        let many = operands(4_096, digits: 30...34, exponents: -30...0)
        for (name, values) in [("few digits", few), ("same exponent", same), ("34 digits", many)] {
            print("\(name):")
            let slow = name == "34 digits" ? 20 : 400
            measure("add", values, slow) { $0.adding($1) }
            measure("subtract", values, slow) { $0.subtracting($1) }
            measure("multiply", values, slow) { $0.multiplied(by: $1) }
            measure("less than", values, slow) { $0 < $1 ? $0 : $1 }
            measure("equal", values, slow) { $0 == $1 ? $0 : nil }
            measure("divide", values, 20) { $0.divided(by: $1) }
            measure("remainder", values, 20) { $0.remainderFloored(by: $1) }
            measure("round to 2", values, 20) { left, _ in left.rounded(scale: 2, .halfEven) }
            measure("sqrt", values, 20) { left, _ in left.magnitude.squareRoot() }
            measure("print", values, 10) { left, _ in
                Decimal128(Int64(left.description.utf8.count))
            }
            measure("int64", values, 20) { left, _ in left.int64.map { Decimal128($0) } }
            measure("hash", values, 20) { left, _ in Decimal128(Int64(left.hashValue)) }
            let texts = values.map { Array($0.description.utf8) }
            parse("parse", texts, 50)
        }
        measure("exp", few, 1) { left, _ in
            left.multiplied(by: Decimal128("0.01") ?? .one)?.exponential()
        }
        measure("ln", few, 1) { left, _ in left.magnitude.naturalLogarithm() }
        measure("power 1.5", few, 1) { left, _ in left.magnitude.power(Decimal128("1.5") ?? .one) }
        measure("power 12", few, 20) { left, _ in left.power(Decimal128(12)) }
    }

    private static func operands(
        _ count: Int, digits: ClosedRange<Int>, exponents: ClosedRange<Int>
    ) -> [Decimal128] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in
            let length = Int.random(in: digits, using: &generator)
            let digits = (0..<length).map { _ in String(Int.random(in: 1...9, using: &generator)) }
            let sign = Int.random(in: 0...3, using: &generator) == 0 ? "-" : ""
            let exponent = Int.random(in: exponents, using: &generator)
            return Decimal128(Substring("\(sign)\(digits.joined())E\(exponent)")) ?? .one
        }
    }

    @inline(__always)
    private static func measure(
        _ name: String, _ values: [Decimal128], _ rounds: Int,
        _ operation: (Decimal128, Decimal128) -> Decimal128?
    ) {
        var best = Double.infinity
        var sink: UInt64 = 0
        for _ in 0..<5 {
            let start = DispatchTime.now().uptimeNanoseconds
            values.withUnsafeBufferPointer { buffer in
                for _ in 0..<rounds {
                    for index in 1..<buffer.count {
                        if let result = operation(buffer[index &- 1], buffer[index]) {
                            sink ^= result.low &+ result.high
                        }
                    }
                }
            }
            let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start)
            best = min(best, elapsed / Double(rounds * (values.count - 1)))
        }
        report(name, best, sink)
    }

    private static func parse(_ name: String, _ texts: [[UInt8]], _ rounds: Int) {
        var best = Double.infinity
        var sink: UInt64 = 0
        for _ in 0..<5 {
            let start = DispatchTime.now().uptimeNanoseconds
            for _ in 0..<rounds {
                for text in texts {
                    let value = text.withUnsafeBufferPointer { Decimal128(utf8: $0) }
                    sink ^= value?.low ?? 0
                }
            }
            let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start)
            best = min(best, elapsed / Double(rounds * texts.count))
        }
        report(name, best, sink)
    }

    private static func report(_ name: String, _ nanoseconds: Double, _ sink: UInt64) {
        let padded = name.padding(toLength: 14, withPad: " ", startingAt: 0)
        print("  \(padded) \(String(format: "%9.1f", nanoseconds)) ns  (\(sink & 15))")
    }
}
