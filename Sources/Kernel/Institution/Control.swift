/// Something in the system that keeps duties: a command, a step of a workflow, a service clock, a
/// record.
package struct Control: Hashable, Sendable {
    /// Stable, unique and part of the API: `claims.registerNotice`, `clock.claims.payment`,
    /// `step.claim.approve`. Up to 100 letters, digits, dots and hyphens of ASCII.
    package let id: String
    package let kind: ControlKind
    /// The duties it keeps, at least one.
    package let duties: [DutyID]
    /// What it refuses, makes happen or shows.
    package let what: Words

    package init(_ id: String, _ kind: ControlKind, keeps duties: [DutyID], _ what: Words) {
        self.id = id
        self.kind = kind
        self.duties = duties
        self.what = what
    }

    /// Whether `id` is one that a control may carry.
    var hasProperID: Bool {
        (1...100).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
                default: false
                }
            }
    }
}

/// One duty as kept by one control: what evidence is counted under.
package struct Keeping: Hashable, Sendable {
    /// The id of the control.
    package let control: String
    package let duty: DutyID

    package init(_ control: String, _ duty: DutyID) {
        self.control = control
        self.duty = duty
    }
}

/// What a period shows: how often controls acted for a duty, and how often a duty was broken.
package struct InstitutionEvidence: Hashable, Sendable {
    /// Acts refused, work driven and records made, by control and duty.
    package var counts: [Keeping: Int]
    /// Times that a duty was broken.
    package var breaches: [DutyID: Int]

    package init(counts: [Keeping: Int] = [:], breaches: [DutyID: Int] = [:]) {
        self.counts = counts
        self.breaches = breaches
    }
}
