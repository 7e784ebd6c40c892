import Hummingbird
import Insurance
import Kernel

/// The desks that are more than a list: intake, dispatch, release, statistics, standards, outbox,
/// audit.
extension Site {
    private static let smallForm = 16 * 1024

    var deskRoutes: [Route] {
        [
            Route(.get, "/console/intake", .posts(ConsoleMenu.intakers)) { try await intake($0) },
            Route(
                .post, "/console/intake", .posts(ConsoleMenu.intakers), bodyLimit: Self.smallForm
            ) { try await searchIntake($0) },
            Route(.get, "/console/dispatch", .posts(ConsoleMenu.dispatchers)) {
                try await dispatchBoard($0)
            },
            Route(.get, "/console/releases", .posts(ConsoleMenu.payers)) {
                try await releases($0)
            },
            Route(
                .post, "/console/releases", .posts(ConsoleMenu.payers), bodyLimit: Self.smallForm
            ) { try await release($0) },
            Route(.get, "/console/breaches", .posts(ConsoleMenu.overseers)) {
                try await breaches($0)
            },
            Route(.get, "/console/turnaround", .posts(ReadCollections.caseReaders)) {
                try await turnaroundPage($0)
            },
            Route(.get, "/console/turnaround/cases", .posts(ReadCollections.caseReaders)) {
                try await turnaroundCasesPage($0)
            },
            Route(.get, "/console/standards", .session) { try await standardsPage($0) },
            Route(.get, "/console/outbox", .posts(Self.outboxReaders)) {
                try await outboxPage($0)
            },
            Route(
                .get, "/console/audit",
                .posts(.held(.auditor, .auditAdministrator, .complianceOfficer))
            ) { try await auditPage($0) },
        ]
    }

    private static let outboxReaders: Set<Post> = .held(
        .systemAdministrator, .auditAdministrator, .serviceSupervisor, .claimsSupervisor)
}

/// 放款: what waits for a second pair of eyes. Several are released at once; what would be refused
/// is shown before.
extension Site {
    private func releases(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["done", "failed", "lang"])
        return try await showReleases(visit, checked: nil, query)
    }

    private func showReleases(
        _ visit: Visit, checked: [String: Words?]?, _ query: [String: String]
    ) async throws -> Response {
        let principal = try visit.principal
        guard let payments = ReadCollections.named("payment") else { throw Problem.notFound }
        let (page, ready) = try await database.read { [vault = dispatcher.vault] reader in
            func page(_ stage: String) throws -> ReadPage {
                try payments.page(
                    after: nil, limit: 100, filters: ["stage": stage], for: principal, vault,
                    reader)
            }
            return (try page("ordered"), try page("released").items.count)
        }
        let language = visit.language
        let mayRelease = principal.posts.contains(Post(PostWords.Post.paymentReleaser))
        var total: [Currency: Int64] = [:]
        let rows = page.items.map { row -> [String: any Sendable] in
            let number = row["number"]?.text ?? ""
            if let money = row["amount"]?.text.flatMap({ Money($0) }) {
                total[money.currency, default: 0] =
                    total[money.currency, default: 0].addingReportingOverflow(money.minor)
                    .partialValue
            }
            let finding = checked?[number] ?? nil
            return [
                "number": number, "claim": row["claim"]?.text ?? "",
                "cells": ShownRow(json: row)
                    .cells(["claim", "payee", "method", "amount"], of: payments, language),
                "isChecked": checked?.keys.contains(number) ?? false,
                "isGood": checked?.keys.contains(number) == true && finding == nil,
                "isRefused": finding != nil, "why": finding?[language] ?? "",
            ]
        }
        return try await console(
            "releases", Words("放款", "Release payments"),
            [
                "rows": rows, "hasRows": !rows.isEmpty, "mayRelease": mayRelease,
                "ready": ready,
                "maySend": ready > 0
                    && commands["payments.sendBatch"]?.permission.allows(principal) == true,
                "isPreview": checked != nil,
                "good": checked?.values.count { $0 == nil } ?? 0,
                "bad": checked?.values.count { $0 != nil } ?? 0,
                "doneCount": query["done"].flatMap { Int($0) } ?? 0,
                "failedCount": query["failed"].flatMap { Int($0) } ?? 0,
                "hasDone": query["done"] != nil,
                "totals": total.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                    ShownMoney.text(Money(minor: $0.value, $0.key))
                },
            ], visit)
    }

    private func release(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        let numbers = form.all.keys.filter { $0.hasPrefix("payment.") }
            .map { String($0.dropFirst(8)) }.filter(CaseLink.isNumber).sorted()
        guard let command = commands["payments.release"], numbers.count <= 100 else {
            throw Problem.badForm
        }
        var findings: [String: Words?] = [:]
        var done = 0
        let isPreview = form["step"] != "release"
        for number in numbers {
            let json: JSON = ["payment": .string(number)]
            do {
                if isPreview {
                    try await command.preview(dispatcher, json, visit.principal)
                } else {
                    _ = try await command.perform(dispatcher, json, visit.principal, Envelope())
                    done += 1
                }
                findings[number] = .some(nil)
            } catch let refusal as Refusal {
                findings[number] = refusal.message
            }
        }
        if isPreview { return try await showReleases(visit, checked: findings, [:]) }
        return Answer.redirect(
            to: "/console/releases?done=\(done)&failed=\(numbers.count - done)")
    }
}

