import Kernel

/// Gives the errands of an hour to the door, one after the other: numbers are drawn in the order in
/// which commands arrive, so the same seed gives the same cases only when the order is the same.
struct OfficeWorker: Sendable {
    let dispatcher: Dispatcher
    /// What tells this run's idempotency keys from those of other runs.
    let run: String

    struct Told: Sendable {
        let errand: Errand
        let receipt: Receipt
    }

    /// Performs the assignments and returns what was done, with what follows later.
    func perform(
        _ plan: [Assignment], at now: Moment, _ tally: inout OfficeTally
    ) async throws -> (told: [Told], later: [(Moment, Diary.Entry)]) {
        var told: [Told] = []
        var later: [(Moment, Diary.Entry)] = []
        // An hour has room for all its commands, each at a moment of its own.
        let count = Int64(plan.reduce(1) { $0 + $1.errands.count })
        let pace = max(1, min(2_000, 3_500_000 / count))
        var moment = now
        for assignment in plan {
            var last: Told?
            var key = ""
            var isThrough = true
            for errand in assignment.errands {
                moment = moment.adding(milliseconds: pace)
                if errand.sense != .again { key = "\(run).\(tally.commands)" }
                let receipt = try await perform(errand, key, at: moment, last, &tally)
                if let receipt, errand.sense == .work {
                    last = Told(errand: errand, receipt: receipt)
                    told.append(Told(errand: errand, receipt: receipt))
                } else if errand.sense == .work {
                    isThrough = false
                    break
                }
            }
            if isThrough { later += assignment.later }
        }
        return (told, later)
    }

    private func perform(
        _ errand: Errand, _ key: String, at moment: Moment, _ last: Told?,
        _ tally: inout OfficeTally
    ) async throws -> Receipt? {
        tally.commands += 1
        guard let command = Insurer.commands[errand.command] else {
            throw Refusal.noSuch(Words("命令", "command"))
        }
        do {
            let receipt = try await command.perform(
                dispatcher, errand.fields, errand.who,
                Envelope(key: key, ifVersion: errand.ifVersion, now: moment))
            count(errand, receipt, last, &tally)
            return receipt
        } catch let refusal as Refusal {
            tally.refusals[refusal.id, default: 0] += 1
            if errand.sense == .work {
                tally.hindered["\(errand.command) \(refusal.id)", default: 0] += 1
            }
            return nil
        }
    }

    private func count(
        _ errand: Errand, _ receipt: Receipt, _ last: Told?, _ tally: inout OfficeTally
    ) {
        switch errand.sense {
        case .work: tally.done[errand.command, default: 0] += 1
        case .mistake: tally.acceptedMistakes[errand.command, default: 0] += 1
        case .again:
            tally.repeats += 1
            if receipt != last?.receipt { tally.unequalRepeats += 1 }
        }
    }
}
