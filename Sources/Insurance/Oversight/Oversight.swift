package import Kernel

/// 监督: what the insurer owes itself when a promise is broken, and what it shows of how it keeps
/// them. Reads every domain, changes only its own.
package enum Oversight {
    package static let commands: [any Command.Type] = [
        OpenBreach.self, ExplainBreach.self, StateOnBreach.self, DecideBreach.self,
        ReviewInstitution.self, RegisterReceiver.self, EndReceiver.self, RecordHandover.self,
        AllowOverLimit.self,
    ]

    /// The post that is told when a promise of this metric is about to break.
    package static func supervisor(of metric: String) -> Post {
        switch metric.prefix(while: { $0 != "." }) {
        case "claims", "payments": Post(.claimsSupervisor)
        case "sales": Post(.salesSupervisor)
        case "underwriting": Post(.underwritingSupervisor)
        case "complaints", "callbacks", "service": Post(.serviceSupervisor)
        default: Post(.executive)
        }
    }

    /// The sweep over clocks and suspended work, with the breach register behind it.
    package static func sweep(_ dispatcher: Dispatcher, batch: Int = 200) -> ClockSweep {
        ClockSweep(
            dispatcher, supervisor: supervisor(of:), breach: { OpenBreach($0) },
            chores: DocumentChores.all + ReserveChores.all + Dispatch.chores + ArchiveChores.all,
            batch: batch)
    }
}
