import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// A command as a form: made from its own statement, filled from the case, kept as a draft, told
/// on the page when it is refused. What was typed is never lost.
extension Site {
    func actionForm(_ visit: Visit) async throws -> Response {
        let command = try offered(visit)
        var typed = about(command, visit)
        for (name, value) in visit.request.uri.queryParameters {
            typed[String(name)] = String(String(value).prefix(200))
        }
        typed["lang"] = nil
        let action = try await action(command, typed, visit)
        let draft = try await drafts.read(action.place, by: visit.principal)
        var values = action.suggested.merging(typed) { _, asked in asked }
        if let draft { values.merge(draft.values) { _, kept in kept } }
        values["~key"] = RandomText.make(dispatcher.random(24))
        return try await show(action, values, visit, draftAt: draft?.at)
    }

    func performAction(_ visit: Visit) async throws -> Response {
        let command = try offered(visit)
        let form = try Form(visit.body, visit.request.headers)
        var typed = form.all.merging(about(command, visit)) { _, named in named }
        typed["csrf"] = nil
        let action = try await action(command, typed, visit)
        if let list = typed["~more"] {
            let rows = typed["\(list).~rows"].flatMap { Int($0) } ?? 1
            typed["\(list).~rows"] = String(min(max(rows, 1), FormControl.mostRows - 1) + 1)
            typed["~more"] = nil
            return try await show(action, typed, visit)
        }
        var reading = FormReading(typed, currency: action.currency)
        let json = JSON.object(reading.object(action.fields))
        guard reading.problems.isEmpty else {
            return try await show(action, typed, visit, problem: Problem(.typed(reading.problems)))
        }
        let key = typed["~key"].flatMap { (20...64).contains($0.utf8.count) ? $0 : nil }
        let envelope = Envelope(
            key: key, ifVersion: action.isVersioned ? typed["~version"].flatMap { Int64($0) } : nil)
        do {
            let receipt = try await command.perform(dispatcher, json, visit.principal, envelope)
            try await drafts.forget(action.place, by: visit.principal)
            return Answer.redirect(to: action.next(after: receipt))
        } catch let refusal as Refusal {
            // The next try is another act: its key must not be the one that was refused.
            typed["~key"] = RandomText.make(dispatcher.random(24))
            return try await show(action, typed, visit, problem: Problem(refusal))
        }
    }

    /// Keeps what was typed so far. Answers nothing: the form goes on.
    func keepDraft(_ visit: Visit) async throws -> Response {
        let command = try offered(visit)
        let form = try Form(visit.body, visit.request.headers)
        let action = try await action(command, form.all, visit)
        let kept = form.all.filter { name, value in
            !value.isEmpty && name != "csrf" && name != "~key" && name != "~version"
        }
        try await drafts.keep(kept, action.place, by: visit.principal)
        return Response(status: .noContent)
    }

    func dropDraft(_ visit: Visit) async throws -> Response {
        let command = try offered(visit)
        let form = try Form(visit.body, visit.request.headers)
        let action = try await action(command, form.all, visit)
        try await drafts.forget(action.place, by: visit.principal)
        return Answer.redirect(to: action.address)
    }

    /// What the address says the command is about: a case, or a piece of work. It stands in the
    /// path, so that whoever must sign in again comes back to the same form.
    private func about(_ command: RegisteredCommand, _ visit: Visit) -> [String: String] {
        guard let about = visit.context.parameters.get("about"), CaseLink.isNumber(about) else {
            return [:]
        }
        return [command.subject?.field ?? "item": about]
    }

    private func offered(_ visit: Visit) throws -> RegisteredCommand {
        guard let command = commands[try visit.part("command")],
            !command.permission.isOfTheProduct
        else { throw Problem.notFound }
        guard command.permission.allows(try visit.principal) else { throw Problem.forbidden }
        return command
    }

    /// The command with what its form needs to know of the case it is about.
    private func action(
        _ command: RegisteredCommand, _ typed: [String: String], _ visit: Visit
    ) async throws -> Action {
        let principal = try visit.principal
        let named = command.subject.flatMap { typed[$0.field] }
        let item = typed["item"].flatMap { ID<WorkItem>($0) }
        let claimNamed = typed["claim"]
        let vault = dispatcher.vault
        let known = try await database.read { reader -> ActionKnowledge in
            try ActionKnowledge.gather(
                command, named: named, claim: claimNamed, item: item, for: principal, vault,
                reader)
        }
        var settled: Set<String> = []
        if let field = command.subject?.field, named != nil, known.standing != nil {
            settled.insert(field)
        }
        if item != nil { settled.insert("item") }
        return Action(
            command: command, known: known, settled: settled,
            fields: command.fields.filter { !Self.ofImports.contains($0.name) }
                .map { known.choosing($0) })
    }

    /// What only an import has to say.
    static let ofImports: Set<String> = ["source", "remarks"]

