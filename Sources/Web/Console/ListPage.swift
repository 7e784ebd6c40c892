import Hummingbird
import Insurance
import Kernel

/// A collection as a dense list: its filters stand in the address, so that a view can be kept,
/// sent and opened again.
extension Site {
    /// Lists that everybody who may read them finds in the navigation are named there; every
    /// other collection has one too.
    func listPage(_ visit: Visit) async throws -> Response {
        guard let collection = ReadCollections.named(try visit.part("collection")),
            let caller = visit.caller, mayRead(caller, collection)
        else { throw Problem.notFound }
        let (filters, others) = try collection.filters(visit, besides: ["cursor"])
        let place = try others["cursor"].map(PageCursor.read)
        let principal = caller.principal
        let isBulk = !BulkVerb.all(collection, for: principal, commands).isEmpty
        let vault = dispatcher.vault
        let (rows, next, views, count) = try await database.read { reader in
            let page = try collection.page(
                after: place, limit: Self.listSize,
                filters: try ListFilter.known(filters, reader), for: principal, vault, reader)
            let views = try principal.staff.map { try SavedViewStore.all(of: $0, reader) } ?? []
            let count = isBulk
                ? try BulkStore.rows(collection, filters, among: nil, for: principal, reader).count
                : 0
            return (try StaffNames.naming(page.items, vault, reader), page.next, views, count)
        }
        let language = visit.language
        let names = ShownColumns.preferred(collection.name)
            ?? ShownColumns.of(rows, most: 9)
        let address = Self.address(collection, filters)
        return try await console(
            "list", collection.title,
            [
                "heading": collection.title[language], "collection": collection.name,
                "heads": Self.heads(names, of: rows, in: collection, language),
                "rows": rows.map { Self.row($0, names, of: collection, isBulk, language) },
                "isBulk": isBulk,
                "mayExport": transfers != nil
                    && !Transfers.exporters.isDisjoint(with: principal.posts),
                "filterQuery": String(Self.query("", filters).dropFirst()),
                "count": count > BulkRun.most ? "\(BulkRun.most)+" : String(count),
                "bulk": Self.query("/console/bulk/\(collection.name)", filters),
                "hasRows": !rows.isEmpty, "isFiltered": !filters.isEmpty,
                "filters": Self.filters(collection, filters, language),
                "hasNext": next != nil,
                "next": next.map {
                    address + (filters.isEmpty ? "?" : "&") + "cursor=\(PageCursor.write($0))"
                } ?? "",
                "isLater": place != nil, "address": address,
                "views": views.map { view -> [String: any Sendable] in
                    ["title": view.title, "path": view.path, "id": view.id,
                        "isOn": view.path == address]
                },
                "hasViews": !views.isEmpty,
            ], visit)
    }

    private static let listSize = 60

    private static func heads(
        _ names: [String], of rows: [JSON], in collection: ReadCollection, _ language: Language
    ) -> [[String: any Sendable]] {
        names.map { name in
            [
                "title": ReadFieldWords.title(name, in: collection)[language],
                "isNumber": rows.contains { isAmount($0[name]) },
            ]
        }
    }

    private static func row(
        _ json: JSON, _ names: [String], of collection: ReadCollection, _ isBulk: Bool,
        _ language: Language
    ) -> [String: any Sendable] {
        let shown = ShownRow(json: json)
        let values: [String: any Sendable] = [
            "cells": shown.cells(names, of: collection, language),
            "id": json["id"]?.text ?? "", "isBulk": isBulk,
        ]
        return values.merging(shown.peek(collection)) { own, _ in own }
    }

    private static func isAmount(_ value: JSON?) -> Bool {
        switch value {
        case .integer?: true
        case .string(let text)?: text.contains(" ") && Money(text) != nil
        default: false
        }
    }

    private static func address(
        _ collection: ReadCollection, _ filters: [String: String]
    ) -> String {
        query("/console/list/\(collection.name)", filters)
    }

    static func query(_ path: String, _ filters: [String: String]) -> String {
        let query = filters.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(QueryText.escaped($0.value))" }.joined(separator: "&")
        return path + (query.isEmpty ? "" : "?\(query)")
    }

    private static func filters(
        _ collection: ReadCollection, _ values: [String: String], _ language: Language
    ) -> [[String: any Sendable]] {
        collection.filters.map { name in
            let choices = FilterChoices.of(name, in: collection)
            return [
                "name": name, "title": FilterChoices.title(name, in: collection)[language],
                "value": values[name] ?? "", "isChoice": !choices.isEmpty,
                "options": choices.map { choice -> [String: any Sendable] in
                    [
                        "code": choice.code, "title": choice.title[language],
                        "isChosen": values[name] == choice.code,
                    ]
                },
            ]
        }
    }

