package import Logging

/// Relays the outbox again and again until it is cancelled.
package struct RelayService: Sendable {
    let relay: OutboxRelay
    /// Milliseconds between two looks.
    let pause: Int64
    let now: @Sendable () -> Moment
    let sleep: @Sendable (Int64) async throws -> Void
    let logger: Logger

    /// - Parameters:
    ///   - pause: milliseconds between two looks at the outbox.
    ///   - sleep: waits that many milliseconds; throws when cancelled.
    package init(
        _ relay: OutboxRelay, every pause: Int64 = 2_000, logger: Logger,
        now: @escaping @Sendable () -> Moment,
        sleep: @escaping @Sendable (Int64) async throws -> Void
    ) {
        self.relay = relay
        self.pause = pause
        self.now = now
        self.sleep = sleep
        self.logger = logger
    }

    /// Ends when the task is cancelled; what was being sent then comes back by itself.
    package func run() async {
        while !Task.isCancelled {
            do {
                let outcome = try await relay.relayOnce(now: now())
                if outcome.failed > 0 {
                    logger.warning(
                        "messages could not be delivered and need a person",
                        metadata: ["count": "\(outcome.failed)"])
                }
            } catch {
                logger.error("the outbox could not be read; it is tried again")
            }
            do { try await sleep(pause) } catch { return }
        }
    }
}
