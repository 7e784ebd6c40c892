import Glibc
import Synchronization
import Testing

@testable import Delivery

@Suite struct BlockingPoolTests {
    /// A pipe that holds back a thread until it is closed.
    private final class Gate: Sendable {
        private let ends: (read: Int32, write: Int32)

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            self.ends = (ends[0], ends[1])
        }

        func wait() {
            var byte: UInt8 = 0
            _ = read(ends.read, &byte, 1)
        }

        func open() {
            close(ends.write)
        }

        deinit {
            close(ends.read)
        }
    }

    @Test func `a full pool says so at once and later takes work again`() async throws {
        let pool = BlockingPool(name: "test", threads: 1, waiting: 0)
        let gate = try Gate()
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let first = Task {
            await pool.run {
                arrival.yield()
                gate.wait()
                return 1
            }
        }
        for await _ in arrivals { break }
        #expect(await pool.run { 2 } == nil)
        gate.open()
        #expect(await first.value == 1)
    }

    @Test func `every job that waits is run, and never more at once than threads`() async {
        let pool = BlockingPool(name: "test", threads: 3, waiting: 200)
        let gauge = Gauge()
        let done = await withTaskGroup(of: Int?.self, returning: Int.self) { group in
            for number in 0..<200 {
                group.addTask { await pool.run { gauge.measure { number } } }
            }
            return await group.reduce(0) { $0 + ($1 == nil ? 0 : 1) }
        }
        #expect(done == 200)
        #expect((1...3).contains(gauge.most))
    }

    private final class Gauge: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var most: Int { counts.withLock { $0.most } }

        func measure<Value>(_ work: () -> Value) -> Value {
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
            defer { counts.withLock { $0.now -= 1 } }
            return work()
        }
    }
}
