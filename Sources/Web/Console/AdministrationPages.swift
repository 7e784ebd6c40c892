import Hummingbird
import Insurance
import Kernel

/// 时效标准, 外发消息 and 审计.
extension Site {
    /// The standards in force, and for one of them what a change would touch: a clock that runs
    /// keeps the edition it began with.
    func standardsPage(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["metric", "basis", "count", "lang"])
        let now = dispatcher.now()
        let language = visit.language
        let metric = try TurnaroundQuery.metric(query)
        let term = try Self.term(query)
        let (standards, preview) = try await database.read { reader in
            (
                try StandardStore.current(reader),
                try metric.map { try StandardStore.preview($0, term, at: now, reader) }
            )
        }
        let mayChange = commands["standards.set"]?.permission.allows(try visit.principal) ?? false
        return try await console(
            "standards", Words("时效标准", "Turnaround standards"),
            [
                "standards": standards.map { $0.shown(language) }, "mayChange": mayChange,
                "hasStandards": !standards.isEmpty,
                "metrics": ClaimClocks.metrics.map { one in
                    ["code": one.code, "title": one.title[language],
                        "isOn": one.code == metric] as [String: any Sendable]
                },
                "bases": Term.Basis.allCases.map { basis in
                    ["code": basis.rawValue, "title": basis.title[language],
                        "isOn": basis.rawValue == query["basis"]] as [String: any Sendable]
                },
                "count": query["count"] ?? "", "isPreview": preview != nil,
                "running": preview?.count ?? 0,
                "pinned": preview?.lines.map { $0.shown(language) } ?? [[String: any Sendable]](),
                "hasPinned": preview.map { !$0.lines.isEmpty } ?? false,
            ], visit)
    }

    private static func term(_ query: [String: String]) throws -> Term? {
        guard let count = query["count"], !count.isEmpty else { return nil }
        guard let number = Int(count), (1...3650).contains(number),
            let basis = Term.Basis(rawValue: query["basis"] ?? "workingDays")
        else { throw Problem.badParameter("count") }
        return Term(basis, number)
    }

    private static let statuses = ["waiting", "sent", "failed"]

    func outboxPage(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["status", "after", "lang"])
        let status = query["status"].flatMap { Self.statuses.contains($0) ? $0 : nil }
        let after = query["after"] ?? ""
        guard after.utf8.count <= 200, !after.utf8.contains(0) else {
            throw Problem.badParameter("after")
        }
        let lines = try await database.read { reader in
            try OutboxList.page(status: status, after: after, limit: 60, reader)
        }
        let language = visit.language
        let titles = [
            "waiting": Words("待发", "Waiting"), "sent": Words("已发", "Sent"),
            "failed": Words("失败", "Failed"),
        ]
        let mayResend = commands["outbox.sendAgain"]?.permission.allows(try visit.principal)
        return try await console(
            "outbox", Words("外发消息", "Outbox"),
            [
                "lines": lines.map { line -> [String: any Sendable] in
                    [
                        "key": line.key, "channel": line.channel, "template": line.template,
                        "status": titles[line.status]?[language] ?? line.status,
                        "isFailed": line.status == "failed", "attempts": line.attempts,
                        "created": ShownMoment.text(line.createdAt),
                        "problem": line.problem ?? "",
                    ]
                },
                "hasLines": !lines.isEmpty, "mayResend": mayResend ?? false,
                "hasNext": lines.count == 60, "next": QueryText.escaped(lines.last?.key ?? ""),
                "statuses": titles.sorted { $0.key < $1.key }.map { code, title in
                    ["code": code, "title": title[language],
                        "isOn": code == status] as [String: any Sendable]
                },
                "isAll": status == nil, "status": status ?? "",
            ], visit)
    }

    /// The journal from its end: who did what, where it is sealed. What an entry says of persons
    /// stays out.
    func auditPage(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["before", "actor", "command", "lang"])
        let before = query["before"].flatMap { Int64($0) }
        let actor = query["actor"]?.trimmed ?? ""
        let command = query["command"]?.trimmed ?? ""
        let found = try await database.read { [vault = dispatcher.vault] reader in
            try AuditStore.entries(
                before: before, actor: actor, command: command, vault, reader)
        }
        let language = visit.language
        return try await console(
            "audit", Words("审计", "Audit"),
            [
                "entries": found.entries.map { entry -> [String: any Sendable] in
                    [
                        "at": ShownMoment.text(entry.entry.at),
                        "actor": CaseActor.words(entry.entry.actor, found.names)[language],
                        "title": commands[entry.entry.command]?.title[language]
                            ?? entry.entry.command,
                        "command": entry.entry.command, "stream": entry.entry.kind,
                        "seq": entry.entry.seq, "hash": String(entry.entry.hash.hex.prefix(16)),
                        "position": entry.position,
                        "duties": entry.entry.duties.joined(separator: " "),
                    ]
                },
                "hasEntries": !found.entries.isEmpty, "actor": actor, "command": command,
                "hasNext": found.next != nil, "next": found.next ?? 0,
                "total": found.total, "head": found.head,
            ], visit)
    }
}
