import Kernel
import Synchronization

/// Repeatable bytes that never repeat within a test: a counter run through a mixing function.
final class SampleRandomness: Sendable {
    private let state: Mutex<UInt64>

    init(seed: UInt64 = 1) {
        state = Mutex(seed)
    }

    var bytes: RandomBytes {
        { count in
            self.state.withLock { state in
                (0..<count).map { _ in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return UInt8(truncatingIfNeeded: state >> 56)
                }
            }
        }
    }
}

struct VaultSample {
    let random = SampleRandomness()
    let keys: VaultKeys
    let person = ID<Person>(at: Moment(milliseconds: 1_700_000_000_000), random: (1, 2))
    let other = ID<Person>(at: Moment(milliseconds: 1_700_000_000_000), random: (3, 4))

    init() throws {
        keys = try VaultKeys.generate(random: random.bytes)
    }

    func key(of person: ID<Person>) throws -> SubjectKey {
        try SubjectKey(person: person, random: random.bytes)
    }
}
