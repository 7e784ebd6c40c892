package import Kernel

/// Sets how the work of a post reaches people.
package struct SetWorkPool: Command {
    package static let statement = CommandStatement<SetWorkPool>(
        "dispatch.setPool", Words("设置任务池", "Set a work pool"),
        Words(
            "设定某岗位的待办由员工自行认领，还是自动派到个人",
            "Whether the work of a post is taken from a shared pool or put on one person's desk"),
        duties: ["4.2.2a"], keeps: .drive, by: .held(by: .claimsSupervisor, .dispatcher),
        fields: [
            Field("post", \.post, Words("岗位", "Post")),
            Field(
                "personal", \.personal, Words("自动派到个人", "Put on one person's desk"),
                help: Words("否则为共享任务池，自行认领", "Otherwise a shared pool people take from")),
            Field(
                "loadLimit", optional: \.loadLimit, Words("在办件数上限", "Most open work"), 1...1000),
        ])

    package var post = PostWords.Post.surveyor
    package var personal = false
    package var loadLimit: Int64?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<WorkPool>? {
        try DispatchStore.pool(of: Post(post), transaction)
    }

    package func decide(
        _ known: Loaded<WorkPool>?, _ context: Context
    ) throws(Refusal) -> Decision {
        var decision = Decision()
        if let known {
            decision.change(
                known, .changed(isPersonal: personal, loadLimit: loadLimit, at: context.now))
        } else {
            decision.open(
                WorkPool.self,
                .set(
                    WorkPool(
                        id: context.id("pool"), post: Post(post), isPersonal: personal,
                        loadLimit: loadLimit)))
        }
        return decision
    }
}

/// 自动派工: the product's own rule puts a piece of a personal pool on one person's desk.
package struct RouteWork: Command {
    package static let statement = CommandStatement<RouteWork>(
        "dispatch.route", Words("自动派工", "Route work"),
        Words(
            "按险种、难度、机构、在办件数、权限、请假和回避派给一人，并记录每位候选人的理由",
            "By line, difficulty, branch, load, authority, leave and interest to one person; why "
                + "each candidate was taken or not is kept"),
        duties: ["4.2.2a", "4.1.1"], keeps: .drive, by: .system(["sweep"]),
        fields: [.item(\.item)])

    package var item = ID<WorkItem>.blank

    package init() {}

    init(_ key: String) { item = ID(key) ?? .blank }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> DispatchFacts {
        try DispatchStore.facts(item, context, transaction)
    }

    package func decide(
        _ facts: DispatchFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(facts.item.status == .pooled, else: .routedMeanwhile)
        try require(facts.pool?.isPersonal == true, else: .poolIsShared)
        guard let chosen = Routing.choice(among: facts.candidates) else { throw .nobodyToRoute }
        return facts.give(to: chosen, reason: nil, words: "rule", context)
    }
}

/// 人工派工: a dispatcher puts work on a person's desk, from the pool or from another's.
package struct AssignWork: Command {
    package static let statement = CommandStatement<AssignWork>(
        "dispatch.assign", Words("人工派工", "Assign work"),
        Words(
            "由调度员派给指定员工；能力不足或件数已满须说明理由，请假、回避、前序经办、权限不足不得派",
            "A dispatcher gives it to a named person; missing competence or a full desk may be "
                + "set aside for a reason; leave, interest, an earlier part, no authority not"),
        duties: ["4.2.2a", "4.1.1", "4.2.2c"], by: .held(by: .dispatcher, .claimsSupervisor),
        fields: [
            .item(\.item),
            Field("to", \.to, Words("工号", "Staff number"), .line(40)),
            .reason(\.reason),
        ])

    package var item = ID<WorkItem>.blank
    package var to = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> DispatchFacts {
        try DispatchStore.facts(item, context, transaction)
    }

    package func decide(
        _ facts: DispatchFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        let item = facts.item.state
        try require(item.status == .pooled || item.status == .held, else: .routedMeanwhile)
        try require(!item.isForOnePerson, else: .workForOnePerson)
        guard let chosen = facts.candidates.first(where: { $0.number == to }) else {
            throw .notACandidate
        }
        try require(chosen.staff != item.holder, else: .holdsItAlready)
        if let finding = chosen.against.first(where: { !$0.mayBeSetAside }) {
            throw .mayNotBeGiven(finding)
        }
        return facts.give(to: chosen, reason: reason, words: reason, context)
    }
}

/// 代办: what somebody holds who is away goes to the deputy, or back to the pool.
package struct CoverLeave: Command {
    package static let statement = CommandStatement<CoverLeave>(
        "dispatch.coverLeave", Words("请假代办", "Cover for leave"),
        Words(
            "请假开始后，名下待办转给代办人；代办人不能办理的退回任务池",
            "Once leave has begun, what the member holds goes to the deputy, or back to the pool "
                + "where the deputy may not do it"),
        duties: ["4.2.2a"], keeps: .drive, by: .system(["sweep"]),
        fields: [.item(\.item)])

    package var item = ID<WorkItem>.blank

    package init() {}

    init(_ key: String) { item = ID(key) ?? .blank }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> DispatchFacts {
        try DispatchStore.facts(item, context, transaction)
    }

    package func decide(
        _ facts: DispatchFacts, _ context: Context
    ) throws(Refusal) -> Decision {
        guard facts.item.status == .held, let leave = facts.leave else { throw .routedMeanwhile }
        try require(!facts.item.state.isForOnePerson, else: .workForOnePerson)
        if let deputy = facts.candidate(leave.deputy), deputy.against.isEmpty {
            return facts.give(to: deputy, reason: nil, words: "leave", context)
        }
        return Decision(changing: facts.item, .pooled(reason: "leave"))
    }
}

extension Refusal {
    static let routedMeanwhile = Refusal(
        .conflict, "dispatch.meanwhile",
        Words("该待办已由他人办理或已派出", "somebody has this work already, or it is done"))
    static let poolIsShared = Refusal(
        .conflict, "dispatch.poolIsShared",
        Words("该岗位为共享任务池，由员工自行认领", "this post has a shared pool; people take from it"))
    static let nobodyToRoute = Refusal(
        .conflict, "dispatch.nobody",
        Words(
            "目前无人可派：请假、能力、回避、权限或在办件数都不允许；请调度员处理",
            "nobody may be given it: leave, competence, interest, authority or load stand in the "
                + "way; a dispatcher looks at it"))
    static let notACandidate = Refusal(
        .conflict, "dispatch.notACandidate",
        Words("该员工不在岗或不具备所需岗位", "this member is not active or lacks the post the work needs"))
    static let holdsItAlready = Refusal(
        .conflict, "dispatch.holdsItAlready",
        Words("该待办已在其名下", "the work is on that desk already"))

    static func mayNotBeGiven(_ finding: Routing.Finding) -> Refusal {
        Refusal(
            .forbidden, "dispatch.\(finding.rawValue)",
            Words(
                "不能派给该员工：\(finding.title.zh)",
                "may not be given to this member: \(finding.title.en)"
            ))
    }
}
