import Hummingbird
import Insurance
import Kernel

/// 工作台: one list over all kinds of cases, next due first.
extension Site {
    enum WorkbenchTab: String, CaseIterable {
        case mine, pool, done, copied, started, followed

        var title: Words {
            switch self {
            case .mine: Words("待办", "To do")
            case .pool: Words("可认领", "To take")
            case .done: Words("已办", "Done")
            case .copied: Words("抄送我的", "Copied to me")
            case .started: Words("我发起的", "Started by me")
            case .followed: Words("我关注的", "Followed")
            }
        }

        /// What an empty tab says: why, and what to do.
        var empty: Words {
            switch self {
            case .mine:
                Words(
                    "名下没有待办。可到“可认领”领取本岗位的任务。",
                    "Nothing is on your desk. Take work of your posts under To take.")
            case .pool:
                Words(
                    "本岗位的任务池是空的，所有任务都已有人办理。",
                    "The pools of your posts are empty; all work has a holder.")
            case .done: Words("还没有办结的事项。", "You have finished nothing yet.")
            case .copied:
                Words("没有抄送给您的事项。同事抄送后会显示在这里。", "Nothing was copied to you; it will show here.")
            case .started:
                Words(
                    "您还没有发起案件。接报案后会显示在这里。",
                    "You started no case yet. Take a notice and it shows here.")
            case .followed:
                Words("没有关注的案件。在案件页点“关注”即可。", "You follow no case. Use Follow on a case's page.")
            }
        }
    }

    func workbench(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["tab", "post", "lang", "done", "failed", "seen"])
        let asked = try query["tab"].map { text throws(Problem) in
            guard let tab = WorkbenchTab(rawValue: text) else { throw Problem.badParameter("tab") }
            return tab
        }
        let principal = try visit.principal
        guard let staff = principal.staff else { throw Problem.forbidden }
        let now = dispatcher.now()
        let post = query["post"].flatMap { PostWords.Post(rawValue: $0)?.rawValue }
        let vault = dispatcher.vault
        let (tab, found) = try await database.read { reader -> (WorkbenchTab, WorkbenchPage) in
            var page = WorkbenchPage()
            page.counts = try ConsoleStore.counts(
                principal, at: now, dayEnds: OfficeDay.end(of: now), reader)
            // Whoever has nothing on the desk sees what there is to take.
            let tab = asked ?? (page.counts.mine == 0 && page.counts.pool > 0 ? .pool : .mine)
            switch tab {
            case .mine: page.lines = try ConsoleStore.mine(staff, reader)
            case .pool: page.lines = try ConsoleStore.pool(principal, post: post, reader)
            case .done: page.lines = try ConsoleStore.done(staff, reader)
            case .copied:
                page.notes = try ConsoleStore.notes(to: staff, .copied, before: nil, vault, reader)
            case .started: page.followed = try ConsoleStore.following(staff, .started, reader)
            case .followed: page.followed = try ConsoleStore.following(staff, .followed, reader)
            }
            return (tab, page)
        }
        var values = found.shown(tab, at: now, visit.language, commands)
        values["doneCount"] = query["done"].flatMap { Int($0) } ?? 0
        values["failedCount"] = query["failed"].flatMap { Int($0) } ?? 0
        values["hasDone"] = query["done"] != nil
        values["hasFailed"] = (query["failed"].flatMap { Int($0) } ?? 0) > 0
        values["posts"] = tab == .pool
            ? principal.posts.sorted().map { one -> [String: any Sendable] in
                [
                    "code": one.code,
                    "title": PostWords.Post(rawValue: one.code)?.words[visit.language] ?? one.code,
                    "isChosen": one.code == post,
                ]
            } : [[String: any Sendable]]()
        return try await console("workbench", Words("工作台", "Workbench"), values, visit)
    }

    /// Takes several pieces of work at once; each is its own command, and those that were
    /// refused stay where they are.
    func claimWork(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        let items = form.all.keys.filter { $0.hasPrefix("item.") }
            .compactMap { ID<WorkItem>(String($0.dropFirst(5))) }.sorted()
        guard items.count <= ConsoleStore.pageSize else { throw Problem.badForm }
        var done = 0
        var failed = 0
        for item in items {
            do {
                var command = ClaimWork()
                command.item = item
                _ = try await dispatcher.perform(command, by: visit.principal)
                done += 1
            } catch is Refusal {
                failed += 1
            }
        }
        return Answer.redirect(to: "/console?tab=mine&done=\(done)&failed=\(failed)")
    }
}

