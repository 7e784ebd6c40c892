package import Kernel
import Synchronization

/// Repeatable bytes for keys and nonces: the same for the same seed, never the same twice.
package final class SeededBytes: Sendable {
    private let generator: Mutex<Seeded>

    package init(_ seed: UInt64) { generator = Mutex(Seeded(seed)) }

    package var bytes: RandomBytes {
        { count in
            self.generator.withLock { generator in
                (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 40) }
            }
        }
    }
}
