/// How every duty of the institution stands, with the evidence of one period.
package struct InstitutionReport: Hashable, Sendable {
    /// A control and how often it acted for the duty of its row.
    package struct Line: Hashable, Sendable {
        package let control: Control
        package let evidence: Int
    }

    /// How a duty stands, worst first.
    package enum Standing: String, Sendable, CaseIterable, Codable {
        /// A kind of control that its article asks for does not exist.
        case uncovered
        /// It was broken at least once.
        case broken
        /// All controls exist, none had occasion to act.
        case quiet
        /// All controls exist, they acted, and nothing was broken.
        case kept

        package var title: Words {
            switch self {
            case .uncovered: Words("缺少控制", "Not covered")
            case .broken: Words("有违反", "Broken")
            case .quiet: Words("尚无记录", "No record")
            case .kept: Words("履行", "Kept")
            }
        }
    }

    /// One duty.
    package struct Row: Hashable, Sendable {
        package let duty: Duty
        /// The kinds of control that its article asks for, in the order of `ControlKind`.
        package let required: [ControlKind]
        /// Those of them that no control provides.
        package let missing: [ControlKind]
        package let lines: [Line]
        /// All evidence for the duty, that of controls which no longer exist included.
        package let evidence: Int
        package let breaches: Int

        /// How often controls of a kind acted; part of ``evidence``.
        package func acted(_ kind: ControlKind) -> Int {
            lines.filter { $0.control.kind == kind }
                .reduce(0) { InstitutionReport.sum($0, $1.evidence) }
        }

        package var standing: Standing {
            if !missing.isEmpty { return .uncovered }
            if breaches > 0 { return .broken }
            return evidence == 0 ? .quiet : .kept
        }

        /// Every kind of control is there and the period shows no breach.
        package var isKept: Bool { standing == .kept || standing == .quiet }
    }

    package let institution: Institution
    /// One for each duty, in printed order.
    package let rows: [Row]
    /// Evidence and breaches that name a duty the institution does not have. Anything but 0 means
    /// that the journal was written under another institution.
    package let unplaced: Int
}

extension InstitutionRegister {
    /// How every duty stands with `evidence`. Counts below 0 are taken as 0 and sums stop at
    /// `Int.max`.
    package func report(_ evidence: InstitutionEvidence = .init()) -> InstitutionReport {
        var total: [DutyID: Int] = [:]
        for (keeping, count) in evidence.counts {
            total[keeping.duty] = InstitutionReport.sum(total[keeping.duty] ?? 0, count)
        }
        let rows = institution.articles.flatMap { article in
            let required = ControlKind.allCases.filter(article.kinds.contains)
            return article.duties.map { duty in
                InstitutionReport.Row(
                    duty: duty, required: required, missing: missingKinds(of: duty.id),
                    lines: controls(of: duty.id).map { control in
                        let count = evidence.counts[Keeping(control.id, duty.id)] ?? 0
                        return InstitutionReport.Line(control: control, evidence: max(0, count))
                    },
                    evidence: total[duty.id] ?? 0, breaches: max(0, evidence.breaches[duty.id] ?? 0)
                )
            }
        }
        let unplaced = [total, evidence.breaches].joined()
            .filter { institution.duty($0.key) == nil }
            .reduce(0) { InstitutionReport.sum($0, $1.value) }
        return InstitutionReport(institution: institution, rows: rows, unplaced: unplaced)
    }
}

extension InstitutionReport {
    fileprivate static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(max(0, right))
        return overflow ? .max : sum
    }

    /// How many duties stand so.
    package func count(_ standing: Standing) -> Int {
        rows.count { $0.standing == standing }
    }

    /// `{"duties":[{"id":"4.2.1a","controls":["claims.registerNotice"],"evidence":120,
    /// "breaches":0, …}]}`: one object for each duty in printed order, with its title in both
    /// languages, the kinds its article requires, those missing, its standing and whether it is
    /// kept.
    package var json: JSON {
        ["duties": .array(rows.map(\.json))]
    }
}

extension InstitutionReport.Row {
    fileprivate var json: JSON {
        [
            "id": .string(duty.id.text),
            "title": ["zh": .string(duty.title.zh), "en": .string(duty.title.en)],
            "controls": .array(lines.map { .string($0.control.id) }),
            "evidence": .integer(Int64(evidence)),
            "refused": .integer(Int64(acted(.enforce))),
            "driven": .integer(Int64(acted(.drive))),
            "breaches": .integer(Int64(breaches)),
            "required": .array(required.map { .string($0.rawValue) }),
            "missing": .array(missing.map { .string($0.rawValue) }),
            "standing": .string(standing.rawValue),
            "kept": .bool(isKept),
        ]
    }
}
