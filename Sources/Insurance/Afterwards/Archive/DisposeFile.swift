package import Kernel

/// 提出销毁: the first of two persons says that a file's time is over.
package struct ProposeDisposal: Command {
    package static let statement = CommandStatement<ProposeDisposal>(
        "archives.proposeDisposal", Words("提出案卷销毁", "Propose disposal of a file"),
        Words(
            "保管期满且无保全的案卷，提出销毁，由另一人审批",
            "Of a file whose time is over and that no hold keeps; another person decides"),
        duties: ["2.3.3a"], by: .held(by: .claimsSupervisor, .complianceOfficer),
        on: .numbered(Claim.self, "claim", \.claim), fields: [.claim(\.claim), .reason(\.reason)])

    package var claim = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> FileStanding {
        try FileStanding.gather(claim, context, transaction)
    }

    package func decide(_ file: FileStanding, _ context: Context) throws(Refusal) -> Decision {
        let staff = try file.archive.actor(context)
        var decision = Decision()
        try file.archive.take(.proposeDisposal, ArchiveWorkflow.main, &decision, context)
        try file.requireDisposable(context)
        decision.withdraw(file.archive.work, reason: "proposed")
        decision.change(
            file.archive.line, .disposalProposed(.init(by: staff, reason: reason, at: context.now)))
        decision.open(
            WorkItem.self,
            .opened(
                file.archive.item(AfterwardsTasks.approveDisposal, .complianceOfficer, context)))
        decision.reason = reason
        return decision
    }
}

/// 退回销毁: the file stays.
package struct ReturnDisposal: Command {
    package static let statement = CommandStatement<ReturnDisposal>(
        "archives.returnDisposal", Words("退回案卷销毁", "Return a proposed disposal"),
        Words("不同意销毁，说明理由，案卷继续保管", "The file stays, with the reason"),
        duties: ["2.3.3a"], by: .held(by: .complianceOfficer, .executive),
        on: .numbered(Claim.self, "claim", \.claim), fields: [.claim(\.claim), .reason(\.reason)])

    package var claim = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> FileStanding {
        try FileStanding.gather(claim, context, transaction)
    }

    package func decide(_ file: FileStanding, _ context: Context) throws(Refusal) -> Decision {
        let staff = try file.archive.actor(context)
        var decision = Decision()
        try file.archive.take(
            .returnDisposal, ArchiveWorkflow.main, finishing: [AfterwardsTasks.approveDisposal],
            &decision, context)
        decision.change(
            file.archive.line, .disposalReturned(by: staff, reason: reason, at: context.now))
        decision.reason = reason
        return decision
    }
}

/// 批准销毁: the second person. The keys of the persons whom no other file needs are destroyed: what
/// is sealed for them never opens again, and the journal still verifies.
package struct DisposeFile: Command {
    package static let statement = CommandStatement<DisposeFile>(
        "archives.dispose", Words("批准案卷销毁", "Dispose of a file"),
        Words(
            "由提出人以外的人员批准；销毁其他保单、赔案和客户资料均不再需要的个人密钥",
            "By a second person: destroys the keys of the persons no other policy, claim or "
                + "customer record needs"),
        duties: ["2.3.3a"], by: .held(by: .complianceOfficer, .executive),
        on: .numbered(Claim.self, "claim", \.claim), fields: [.claim(\.claim), .reason(\.reason)])

    package var claim = ""
    package var reason = ""

    package struct Facts: Sendable {
        let file: FileStanding
        /// Everybody in the file, and those whom only this file needs.
        let people: [ID<Person>]
        let erasable: [ID<Person>]
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let file = try FileStanding.gather(claim, context, transaction)
        let people = try FileStore.people(in: file.claim, transaction)
        return try Facts(
            file: file, people: people,
            erasable: FileStore.only(
                people, in: file.claim, on: file.today(context), transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let file = facts.file
        let staff = try file.archive.actor(context)
        var decision = Decision()
        try file.archive.take(
            .dispose, ArchiveWorkflow.main, finishing: [AfterwardsTasks.approveDisposal],
            &decision, context)
        try require(file.archive.line.proposal?.by != staff, else: .disposerIsProposer)
        try file.requireDisposable(context)
        for person in facts.erasable { decision.erase(person) }
        let kept = Int64(facts.people.count - facts.erasable.count)
        decision.change(
            file.archive.line,
            .disposed(
                .init(
                    by: staff, erased: Int64(facts.erasable.count), kept: kept, at: context.now)))
        decision.reason = reason
        decision.reply = [
            "erased": .integer(Int64(facts.erasable.count)), "kept": .integer(kept),
        ]
        return decision
    }
}

/// 到期清查: opens work for every file whose retention has ended and that no hold keeps.
package struct SweepRetention: Command {
    package static let statement = CommandStatement<SweepRetention>(
        "archives.sweep", Words("清查到期案卷", "List files whose time is over"),
        Words(
            "列出保管期满且无保全的案卷，并为每一份开立待办，每次最多 200 份",
            "Lists the files whose retention ended and opens work for each, at most 200 at a time"),
        duties: ["2.3.3a"], keeps: .drive, by: .held(by: .complianceOfficer), fields: [])

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> [Loaded<ClaimArchive>] {
        let calendar = try CalendarShelf.newest(ClaimClocks.calendar, transaction)
        return try FileStore.ended(before: calendar.zone.day(of: context.now), transaction)
    }

    package func decide(
        _ files: [Loaded<ClaimArchive>], _ context: Context
    ) throws(Refusal) -> Decision {
        var decision = Decision()
        for file in files {
            let item = WorkItem(
                id: context.id("work.\(file.claimNumber)"), of: file.state.reference,
                kind: AfterwardsTasks.proposeDisposal,
                title: AfterwardsTasks.title(AfterwardsTasks.proposeDisposal),
                post: Post(.claimsSupervisor), branch: nil, openedAt: context.now)
            decision.open(WorkItem.self, .opened(item))
        }
        decision.reply = ["claims": .array(files.map { .string($0.claimNumber) })]
        return decision
    }
}

/// What time alone brings about for files that are put away.
package enum ArchiveChores {
    package static let all: [SweepChore] = [
        SweepChore(due: { reader, now, last, _ in
            guard last.isEmpty else { return [] }
            return try FileStore.ended(before: now.officeDay, reader).isEmpty ? [] : ["files"]
        }) { _ in SweepRetention() }
    ]
}

extension Refusal {
    static let disposerIsProposer = Refusal(
        .forbidden, "archives.disposerIsProposer",
        Words("提出销毁的人不得自行批准", "whoever proposed the disposal may not approve it"))
}
