/// The table of a panel.
package enum PanelWorkflow {
    package enum Step: String, WorkflowStep {
        case recuse, giveOpinion, vote, close, dissolve

        package var title: Words {
            switch self {
            case .recuse: Words("回避", "Recuse")
            case .giveOpinion: Words("发表意见", "Give an opinion")
            case .vote: Words("表决", "Vote")
            case .close: Words("形成结论", "Close")
            case .dissolve: Words("解散", "Dissolve")
            }
        }
    }

    package static let main = Workflow<Panel, Panel.State, Step>(
        "panel", Panel.title, start: .convened,
        [
            .init(
                .recuse, from: [.convened], by: [], keeps: ["4.2.3b"], with: "panels.recuse"),
            .init(
                .giveOpinion, from: [.convened], by: [], keeps: ["4.2.3b"],
                with: "panels.giveOpinion"),
            .init(.vote, from: [.convened], by: [], keeps: ["4.2.3b"], with: "panels.vote"),
            .init(
                .close, from: [.convened], to: .closed, by: [], keeps: ["4.2.3b"],
                with: "panels.close"),
            .init(
                .dissolve, from: [.convened], to: .dissolved, by: [], keeps: ["4.2.3b"],
                with: "panels.dissolve"),
        ])
}

/// What the commands of a panel look at.
package struct PanelFacts: Sendable {
    package let panel: Loaded<Panel>
    package let work: [Loaded<WorkItem>]
    /// The posts that the sitting members hold, for the task that the chair is given.
    let posts: [ID<StaffMember>: Post]

    package init(
        panel: Loaded<Panel>, work: [Loaded<WorkItem>], posts: [ID<StaffMember>: Post] = [:]
    ) {
        self.panel = panel
        self.work = work
        self.posts = posts
    }

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> PanelFacts {
        let panel: Loaded<Panel> = try transaction.subject(number, context)
        var posts: [ID<StaffMember>: Post] = [:]
        for member in panel.sitting {
            posts[member] = try RosterEntry.find(member, transaction)?.posts.min()
        }
        return try PanelFacts(
            panel: panel, work: WorkItem.open(of: CaseReference(panel.state), transaction),
            posts: posts)
    }

    /// The acting member, who must sit on the panel and have no interest in the case.
    func member(_ step: PanelWorkflow.Step, _ context: Context) throws(Refusal) -> ID<StaffMember> {
        guard let staff = context.principal.staff else { throw .notYourPost }
        try require(panel.members.contains(staff), else: .notOnPanel)
        _ = try PanelWorkflow.main.take(step, in: panel.state.state, of: panel.state)
        try require(panel.state.sitting.contains(staff), else: .recusedAlready)
        return staff
    }

    /// Once everybody who sits has voted, or too few are left, the chair is asked to end it.
    func callChair(
        after member: ID<StaffMember>, isRecusal: Bool, _ decision: inout Decision,
        _ context: Context
    ) {
        let sitting = panel.sitting.filter { !(isRecusal && $0 == member) }
        let voted = Set(panel.votes.map(\.member)).union(isRecusal ? [] : [member])
        let isOver = sitting.allSatisfy(voted.contains) || sitting.count < panel.quorum
        let chair = panel.chair == member && isRecusal ? sitting.first : panel.chair
        guard isOver, let chair else { return }
        // Whoever chaired before and stepped aside no longer ends it.
        for item in work where item.kind == PanelFacts.closing && item.holder != chair {
            decision.change(item, .withdrawn(reason: PanelWorkflow.Step.recuse.rawValue))
        }
        guard !work.contains(where: { $0.kind == PanelFacts.closing && $0.holder == chair })
        else { return }
        decision.open(
            WorkItem.self,
            .opened(
                WorkItem(
                    id: context.id("work.close"), of: CaseReference(panel.state),
                    kind: PanelFacts.closing, title: Words("形成会商结论", "Conclude the panel"),
                    post: posts[chair] ?? "panelMember", branch: nil, openedAt: context.now,
                    holder: chair)))
    }

    /// The kind of the chair's task.
    package static let closing = "panels.close"

    /// Takes the member's task out of the queue: they have done their part.
    func finishTask(
        of member: ID<StaffMember>, _ step: PanelWorkflow.Step, _ decision: inout Decision
    ) {
        for item in work where item.holder == member && item.kind != PanelFacts.closing {
            decision.change(item, .finished(step: step.rawValue))
        }
    }
}

extension Field {
    static func panel(_ path: FieldPath<Owner, String>) -> Field {
        Field("panel", path, Words("会商编号", "Panel number"), .line(40))
    }
}

extension Refusal {
    static let notOnPanel = Refusal(
        .forbidden, "panels.notMember", Words("您不是该会商的成员", "you are not a member of this panel"))
    static let recusedAlready = Refusal(
        .conflict, "panels.recused",
        Words("您已回避，不再参与该会商", "you are recused and take no further part"))
    static let votedAlready = Refusal(
        .conflict, "panels.voted", Words("您已表决", "you have voted already"))
    static let notTheChair = Refusal(
        .forbidden, "panels.notTheChair", Words("只有主持人可以办理", "only the chair may do this"))
    static let panelMembers = Refusal(
        .invalid, "panels.members",
        Words("成员须为在岗员工且不重复", "members must be active colleagues, each named once"))
    static let panelChair = Refusal(
        .invalid, "panels.chair", Words("主持人须为成员之一", "the chair must be one of the members"))
    static func panelQuorum(_ least: Int, _ most: Int) -> Refusal {
        Refusal(
            .invalid, "panels.quorum",
            Words(
                "法定人数应在 \(least) 到 \(most) 之间", "the quorum must lie between \(least) and \(most)"))
    }
    static func quorumNotReached(_ voted: Int, _ quorum: Int) -> Refusal {
        Refusal(
            .conflict, "panels.quorumNotReached",
            Words(
                "已表决 \(voted) 人，未达法定人数 \(quorum) 人",
                "\(voted) have voted; the quorum is \(quorum)"))
    }
    static func quorumLost(_ sitting: Int, _ quorum: Int) -> Refusal {
        Refusal(
            .conflict, "panels.quorumLost",
            Words(
                "回避后只剩 \(sitting) 人，不足法定人数 \(quorum) 人，请解散后重新召集",
                "\(sitting) remain after recusals, the quorum is \(quorum): dissolve it "
                    + "and convene anew"
            ))
    }
}
