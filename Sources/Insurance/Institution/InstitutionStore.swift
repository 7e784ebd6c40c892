import Kernel

/// Reads what the sequencer counted.
enum InstitutionStore {
    /// How often each control shows in the journal, and the promises broken, by duty.
    static func evidence(
        _ reader: any Reader, _ controls: [Control]
    ) throws -> InstitutionEvidence {
        var uses: [String: Int] = [:]
        for row in try reader.rows(
            "SELECT control, SUM(count) AS uses FROM control_evidence GROUP BY control LIMIT 5000")
        {
            uses[try row.text("control")] = try row.int("uses")
        }
        var evidence = InstitutionEvidence()
        for control in controls {
            guard control.kind == .evidence, let count = uses[counted(control.id)] else { continue }
            for duty in control.duties { evidence.counts[Keeping(control.id, duty)] = count }
        }
        for row in try reader.rows(
            """
            SELECT metric, COUNT(*) AS broken FROM service_clock
            WHERE status = 'breached' GROUP BY metric
            """
        ) {
            let metric = try row.text("metric")
            for duty in ClaimClocks.metrics.first(where: { $0.code == metric })?.duties ?? [] {
                evidence.breaches[duty, default: 0] += try row.int("broken")
            }
        }
        return evidence
    }

    /// Uses are counted under the command's name, which an evidence control carries behind a
    /// prefix.
    private static func counted(_ control: String) -> String {
        control.hasPrefix("journal.") ? String(control.dropFirst("journal.".count)) : control
    }
}