    private func show(
        _ action: Action, _ typed: [String: String], _ visit: Visit, problem: Problem? = nil,
        draftAt: Moment? = nil
    ) async throws -> Response {
        let language = visit.language
        var problems: [String: Words] = [:]
        for field in problem?.fields ?? [] { problems[field.path] = field.message }
        let control = FormControl(
            language: language, typed: typed, problems: problems, settled: action.settled)
        let seen = typed["~seq"].flatMap { Int64($0) }
        var values: [String: any Sendable] = [
            "command": action.command.name, "heading": action.command.title[language],
            "summary": action.command.summary[language],
            "controls": control.controls(action.fields),
            "key": typed["~key"] ?? "",
            "version": problem?.id == "case.stale"
                ? String(action.known.standing?.version ?? 0)
                : typed["~version"] ?? String(action.known.standing?.version ?? 0),
            "number": action.number ?? "", "hasCase": action.number != nil,
            "back": action.back, "address": action.address,
            "duties": action.command.duties.map { ["id": $0.text] },
            "problem": problem?.message[language] ?? "", "hasProblem": problem != nil,
            "errors": problem?.fields.prefix(20).map { field -> [String: any Sendable] in
                [
                    "path": field.path, "message": field.message[language],
                    "label": action.label(field.path)[language],
                ]
            } ?? [[String: any Sendable]](),
            "draftAt": draftAt.map(ShownMoment.text) ?? "", "hasDraft": draftAt != nil,
            "hints": action.known.hints.map { $0.shown(language) },
            "hasHints": !action.known.hints.isEmpty,
        ]
        let last = action.known.lastEntry
        values["seq"] = problem?.id == "case.stale" ? last : seen ?? last
        if problem?.id == "case.stale", let number = action.number, let seen {
            let file = try await caseFile(number, visit)
            values["meanwhile"] = file.timeline(commands, language)
                .filter { ($0["seq"] as? Int64 ?? 0) > seen }
            values["isStale"] = true
        }
        let title = problem == nil
            ? action.command.title
            : Words("有误：\(action.command.title.zh)", "Error: \(action.command.title.en)")
        var response = try await console("action", title, values, visit)
        if let problem { response.status = .init(code: problem.status) }
        return response
    }
}

/// A command that somebody is about to perform.
struct Action: Sendable {
    let command: RegisteredCommand
    let known: ActionKnowledge
    /// Fields that the page settles.
    let settled: Set<String>
    /// Its fields, with choices where the case leaves only some.
    let fields: [FieldStatement]

    var number: String? { known.standing?.subject.number ?? known.itemCase }
    var currency: Currency { known.currency }
    var suggested: [String: String] { known.suggested }

    /// Whether the version that was seen can be checked at the door.
    var isVersioned: Bool { command.subject != nil && known.standing != nil }

    /// Where drafts of it are kept: one for each case.
    var place: DraftPlace {
        DraftPlace(command: command.name, subject: number ?? known.item?.text ?? "")
    }

    var address: String { CaseLink.action(command.name, about: about) }

    private var about: String? {
        if let field = command.subject?.field, settled.contains(field) { return number }
        return known.item?.text
    }

    var back: String { number.map(CaseLink.path) ?? "/console" }

    /// Where the work goes on: what was opened, the case, or the workbench.
    func next(after receipt: Receipt) -> String {
        let opened = receipt.text("number").flatMap { CaseLink.isNumber($0) ? $0 : nil }
        let isCase = opened.map { number in
            ["NTC", "CLM", "PAN"].contains { number.hasPrefix($0) }
        } ?? false
        let target = isCase ? opened ?? number : number ?? opened
        return (target.map(CaseLink.path) ?? "/console") + "?done=\(command.name)"
    }

    /// What the field behind a path is called.
    func label(_ path: String) -> Words {
        let parts = path.split(separator: ".").map(String.init)
        var fields = command.fields
        var titles: [Words] = []
        for part in parts {
            if let row = Int(part) {
                titles.append(Words("第 \(row + 1) 项", "row \(row + 1)"))
                continue
            }
            guard let field = fields.first(where: { $0.name == part }) else { break }
            titles.append(field.title)
            fields = field.kind.inner
        }
        return Words(
            titles.map(\.zh).joined(separator: " "), titles.map(\.en).joined(separator: " "))
    }
}

extension FieldKind {
    /// The fields of a record, or of a list's records.
    fileprivate var inner: [FieldStatement] {
        switch self {
        case .record(let fields): fields
        case .list(let element, _): element.inner
        default: []
        }
    }
}

extension Permission {
    /// Whether only parts of the product may use it.
    fileprivate var isOfTheProduct: Bool {
        switch self {
        case .system, .anyone: true
        case .posts, .postsAndCustomers, .staff: false
        }
    }
}

extension Refusal {
    /// What was typed cannot be read at all.
    static func typed(_ fields: [Field]) -> Refusal {
        Refusal(
            .invalid, "fields.refused",
            Words("请更正以下 \(fields.count) 处", "\(fields.count) fields need correction"),
            fields: fields)
    }
}
