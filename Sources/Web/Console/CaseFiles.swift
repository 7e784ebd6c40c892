import Hummingbird
import Insurance
import Kernel

/// Files of a case from the browser: taken as the API takes them, looked at one by one.
extension Site {
    func attachFiles(_ visit: Visit) async throws -> Response {
        let form = try Multipart(visit.body, visit.request.headers)
        let file = try await caseFile(try visit.part("number"), visit)
        let number = file.standing.subject.number
        guard let evidence else { throw Refusal.filesNotKept }
        guard let purpose = form["purpose"].flatMap({ EvidencePurpose(rawValue: $0) }) else {
            throw Problem.badForm
        }
        let chosen = form.files("file")
        guard !chosen.isEmpty else {
            return try await casePage(visit, problem: Problem.noFileChosen.message)
        }
        for part in chosen {
            do {
                let pending = try await evidence.receive(
                    Array(part.bytes), named: part.fileName ?? "", for: number,
                    by: visit.principal)
                var command = AttachFile()
                command.file = pending.id
                command.case = number
                command.purpose = purpose
                _ = try await dispatcher.perform(command, by: visit.principal)
            } catch let refusal as Refusal {
                return try await casePage(visit, problem: refusal.message)
            }
        }
        return Answer.redirect(to: CaseLink.path(number) + "?done=files.attach")
    }

    /// One file: a picture is shown, anything else is offered. That somebody opens it is put on
    /// record by the route that serves it.
    func filePage(_ visit: Visit) async throws -> Response {
        guard let id = ID<EvidenceFile>(try visit.part("id")), let caller = visit.caller,
            let collection = ReadCollections.named("evidence_file"), mayRead(caller, collection)
        else { throw Problem.notFound }
        let found = try await database.read { [vault = dispatcher.vault] reader in
            try collection.one(id.text, for: caller.principal, vault, reader)
        }
        guard let json = found?.json else { throw Refusal.noSuch(EvidenceFile.title) }
        let language = visit.language
        let type = json["type"]?["code"]?.text ?? ""
        let names = ["purpose", "type", "bytes", "uploadedAt", "scan"]
        return try await console(
            "file", EvidenceFile.title,
            [
                "number": json["case"]?.text ?? "", "id": id.text,
                "isPicture": ["png", "jpeg", "jpg", "webp", "gif"].contains(type),
                "facts": names.compactMap { name -> [String: any Sendable]? in
                    guard let text = json[name].flatMap({ ShownValue.text($0, language) }) else {
                        return nil
                    }
                    return ["title": ReadFieldWords.title(name)?[language] ?? name, "text": text]
                },
                "hash": json["hash"]?.text ?? "",
            ], visit)
    }
}

extension CaseFile {
    /// Files of the case, and what one that is added may be for.
    func files(_ mayAdd: Bool, _ language: Language) -> [String: any Sendable] {
        [
            "files": evidence.map { row -> [String: any Sendable] in
                [
                    "id": row["id"]?.text ?? "",
                    "purpose": row["purpose"].flatMap { ShownValue.text($0, language) } ?? "",
                    "type": row["type"].flatMap { ShownValue.text($0, language) } ?? "",
                    "at": row["uploadedAt"].flatMap { ShownValue.text($0, language) } ?? "",
                    "scan": row["scan"].flatMap { ShownValue.text($0, language) } ?? "",
                ]
            },
            "hasFiles": !evidence.isEmpty, "fileCount": evidence.count, "mayAddFiles": mayAdd,
            "purposes": EvidencePurpose.allCases.map { purpose -> [String: any Sendable] in
                ["code": purpose.rawValue, "title": purpose.title[language]]
            },
        ]
    }
}

extension Problem {
    static let noFileChosen = Problem(
        422, "files.noneChosen", Words("请先选择文件", "choose a file first"))
}
