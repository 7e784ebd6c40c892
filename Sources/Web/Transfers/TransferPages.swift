import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// 导入导出: what somebody asked for, how far it is, and its file.
extension Site {
    private static let everybody = Transfers.exporters.union(Transfers.importers)
    /// Of one member, not done yet.
    private static let mostOpen = 3

    var transferRoutes: [Route] {
        [
            Route(.get, "/console/transfers", .posts(Self.everybody)) {
                try await transfersPage($0, nil)
            },
            Route(
                .post, "/console/transfers/export", .posts(Transfers.exporters), bodyLimit: 8192
            ) { try await beginExport($0) },
            Route(
                .post, "/console/transfers/import", .posts(Transfers.importers),
                bodyLimit: Transfers.mostBytes + 64 * 1024
            ) { try await beginImport($0) },
            Route(.get, "/console/transfers/{id}", .posts(Self.everybody)) {
                try await transferPage($0)
            },
            Route(
                .post, "/console/transfers/{id}/file", .posts(Self.everybody), bodyLimit: 4096
            ) { try await takeTransfer($0) },
        ]
    }

    private func transfersPage(_ visit: Visit, _ problem: Words?) async throws -> Response {
        _ = try visit.query(["lang"])
        let principal = try visit.principal
        guard let staff = principal.staff else { throw Problem.forbidden }
        let all = try await database.read { try TransferStore.latest(of: staff, $0) }
        let language = visit.language
        let mappings = Imports.shipped.keys.sorted().compactMap { name in
            (try? Imports.mapping(named: name, commands)).flatMap { mapping in
                ["name": name, "title": mapping.title[language]]
            }
        }
        var page = try await console(
            "transfers", Words("导入导出", "Import and export"),
            [
                "transfers": all.map { $0.shown(language) }, "hasTransfers": !all.isEmpty,
                "mayImport": !Transfers.importers.isDisjoint(with: principal.posts),
                "mayExport": !Transfers.exporters.isDisjoint(with: principal.posts),
                "mappings": mappings, "mostMegabytes": Transfers.mostBytes >> 20,
                "problem": problem?[language] ?? "", "hasProblem": problem != nil,
            ], visit)
        if problem != nil { page.status = .unprocessableContent }
        return page
    }

    private func beginExport(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        guard transfers != nil else { throw Problem.notFound }
        try await requireRoom(visit)
        var json: JSON.Object = [
            "collection": .string(form["collection"] ?? ""),
            "format": .string(form["format"] ?? ""), "english": .bool(visit.language == .en),
        ]
        if let filters = form["filters"], !filters.isEmpty { json["filters"] = .string(filters) }
        return try await begin("lists.export", json, visit)
    }

    private func beginImport(_ visit: Visit) async throws -> Response {
        let form = try Multipart(visit.body, visit.request.headers)
        guard let transfers, let staff = try visit.principal.staff else {
            throw Problem.notFound
        }
        guard let file = form.files("file").first else {
            return try await transfersPage(visit, Problem.noFileChosen.message)
        }
        guard let mapping = form["mapping"], Imports.shipped[mapping] != nil,
            file.bytes.count <= Transfers.mostBytes
        else { throw Problem.badForm }
        try await requireRoom(visit)
        let upload = try await transfers.receive(Array(file.bytes), from: staff)
        return try await begin(
            "lists.import", ["mapping": .string(mapping), "upload": .string(upload)], visit)
    }

    private func begin(
        _ name: String, _ json: JSON.Object, _ visit: Visit
    ) async throws -> Response {
        guard let command = commands[name] else { throw Problem.notFound }
        let receipt = try await command.perform(
            dispatcher, .object(json), visit.principal, Envelope())
        return Answer.redirect(to: "/console/transfers/\(receipt.text("transfer") ?? "")")
    }

    private func requireRoom(_ visit: Visit) async throws {
        guard let staff = try visit.principal.staff else { throw Problem.forbidden }
        let now = dispatcher.now()
        let open = try await database.read { try TransferStore.open(of: staff, now, $0) }
        try require(open < Self.mostOpen, else: .tooManyTransfers)
    }