/// 派工: what lies in the pools, and who has how much.
extension Site {
    private func dispatchBoard(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["post", "lang"])
        let post = query["post"].flatMap { PostWords.Post(rawValue: $0) }
        let now = dispatcher.now()
        let (lines, loads) = try await database.read { [vault = dispatcher.vault] reader in
            (
                try DispatchBoardStore.pooled(post?.rawValue, reader),
                try DispatchBoardStore.loads(at: now, vault, reader)
            )
        }
        let language = visit.language
        return try await console(
            "dispatch", Words("派工", "Dispatch"),
            [
                "lines": lines.map { $0.shown(at: now, language) }, "hasLines": !lines.isEmpty,
                "loads": loads.map { $0.shown(language) }, "hasLoads": !loads.isEmpty,
                "posts": PostWords.Post.allCases.filter { one in
                    loads.contains { $0.posts.contains(one.rawValue) }
                }.map { one -> [String: any Sendable] in
                    [
                        "code": one.rawValue, "title": one.words[language],
                        "isChosen": one == post,
                    ]
                },
            ], visit)
    }

    private func breaches(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["stage", "lang"])
        guard let collection = ReadCollections.named("breach") else { throw Problem.notFound }
        let principal = try visit.principal
        let stage = query["stage"].flatMap { Breach.State(rawValue: $0) }
        let rows = try await database.read { [vault = dispatcher.vault] reader in
            let page = try collection.page(
                after: nil, limit: 100, filters: stage.map { ["stage": $0.rawValue] } ?? [:],
                for: principal, vault, reader)
            return try StaffNames.naming(page.items, vault, reader)
        }
        let language = visit.language
        let names = ShownColumns.preferred(collection.name)
            ?? ShownColumns.of(rows, most: 8)
        return try await console(
            "breaches", Words("时效与问责", "Broken promises"),
            [
                "heads": names.map { ReadFieldWords.title($0, in: collection)[language] },
                "rows": rows.map { row -> [String: any Sendable] in
                    ["cells": ShownRow(json: row).cells(names, of: collection, language)]
                        .merging(ShownRow(json: row).peek(collection)) { own, _ in own }
                },
                "hasRows": !rows.isEmpty,
                "stages": Breach.State.allCases.map { one -> [String: any Sendable] in
                    ["code": one.rawValue, "title": one.title[language], "isOn": one == stage]
                },
                "isAll": stage == nil,
            ], visit)
    }
}

