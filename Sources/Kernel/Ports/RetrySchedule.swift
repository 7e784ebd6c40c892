/// When an attempt that failed is repeated: exponential back-off with a cap, half of each delay
/// spread by jitter so that many failed deliveries do not come back at one moment.
package struct RetrySchedule: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        /// Try again this many milliseconds after the attempt ended.
        case retry(afterMilliseconds: Int64)
        /// No attempt is left: keep it for a person to look at.
        case deadLetter
    }

    /// The delay after the first attempt, in milliseconds, before jitter.
    package let first: Int64
    /// No delay is longer, in milliseconds.
    package let cap: Int64
    /// How many attempts are made in all.
    package let attempts: Int

    /// Sixteen attempts over 19 to 38 hours.
    package static let outbox = RetrySchedule(
        first: 30_000, cap: 6 * 3_600_000, attempts: 16)

    package init(first: Int64, cap: Int64, attempts: Int) {
        precondition(first > 0 && cap >= first && attempts > 0, "a schedule moves forward")
        self.first = first
        self.cap = cap
        self.attempts = attempts
    }

    /// What follows the failed `attempt` (1 for the first).
    ///
    /// `jitter` is a fresh random number over its whole range, handed in: 0 gives half of the
    /// delay, the maximum nearly all of it. `afterSeconds` is what the receiver asked for; it can
    /// lengthen the delay up to the cap.
    package func next(attempt: Int, jitter: UInt32, afterSeconds: Int? = nil) -> Step {
        guard attempt < attempts else { return .deadLetter }
        let delay = delay(after: max(attempt, 1))
        let half = delay / 2
        let spread = (delay - half).multipliedFullWidth(by: Int64(jitter))
        let jittered = half + Int64(spread.low >> 32) + (spread.high << 32)
        let asked = min(Int64(max(afterSeconds ?? 0, 0)), cap / 1000) * 1000
        return .retry(afterMilliseconds: max(jittered, asked))
    }

    private func delay(after attempt: Int) -> Int64 {
        var delay = first
        for _ in 1..<attempt where delay < cap {
            let (doubled, overflowed) = delay.multipliedReportingOverflow(by: 2)
            delay = overflowed ? cap : min(doubled, cap)
        }
        return delay
    }
}
