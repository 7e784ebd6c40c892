import Hummingbird
import Insurance
import Kernel

/// A customer takes back a report or withdraws a claim: what it means first, then their yes. What
/// stands in the way is asked of the command itself.
extension Site {
    func withdrawPage(_ visit: Visit) async throws -> Response {
        let file = try await portalFile(visit)
        let act = Self.withdrawal(of: file, .other)
        do {
            guard let command = commands[act.command] else { throw Problem.notFound }
            try await command.preview(
                dispatcher, .object(act.fields), try customer(visit).principal)
        } catch let refusal as Refusal {
            return showWithdrawal(of: file, visit, stands: refusal)
        }
        return showWithdrawal(of: file, visit)
    }

    func withdraw(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        let file = try await portalFile(visit)
        let reason = form["reason"].flatMap { CustomerWithdrawal.Reason(rawValue: $0) }
        do {
            try await perform(Self.withdrawal(of: file, reason), form, visit)
        } catch let refusal as Refusal {
            return showWithdrawal(of: file, visit, stands: refusal)
        }
        return Answer.redirect(to: "/portal/case/\(file.number)?done=withdrawn")
    }

    /// The step of the case's own workflow.
    private static func withdrawal(
        of file: PortalFile, _ reason: CustomerWithdrawal.Reason?
    ) -> PortalAct {
        let reason = JSON.string(reason?.title.zh ?? "-")
        guard let claim = file.claim else {
            return PortalAct(
                "claims.withdrawNotice", ["notice": .string(file.number), "reason": reason])
        }
        let kind = ClaimWords.Cancellation.customerWithdrawal.rawValue
        return PortalAct(
            "claims.cancel",
            ["claim": .string(claim.number), "kind": .string(kind), "reason": reason])
    }

    /// - Parameter stands: what stands in the way.
    private func showWithdrawal(
        of file: PortalFile, _ visit: Visit, stands: Refusal? = nil
    ) -> Response {
        let language = visit.language
        // Without a reason everything else is still possible.
        let isPossible = stands == nil || stands?.kind == .invalid
        var page = pages.portal(
            "portal_withdraw",
            Words("撤回 \(file.number)", "Withdraw \(file.number)"),
            [
                "number": file.number, "isClaim": file.claim != nil, "isPossible": isPossible,
                "hasProblem": stands != nil, "problem": stands?.message[language] ?? "",
                "reasons": CustomerWithdrawal.Reason.allCases.map { one in
                    ["code": one.rawValue, "title": one.title[language]] as [String: any Sendable]
                },
                "key": formKey,
            ], visit)
        if let stands { page.status = .init(code: Problem(stands).status) }
        return page
    }
}

/// One act of a customer: a command with its fields.
struct PortalAct {
    let command: String
    let fields: JSON.Object

    init(_ command: String, _ fields: JSON.Object) {
        self.command = command
        self.fields = fields
    }
}

extension Site {
    /// Does what a form of the portal asks for. Sent twice, it is done once.
    func perform(_ act: PortalAct, _ form: Form, _ visit: Visit) async throws {
        guard let command = commands[act.command] else { throw Problem.notFound }
        let key = form["key"].flatMap { (20...64).contains($0.utf8.count) ? $0 : nil }
        _ = try await command.perform(
            dispatcher, .object(act.fields), try customer(visit).principal, Envelope(key: key))
    }

    /// What tells one sending of a form from another.
    var formKey: String { RandomText.make(dispatcher.random(24)) }
}
