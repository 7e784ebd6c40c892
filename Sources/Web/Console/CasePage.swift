import Hummingbird
import Insurance
import Kernel

/// A case's page: one skeleton for every kind. What may be done comes from its workflow, what is
/// known from its collection, what happened from the journal.
extension Site {
    func casePage(_ visit: Visit) async throws -> Response {
        try await casePage(visit, problem: nil)
    }

    /// - Parameter problem: why what was asked for on the page was not done.
    func casePage(_ visit: Visit, problem: Words?) async throws -> Response {
        let query = try visit.query(["done", "lang", "part"])
        let file = try await caseFile(try visit.part("number"), visit)
        let number = file.standing.subject.number
        if let me = visit.caller?.label { presence.saw(me, at: number, dispatcher.now()) }
        var values = shown(file, visit)
        if let done = query["done"].flatMap({ commands[$0] }) {
            values["done"] = Words("已办理：\(done.title.zh)", "Done: \(done.title.en)")[visit.language]
        }
        values["problem"] = problem?[visit.language] ?? ""
        values["hasProblem"] = problem != nil
        if query["part"] == "live" {
            return pages.fragment("case_live", values, visit)
        }
        var page = try await console(
            "case", Words("\(file.kind.title.zh) \(number)", "\(file.kind.title.en) \(number)"),
            values, visit)
        if problem != nil { page.status = .unprocessableContent }
        return page
    }

    /// Everything the page shows, when the caller may see the case.
    func caseFile(_ number: String, _ visit: Visit) async throws -> CaseFile {
        guard CaseLink.isNumber(number), let caller = visit.caller else { throw Problem.notFound }
        let principal = caller.principal
        let file = try await database.read { [vault = dispatcher.vault] reader -> CaseFile? in
            guard let (kind, standing) = try CaseKinds.find(number, reader),
                let collection = ReadCollections.all.first(where: { $0.table == kind.table }),
                mayRead(caller, collection),
                let own = try collection.one(number, for: principal, vault, reader)
            else { return nil }
            return try CaseFile.gather(
                kind, standing, own.json, for: caller, self, reader)
        }
        guard let file else { throw Refusal.noSuch(Words("案件", "case")) }
        return file
    }

    func follow(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        let file = try await caseFile(try visit.part("number"), visit)
        guard let staff = try visit.principal.staff else { throw Problem.forbidden }
        let now = dispatcher.now()
        let subject = file.standing.subject
        let isFollowed = form["follow"] == "yes"
        try await database.write { transaction in
            try ConsoleStore.setFollowing(isFollowed, staff, subject, at: now, transaction)
        }
        return Answer.redirect(to: CaseLink.path(subject.number))
    }

    private func shown(_ file: CaseFile, _ visit: Visit) -> [String: any Sendable] {
        let language = visit.language
        let now = dispatcher.now()
        let number = file.standing.subject.number
        var values: [String: any Sendable] = [
            "number": number, "kind": file.kind.title[language],
            "stage": file.standing.stage.title[language], "heading": file.heading(language),
            "isOver": file.standing.isOver,
            "version": file.standing.version, "seq": file.lastEntry,
            "isFollowed": file.isFollowed,
            "stages": file.bar(language), "hasStages": !file.kind.path.isEmpty,
            "facts": file.facts(language),
            "clocks": file.clocks.map { $0.shown(at: now, language) },
            "hasClocks": !file.clocks.isEmpty,
            "linked": file.linked.map { $0.shown(language) },
            "timeline": file.timeline(commands, language),
        ]
        values["objection"] = file.objection?.message[language] ?? ""
        values["hasObjection"] = file.objection != nil
        values.merge(file.actions(commands, language)) { _, new in new }
        values.merge(file.workShown(at: now, language)) { _, new in new }
        values.merge(file.paper(language)) { _, new in new }
        values.merge(file.modelsInShort(language)) { _, new in new }
        let mayAdd = evidence != nil && file.objection == nil
            && commands["files.attach"]?.permission.allows(file.principal) == true
            && [Claim.table, Notice.table].contains(file.kind.table)
        values.merge(file.files(mayAdd, language)) { _, new in new }
        values["lookers"] = file.lookers.map(file.names.named)
            .joined(separator: language == .zh ? "、" : ", ")
        values["hasLookers"] = !file.lookers.isEmpty
        return values
    }
}

/// What is known of one case, as read in one snapshot.
struct CaseFile: Sendable {
    let kind: CaseKind
    let standing: CaseStanding
    /// Its row, with personal values masked and staff by name.
    private(set) var own: JSON
    let principal: Principal
    let me: String
    var claim: Claim?
    var work: [WorkItem] = []
    var clocks: [ClockRecord] = []
    var entries: [JournalEntry] = []
    var linked: [LinkedRows] = []
    /// Its files, latest first.
    var evidence: [JSON] = []
    var names = StaffNames()
    /// Who else has it open, by number.
    var lookers: [String] = []
    var isFollowed = false
    var objection: Refusal?
    /// What models decided about it.
    var models: [ModelDecision] = []

    var lastEntry: Int64 { entries.last?.seq ?? 0 }