    func keepView(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        guard let staff = try visit.principal.staff else { throw Problem.forbidden }
        if let id = form["remove"] {
            try await database.write { try SavedViewStore.remove(id, of: staff, $0) }
            return Answer.redirect(to: "/console/list/claim")
        }
        guard let title = form["title"]?.trimmed, (1...40).contains(title.count),
            let path = form["path"], path.hasPrefix("/console/list/"), path.utf8.count <= 600,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !path.contains("//")
        else { throw Problem.badForm }
        let now = dispatcher.now()
        let id = RandomText.make(dispatcher.random(16))
        try await database.write { transaction in
            try SavedViewStore.keep(
                SavedView(id: id, title: title, path: path), of: staff, at: now, transaction)
        }
        return Response(status: .seeOther, headers: [.location: path])
    }
}

extension ReadCollection {
    /// The filters of an address, and what else stands in it.
    func filters(
        _ visit: Visit, besides names: Set<String>
    ) throws -> (filters: [String: String], others: [String: String]) {
        let query = try visit.query(Set(filters).union(names).union(["lang"]))
        let filled = query.filter { filters.contains($0.key) && !$0.value.isEmpty }
        for (name, value) in filled where value.utf8.count > 200 || value.utf8.contains(0) {
            throw Problem.badParameter(name)
        }
        return (filled, query.filter { names.contains($0.key) })
    }
}

/// Filters as people give them.
enum ListFilter {
    /// Columns that hold the identity of a member of staff, who is given by number.
    private static let ofStaff: Set<String> = ["holder", "reviewer", "staff", "chosen"]

    static func known(
        _ filters: [String: String], _ reader: any Reader
    ) throws -> [String: String] {
        var known = filters
        for name in ofStaff.intersection(filters.keys) {
            guard let number = filters[name], ID<StaffMember>(number) == nil else { continue }
            known[name] = try StaffNameStore.identity(of: number, reader) ?? number
        }
        return known
    }
}

/// Text as a value of an address's query.
enum QueryText {
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                String(UnicodeScalar(byte))
            default: "%" + PageCursor.hex([byte]).uppercased()
            }
        }.joined()
    }
}

/// What a filter can be set to, where its values are few and known.
enum FilterChoices {
    static func of(_ name: String, in collection: ReadCollection) -> [FieldKind.Choice] {
        switch (collection.name, name) {
        case ("claim", "stage"): states(Claim.State.self)
        case ("notice", "stage"): states(Notice.State.self)
        case ("payment", "stage"): states(Payment.State.self)
        case ("panel", "stage"): states(Panel.State.self)
        case ("breach", "stage"): states(Breach.State.self)
        case ("investigation", "stage"): states(Investigation.State.self)
        case ("document_request", "stage"): states(DocumentRequest.State.self)
        case ("claim", "complexity"): choices(Complexity.self)
        case (_, "line"): choices(LineOfBusiness.self)
        case ("notice", "cause"):
            ClaimWords.Cause.allCases.map { .init($0.rawValue, $0.words) }
        case (_, "post"): PostWords.Post.allCases.map { .init($0.rawValue, $0.words) }
        case ("work_item", "status"):
            [
                .init("pooled", Words("待认领", "In the pool")), .init("held", Words("在办", "Held")),
                .init("suspended", Words("挂起", "Suspended")), .init("done", Words("已办", "Done")),
            ]
        case ("breach", "cause"):
            WorkWords.BreachCause.allCases.map { .init($0.rawValue, $0.words) }
        case (_, "metric"): ClaimClocks.metrics.map { .init($0.code, $0.title) }
        default: []
        }
    }

    static func title(_ name: String, in collection: ReadCollection) -> Words {
        own[name] ?? ReadFieldWords.title(name, in: collection)
    }

    private static let own: [String: Words] = [
        "loss_day": Words("出险日", "Day of loss"), "case_number": Words("案件", "Case"),
        "is_sampled": Words("抽检", "Sampled"), "is_personal": Words("派到个人", "Personal"),
        "is_current": Words("当前", "Current"), "is_cancelled": Words("已取消", "Cancelled"),
        "keep_until": Words("保存至", "Keep until"), "hash": Words("摘要", "Digest"),
        "statement": Words("对账单", "Statement"), "invoice": Words("发票", "Invoice"),
        "receiver": Words("接收方", "Receiver"), "reviewer": Words("复核人", "Reviewer"),
        "work": Words("任务", "Work"),
    ]

    private static func states<State: WorkflowState>(_: State.Type) -> [FieldKind.Choice] {
        State.allCases.map { .init($0.rawValue, $0.title) }
    }

    private static func choices<Value: ChoiceValue>(_: Value.Type) -> [FieldKind.Choice] {
        Value.allCases.map { .init($0.rawValue, $0.title) }
    }
}

/// A list that somebody keeps under a name of their own.
struct SavedView: Sendable {
    let id: String
    let title: String
    let path: String
}
