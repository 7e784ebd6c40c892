package import Logging

/// Sweeps again and again until it is cancelled.
package struct SweepService: Sendable {
    let sweep: ClockSweep
    /// Milliseconds between two sweeps.
    let pause: Int64
    let sleep: @Sendable (Int64) async throws -> Void
    let logger: Logger

    /// - Parameters:
    ///   - pause: milliseconds between two sweeps.
    ///   - sleep: waits that many milliseconds; throws when cancelled.
    package init(
        _ sweep: ClockSweep, every pause: Int64 = 30_000, logger: Logger,
        sleep: @escaping @Sendable (Int64) async throws -> Void
    ) {
        self.sweep = sweep
        self.pause = pause
        self.logger = logger
        self.sleep = sleep
    }

    /// Ends when the task is cancelled. A sweep that fails is logged and tried again.
    package func run() async {
        while !Task.isCancelled {
            do {
                let outcome = try await sweep.sweepOnce(now: sweep.dispatcher.now())
                report(outcome)
            } catch {
                logger.error("the clock sweep could not read its rows; it tries again")
            }
            do { try await sleep(pause) } catch { return }
        }
    }

    private func report(_ outcome: ClockSweep.Outcome) {
        for (id, count) in outcome.failures {
            logger.error(
                "the clock sweep could not act on some rows; it tries again",
                metadata: ["reason": "\(id)", "count": "\(count)"])
        }
    }
}
