import Hummingbird
import Insurance
import Kernel

/// 批量办理: one verb over all that a filter finds. First the verb, then what it asks for, then
/// what would be done and refused, then what was.
extension Site {
    static let bulkLimit = 64 * 1024

    /// All that the filters in the address find.
    func bulkPage(_ visit: Visit) async throws -> Response {
        let list = try bulkList(visit)
        let (filters, _) = try list.collection.filters(visit, besides: [])
        let rows = try await database.read { reader in
            try BulkStore.rows(list.collection, filters, among: nil, for: list.principal, reader)
        }
        return try await chooseVerb(list, rows, filters, visit)
    }

    /// The rows that were chosen, from the list or from a page before.
    func bulk(_ visit: Visit) async throws -> Response {
        let list = try bulkList(visit)
        let form = try Form(visit.body, visit.request.headers)
        let ticked = form.all.keys.filter { $0.hasPrefix("row.") }.map { $0.dropFirst(4) }
        let sent = (form["rows"] ?? "").split(separator: ".")
        let left = form["step"] == "edit" ? (form["left"] ?? "").split(separator: ".") : []
        let rows = try await rows(ticked + sent + left, list)
        guard let name = form["verb"] else { return try await chooseVerb(list, rows, nil, visit) }
        guard let verb = list.verbs.first(where: { $0.command.name == name }) else {
            throw Problem.forbidden
        }
        let sheet = try await sheet(verb, list, rows, form, visit)
        let isAsked = form["step"] == nil || form["step"] == "edit"
        guard !isAsked || verb.shared.isEmpty else { return try await fillIn(sheet, visit) }
        var reading = FormReading(form.all, currency: .cny)
        let shared = reading.object(sheet.fields)
        guard reading.problems.isEmpty else {
            return try await fillIn(sheet, visit, Problem(.typed(reading.problems)))
        }
        let run = BulkRun(
            verb: verb, shared: shared, dispatcher: dispatcher, principal: list.principal)
        guard form["step"] == "run" else { return try await check(run, sheet, visit) }
        return try await perform(run, sheet, form, visit)
    }

    private func bulkList(_ visit: Visit) throws -> BulkList {
        guard let collection = ReadCollections.named(try visit.part("collection")),
            let caller = visit.caller, mayRead(caller, collection)
        else { throw Problem.notFound }
        let verbs = BulkVerb.all(collection, for: caller.principal, commands)
        guard !verbs.isEmpty else { throw Problem.forbidden }
        return BulkList(collection: collection, principal: caller.principal, verbs: verbs)
    }

    private func rows(_ texts: [Substring], _ list: BulkList) async throws -> [BulkRow] {
        let ids = texts.map { ID<ReadCollection>(String($0))?.text }
        guard ids.count <= BulkRun.most, !ids.contains(nil) else { throw Problem.badForm }
        return try await database.read { reader in
            try BulkStore.rows(
                list.collection, [:], among: ids.compactMap(\.self), for: list.principal, reader)
        }
    }

    private func sheet(
        _ verb: BulkVerb, _ list: BulkList, _ rows: [BulkRow], _ form: Form, _ visit: Visit
    ) async throws -> BulkSheet {
        let known = try await database.read { [vault = dispatcher.vault] reader in
            try ActionKnowledge.gather(
                verb.command, named: nil, claim: nil, item: nil, for: list.principal, vault,
                reader)
        }
        return BulkSheet(
            list: list, verb: verb, rows: rows, fields: verb.shared.map { known.choosing($0) },
            typed: form.all)
    }
}

/// A list of which much may be done at once.
struct BulkList: Sendable {
    let collection: ReadCollection
    let principal: Principal
    let verbs: [BulkVerb]

    var address: String { "/console/bulk/\(collection.name)" }

    func shown(_ language: Language) -> [String: any Sendable] {
        [
            "list": collection.title[language], "listPath": "/console/list/\(collection.name)",
            "address": address, "most": BulkRun.most,
            // Each page shows one of these steps.
            "isChoice": false, "isForm": false, "isPreview": false, "isResult": false,
        ]
    }
}

/// A verb with what was typed for it.
struct BulkSheet: Sendable {
    let list: BulkList
    let verb: BulkVerb
    let rows: [BulkRow]
    let fields: [FieldStatement]
    let typed: [String: String]

    func shown(_ language: Language) -> [String: any Sendable] {
        var values = list.shown(language)
        values["verb"] = verb.command.name
        values["heading"] = verb.command.title[language]
        values["summary"] = verb.command.summary[language]
        values["rows"] = BulkSheet.joined(rows)
        values["count"] = rows.count
        values["kept"] = kept.map { ["name": $0.key, "value": $0.value] }
        values["mayEdit"] = !fields.isEmpty
        values["typedShown"] = shownTyped(language)
        return values
    }

    /// What was typed, in words.
    private func shownTyped(_ language: Language) -> [[String: String]] {
        fields.compactMap { field in
            guard let text = typed[field.name], !text.isEmpty else { return nil }
            let shown: String
            switch field.kind {
            case .choice(let choices):
                shown = choices.first { $0.code == text }?.title[language] ?? text
            case .boolean: shown = (text == "true" ? Words("是", "Yes") : Words("否", "No"))[language]
            default: shown = text
            }
            return ["title": field.title[language], "text": shown]
        }
    }

