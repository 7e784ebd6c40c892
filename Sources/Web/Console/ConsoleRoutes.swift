import Hummingbird
import Insurance
import Kernel
import NIOCore
import ServiceLifecycle

/// 工作台: where staff work all day.
extension Site {
    private static let formLimit = 128 * 1024

    var consoleRoutes: [Route] {
        [
            Route(.get, "/console", .session) { try await workbench($0) },
            Route(.post, "/console/take", .session, bodyLimit: 16 * 1024) {
                try await claimWork($0)
            },
            Route(.get, "/console/notes", .session) { try await notesPage($0) },
            Route(.post, "/console/notes", .session, bodyLimit: 4096) {
                try await readNotes($0)
            },
            Route(.get, "/console/list/{collection}", .session) { try await listPage($0) },
            Route(.get, "/console/bulk/{collection}", .session) { try await bulkPage($0) },
            Route(
                .post, "/console/bulk/{collection}", .session, bodyLimit: Self.bulkLimit
            ) { try await bulk($0) },
            Route(.post, "/console/views", .session, bodyLimit: 8192) { try await keepView($0) },
            Route(.get, "/console/find", .session) { try await find($0) },
            Route(.post, "/console/find", .session, bodyLimit: 4096) { try await find($0) },
            Route(.get, "/console/case/{number}", .session) { try await casePage($0) },
            Route(.get, "/console/peek/{number}", .session) { try await peek($0) },
            Route(.get, "/console/case/{number}/live", .session) { try await live($0) },
            Route(.post, "/console/case/{number}/follow", .session, bodyLimit: 4096) {
                try await follow($0)
            },
            Route(.get, "/console/case/{number}/models", .session) { try await modelsPage($0) },
            Route(.get, "/console/case/{number}/reveal", .session) { try await revealPage($0) },
            Route(.post, "/console/case/{number}/reveal", .session, bodyLimit: 8192) {
                try await reveal($0)
            },
            Route(
                .post, "/console/case/{number}/files", .session,
                bodyLimit: FileInspection.largest + 64 * 1024
            ) { try await attachFiles($0) },
            Route(.get, "/console/file/{id}", .session) { try await filePage($0) },
            Route(.get, "/console/clock/{id}", .session) {
                try await clockPage($0)
            },
            Route(.get, "/console/do/{command}", .session) { try await actionForm($0) },
            Route(.post, "/console/do/{command}", .session, bodyLimit: Self.formLimit) {
                try await performAction($0)
            },
            Route(.get, "/console/do/{command}/{about}", .session) { try await actionForm($0) },
            Route(
                .post, "/console/do/{command}/{about}", .session, bodyLimit: Self.formLimit
            ) { try await performAction($0) },
            Route(.post, "/console/draft/{command}", .session, bodyLimit: Self.formLimit) {
                try await keepDraft($0)
            },
            Route(.post, "/console/draft/{command}/drop", .session, bodyLimit: Self.formLimit) {
                try await dropDraft($0)
            },
        ] + deskRoutes
    }
}

/// 站内信 and 为什么.
extension Site {
    private func notesPage(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["before", "lang"])
        guard let staff = try visit.principal.staff else { throw Problem.forbidden }
        let before = query["before"].flatMap { ID<StaffNote>($0)?.text }
        let notes = try await database.read { [vault = dispatcher.vault] reader in
            try ConsoleStore.notes(to: staff, nil, before: before, vault, reader)
        }
        return try await console(
            "notes", Words("站内信", "Messages"),
            [
                "notes": notes.map { $0.shown(visit.language) }, "hasNotes": !notes.isEmpty,
                "hasMore": notes.count == ConsoleStore.pageSize, "last": notes.last?.id ?? "",
                "hasNew": notes.contains { !$0.isRead },
            ], visit)
    }

    private func readNotes(_ visit: Visit) async throws -> Response {
        _ = try Form(visit.body, visit.request.headers)
        guard let staff = try visit.principal.staff else { throw Problem.forbidden }
        let now = dispatcher.now()
        try await database.write { try ConsoleStore.markRead(staff, at: now, $0) }
        return Answer.redirect(to: "/console/notes")
    }

    private func clockPage(_ visit: Visit) async throws -> Response {
        guard let id = ID<ClockRecord>(try visit.part("id")) else { throw Problem.notFound }
        let now = dispatcher.now()
        let (record, answer) = try await database.read { reader in
            (try reader.load(id)?.state, try ClockAnswer.why(id, reader))
        }
        guard let record, let answer else { throw Refusal.noSuch(ClockRecord.title) }
        let language = visit.language
        let title = answer["title"] ?? .null
        return try await console(
            "clock", Words("为什么是这个期限", "Why this deadline"),
            [
                "title": ShownValue.text(title, language) ?? "",
                "number": record.subject.number, "clock": record.shown(at: now, language),
                "lines": answer["lines"]?.elements?.compactMap {
                    ShownValue.text($0, language)
                } ?? [],
            ], visit)
    }

    /// The case as it changes: an event whenever its journal has grown or who looks at it has
    /// changed. What is being typed is elsewhere and never touched.
    private func live(_ visit: Visit) async throws -> Response {
        let number = try visit.part("number")
        let file = try await caseFile(number, visit)
        guard let me = visit.caller?.label, streams.enter() else { throw Problem.busy }
        let stream = file.standing.subject.stream
        let (database, presence, dispatcher, streams) =
            (database, presence, dispatcher, streams)
        let language = visit.language
        let first = file.lastEntry
        let body = ResponseBody { writer in
            defer { streams.leave() }
            var seen = first
            var others: [String] = []
            try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
            // Half an hour at most; the browser then asks anew, and is asked who it is.
            for round in 0..<900 {
                // A server that is asked to stop does not wait for those who only listen.
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(2)) }
                let now = dispatcher.now()
                presence.saw(me, at: number, now)
                let last = try await database.read { reader in
                    try ConsoleStore.lastEntry(of: stream, reader)
                }
                let present = presence.others(than: me, at: number, now)
                if last != seen {
                    seen = last
                    try await writer.write(ByteBuffer(string: "event: changed\ndata: \(last)\n\n"))
                }
                if present != others {
                    others = present
                    let directory = try await database.read { reader in
                        try StaffNameStore.names(of: Set(present), dispatcher.vault, reader)
                    }
                    let names = present.map(directory.named)
                        .joined(separator: language == .zh ? "、" : ", ")
                    try await writer.write(ByteBuffer(string: "event: present\ndata: \(names)\n\n"))
                }
                if round % 7 == 6 { try await writer.write(ByteBuffer(string: ": here\n\n")) }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: body)
    }
}