    static func gather(
        _ kind: CaseKind, _ standing: CaseStanding, _ own: JSON, for caller: Visitor, _ site: Site,
        _ reader: any Reader
    ) throws -> CaseFile {
        let (vault, now) = (site.dispatcher.vault, site.dispatcher.now())
        let principal = caller.principal
        var file = CaseFile(
            kind: kind, standing: standing, own: own, principal: principal, me: caller.label)
        let (stream, number) = (standing.subject.stream, standing.subject.number)
        if kind.table == Claim.table {
            file.claim = try (reader.load(number: number) as Loaded<Claim>?)?.state
            file.models = try ModelDecisionStore.of(number, reader)
        }
        file.work = try ConsoleStore.work(of: stream, reader)
            .filter { $0.subject.number == number }
        if stream.kind == kind.table {
            file.clocks = try ConsoleStore.clocks(of: stream, reader)
        }
        file.entries = try ConsoleStore.entries(of: stream, reader)
        for collection in ReadCollections.all where site.mayRead(caller, collection) {
            if let rows = try LinkedRows.of(collection, number, kind, principal, vault, reader) {
                if collection.table == EvidenceFile.table {
                    file.evidence = rows.rows
                } else {
                    file.linked.append(rows)
                }
            }
        }
        file.lookers = site.presence.others(than: caller.label, at: number, now)
        try file.name(vault, reader)
        if let me = principal.staff {
            file.isFollowed = try ConsoleStore.follows(me, stream, reader)
            file.objection = try Interest().objection(
                to: "console.open", by: me, in: [stream], reader)
        }
        return file
    }

    /// Everybody of the staff whom the page names, from one read.
    private mutating func name(_ vault: Vault, _ reader: any Reader) throws {
        var keys = Set(lookers).union(StaffNames.keys(in: own))
        keys.formUnion(work.compactMap { $0.holder?.text })
        keys.formUnion(entries.compactMap { CaseActor.staff($0.actor)?.text })
        for row in linked.flatMap(\.rows) { keys.formUnion(StaffNames.keys(in: row)) }
        names = try StaffNameStore.names(of: keys, vault, reader)
        own = names.naming(own)
        for index in linked.indices {
            linked[index].rows = linked[index].rows.map { names.naming($0) }
        }
    }
}

/// Rows of another collection that name the case.
struct LinkedRows: Sendable {
    let collection: ReadCollection
    var rows: [JSON]
    let hasMore: Bool

    static let most = 20
    /// Shown elsewhere on the page.
    private static let elsewhere: Set<String> = [
        "work_item", "service_clock", "routing", "model_decision",
    ]

    static func of(
        _ collection: ReadCollection, _ number: String, _ kind: CaseKind, _ principal: Principal,
        _ vault: Vault, _ reader: any Reader
    ) throws -> LinkedRows? {
        guard !elsewhere.contains(collection.name), collection.table != kind.table,
            let column = ["case_number", kind.table].first(where: collection.filters.contains)
        else { return nil }
        let page = try collection.page(
            after: nil, limit: most, filters: [column: number], for: principal, vault, reader)
        guard !page.items.isEmpty else { return nil }
        return LinkedRows(collection: collection, rows: page.items, hasMore: page.next != nil)
    }

    /// The members worth a column: those with a title that some row has, the case itself apart.
    func shown(_ language: Language) -> [String: any Sendable] {
        let names = ShownColumns.of(rows, without: ["case", "claim", "policy", "product"], most: 6)
        return [
            "title": collection.title[language], "count": rows.count, "hasMore": hasMore,
            "heads": names.map { ReadFieldWords.title($0, in: collection)[language] },
            "rows": rows.map { row -> [String: any Sendable] in
                ["cells": ShownRow(json: row).cells(names, of: collection, language)]
            },
        ]
    }
}

/// Which members of rows become columns.
enum ShownColumns {
    static func of(_ rows: [JSON], without hidden: Set<String> = [], most: Int) -> [String] {
        var names: [String] = []
        for row in rows {
            guard case .object(let object) = row else { continue }
            for member in object.members
            where !names.contains(member.name) && !hidden.contains(member.name)
                && ReadFieldWords.title(member.name) != nil
                && ShownValue.text(member.value, .zh) != nil
            {
                names.append(member.name)
            }
        }
        names.sort { (ReadFieldWords.rank($0), $0) < (ReadFieldWords.rank($1), $1) }
        return Array(names.prefix(most))
    }

    /// The columns of lists that people work with; other collections show what they have.
    static func preferred(_ collection: String) -> [String]? { chosen[collection] }

    private static let chosen: [String: [String]] = [
        "claim": [
            "number", "stage", "line", "cause", "insured", "lossDay", "complexity", "reserve",
            "decided", "paid",
        ],
        "notice": [
            "number", "stage", "policy", "cause", "lossAt", "reportedAt", "reporterName",
            "policyFinding", "estimate", "claim",
        ],
        "payment": ["number", "stage", "claim", "payee", "method", "amount", "batch"],
        "panel": ["number", "stage", "case", "motion", "quorum", "convenedAt", "outcome"],
        "investigation": ["number", "stage", "claim", "reason", "openedAt"],
        "document_request": ["number", "stage", "claim", "items", "deliveredAt", "answerBy"],
        "work_item": [
            "case", "title", "post", "status", "holder", "openedAt", "dueAt", "urgings",
        ],
        "policy": ["number", "product", "line", "holder", "inception", "expiry"],
        "customer": ["number", "name", "phone", "identityNumber", "address"],
        "product": ["code", "title", "line", "edition"],
        "breach": [
            "number", "stage", "case", "metric", "cause", "department", "dueAt", "openedAt",
        ],
        "recovery": ["number", "stage", "claim", "kind", "expected", "received"],
    ]
}

/// Who acted, as an entry names them.
enum CaseActor {
    static func staff(_ actor: String) -> ID<StaffMember>? {
        actor.hasPrefix("staff:") ? ID(String(actor.dropFirst(6))) : nil
    }

    static func words(_ actor: String, _ names: StaffNames) -> Words {
        if let id = staff(actor) {
            let name = names[id] ?? "—"
            return Words(name, name)
        }
        if actor.hasPrefix("customer:") { return Words("客户", "The customer") }
        return Words("系统", "The system")
    }
}
