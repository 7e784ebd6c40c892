package import Kernel

/// 制度对照: every duty with the controls that keep it, counted from the journal.
package enum InstitutionPage {
    /// The controls of commands, workflow steps and clocks, registered with the institution.
    package static let controls: [Control] =
        Insurer.commands.commands.compactMap(\.control) + evidence + steps + clocks

    /// What a person of the company reads. Records are traced to `control_evidence`, which the
    /// sequencer counts; refusals to the security log; work and promises to steps and clocks.
    package static func report(
        _ reader: any Reader, in period: InstitutionPeriod = .all
    ) throws -> InstitutionReport {
        let register = try InstitutionRegister(ServiceInstitution.text, controls: controls)
        return register.report(try InstitutionStore.evidence(reader, controls, in: period))
    }

    /// Every command that keeps a duty leaves a journal entry naming it: evidence of each use.
    private static let evidence: [Control] = Insurer.commands.commands.compactMap { command in
        command.control.flatMap { control in
            control.kind == .evidence
                ? nil
                : Control("journal.\(control.id)", .evidence, keeps: control.duties, control.what)
        }
    }

    /// A step that opens work drives the duty: somebody must do it.
    private static let steps: [Control] = Insurer.workflows.flatMap(\.controls)

    /// The command behind each of those controls.
    static let stepCommands: [String: String] = Dictionary(
        Insurer.workflows.flatMap { $0.commands.map { ($0.key, $0.value) } },
        uniquingKeysWith: { first, _ in first })

    private static let clocks: [Control] = ClaimClocks.metrics.map {
        Control("clock.\($0.code)", .drive, keeps: $0.duties, $0.title)
    }
}
