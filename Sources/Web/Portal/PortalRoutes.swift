import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// 客户入口: a customer signs in with policy number and code, reports a loss, and sees in plain
/// words what happens next and by when.
extension Site {
    var portalRoutes: [Route] {
        [
            Route(.get, "/portal", .open) { try await portalHome($0) },
            Route(.post, "/portal/code", .open, bodyLimit: 4096) { try await sendCode($0) },
            Route(.post, "/portal/enter", .open, bodyLimit: 4096) { try await enter($0) },
            Route(.post, "/portal/leave", .customer, bodyLimit: 4096) { try await leave($0) },
            Route(.get, "/portal/case/{number}", .customer) { try await portalCase($0) },
            Route(
                .post, "/portal/case/{number}/files", .customer,
                bodyLimit: FileInspection.largest + 64 * 1024
            ) { try await sendPapers($0) },
            Route(.get, "/portal/case/{number}/withdraw", .customer) {
                try await withdrawPage($0)
            },
            Route(.post, "/portal/case/{number}/withdraw", .customer, bodyLimit: 4096) {
                try await withdraw($0)
            },
            Route(.post, "/portal/case/{number}/question", .customer, bodyLimit: 32 * 1024) {
                try await questionDeadline($0)
            },
            Route(.get, "/portal/letter/{number}", .customer) { try await portalLetter($0) },
            Route(.get, "/portal/report", .customer) { try await reportPage($0) },
            Route(
                .post, "/portal/report", .customer, bodyLimit: FileInspection.largest + 64 * 1024
            ) { try await report($0) },
        ]
    }

    func customer(_ visit: Visit) throws -> PortalCaller {
        guard let customer = visit.customer else { throw Problem.unauthenticated }
        return customer
    }

    private func portalHome(_ visit: Visit) async throws -> Response {
        guard let customer = visit.customer else {
            return pages.portal(
                "portal_sign_in", Words("我的理赔", "My claims"), ["isFirst": true], visit)
        }
        let (notices, claims) = try await database.read { reader in
            (
                try PortalStore.notices(of: customer.person, reader),
                try PortalStore.claims(of: customer.person, reader)
            )
        }
        let language = visit.language
        let registered = Set(claims.map { $0.notice })
        var cases: [[String: any Sendable]] = []
        for claim in claims {
            cases.append([
                "number": claim.number, "what": claim.cause.words[language],
                "day": claim.lossDay.description,
                "now": PortalWords.now(claim.state)[language],
                "isOver": claim.state.isFinal || claim.state == .paid,
            ])
        }
        for notice in notices where !registered.contains(notice.number) {
            cases.append([
                "number": notice.number, "what": notice.cause.words[language],
                "day": notice.lossDay.description,
                "now": PortalWords.now(notice.state)[language], "isOver": notice.state.isFinal,
            ])
        }
        return pages.portal(
            "portal_home", Words("我的理赔", "My claims"),
            ["cases": cases, "hasCases": !cases.isEmpty], visit)
    }

    private func sendCode(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        guard portalLimits.admits(visit.origin.address, at: dispatcher.now()) else {
            throw Problem(Refusal.portalWait)
        }
        let policy = (form["policy"] ?? "").trimmed.uppercased()
        guard CaseLink.isNumber(policy) else {
            return pages.portal(
                "portal_sign_in", Words("我的理赔", "My claims"),
                ["isFirst": true, "isWrong": true], visit)
        }
        let code = try await portal.sendCode(for: policy)
        return pages.portal(
            "portal_sign_in", Words("输入验证码", "Type the code"),
            [
                "isFirst": false, "policy": policy, "isDemo": settings.isDemo && code != nil,
                "code": settings.isDemo ? code ?? "" : "",
            ], visit)
    }

    private func enter(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        guard portalLimits.admits(visit.origin.address, at: dispatcher.now()) else {
            throw Problem(Refusal.portalWait)
        }
        let policy = (form["policy"] ?? "").trimmed.uppercased()
        let code = (form["code"] ?? "").filter(\.isNumber)
        guard CaseLink.isNumber(policy) else { throw Problem.badForm }
        do {
            let token = try await portal.enter(policy, code: code)
            var response = Answer.redirect(to: "/portal")
            response.headers[values: .setCookie].append(
                SessionCookie.setCustomer(
                    token.text, seconds: Int(PortalSession.life),
                    isSecure: visit.origin.isSecure))
            return response
        } catch let refusal as Refusal where refusal == .portalCodeWrong {
            var page = pages.portal(
                "portal_sign_in", Words("输入验证码", "Type the code"),
                [
                    "isFirst": false, "policy": policy, "hasProblem": true,
                    "problem": refusal.message[visit.language],
                ], visit)
            page.status = .unauthorized
            return page
        }
    }

    private func leave(_ visit: Visit) async throws -> Response {
        try await portal.leave(try customer(visit))
        var response = Answer.redirect(to: "/portal")
        response.headers[values: .setCookie].append(
            SessionCookie.setCustomer(nil, seconds: 0, isSecure: visit.origin.isSecure))
        return response
    }
}
