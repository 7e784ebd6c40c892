import Kernel

/// What a simulation did and met, counted while it ran.
package struct OfficeTally: Sendable {
    package internal(set) var commands = 0
    package internal(set) var days = 0
    package internal(set) var done: [String: Int] = [:]
    /// Refusals by their id.
    package internal(set) var refusals: [String: Int] = [:]
    /// Commands that must have been refused and were done: a defect when there is one.
    package internal(set) var acceptedMistakes: [String: Int] = [:]
    /// Steps of the work that were refused, by command and refusal: planning that met the
    /// unexpected.
    package internal(set) var hindered: [String: Int] = [:]
    /// The same command under the same key that was told something else than before: a defect.
    package internal(set) var unequalRepeats = 0
    package internal(set) var repeats = 0
    package internal(set) var breaches = 0
    package internal(set) var warnings = 0
    /// Claims that the published rules judged.
    package internal(set) var judged = 0
    /// What the sweep could not do.
    package internal(set) var sweepFailures: [String: Int] = [:]

    mutating func add(_ sweep: ClockSweep.Outcome) {
        breaches += sweep.breached
        warnings += sweep.warned
        commands += sweep.breached + sweep.warned + sweep.woken + sweep.chores
        sweepFailures.merge(sweep.failures, uniquingKeysWith: +)
    }

    mutating func add(_ rules: RuleSweep.Outcome) {
        judged += rules.judged
        commands += rules.judged
        sweepFailures.merge(rules.failures, uniquingKeysWith: +)
    }

    /// Whether nothing happened that must not.
    package var isClean: Bool {
        acceptedMistakes.isEmpty && unequalRepeats == 0 && sweepFailures.isEmpty
    }
}
