import Kernel

/// Reads what the sequencer, the security log and the clocks counted in a period.
enum InstitutionStore {
    /// Refusals that say nothing about a duty: what was sent was malformed, out of date, or met a
    /// busy house.
    private static let formal = [
        "fields.refused", "case.stale", "case.missing", "idempotency.keyReused", "storage.busy",
        "storage.full", "storage.unavailable", "storage.outcomeUnknown",
    ]

    /// How often each control acted, and the promises broken, by duty.
    static func evidence(
        _ reader: any Reader, _ controls: [Control], in period: InstitutionPeriod
    ) throws -> InstitutionEvidence {
        let uses = try counts(
            """
            SELECT control AS name, SUM(count) AS uses FROM control_evidence
            WHERE \(part: period.days) GROUP BY control LIMIT 5000
            """, reader)
        let refusals = try counts(
            """
            SELECT command AS name, SUM(count) AS uses FROM refusal_count
            WHERE \(part: period.days) AND refusal NOT IN \(list: formal)
            GROUP BY command LIMIT 5000
            """, reader)
        let started = try counts(
            """
            SELECT metric AS name, COUNT(*) AS uses FROM service_clock
            WHERE started_at >= \(period.start) AND started_at < \(period.end)
            GROUP BY metric LIMIT 500
            """, reader)
        var evidence = InstitutionEvidence(breaches: try breaches(reader, in: period))
        for control in controls {
            let count: Int? =
                switch control.kind {
                case .evidence: uses[counted(control.id)]
                case .enforce: refusals[control.id]
                case .drive: driven(control.id, uses, started)
                }
            guard let count else { continue }
            for duty in control.duties { evidence.counts[Keeping(control.id, duty)] = count }
        }
        return evidence
    }

    /// Work is driven by a clock that ran, by a step that was taken, or by a command of its own.
    private static func driven(
        _ control: String, _ uses: [String: Int], _ started: [String: Int]
    ) -> Int? {
        if control.hasPrefix("clock.") { return started[String(control.dropFirst(6))] }
        return uses[InstitutionPage.stepCommands[control] ?? control]
    }

    private static func counts(_ sql: SQL, _ reader: any Reader) throws -> [String: Int] {
        Dictionary(
            try reader.rows(sql).map { (try $0.text("name"), try $0.int("uses")) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Promises whose moment passed in the period, by the duties they belong to.
    private static func breaches(
        _ reader: any Reader, in period: InstitutionPeriod
    ) throws -> [DutyID: Int] {
        let broken = try counts(
            """
            SELECT metric AS name, COUNT(*) AS uses FROM service_clock
            WHERE status = 'breached' AND due_at >= \(period.start) AND due_at < \(period.end)
            GROUP BY metric LIMIT 500
            """, reader)
        var breaches: [DutyID: Int] = [:]
        for metric in ClaimClocks.metrics {
            for duty in metric.duties { breaches[duty, default: 0] += broken[metric.code] ?? 0 }
        }
        return breaches
    }

    /// Uses are counted under the command's name, which an evidence control carries behind a
    /// prefix.
    private static func counted(_ control: String) -> String {
        control.hasPrefix("journal.") ? String(control.dropFirst("journal.".count)) : control
    }
}
