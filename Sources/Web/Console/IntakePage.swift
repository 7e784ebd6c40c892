import Hummingbird
import Insurance
import Kernel

/// 接报案: one page while the caller speaks. Who calls is found by policy, phone or name; the
/// policy is checked and earlier notices are shown before anything is taken.
extension Site {
    func intake(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["policy", "lang"])
        return try await showIntake(visit, policy: query["policy"], wanted: nil)
    }

    func searchIntake(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        let wanted = String((form["q"] ?? "").trimmed.prefix(60))
        return try await showIntake(visit, policy: nil, wanted: wanted)
    }

    private func showIntake(
        _ visit: Visit, policy number: String?, wanted: String?
    ) async throws -> Response {
        guard let command = commands["claims.registerNotice"] else { throw Problem.notFound }
        let language = visit.language
        let today = dispatcher.now().officeDay
        let principal = try visit.principal
        let known = try await database.read { [vault = dispatcher.vault] reader in
            try IntakeStore.knowledge(
                policy: number, wanted: wanted, on: today, for: principal, vault, reader)
        }
        let action = try await intakeAction(command, visit)
        let draft = try await drafts.read(action.place, by: principal)
        var typed = ["channel": "phone"]
        if let draft { typed.merge(draft.values) { _, kept in kept } }
        if let number { typed["policy"] = number }
        let control = FormControl(language: language, typed: typed, problems: [:], settled: [])
        let shownFields = command.fields.filter { !Self.ofImports.contains($0.name) }
        return try await console(
            "intake", Words("接报案", "Take a notice"),
            [
                "policies": known.policies.map { $0.shown(language) },
                "hasPolicies": !known.policies.isEmpty,
                "isAsked": wanted != nil,
                "chosen": known.chosen?.shown(language) ?? [:], "isChosen": known.chosen != nil,
                "isUnknown": number != nil && known.chosen == nil, "policy": number ?? "",
                "earlier": known.earlier.map { $0.shown(language) },
                "hasEarlier": !known.earlier.isEmpty,
                "controls": control.controls(shownFields),
                "command": command.name, "key": RandomText.make(dispatcher.random(24)),
                "draftAt": draft.map { ShownMoment.text($0.at) } ?? "", "hasDraft": draft != nil,
                "now": ShownMoment.text(dispatcher.now()),
            ], visit)
    }

    private func intakeAction(
        _ command: RegisteredCommand, _ visit: Visit
    ) async throws -> Action {
        Action(command: command, known: ActionKnowledge(), settled: [], fields: command.fields)
    }
}

/// What intake knows of the caller's policies.
struct IntakeKnowledge: Sendable {
    struct Policy: Sendable {
        let number: String
        let product: Words
        let holder: Words
        let inception: Day
        let expiry: Day
        let isInForce: Bool
        let isRescinded: Bool
        let coverages: [Words]

        func shown(_ language: Language) -> [String: any Sendable] {
            [
                "number": number, "product": product[language], "holder": holder[language],
                "period": "\(inception) – \(expiry)", "isInForce": isInForce && !isRescinded,
                "isRescinded": isRescinded, "isOver": !isInForce,
                "coverages": coverages.map { $0[language] }
                    .joined(separator: language == .zh ? "、" : ", "),
            ]
        }
    }

    struct Earlier: Sendable {
        let number: String
        let lossDay: Day
        let cause: Words
        let stage: Words
        let claim: String?

        func shown(_ language: Language) -> [String: any Sendable] {
            [
                "number": number, "lossDay": lossDay.description, "cause": cause[language],
                "stage": stage[language], "claim": claim ?? "", "hasClaim": claim != nil,
            ]
        }
    }

    var policies: [Policy] = []
    var chosen: Policy?
    var earlier: [Earlier] = []
}
