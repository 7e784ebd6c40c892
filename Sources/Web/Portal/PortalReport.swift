import Hummingbird
import Insurance
import Kernel

/// A customer reports a loss: which policy and when, where and how, pictures. One page in three
/// steps, so that nothing typed can be lost between them.
extension Site {
    func reportPage(_ visit: Visit) async throws -> Response {
        try await showReport(visit, typed: [:], problem: nil)
    }

    func report(_ visit: Visit) async throws -> Response {
        let form = try Multipart(visit.body, visit.request.headers)
        let customer = try customer(visit)
        var typed: [String: String] = [:]
        for name in Self.reportFields { typed[name] = form[name]?.trimmed }
        let own = try await database.read { reader in
            try PortalStore.policies(of: customer.person, reader).map(\.number)
        }
        guard let policy = typed["policy"], own.contains(policy) else {
            return try await showReport(
                visit, typed: typed,
                problem: Problem(
                    422, "portal.policy", Words("请选择一份保单", "choose one of your policies")))
        }
        var fields: JSON.Object = ["channel": "web"]
        for name in Self.reportFields {
            guard let text = typed[name], !text.isEmpty else { continue }
            fields[name] = .string(name == "lossAt" ? text + Self.seconds(text) + "+08:00" : text)
        }
        if form["distinct"] == "true" {
            typed["distinct"] = "true"
            fields["distinct"] = true
        }
        do {
            let key = form["key"].flatMap { (20...64).contains($0.utf8.count) ? $0 : nil }
            let receipt = try await dispatcher.perform(
                RegisterNotice.self, from: .object(fields), by: customer.principal,
                Envelope(key: key))
            let number = receipt.text("number") ?? ""
            let kept = await attach(
                form.files("photo"), as: .sitePhoto, to: number, customer.principal)
            return Answer.redirect(
                to: "/portal/case/\(number)" + (kept ? "" : "?photos=refused"))
        } catch let refusal as Refusal {
            return try await showReport(visit, typed: typed, problem: Problem(refusal))
        }
    }

    private static let reportFields = [
        "policy", "lossAt", "place", "cause", "course", "reporterName", "reporterPhone",
        "relation",
    ]

    private static func seconds(_ text: String) -> String { text.utf8.count == 16 ? ":00" : "" }

    /// The notice stands whatever becomes of its pictures. Whether all were taken.
    func attach(
        _ photos: [Multipart.Part], as purpose: EvidencePurpose, to number: String,
        _ principal: Principal
    ) async -> Bool {
        guard let evidence else { return photos.isEmpty }
        var isComplete = true
        for photo in photos.prefix(12) {
            do {
                let pending = try await evidence.receive(
                    Array(photo.bytes), named: photo.fileName ?? "", for: number, by: principal)
                var command = AttachFile()
                command.file = pending.id
                command.case = number
                command.purpose = purpose
                _ = try await dispatcher.perform(command, by: principal)
            } catch {
                isComplete = false
            }
        }
        return isComplete
    }

    private func showReport(
        _ visit: Visit, typed: [String: String], problem: Problem?
    ) async throws -> Response {
        let person = try customer(visit).person
        let language = visit.language
        let today = dispatcher.now().officeDay
        let policies = try await database.read { reader in
            try PortalStore.policies(of: person, reader).map { policy in
                (policy, try Product.edition(policy.edition, of: policy.product, reader)?.name)
            }
        }
        var values: [String: any Sendable] = [
            "policies": policies.map { policy, name -> [String: any Sendable] in
                [
                    "number": policy.number, "title": name?[language] ?? policy.product,
                    "isInForce": policy.isInForce(on: today),
                    "isChosen": typed["policy"] == policy.number,
                ]
            },
            "causes": ClaimWords.Cause.allCases.map { cause -> [String: any Sendable] in
                [
                    "code": cause.rawValue, "title": cause.words[language],
                    "isChosen": typed["cause"] == cause.rawValue,
                ]
            },
            "key": RandomText.make(dispatcher.random(24)), "hasProblem": problem != nil,
            "problem": problem?.message[language] ?? "",
            "errors": problem?.fields.map { $0.message[language] } ?? [String](),
            "isDouble": problem?.id == "claims.likelyDuplicate" || typed["distinct"] != nil,
            "isDistinct": typed["distinct"] != nil,
        ]
        for name in ["lossAt", "place", "course", "reporterName", "reporterPhone", "relation"] {
            values[name] = typed[name] ?? ""
        }
        var page = pages.portal("portal_report", Words("报案", "Report a loss"), values, visit)
        if let problem { page.status = .init(code: problem.status) }
        return page
    }
}
