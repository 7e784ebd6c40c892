import Logging

/// Runs a sequencer for as long as the process lives.
package struct SequencerService: Sendable {
    private let sequencer: Sequencer

    package init(_ sequencer: Sequencer) {
        self.sequencer = sequencer
    }

    /// Works until the surrounding task is cancelled; then signs what is there and gives the lease
    /// back. Failures are logged and tried again; an alarm stops signing, never the server.
    package func run() async {
        var pause = sequencer.policy.idle
        while !Task.isCancelled {
            do {
                let count = try await sequencer.step()
                try await sequencer.signIfDue()
                pause = sequencer.policy.idle
                if count > 0 { continue }
            } catch is JournalAlarm {
                pause = min(pause * 2, 60_000)
            } catch {
                sequencer.logger.warning("the sequencer tries again: \(error)")
                pause = min(pause * 2, 10_000)
            }
            do { try await sequencer.sleep(pause) } catch { break }
        }
        await finish()
    }

    private func finish() async {
        do {
            while try await sequencer.step() > 0 {}
            try await sequencer.sign()
            try await sequencer.release()
        } catch {
            sequencer.logger.warning("the journal was not signed at the end: \(error)")
        }
    }
}
