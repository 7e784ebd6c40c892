import HTTPTypes
import Kernel
import Testing
import Web

struct RouteMatrixTests {
    private struct Expected {
        let anonymous: Int
        let wrongPost: Int
        let rightPost: Int
    }

    /// What each route answers; a route that is not here fails the test.
    private static let expected: [String: Expected] = {
        var all: [String: Expected] = [:]
        for path in [
            "/", "/promise", "/promise.json", "/institution", "/institution.json",
            "/verify/{code}", "/health", "/ready", "/sign-in", "/api/v1/commands",
            "/api/openapi.json",
        ] { all["GET \(path)"] = Expected(anonymous: 200, wrongPost: 200, rightPost: 200) }
        all["GET /assets/{name}"] = Expected(anonymous: 404, wrongPost: 404, rightPost: 404)
        all["GET /api/v1/commands/{name}"] = Expected(
            anonymous: 200, wrongPost: 200, rightPost: 200)
        all["POST /api/v1/commands/{name}"] = Expected(
            anonymous: 401, wrongPost: 403, rightPost: 422)
        // Both take forms; without one they say so. They need no post.
        all["POST /sign-in"] = Expected(anonymous: 403, wrongPost: 415, rightPost: 415)
        all["POST /sign-out"] = Expected(anonymous: 403, wrongPost: 303, rightPost: 303)
        all["POST /api/v1/files"] = Expected(anonymous: 401, wrongPost: 403, rightPost: 400)
        all["GET /api/v1/files/{id}"] = Expected(anonymous: 401, wrongPost: 403, rightPost: 404)
        all.merge(ofAccounts) { own, _ in own }
        let ofCases = [
            "notice", "claim", "document_request", "letter", "party", "policy", "payment",
            "customer", "authority", "over_limit", "panel", "rescission", "payment_batch",
            "bank_line", "reconciliation_difference", "payment_rules", "price_list",
            "adjudication_rules", "rule_decision", "evidence_file", "investigation",
            "claim_review", "recovery", "recovery_receipt", "litigation", "claim_archive",
            "legal_hold", "advance_payment", "customer_contact", "deadline_question",
            "model_decision",
        ]
        for name in ofCases {
            all["GET /api/v1/\(name)"] = Expected(anonymous: 401, wrongPost: 403, rightPost: 200)
            all["GET /api/v1/\(name)/{key}"] = Expected(
                anonymous: 401, wrongPost: 403, rightPost: 404)
        }
        for name in [
            "work_item", "service_clock", "breach", "product", "branch",
            "department", "standard", "retention_rule", "letter_template",
        ] {
            all["GET /api/v1/\(name)"] = Expected(anonymous: 401, wrongPost: 200, rightPost: 200)
            all["GET /api/v1/\(name)/{key}"] = Expected(
                anonymous: 401, wrongPost: 404, rightPost: 404)
        }
        all["GET /institution/{duty}"] = Expected(anonymous: 401, wrongPost: 200, rightPost: 200)
        all["GET /api/v1/cases/{number}/timeline"] = Expected(
            anonymous: 401, wrongPost: 403, rightPost: 404)
        for name in ["turnaround", "turnaround/time"] {
            all["GET /api/v1/\(name)"] = Expected(anonymous: 401, wrongPost: 403, rightPost: 200)
        }
        // Which promise is meant must be said.
        all["GET /api/v1/turnaround/cases"] = Expected(
            anonymous: 401, wrongPost: 403, rightPost: 400)
        all["GET /api/v1/cases/{number}/time"] = Expected(
            anonymous: 401, wrongPost: 403, rightPost: 404)
        // The agent may read that there is a batch; the command lets only the payment desk take it.
        all["GET /api/v1/payment-batches/{number}/file"] = Expected(
            anonymous: 401, wrongPost: 403, rightPost: 403)
        all["GET /api/v1/clocks/{id}/why"] = Expected(
            anonymous: 401, wrongPost: 404, rightPost: 404)
        all["GET /api/v1/letters/{file}"] = Expected(
            anonymous: 401, wrongPost: 403, rightPost: 404)
        return all
    }()