/// 时效统计: how each promise was kept, by whatever divides the cases; every figure opens them.
extension Site {
    private func turnaroundPage(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["by", "metric", "from", "to", "lang"])
        let dimension = try TurnaroundQuery.dimension(query, visit)
        let metric = try TurnaroundQuery.metric(query)
        let now = dispatcher.now()
        let lines = try await database.read { reader in
            try TurnaroundStatistics.lines(
                by: dimension, metric: metric, TurnaroundQuery.period(query, reader), at: now,
                reader)
        }
        let language = visit.language
        return try await console(
            "turnaround", Words("时效统计", "Turnaround"),
            [
                "dimensions": TurnaroundStatistics.Dimension.allCases.map { one in
                    ["code": one.rawValue, "title": one.title[language],
                        "isOn": one == dimension] as [String: any Sendable]
                },
                "metrics": ClaimClocks.metrics.map { one in
                    ["code": one.code, "title": one.title[language],
                        "isOn": one.code == metric] as [String: any Sendable]
                },
                "from": query["from"] ?? "", "to": query["to"] ?? "",
                "by": dimension.rawValue, "isGrouped": dimension != .metric,
                "lines": lines.map { $0.shown(dimension, query, language) },
                "hasLines": !lines.isEmpty,
                "explanation": TurnaroundStatistics.explanation.map { $0[language] },
            ], visit)
    }

    private func turnaroundCasesPage(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["by", "key", "metric", "outcome", "from", "to", "lang"])
        let dimension = try TurnaroundQuery.dimension(query, visit)
        guard let metric = try TurnaroundQuery.metric(query) else {
            throw Problem.badParameter("metric")
        }
        let outcome = query["outcome"].flatMap { PromiseOutcome(rawValue: $0) }
        let now = dispatcher.now()
        let cases = try await database.read { reader in
            try TurnaroundStatistics.cases(
                by: dimension, key: query["key"] ?? metric, metric: metric, outcome: outcome,
                TurnaroundQuery.period(query, reader), at: now, after: nil, limit: 100, reader)
        }
        let language = visit.language
        let title = ClaimClocks.metrics.first { $0.code == metric }?.title[language] ?? metric
        return try await console(
            "turnaround_cases", Words("时效统计：案件", "Turnaround: cases"),
            [
                "title": title, "count": cases.count, "hasCases": !cases.isEmpty,
                "cases": cases.map { one -> [String: any Sendable] in
                    [
                        "number": one.number, "clock": one.clock.text,
                        "started": ShownMoment.text(one.startedAt),
                        "due": ShownMoment.text(one.dueAt),
                        "stopped": one.stoppedAt.map(ShownMoment.text) ?? "—",
                        "outcome": one.outcome.title[language],
                        "isLate": one.outcome == .breached,
                    ]
                },
            ], visit)
    }
}

extension TurnaroundStatistics.Line {
    fileprivate func shown(
        _ dimension: TurnaroundStatistics.Dimension, _ query: [String: String],
        _ language: Language
    ) -> [String: any Sendable] {
        var link = "/console/turnaround/cases?by=\(dimension.rawValue)&metric=\(metric)"
            + "&key=\(QueryText.escaped(key))"
        for name in ["from", "to"] {
            if let value = query[name] { link += "&\(name)=\(QueryText.escaped(value))" }
        }
        return [
            "metric": metricTitle[language], "title": title[language], "started": started,
            "kept": kept, "breached": breached, "open": open, "overdue": overdue,
            "isLate": breached > 0, "link": link,
            "share": isSmall || share == nil ? "—" : "\(tenths(share?.permille))%",
            "low": tenths(share?.low), "high": tenths(share?.high),
            "width": tenths(share.map { max(4, $0.high - $0.low) }),
            "at": tenths(share?.permille), "hasShare": share != nil,
            "interval": share.map {
                "\($0.low / 10).\($0.low % 10)–\($0.high / 10).\($0.high % 10)%"
            } ?? "",
            "median": spreads.first?.median[language] ?? "—",
            "p90": spreads.first?.p90[language] ?? "—",
        ]
    }

    private func tenths(_ permille: Int64?) -> String {
        permille.map { "\($0 / 10).\($0 % 10)" } ?? "0"
    }
}
