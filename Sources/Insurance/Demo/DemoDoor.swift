package import Kernel

/// How the demo performs its commands: as the part `demo` of the product, at a set moment, and
/// with what is already there taken as done, so that it can run again.
package struct DemoDoor: Sendable {
    package let dispatcher: Dispatcher
    package let seed: UInt64
    package let now: Moment
    /// Where files of the stories are kept; without it the stories have none.
    package let evidence: EvidenceDesk?

    package init(
        _ dispatcher: Dispatcher, seed: UInt64, now: Moment, evidence: EvidenceDesk? = nil
    ) {
        self.evidence = evidence
        self.dispatcher = dispatcher
        self.seed = seed
        self.now = now
    }

    @discardableResult
    func perform<C: Command>(
        _: C.Type, _ fields: JSON, by principal: Principal = .system("demo"),
        at moment: Moment? = nil
    ) async throws -> Receipt {
        do {
            return try await dispatcher.perform(
                C.self, from: fields, by: principal, Envelope(now: moment ?? now))
        } catch let refusal as Refusal {
            throw DemoFailure(command: C.statement.name, refusal)
        }
    }

    /// Performs the command unless the thing is recorded already; says whether it was new.
    @discardableResult
    func ensure<C: Command>(
        _: C.Type, _ fields: JSON, by principal: Principal = .system("demo"),
        at moment: Moment? = nil
    ) async throws -> Bool {
        do {
            _ = try await perform(C.self, fields, by: principal, at: moment)
            return true
        } catch let failure as DemoFailure where Self.alreadyThere.contains(failure.refusal.id) {
            return false
        }
    }

    private static let alreadyThere: Set<String> = ["record.exists", "authority.conflict"]
}

/// A command of the demo that was refused: which, and why.
package struct DemoFailure: Error, CustomStringConvertible {
    package let command: String
    package let refusal: Refusal

    init(command: String, _ refusal: Refusal) {
        self.command = command
        self.refusal = refusal
    }

    package var description: String {
        let fields = refusal.fields.map { "\($0.name): \($0.message.en)" }.joined(separator: "; ")
        return "\(command) was refused (\(refusal.id)): \(refusal.message.en) \(fields)"
    }
}
