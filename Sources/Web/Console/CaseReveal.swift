import Hummingbird
import Insurance
import Kernel

/// 查看明文: one full personal value of a case, once it is on record who sees it and why.
extension Site {
    func revealPage(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["field", "lang"])
        let file = try await caseFile(try visit.part("number"), visit)
        guard let field = query["field"].flatMap({ CaseReveal.field($0, of: file.kind.table) })
        else { throw Problem.badParameter("field") }
        return try await showReveal(file, field, visit)
    }

    func reveal(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        let file = try await caseFile(try visit.part("number"), visit)
        guard let field = form["field"].flatMap({ CaseReveal.field($0, of: file.kind.table) })
        else { throw Problem.badForm }
        guard let reason = form["reasonCode"].flatMap({ RevealReason(rawValue: $0) }),
            let text = form["reason"]?.trimmed, (2...500).contains(text.count)
        else { return try await showReveal(file, field, visit, problem: .notFilled("reason")) }
        let number = file.standing.subject.number
        let sealed = try await database.read { reader in
            try CaseReveal.value(field.name, of: file.kind.table, number, reader)
        }
        guard let sealed else { throw Refusal.noSuch(Words("信息", "value")) }
        do {
            let shown = try await RevealDesk(dispatcher).reveal(
                sealed, field.kind, about: file.standing.subject.stream, reason: reason,
                text: text, by: visit.principal)
            return try await showReveal(file, field, visit, value: shown)
        } catch let refusal as Refusal {
            return try await showReveal(file, field, visit, problem: Problem(refusal))
        }
    }

    private func showReveal(
        _ file: CaseFile, _ field: CaseReveal.Field, _ visit: Visit, value: String? = nil,
        problem: Problem? = nil
    ) async throws -> Response {
        let language = visit.language
        let title = ReadFieldWords.title(field.name) ?? Words(field.name, field.name)
        var response = try await console(
            "reveal", Words("查看明文：\(title.zh)", "See in full: \(title.en)"),
            [
                "number": file.standing.subject.number, "field": field.name,
                "fieldTitle": title[language], "value": value ?? "", "isShown": value != nil,
                "problem": problem?.message[language] ?? "", "hasProblem": problem != nil,
                "reasons": RevealReason.allCases.map { reason -> [String: any Sendable] in
                    ["code": reason.rawValue, "title": reason.title[language]]
                },
            ], visit)
        if let problem { response.status = .init(code: problem.status) }
        return response
    }
}

/// The sealed members of cases that may be asked for in full.
enum CaseReveal {
    struct Field: Sendable {
        let name: String
        let kind: PersonalKind
    }

    static func field(_ name: String, of table: String) -> Field? {
        fields[table]?.first { $0.name == name }
    }

    private static let fields: [String: [Field]] = [
        Claim.table: [
            Field(name: "insured", kind: .name),
        ],
        DeadlineQuestion.table: [Field(name: "question", kind: .narrative)],
        Notice.table: [
            Field(name: "place", kind: .address), Field(name: "course", kind: .narrative),
            Field(name: "reporterName", kind: .name), Field(name: "reporterPhone", kind: .phone),
        ],
    ]

    static func value(
        _ name: String, of table: String, _ number: String, _ reader: any Reader
    ) throws -> Sealed? {
        if table == Claim.table {
            let claim: Loaded<Claim>? = try reader.load(number: number)
            return name == "insured" ? claim?.insured : nil
        }
        if table == DeadlineQuestion.table {
            let asked: Loaded<DeadlineQuestion>? = try reader.load(number: number)
            return asked?.question
        }
        let notice: Loaded<Notice>? = try reader.load(number: number)
        switch name {
        case "place": return notice?.place
        case "course": return notice?.course
        case "reporterName": return notice?.reporterName
        case "reporterPhone": return notice?.reporterPhone
        default: return nil
        }
    }
}