    /// What was typed, to be sent again with the next step.
    private var kept: [(key: String, value: String)] {
        let names = Set(fields.map(\.name))
        return typed.filter { names.contains($0.key) }.sorted { $0.key < $1.key }
    }

    static func joined(_ rows: [BulkRow]) -> String { rows.map(\.id).joined(separator: ".") }
}

/// The pages of one run, in their order.
extension Site {
    private func chooseVerb(
        _ list: BulkList, _ found: [BulkRow], _ filters: [String: String]?, _ visit: Visit
    ) async throws -> Response {
        let language = visit.language
        let rows = Array(found.prefix(BulkRun.most))
        var values = list.shown(language)
        values["isChoice"] = true
        values["rows"] = BulkSheet.joined(rows)
        values["count"] = rows.count
        values["hasRows"] = !rows.isEmpty
        values["isMore"] = found.count > BulkRun.most
        values["isAll"] = filters != nil
        values["filters"] = (filters ?? [:]).sorted { $0.key < $1.key }.map { name, value in
            let choices = FilterChoices.of(name, in: list.collection)
            return [
                "title": FilterChoices.title(name, in: list.collection)[language],
                "value": choices.first { $0.code == value }?.title[language] ?? value,
            ]
        }
        values["verbs"] = list.verbs.map { verb in
            [
                "name": verb.command.name, "title": verb.command.title[language],
                "summary": verb.command.summary[language],
            ]
        }
        return try await console("bulk", Words("批量办理", "Many at once"), values, visit)
    }

    private func fillIn(
        _ sheet: BulkSheet, _ visit: Visit, _ problem: Problem? = nil
    ) async throws -> Response {
        let language = visit.language
        var problems: [String: Words] = [:]
        for field in problem?.fields ?? [] { problems[field.path] = field.message }
        let control = FormControl(
            language: language, typed: sheet.typed, problems: problems, settled: [])
        var values = sheet.shown(language)
        values["isForm"] = true
        values["controls"] = control.controls(sheet.fields)
        values["hasProblem"] = problem != nil
        values["problem"] = problem?.message[language] ?? ""
        values["errors"] = (problem?.fields ?? []).map { field in
            [
                "path": field.path, "message": field.message[language],
                "label": sheet.fields.first { $0.name == field.path }?.title[language]
                    ?? field.path,
            ]
        }
        var page = try await console(
            "bulk", problem == nil ? sheet.title : sheet.faultyTitle, values, visit)
        if let problem { page.status = .init(code: problem.status) }
        return page
    }

    private func check(
        _ run: BulkRun, _ sheet: BulkSheet, _ visit: Visit
    ) async throws -> Response {
        let outcomes = try await run.preview(sheet.rows)
        // What was typed is wrong for all of them alike.
        if let refusal = outcomes.first?.refusal, refusal.kind == .invalid,
            !refusal.fields.isEmpty, outcomes.allSatisfy({ $0.refusal?.id == refusal.id })
        {
            return try await fillIn(sheet, visit, Problem(refusal))
        }
        let good = outcomes.filter { $0.refusal == nil }.map(\.row)
        let refusals = BulkRefusals(outcomes)
        let language = visit.language
        var values = sheet.shown(language)
        values["isPreview"] = true
        values["good"] = good.count
        values["hasGood"] = !good.isEmpty
        values["goodRows"] = BulkSheet.joined(good)
        values["goodCases"] = good.map { $0.shown(language) }
        values["left"] = BulkSheet.joined(outcomes.filter { $0.refusal != nil }.map(\.row))
        values["bad"] = refusals.count
        values["refusals"] = refusals.shown(language)
        values["key"] = RandomText.make(dispatcher.random(24))
        return try await console("bulk", sheet.title, values, visit)
    }

    private func perform(
        _ run: BulkRun, _ sheet: BulkSheet, _ form: Form, _ visit: Visit
    ) async throws -> Response {
        guard let key = form["~key"], (20...64).contains(key.utf8.count) else {
            throw Problem.badForm
        }
        let left = try await rows((form["left"] ?? "").split(separator: "."), sheet.list)
        let outcomes = try await run.perform(sheet.rows, key: key)
        let done = outcomes.filter { $0.refusal == nil }.map(\.row)
        // What the preview refused was not tried; why is said again.
        let refusals = BulkRefusals(outcomes + (try await run.preview(left)).map { outcome in
            BulkRun.Outcome(row: outcome.row, refusal: outcome.refusal ?? .possibleByNow)
        })
        let language = visit.language
        var values = sheet.shown(language)
        values["isResult"] = true
        values["good"] = done.count
        values["hasGood"] = !done.isEmpty
        values["goodCases"] = done.map { $0.shown(language) }
        values["bad"] = refusals.count
        values["refusals"] = refusals.shown(language)
        return try await console("bulk", sheet.title, values, visit)
    }
}

extension BulkSheet {
    fileprivate var title: Words {
        let title = verb.command.title
        return Words("批量办理：\(title.zh)", "Many at once: \(title.en)")
    }

    fileprivate var faultyTitle: Words {
        Words("有误：\(title.zh)", "Error: \(title.en)")
    }
}

extension Refusal {
    fileprivate static let possibleByNow = Refusal(
        .conflict, "console.possibleByNow",
        Words(
            "预检时不能办理，现在可以：请再预检一次",
            "It was refused in the check and is possible by now: check again"))
}
