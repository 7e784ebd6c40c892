package import Kernel

/// 保全: a file that must not be destroyed, whatever the rules say, until somebody else lifts it.
package struct LegalHold: Numbered {
    package enum State: String, WorkflowState {
        case active, lifted

        package var title: Words {
            switch self {
            case .active: Words("保全中", "In force")
            case .lifted: Words("已解除", "Lifted")
            }
        }

        package var isFinal: Bool { self == .lifted }
    }

    package enum Ground: String, ChoiceValue {
        case litigation, regulator, audit, police

        package var title: Words {
            switch self {
            case .litigation: Words("诉讼或仲裁", "Lawsuit or arbitration")
            case .regulator: Words("监管检查", "Regulator")
            case .audit: Words("审计", "Audit")
            case .police: Words("公安机关办案", "Police")
            }
        }
    }

    package enum Event: Sendable, Codable {
        case set(LegalHold)
        case lifted(by: ID<StaffMember>, reason: String, at: Moment)
    }

    package static let table = "legal_hold"
    package static let title = Words("案卷保全", "legal hold")

    package let id: ID<LegalHold>
    package let number: String
    package let claim: ID<Claim>
    package let claimNumber: String
    package let ground: Ground
    package let document: String
    package let reason: String
    package let setBy: ID<StaffMember>
    package let setAt: Moment
    package private(set) var state: State = .active
    package private(set) var liftedBy: ID<StaffMember>?
    package private(set) var liftedAt: Moment?

    /// Chained in the journal of its claim.
    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claimNumber.sql), ("stage", state.rawValue.sql),
            ("set_by", setBy.sql), ("lifted_by", liftedBy.sql),
        ]
    }

    package static func opened(by event: Event) -> LegalHold? {
        if case .set(let hold) = event { hold } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .set(let hold): self = hold
        case .lifted(let person, _, let moment):
            liftedBy = person
            liftedAt = moment
            state = .lifted
        }
    }
}

/// The table of a hold.
package enum HoldWorkflow {
    package enum Step: String, WorkflowStep {
        case set, lift

        package var title: Words {
            switch self {
            case .set: Words("设定保全", "Set a hold")
            case .lift: Words("解除保全", "Lift the hold")
            }
        }
    }

    package static let main = Workflow<LegalHold, LegalHold.State, Step>(
        "hold", LegalHold.title, start: .active,
        [
            .init(
                .set, from: [.active],
                by: .held(.claimsSupervisor, .complianceOfficer, .auditor), keeps: ["2.3.3a"],
                with: "archives.setHold"),
            .init(
                .lift, from: [.active], to: .lifted, by: .held(.complianceOfficer, .executive),
                keeps: ["2.3.3a"], with: "archives.liftHold"),
        ])
}

/// 设定保全.
package struct SetHold: Command {
    package static let statement = CommandStatement<SetHold>(
        "archives.setHold", Words("设定案卷保全", "Set a hold on a file"),
        Words(
            "因诉讼、监管、审计或公安办案保全案卷，解除前不得销毁",
            "For a lawsuit, the regulator, an audit or the police: not destroyed until lifted"),
        duties: ["2.3.3a"], by: .held(by: .claimsSupervisor, .complianceOfficer, .auditor),
        numbers: [.hold], on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("ground", \.ground, Words("事由", "Ground")),
            Field("document", \.document, Words("依据文件", "Document"), .line(200)),
            .reason(\.reason),
        ])

    package var claim = ""
    package var ground = LegalHold.Ground.litigation
    package var document = ""
    package var reason = ""

    package struct Facts: Sendable {
        let claim: Loaded<Claim>
        let archive: Loaded<ClaimArchive>?
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let claim: Loaded<Claim> = try transaction.subject(self.claim, context)
        return try Facts(
            claim: claim, archive: AfterwardsStore.archive(of: claim.number, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let staff = context.principal.staff else { throw .notYourPost }
        try require(facts.archive?.state.state != .disposed, else: .fileDisposed)
        let hold = LegalHold(
            id: context.id("hold"), number: context.number(.hold), claim: facts.claim.state.id,
            claimNumber: facts.claim.number, ground: ground, document: document, reason: reason,
            setBy: staff, setAt: context.now)
        var decision = Decision()
        decision.open(LegalHold.self, .set(hold))
        decision.reason = reason
        decision.reply = ["number": .string(hold.number)]
        return decision
    }
}

/// 解除保全, by somebody else.
package struct LiftHold: Command {
    package static let statement = CommandStatement<LiftHold>(
        "archives.liftHold", Words("解除案卷保全", "Lift a hold"),
        Words("由设定人以外的人员说明理由后解除", "Lifted with a reason by somebody else than who set it"),
        duties: ["2.3.3a"], by: .held(by: .complianceOfficer, .executive),
        on: .numbered(LegalHold.self, "hold", \.hold),
        fields: [
            Field("hold", \.hold, Words("保全号", "Hold number"), .line(40)), .reason(\.reason),
        ])

    package var hold = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<LegalHold> {
        try transaction.subject(hold, context)
    }

    package func decide(
        _ hold: Loaded<LegalHold>, _ context: Context
    ) throws(Refusal) -> Decision {
        guard let staff = context.principal.staff else { throw .notYourPost }
        _ = try HoldWorkflow.main.take(.lift, in: hold.state.state, of: hold.state)
        try require(hold.setBy != staff, else: .liftsOwnHold)
        var decision = Decision(
            changing: hold, .lifted(by: staff, reason: reason, at: context.now))
        decision.reason = reason
        return decision
    }
}

extension NumberSeries {
    package static let hold = NumberSeries("HLD")
}

extension Refusal {
    static let liftsOwnHold = Refusal(
        .forbidden, "archives.liftsOwnHold",
        Words("设定保全的人不得自行解除，请由他人办理", "whoever set the hold may not lift it; ask a colleague"))
    static let fileDisposed = Refusal(
        .conflict, "archives.disposed",
        Words("该案卷已到期销毁，不能再办理", "the file was disposed of when its time was over"))
}