    /// Set-up, accounts, staff and what officers read.
    private static let ofAccounts: [String: Expected] = {
        var all: [String: Expected] = [:]
        for path in ["/set-up", "/activate"] {
            all["GET \(path)"] = Expected(anonymous: 200, wrongPost: 200, rightPost: 200)
            all["POST \(path)"] = Expected(anonymous: 403, wrongPost: 415, rightPost: 415)
        }
        all["GET /set-up"] = Expected(anonymous: 303, wrongPost: 303, rightPost: 303)
        // These take sessions only: a token is refused whatever the post.
        for path in [
            "GET /account", "POST /account/sessions", "POST /account/tokens",
            "POST /account/tokens/revoke", "GET /account/password", "POST /account/password",
            "GET /account/one-time-code", "POST /account/one-time-code",
            "POST /account/one-time-code/confirm", "GET /staff", "POST /staff",
            "GET /staff/{number}", "POST /staff/{number}/activation",
            "POST /staff/{number}/posts", "POST /staff/{number}/code",
            "POST /staff/{number}/leave",
        ] { all[path] = Expected(anonymous: 401, wrongPost: 403, rightPost: 403) }
        // The portal knows its own sessions only: a token is nobody there.
        all["GET /portal"] = Expected(anonymous: 200, wrongPost: 200, rightPost: 200)
        for path in ["code", "enter"] {
            all["POST /portal/\(path)"] = Expected(
                anonymous: 403, wrongPost: 403, rightPost: 403)
        }
        for path in ["POST /portal/leave", "GET /portal/report", "POST /portal/report"] {
            all[path] = Expected(anonymous: 401, wrongPost: 401, rightPost: 401)
        }
        for path in [
            "GET /portal/case/{number}", "POST /portal/case/{number}/files",
            "GET /portal/letter/{number}", "GET /portal/case/{number}/withdraw",
            "POST /portal/case/{number}/withdraw", "POST /portal/case/{number}/question",
        ] { all[path] = Expected(anonymous: 401, wrongPost: 401, rightPost: 401) }
        // The console is for people at a browser.
        for path in [
            "", "/notes", "/list/{collection}", "/bulk/{collection}", "/peek/{number}", "/find",
            "/case/{number}", "/case/{number}/live", "/case/{number}/reveal",
            "/case/{number}/models", "/file/{id}", "/clock/{id}", "/do/{command}",
            "/do/{command}/{about}", "/intake", "/dispatch",
            "/releases", "/breaches", "/turnaround", "/turnaround/cases", "/standards", "/outbox",
            "/audit", "/transfers", "/transfers/{id}",
        ] { all["GET /console\(path)"] = Expected(anonymous: 401, wrongPost: 403, rightPost: 403) }
        for path in [
            "take", "notes", "views", "bulk/{collection}", "find",
            "case/{number}/follow", "case/{number}/reveal",
            "case/{number}/files", "do/{command}", "do/{command}/{about}", "draft/{command}",
            "draft/{command}/drop", "intake", "releases", "transfers/export",
            "transfers/import", "transfers/{id}/file",
        ] {
            all["POST /console/\(path)"] = Expected(
                anonymous: 401, wrongPost: 403, rightPost: 403)
        }
        // Those of administrators and officers: neither the trainer nor the claims desk.
        for name in [
            "staff", "erasure_request", "data_receiver", "data_handover", "institution_review",
            "competence", "relation", "leave", "work_pool", "routing",
        ] {
            for path in ["GET /api/v1/\(name)", "GET /api/v1/\(name)/{key}"] {
                all[path] = Expected(anonymous: 401, wrongPost: 403, rightPost: 403)
            }
        }
        for path in ["GET /api/v1/outbox"] {
            all[path] = Expected(anonymous: 401, wrongPost: 403, rightPost: 403)
        }
        return all
    }()

    @Test func `every route answers as its access says, to nobody, the wrong and the right post`()
        async throws
    {
        let office = try await Office.open()
        for route in office.site.routes {
            let name = "\(route.method.rawValue) \(route.path)"
            guard let expected = Self.expected[name] else {
                Issue.record("the route \(name) is not in the matrix")
                continue
            }
            let asked: [(Browser, Int)] = [
                (office.browser, expected.anonymous), (office.trainer, expected.wrongPost),
                (office.agent, expected.rightPost),
            ]
            for (browser, status) in asked {
                let reply = try await ask(browser, route)
                #expect(reply.status == status, "\(name): \(reply.text.prefix(200))")
                AnswerFieldTests.check(reply, name)
            }
        }
        #expect(Set(office.site.routes.map { "\($0.method.rawValue) \($0.path)" })
            == Set(Self.expected.keys))
    }

    @Test func `the router has the routes of the list and no others`() async throws {
        let office = try await Office.open()
        for route in office.site.routes where route.method == .get {
            let reply = try await office.browser.send("HEAD", path(of: route))
            #expect(reply.bytes.isEmpty, "\(route.path)")
        }
    }

    private func ask(_ browser: Browser, _ route: Route) async throws -> Browser.Reply {
        if route.path.contains("/commands/"), route.method == .post {
            return try await browser.post(path(of: route), json: [:])
        }
        return try await browser.send(route.method.rawValue, path(of: route))
    }

    private func path(of route: Route) -> String {
        let name = route.path.hasPrefix("/assets") ? "x" : "claims.registerNotice"
        return route.path.replacing("{name}", with: name)
            .replacing("{key}", with: "NONE-1").replacing("{file}", with: "NONE-1.html")
            .replacing("{number}", with: "NONE-1")
            .replacing("{id}", with: "01941f29-7c00-7000-8000-000000000000")
            .replacing("{code}", with: "no-such-code").replacing("{duty}", with: "4.2.4a")
    }
}