    private func own(_ visit: Visit) async throws -> TransferStore.Standing {
        guard let id = ID<Transfer>(try visit.part("id")),
            let staff = try visit.principal.staff,
            let own = try await database.read({ try TransferStore.one(id, of: staff, $0) })
        else { throw Refusal.noSuch(Transfer.title) }
        return own
    }

    private func transferPage(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["part", "lang"])
        let standing = try await own(visit)
        let values = standing.shown(visit.language)
        if query["part"] == "state" { return pages.fragment("transfer_state", values, visit) }
        return try await console("transfer", standing.title, values, visit)
    }

    /// Hands the file over, once, after the journal says so.
    private func takeTransfer(_ visit: Visit) async throws -> Response {
        _ = try Form(visit.body, visit.request.headers)
        let standing = try await own(visit)
        let transfer = standing.transfer
        guard let transfers, standing.stage == .ready else {
            throw Refusal.noSuch(Words("文件", "file"))
        }
        let bytes = try await transfers.content(of: transfer.id.text, for: transfer.staff)
        // A file that is too old was not taken; one that was taken before is refused as such.
        guard !bytes.isEmpty || transfer.takenAt != nil else {
            throw Refusal.noSuch(Words("文件", "file"))
        }
        _ = try await dispatcher.perform(TakeTransfer(transfer.id), by: visit.principal)
        try await database.write { try TransferStore.drop(transfer.id.text, $0) }
        let isBook = transfer.kind == .export && transfer.format == .xlsx
        let day = transfer.begunAt.officeDay.description
        let stem = transfer.kind == .export ? transfer.name : "\(transfer.name)-refused"
        var response = Answer.bytes(
            bytes,
            type: isBook
                ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                : "text/csv; charset=utf-8")
        let name = "\(stem)-\(day).\(isBook ? "xlsx" : "csv")"
        response.headers[.contentDisposition] = FileNameField.write(name, plain: name)
        return response
    }
}

extension TransferStore.Standing {
    private var isOpen: Bool { stage == .waiting || stage == .running }

    var title: Words {
        let isExport = transfer.kind == .export
        let verb = isExport ? Words("导出", "Export") : Words("导入", "Import")
        let what = isExport
            ? ReadCollections.named(transfer.name)?.title ?? Words(transfer.name, transfer.name)
            : Words(transfer.name, transfer.name)
        return Words("\(verb.zh)：\(what.zh)", "\(verb.en): \(what.en)")
    }

    private var stageTitle: Words {
        switch stage {
        case .waiting: Words("等待中", "Waiting")
        case .running: Words("进行中", "Under way")
        case .failed: Words("未完成", "Not done")
        case .ready:
            transfer.takenAt != nil ? Words("已下载", "Taken") : Words("已完成", "Done")
        }
    }

    func shown(_ language: Language) -> [String: any Sendable] {
        let isRefused = transfer.kind == .import
        return [
            "id": transfer.id.text, "heading": title[language],
            "at": ShownMoment.text(transfer.begunAt), "stage": stageTitle[language],
            "format": transfer.kind == .export ? transfer.format.rawValue.uppercased() : "CSV",
            "isOpen": isOpen, "isWaiting": stage == .waiting, "isReady": stage == .ready,
            "isFailed": stage == .failed, "done": done, "total": total, "refused": refused,
            "hasRefused": refused > 0, "isKnown": total > 0,
            "percent": total > 0 ? min(100, done * 100 / total) : 0,
            "notes": (note?[language] ?? "").split(separator: "\n").map(String.init),
            "hasFile": stage == .ready && hasFile && transfer.takenAt == nil,
            "isGone": stage == .ready && !hasFile && (!isRefused || refused > 0),
            "isRefusedFile": isRefused, "isTaken": transfer.takenAt != nil,
        ]
    }
}

extension QueryText {
    /// The names and values of an address's query, as ``Site/query(_:_:)`` writes them.
    static func values(_ query: String) -> [String: String] {
        var values: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { plain($0) }
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        return values
    }

    private static func plain(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard byte == 0x25, let value = UInt8(digits, radix: 16) else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Refusal {
    fileprivate static let tooManyTransfers = Refusal(
        .conflict, "lists.tooManyOpen",
        Words("已有 3 项导入导出未完成，请等其中一项完成", "three of yours are under way; wait for one of them"))
}
