import Kernel
import Testing

@Suite struct RetryScheduleTests {
    private let schedule = RetrySchedule(first: 1000, cap: 10_000, attempts: 7)

    @Test func `delays double up to the cap and end in a dead letter`() {
        let steps = (1...8).map { schedule.next(attempt: $0, jitter: 0) }
        let delays: [Int64] = [500, 1000, 2000, 4000, 5000, 5000]
        #expect(
            steps == delays.map { .retry(afterMilliseconds: $0) } + [.deadLetter, .deadLetter])
    }

    @Test func `jitter spreads over the second half of the delay`() {
        #expect(schedule.next(attempt: 1, jitter: .max) == .retry(afterMilliseconds: 999))
        #expect(schedule.next(attempt: 1, jitter: 1 << 31) == .retry(afterMilliseconds: 750))
    }

    @Test func `the receiver can ask for longer, but not beyond the cap`() {
        #expect(
            schedule.next(attempt: 1, jitter: 0, afterSeconds: 3)
                == .retry(afterMilliseconds: 3000))
        #expect(
            schedule.next(attempt: 1, jitter: 0, afterSeconds: .max)
                == .retry(afterMilliseconds: 10_000))
        #expect(
            schedule.next(attempt: 1, jitter: 0, afterSeconds: .min)
                == .retry(afterMilliseconds: 500))
    }

    @Test func `numbers at the edge do not trap`() {
        let wide = RetrySchedule(first: .max / 2, cap: .max, attempts: .max)
        #expect(wide.next(attempt: .min, jitter: .max) != .deadLetter)
        #expect(wide.next(attempt: 1000, jitter: .max) != .deadLetter)
        #expect(wide.next(attempt: .max, jitter: 0) == .deadLetter)
    }
}
