import Synchronization

/// Chances that are the same for the same seed and label: SplitMix64 (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014). Never for secrets.
package struct Chances: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(_ seed: UInt64, _ label: String = "") {
        // FNV-1a spreads the label, so that labels do not walk the same sequence shifted.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed &* 0x9e37_79b9_7f4a_7c15
        for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        state = hash
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// True `permille` times of a thousand.
    package mutating func chance(_ permille: Int) -> Bool {
        next() % 1000 < UInt64(max(0, permille))
    }

    package mutating func between(_ range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(next() % width)
    }

    /// One of `choices`, or `nil` when there is none.
    package mutating func pick<Element>(_ choices: [Element]) -> Element? {
        choices.isEmpty ? nil : choices[Int(next() % UInt64(choices.count))]
    }

    /// One of `choices`, which has at least one.
    package mutating func one<Element>(of first: Element, _ others: Element...) -> Element {
        let index = Int(next() % UInt64(others.count + 1))
        return index == 0 ? first : others[index - 1]
    }

    /// An amount between `range` that is often small and seldom large, in minor units.
    package mutating func skewed(_ range: ClosedRange<Int64>) -> Int64 {
        let share = between(1...1000) * between(1...1000) / 1000 * between(1...1000) / 1000
        return range.lowerBound + (range.upperBound - range.lowerBound) / 1000 * share
    }

    package mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: next().littleEndian) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}

/// The bytes a dispatcher of a demo or a simulation works with: in place of real randomness, so
/// that the same seed makes the same identities. Each piece of work may carry its own source, which
/// keeps work done side by side repeatable.
package final class SeededSource: Sendable {
    @TaskLocal package static var own: SeededSource?

    private let chances: Mutex<Chances>

    package init(_ chances: Chances) { self.chances = Mutex(chances) }

    package func take(_ count: Int) -> [UInt8] { chances.withLock { $0.bytes(count) } }

    /// For `Dispatcher.random`.
    package static func closure(seed: UInt64, _ label: String) -> @Sendable (Int) -> [UInt8] {
        let shared = SeededSource(Chances(seed, label))
        return { count in (own ?? shared).take(count) }
    }
}
