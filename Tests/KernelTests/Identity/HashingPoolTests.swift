import Foundation
import Kernel
import Synchronization
import Testing

@Suite struct HashingPoolTests {
    @Test func `work runs on its own threads and returns its value`() async throws {
        let pool = HashingPool(width: 2, capacity: 100, cores: 2)
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...100 { group.addTask { try await pool.run { number } } }
            return try await group.reduce(0, +)
        }
        #expect(sum == 5050)
        await #expect(throws: VaultFailure.altered) {
            try await pool.run { throw VaultFailure.altered }
        }
    }

    @Test func `no more run at once than there are threads`() async throws {
        let pool = HashingPool(width: 2, capacity: 64, cores: 2)
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { try await pool.run { counts.pass() } } }
            try await group.waitForAll()
        }
        #expect((1...2).contains(counts.most))
        #expect(HashingPoolTests.width(asked: 16, cores: 1) == 1)
    }

    @Test func `beyond the queue calls are refused at once and the rest is done`() async throws {
        let pool = HashingPool(width: 1, capacity: 4, cores: 1)
        let gate = Gate()
        let done = Counts()
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<30 {
                group.addTask {
                    do {
                        try await pool.run {
                            gate.wait()
                            done.pass()
                        }
                        return true
                    } catch {
                        #expect((error as? Refusal)?.kind == .busy)
                        // 25 of 30 are refused while the first one still waits at the gate.
                        if gate.refused() == 25 { gate.open() }
                        return false
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { $0 } == 5)
        #expect(done.total == 5)
    }

    @Test func `a cancelled call leaves the queue without running`() async throws {
        let pool = HashingPool(width: 1, capacity: 4, cores: 1)
        let gate = Gate()
        let ran = Counts()
        let first = Task { try await pool.run { gate.wait() } }
        while pool.load < 1 { await Task.yield() }
        let second = Task { try await pool.run { ran.pass() } }
        while pool.load < 2 { await Task.yield() }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        gate.open()
        try await first.value
        #expect(ran.total == 0)
    }

    @Test func `a task cancelled before it asks does not run`() async throws {
        let pool = HashingPool(width: 1, capacity: 4, cores: 1)
        let gate = Gate()
        let first = Task { try await pool.run { gate.wait() } }
        while pool.load < 1 { await Task.yield() }
        let ran = Counts()
        let second = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await pool.run { ran.pass() }
        }
        await #expect(throws: CancellationError.self) { try await second.value }
        gate.open()
        try await first.value
        #expect(ran.total == 0)
    }

    private static func width(asked: Int, cores: Int) -> Int {
        HashingPool(width: asked, capacity: 1, cores: cores).width
    }
}

private final class Counts: Sendable {
    private let state = Mutex((now: 0, most: 0, total: 0))
    var most: Int { state.withLock { $0.most } }
    var total: Int { state.withLock { $0.total } }

    func pass() {
        state.withLock {
            $0.now += 1
            $0.total += 1
            $0.most = max($0.most, $0.now)
        }
        // Long enough for the others to come in, were they let.
        var sum: UInt64 = 0
        for number in 0..<20_000 as Range<UInt64> { sum &+= number &* number }
        state.withLock { $0.now -= sum == 1 ? 2 : 1 }
    }
}

/// Work waits here until the test opens it.
private final class Gate: Sendable {
    private let isOpen = Mutex(false)
    private let refusals = Mutex(0)

    func wait() {
        while !isOpen.withLock(\.self) { yieldThread() }
    }

    func open() { isOpen.withLock { $0 = true } }

    func refused() -> Int {
        refusals.withLock {
            $0 += 1
            return $0
        }
    }
}

private func yieldThread() { sched_yield() }
