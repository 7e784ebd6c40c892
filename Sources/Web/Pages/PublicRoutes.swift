import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// What anybody may see.
extension Site {
    var publicRoutes: [Route] {
        [
            Route(.get, "/", .open) { try await home($0) },
            Route(.get, "/promise", .open) { try await promise($0, asJSON: wantsJSON($0)) },
            Route(.get, "/promise.json", .open) { try await promise($0, asJSON: true) },
            Route(.get, "/institution", .open) { try await institution($0, asJSON: wantsJSON($0)) },
            Route(.get, "/institution.json", .open) { try await institution($0, asJSON: true) },
            Route(.get, "/institution/{duty}", .signedIn) { try await duty($0) },
            Route(.get, "/verify/{code}", .open) { try await verify($0) },
            Route(.get, "/assets/{name}", .open) { try asset($0) },
            Route(.get, "/health", .open) { _ in Answer.json(["status": "alive"]) },
            Route(.get, "/ready", .open) { _ in try await ready() },
        ]
    }

    private func wantsJSON(_ visit: Visit) -> Bool {
        let accept = visit.request.headers[.accept] ?? ""
        return accept.contains("application/json") && !accept.contains("text/html")
    }

    private func home(_ visit: Visit) async throws -> Response {
        let now = dispatcher.now()
        let (stages, figures) = try await database.read { reader in
            (
                try StageCounts.all(reader),
                try PromiseBoard.figures(at: now, onlyShown: false, reader)
            )
        }
        let language = visit.language
        var values: [String: Any] = [
            "notices": stages.notices.map { $0.shown(language) },
            "claims": stages.claims.map { $0.shown(language) },
            "hasCases": !(stages.notices + stages.claims).isEmpty,
        ]
        let kept = figures.reduce(0) { $0 + $1.kept }
        let breached = figures.reduce(0) { $0 + $1.breached }
        values["kept"] = kept
        values["breached"] = breached
        values["open"] = figures.reduce(0) { $0 + $1.running }
        values["late"] = breached > 0
        return pages.page("home", Words("今天的承诺", "The promises today"), values, visit)
    }

    private func promise(_ visit: Visit, asJSON: Bool) async throws -> Response {
        let promises = try await promises.figures(at: dispatcher.now(), database)
        let (figures, products) = (promises.figures, promises.products)
        let explanation = PromiseFigure.explanation
        if asJSON {
            return Answer.json([
                "at": .string(promises.at.iso8601), "promises": .array(figures.map(\.json)),
                "products": .array(products.map(\.json)),
                "explanation": .array(explanation.map(\.json)),
            ])
        }
        return pages.page(
            "promise", Words("服务承诺", "Our promises"),
            [
                "lines": figures.map { $0.shown(visit.language) },
                "products": products.map { $0.shown(visit.language) },
                "hasProducts": !products.isEmpty,
                "at": promises.minute,
                "explanation": explanation.map { $0[visit.language] },
            ], visit)
    }

    private func institution(_ visit: Visit, asJSON: Bool) async throws -> Response {
        let period = try period(visit)
        let report = try await database.read { reader in
            try InstitutionPage.report(reader, in: period)
        }
        if asJSON {
            return Answer.json([
                "period": period.json, "duties": report.json["duties"] ?? .array([]),
            ])
        }
        return pages.page(
            "institution", Words("服务管理制度", "The service institution"),
            InstitutionStanding.shown(
                report, period, visit.language, linked: visit.caller?.mayRead == true), visit)
    }

    /// One duty with its controls and the promises broken in a period, down to the cases.
    private func duty(_ visit: Visit) async throws -> Response {
        guard let id = DutyID(try visit.part("duty")) else { throw Problem.notFound }
        let period = try period(visit)
        let (report, broken) = try await database.read { reader in
            (
                try InstitutionPage.report(reader, in: period),
                try BrokenPromiseStore.list(id, in: period, reader)
            )
        }
        guard let row = report.rows.first(where: { $0.duty.id == id }) else {
            throw Problem.notFound
        }
        if wantsHTML(visit) {
            return pages.page(
                "duty", Words("\(id.text) \(row.duty.title.zh)", "\(id.text) \(row.duty.title.en)"),
                InstitutionStanding.shown(row, broken, period, visit.language), visit)
        }
        let duties = report.json["duties"]?.elements ?? []
        return Answer.json([
            "period": period.json,
            "duty": duties.first { $0["id"]?.text == id.text } ?? .null,
            "broken": .array(broken.map(\.json)),
        ])
    }

    private func wantsHTML(_ visit: Visit) -> Bool {
        visit.request.headers[.accept]?.contains("text/html") == true
    }

    private func period(_ visit: Visit) throws -> InstitutionPeriod {
        let query = try visit.query(["from", "to", "lang"])
        return try InstitutionPeriod(from: query["from"], until: query["to"])
    }

    private func verify(_ visit: Visit) async throws -> Response {
        let code = try visit.part("code")
        let found = try await database.read { reader in try VoucherCheck.find(code, reader) }
        if wantsJSON(visit) { return Answer.json(found?.json ?? ["genuine": false]) }
        var values: [String: Any] = ["isGenuine": found?.isVoid == false]
        if let found {
            values["isVoid"] = found.isVoid
            values["number"] = found.number
            values["amount"] = found.amount.map(ShownMoney.text)
            values["kind"] = found.title[visit.language]
            values["sha256"] = found.sha256
            values["day"] = found.day
        }
        return pages.page("verify", Words("核验凭证", "Check a voucher"), values, visit)
    }

    private func asset(_ visit: Visit) throws -> Response {
        guard let asset = pages.assets[try visit.part("name")] else { throw Problem.notFound }
        var response = Answer.bytes(asset.bytes, type: asset.type)
        response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return response
    }

    private func ready() async throws -> Response {
        try await database.read { reader in _ = try reader.row("SELECT 1 AS one") }
        return Answer.json(["status": "ready"])
    }
}
