import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// The frame of the console: navigation by post, what waits, who is signed in.
extension Site {
    func console(
        _ template: String, _ title: Words, _ values: [String: any Sendable], _ visit: Visit
    ) async throws -> Response {
        guard let caller = visit.caller else { throw Problem.unauthenticated }
        let now = dispatcher.now()
        let (counts, me) = try await database.read { [vault = dispatcher.vault] reader in
            let names = try StaffNameStore.names(of: [caller.label], vault, reader)
            return (
                try ConsoleStore.counts(
                    caller.principal, at: now, dayEnds: OfficeDay.end(of: now), reader),
                names.named(number: caller.label)
            )
        }
        var all = values
        let path = visit.request.uri.path
        let language = visit.language
        all["menu"] = ConsoleMenu.entries(for: caller).map { group -> [String: any Sendable] in
            [
                "title": group.title?[language] ?? "", "hasTitle": group.title != nil,
                "entries": group.entries.map { entry -> [String: any Sendable] in
                    let count = entry.count(counts)
                    return [
                        "title": entry.title[language], "path": entry.path,
                        "isOn": path == entry.path, "count": count, "hasCount": count > 0,
                        "isHot": entry.path == "/console" && counts.late > 0,
                    ]
                },
            ]
        }
        all["me"] = me
        all["myPosts"] = caller.principal.posts.sorted()
            .compactMap { PostWords.Post(rawValue: $0.code)?.words[language] }
            .joined(separator: language == .zh ? "、" : ", ")
        all["unreadNotes"] = counts.unread
        all["hasUnread"] = counts.unread > 0
        all["watermark"] = "\(me) \(ShownMoment.text(now))"
        return pages.console(template, title, all, visit)
    }
}

/// What the navigation holds for whom.
enum ConsoleMenu {
    struct Group: Sendable {
        /// The first group has none.
        let title: Words?
        let entries: [Entry]
    }

    struct Entry: Sendable {
        let title: Words
        let path: String
        /// Whoever holds one of these sees it; `nil` is everybody.
        var posts: Set<Post>?
        /// Or whoever may read this collection.
        var collection: String?

        init(
            _ title: Words, _ path: String, posts: Set<Post>? = nil,
            reading collection: String? = nil
        ) {
            self.title = title
            self.path = path
            self.posts = posts
            self.collection = collection
        }

        func count(_ counts: ConsoleStore.Counts) -> Int {
            switch path {
            case "/console": counts.mine
            case "/console/notes": counts.unread
            default: 0
            }
        }

        func isFor(_ caller: Visitor) -> Bool {
            if let posts, posts.isDisjoint(with: caller.principal.posts) { return false }
            guard let collection else { return true }
            return ReadCollections.named(collection)?.mayBeRead(by: caller.principal) == true
        }
    }

    static func entries(for caller: Visitor) -> [Group] {
        all.map { group in
            Group(title: group.title, entries: group.entries.filter { $0.isFor(caller) })
        }.filter { !$0.entries.isEmpty }
    }

    static let intakers: Set<Post> = .held(.claimsIntake, .serviceAgent, .salesperson)
    static let dispatchers: Set<Post> = .held(.dispatcher, .claimsSupervisor)
    static let payers: Set<Post> = .held(.paymentReleaser, .paymentClerk, .claimsSupervisor)
    static let overseers: Set<Post> = .held(
        .claimsSupervisor, .serviceSupervisor, .auditor, .complianceOfficer, .executive)

    private static let all: [Group] = [
        Group(
            title: nil,
            entries: [
                Entry(Words("工作台", "Workbench"), "/console"),
                Entry(
                    Words("待办清单", "Work list"), "/console/list/work_item",
                    reading: "work_item"),
                Entry(Words("站内信", "Messages"), "/console/notes"),
            ]),
        Group(
            title: Words("理赔", "Claims"),
            entries: [
                Entry(Words("接报案", "Take a notice"), "/console/intake", posts: intakers),
                Entry(Words("报案", "Notices"), "/console/list/notice", reading: "notice"),
                Entry(Words("赔案", "Claims"), "/console/list/claim", reading: "claim"),
                Entry(Words("派工", "Dispatch"), "/console/dispatch", posts: dispatchers),
                Entry(
                    Words("调查", "Investigations"), "/console/list/investigation",
                    reading: "investigation"),
                Entry(Words("会商", "Panels"), "/console/list/panel", reading: "panel"),
                Entry(
                    Words("补充资料", "Requests for papers"), "/console/list/document_request",
                    reading: "document_request"),
            ]),
        Group(
            title: Words("付款", "Payments"),
            entries: [
                Entry(Words("放款", "Release"), "/console/releases", posts: payers),
                Entry(Words("付款", "Payments"), "/console/list/payment", reading: "payment"),
                Entry(
                    Words("批次", "Batches"), "/console/list/payment_batch",
                    reading: "payment_batch"),
                Entry(
                    Words("对账差异", "Differences"), "/console/list/reconciliation_difference",
                    reading: "reconciliation_difference"),
                Entry(Words("追偿", "Recoveries"), "/console/list/recovery", reading: "recovery"),
            ]),
        Group(
            title: Words("监督", "Oversight"),
            entries: [
                Entry(
                    Words("时效与问责", "Breaches"), "/console/breaches", posts: overseers),
                Entry(Words("时效统计", "Turnaround"), "/console/turnaround", reading: "claim"),
                Entry(Words("制度对照", "Institution"), "/institution"),
                Entry(Words("服务承诺", "Promises"), "/promise"),
                Entry(
                    Words("审计", "Audit"), "/console/audit",
                    posts: .held(.auditor, .auditAdministrator, .complianceOfficer)),
            ]),
        Group(
            title: Words("管理", "Administration"),
            entries: [
                Entry(Words("员工", "Staff"), "/staff", posts: ReadCollections.staffReaders),
                Entry(Words("权限", "Authority"), "/console/list/authority", reading: "authority"),
                Entry(Words("时效标准", "Standards"), "/console/standards"),
                Entry(Words("产品", "Products"), "/console/list/product"),
                Entry(
                    Words("导入导出", "Import and export"), "/console/transfers",
                    posts: Transfers.exporters.union(Transfers.importers)),
                Entry(
                    Words("外发消息", "Outbox"), "/console/outbox",
                    posts: .held(
                        .systemAdministrator, .auditAdministrator, .serviceSupervisor,
                        .claimsSupervisor)),
            ]),
    ]
}
