package import Kernel

/// Looks for claims that published rules may decide, and has each judged once, through the one
/// door. A late sweep finds the same; several nodes may sweep at once.
package struct RuleSweep: Sendable {
    package struct Outcome: Hashable, Sendable {
        package internal(set) var judged = 0
        package internal(set) var failures: [String: Int] = [:]
    }

    package let dispatcher: Dispatcher
    private let batch: Int

    package init(_ dispatcher: Dispatcher, batch: Int = 200) {
        self.dispatcher = dispatcher
        self.batch = batch
    }

    package func sweepOnce(now: Moment) async throws -> Outcome {
        var outcome = Outcome()
        var last: String? = ""
        while let after = last {
            let page = try await dispatcher.database.read { [batch] reader in
                try RuleCandidates(reader, after: after, limit: batch)
            }
            for number in page.numbers {
                if Task.isCancelled { return outcome }
                await judge(DecideByRule(number), now, &outcome)
            }
            last = page.next
        }
        return outcome
    }

    private func judge(
        _ command: some Command, _ now: Moment, _ outcome: inout Outcome
    ) async {
        do {
            _ = try await dispatcher.perform(
                command, by: .system("adjudication"), Envelope(now: now))
            outcome.judged += 1
        } catch let refusal as Refusal where refusal.kind == .conflict || refusal.kind == .stale {
            // Somebody came first, or it is not complete any more.
        } catch let refusal as Refusal {
            outcome.failures[refusal.id, default: 0] += 1
        } catch {
            outcome.failures["storage", default: 0] += 1
        }
    }
}
