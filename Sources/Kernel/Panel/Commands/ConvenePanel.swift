/// Convenes a panel about a case.
package struct ConvenePanel: Command {
    package static let statement = CommandStatement<ConvenePanel>(
        "panels.convene", Words("召集会商", "Convene a panel"),
        Words(
            "就一个疑难案件召集会商：成员、主持人、法定人数、议题和材料",
            "Convene a panel about a hard case: members, chair, quorum, motion and papers"),
        duties: ["4.2.3b"], keeps: .drive,
        by: .posts([
            "panelSecretary", "claimsSupervisor", "claimsApprover", "serviceSupervisor",
            "underwritingSupervisor", "executive",
        ]), numbers: [.panel],
        fields: [
            Field(
                "case", \.subject, Words("案件", "Case"), .line(120),
                help: Words("种类/标识，如 claim/0190…", "Kind and identity, such as claim/0190...")),
            Field(
                "motion", \.motion, Words("议题", "Motion"), .lines(2000),
                help: Words("不要写入客户个人信息", "Do not write customers' personal data here")),
            Field(
                "members", \.members, Words("成员工号", "Members' staff numbers"),
                ListRule(min: 2, max: 25, each: .line(40))),
            Field("chair", \.chair, Words("主持人工号", "Chair's staff number"), .line(40)),
            Field("quorum", \.quorum, Words("法定人数", "Quorum"), 2...25),
            Field(
                "binding", \.isBinding, Words("结论有约束力", "Binding"),
                help: Words("否则供参考", "Advisory otherwise")),
            Field("papers", \.papers, Words("材料", "Papers"), ListRule(max: 50)),
            Field(
                "castingVote", optional: \.hasCastingVote,
                Words("票数相同由主持人决定", "Chair decides a tie")),
        ])

    package var subject = ""
    package var motion = ""
    package var members: [String] = []
    package var chair = ""
    package var quorum: Int64 = 2
    package var isBinding = false
    package var papers: [Panel.Paper] = []
    package var hasCastingVote: Bool?

    package struct Facts: Sendable {
        package let subject: CaseReference
        /// In the order of the command; only those who are active.
        package let members: [(number: String, entry: RosterEntry)]

        package init(subject: CaseReference, members: [(number: String, entry: RosterEntry)]) {
            self.subject = subject
            self.members = members
        }
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        guard let found = try Self.find(subject, transaction) else {
            throw Refusal.noSuch(Words("案件", "case"))
        }
        return Facts(
            subject: found,
            members: try members.compactMap { number in
                try RosterEntry.find(number: number, transaction).map { (number, $0) }
            })
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let convener = context.principal.staff else { throw .notYourPost }
        let ids = facts.members.map(\.entry.id)
        try require(
            ids.count == members.count && Set(ids).count == ids.count, else: .panelMembers)
        guard let chair = facts.members.first(where: { $0.number == chair }) else {
            throw .panelChair
        }
        let least = ids.count / 2 + 1
        try require((least...ids.count).contains(Int(quorum)), else: .panelQuorum(least, ids.count))
        let panel = Panel(
            id: context.id("panel"), number: context.number(.panel), subject: facts.subject,
            motion: motion, members: ids, quorum: Int(quorum), isBinding: isBinding,
            papers: papers, hasCastingVote: hasCastingVote ?? false, convenedBy: convener,
            convenedAt: context.now, chair: chair.entry.id)
        var decision = Decision()
        decision.open(Panel.self, .convened(panel))
        for (index, member) in facts.members.enumerated() {
            decision.open(WorkItem.self, .opened(task(index, member.entry, panel, context)))
        }
        decision.reply = ["number": .string(panel.number)]
        return decision
    }

    private func task(
        _ index: Int, _ member: RosterEntry, _ panel: Panel, _ context: Context
    ) -> WorkItem {
        WorkItem(
            id: context.id("work.\(index)"), of: CaseReference(panel), kind: "panels.vote",
            title: Words("参加会商并表决", "Take part in the panel and vote"),
            post: member.posts.min() ?? "panelMember", branch: member.branch,
            openedAt: context.now, holder: member.id)
    }

    /// A case is known by its work or its clocks; every case has had one of them.
    private static func find(
        _ stream: String, _ reader: any Reader
    ) throws -> CaseReference? {
        let parts = stream.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let row =
            try reader.row(
                "SELECT case_number FROM work_item WHERE stream = \(stream) LIMIT 1")
            ?? reader.row("SELECT case_number FROM service_clock WHERE stream = \(stream) LIMIT 1")
        return try row.map {
            CaseReference(
                stream: StreamName(kind: String(parts[0]), id: String(parts[1])),
                number: try $0.text("case_number"))
        }
    }
}