/// What the workbench shows.
struct WorkbenchPage: Sendable {
    var counts = ConsoleStore.Counts()
    var lines: [ConsoleStore.Line] = []
    var notes: [ConsoleStore.Note] = []
    var followed: [ConsoleStore.Followed] = []

    func shown(
        _ tab: Site.WorkbenchTab, at now: Moment, _ language: Language, _ commands: CommandRegistry
    ) -> [String: any Sendable] {
        [
            "tabs": Site.WorkbenchTab.allCases.map { one -> [String: any Sendable] in
                let count = one == .mine ? counts.mine : one == .pool ? counts.pool : 0
                return [
                    "code": one.rawValue, "title": one.title[language], "isOn": one == tab,
                    "count": count, "hasCount": count > 0,
                ]
            },
            "late": counts.late, "hasLate": counts.late > 0, "today": counts.today,
            "returned": counts.returned, "unread": counts.unread,
            "lines": lines.map { $0.shown(at: now, language) },
            "hasLines": !lines.isEmpty, "isPool": tab == .pool, "isDone": tab == .done,
            "notes": notes.map { $0.shown(language) }, "hasNotes": !notes.isEmpty,
            "followed": followed.map { $0.shown(language, commands) },
            "hasFollowed": !followed.isEmpty,
            "isEmpty": lines.isEmpty && notes.isEmpty && followed.isEmpty,
            "empty": tab.empty[language],
        ]
    }
}

extension ConsoleStore.Line {
    func shown(at now: Moment, _ language: Language) -> [String: any Sendable] {
        let isLate = due.map { $0 < now } ?? false
        let post = PostWords.Post(rawValue: item.post.code)?.words[language] ?? item.post.code
        return [
            "item": item.id.text, "number": item.subject.number,
            "label": item.subject.number, "hasPeek": true,
            "peek": CaseLink.path(item.subject.number),
            "title": item.title[language], "post": post,
            "due": due.map { ShownMoment.text($0) } ?? "—",
            "left": due.map { ShownSpan.text(from: now, to: $0)[language] } ?? "",
            "hasDue": due != nil, "isLate": isLate && item.isOpen,
            "isPaused": isPaused && due == nil,
            "isSuspended": item.status == .suspended, "isReturned": item.previousHolder != nil,
            "urgings": item.urgings, "isUrged": item.urgings > 0,
            "opened": ShownMoment.text(item.openedAt), "isBegun": item.hasBegun,
        ]
    }
}

extension ConsoleStore.Note {
    func shown(_ language: Language) -> [String: any Sendable] {
        [
            "number": number, "title": title[language], "at": ShownMoment.text(at),
            "kind": kind?.title[language] ?? "", "isUnread": !isRead,
            "actor": actor[language],
        ]
    }
}

extension ConsoleStore.Followed {
    func shown(_ language: Language, _ commands: CommandRegistry) -> [String: any Sendable] {
        [
            "number": number, "since": ShownMoment.text(at),
            "changed": changed.map { ShownMoment.text($0) } ?? "—",
            "last": command.flatMap { commands[$0]?.title[language] } ?? "",
        ]
    }
}

/// How far a moment is away, in the two largest units.
enum ShownSpan {
    static func text(from now: Moment, to due: Moment) -> Words {
        let minutes = abs(due.milliseconds - now.milliseconds) / 60_000
        let span = minutes >= 1440
            ? Words("\(minutes / 1440) 天 \(minutes / 60 % 24) 小时",
                "\(minutes / 1440) d \(minutes / 60 % 24) h")
            : minutes >= 60
                ? Words("\(minutes / 60) 小时 \(minutes % 60) 分",
                    "\(minutes / 60) h \(minutes % 60) min")
                : Words("\(minutes) 分钟", "\(minutes) min")
        return due < now
            ? Words("超时 \(span.zh)", "late by \(span.en)")
            : Words("还有 \(span.zh)", "\(span.en) left")
    }
}

/// The insurer's working day by the wall clock of its offices.
enum OfficeDay {
    private static let zone = TimeZoneRules("Asia/Shanghai")

    static func end(of moment: Moment) -> Moment {
        guard let zone else { return moment }
        return zone.endOfDay(zone.day(of: moment))
    }
}
