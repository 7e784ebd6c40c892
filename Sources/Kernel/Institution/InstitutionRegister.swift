/// Which controls keep which duty. Built once when the product starts.
package struct InstitutionRegister: Sendable {
    package let institution: Institution
    /// In order of registration.
    package private(set) var controls: [Control] = []
    private var ids: Set<String> = []
    private var byDuty: [DutyID: [Control]] = [:]

    /// Throws the first fault of the institution itself or of the controls.
    package init(
        _ institution: Institution, controls: [Control] = []
    ) throws(InstitutionFault) {
        if let fault = institution.faults.first { throw fault }
        self.institution = institution
        for control in controls { try register(control) }
    }

    /// Adds a control; one that is refused changes nothing.
    package mutating func register(_ control: Control) throws(InstitutionFault) {
        try check(control)
        ids.insert(control.id)
        controls.append(control)
        for duty in control.duties { byDuty[duty, default: []].append(control) }
    }

    /// The controls that keep `duty`, in order of registration.
    package func controls(of duty: DutyID) -> [Control] { byDuty[duty] ?? [] }

    /// The controls of one kind that keep `duty`, in order of registration.
    package func controls(of duty: DutyID, _ kind: ControlKind) -> [Control] {
        controls(of: duty).filter { $0.kind == kind }
    }

    /// The kinds that the article of `duty` asks for and no control provides, in the order of
    /// `ControlKind`; empty for a duty that the institution does not have.
    package func missingKinds(of duty: DutyID) -> [ControlKind] {
        guard let article = institution.article(of: duty) else { return [] }
        let present = Set(controls(of: duty).map(\.kind))
        return ControlKind.allCases.filter { article.kinds.contains($0) && !present.contains($0) }
    }

    private func check(_ control: Control) throws(InstitutionFault) {
        guard control.hasProperID else { throw .controlMalformed(control.id) }
        guard !ids.contains(control.id) else { throw .controlRepeated(control.id) }
        guard !control.duties.isEmpty else { throw .controlIdle(control.id) }
        var seen: Set<DutyID> = []
        for duty in control.duties {
            guard institution.duty(duty) != nil else {
                throw .dutyUnknown(duty, control: control.id)
            }
            guard seen.insert(duty).inserted else {
                throw .dutyRepeated(duty, control: control.id)
            }
        }
    }
}
