package import Kernel

/// 资料: commands about papers that the claim's own list does not hold.
package enum ClaimDocuments {
    package static let commands: [any Command.Type] = [
        RequestDocuments.self, ApproveDocumentRequest.self, ProveDocumentDelivery.self,
        SettleDocumentRequest.self, ReviseChecklist.self, RemindOfDocuments.self,
        ExpireDocumentRequest.self, NoteMailDelivery.self,
    ]
}

extension Reserves {
    package static let commands: [any Command.Type] = [
        ApproveReserve.self, WarnOfStaleReserve.self,
    ]
}

/// What time alone brings about for requests that are under way.
package enum DocumentChores {
    package static let all: [SweepChore] = [
        SweepChore(due: { try DocumentStore.mailed($0, $1, after: $2, $3) }) {
            NoteMailDelivery($0)
        },
        SweepChore(due: { try DocumentStore.remindersDue($0, $1, after: $2, $3) }) {
            RemindOfDocuments($0)
        },
        SweepChore(due: { try DocumentStore.expired($0, $1, after: $2, $3) }) {
            ExpireDocumentRequest($0)
        },
    ]
}

/// 提醒: reminds the customer of what is still missing, twice at most.
package struct RemindOfDocuments: Command {
    package static let statement = CommandStatement<RemindOfDocuments>(
        "documents.remind", Words("提醒客户补充资料", "Remind the customer"),
        Words("到时提醒客户补充资料，最多两次", "Remind the customer of the missing papers, twice at most"),
        duties: ["1.3.1", "4.2.3a"], keeps: .drive, by: .system(["sweep"]),
        fields: [.documentRequest(\.request)])

    package var request = ""

    package init() {}

    init(_ request: String) { self.request = request }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> DocumentFacts {
        try DocumentFacts.gather(request, context, transaction)
    }

    package func decide(_ facts: DocumentFacts, _ context: Context) throws(Refusal) -> Decision {
        let request = facts.request.state
        guard let moment = request.remindAt, moment <= context.now else { throw .nothingDue }
        var decision = Decision()
        try facts.take(.remind, &decision, context)
        let isLast = request.reminders.count + 1 >= DocumentRequest.reminderLimit
        let next = context.now.adding(seconds: request.answerDays * 86_400 / 3)
        decision.change(facts.request, .reminded(at: context.now, next: isLast ? nil : next))
        let claim = facts.claim.claim.state
        decision.send(
            OutboxMessage(
                key: context.act.text, channel: request.mailAddress == nil ? .notice : .mail,
                stream: claim.stream, template: "claim.documentsReminder",
                address: request.mailAddress ?? claim.reporterPhone ?? claim.insured,
                values: request.told))
        return decision
    }
}

/// 逾期: nobody answered within the term. The case goes to a person with options.
package struct ExpireDocumentRequest: Command {
    package static let statement = CommandStatement<ExpireDocumentRequest>(
        "documents.expire", Words("补充资料逾期", "The request expired"),
        Words("客户逾期未补充，转主管处理，绝不自动拒赔", "Nobody answered: a supervisor decides what follows"),
        duties: ["4.3.2a", "4.2.3a"], keeps: .drive, by: .system(["sweep"]),
        fields: [.documentRequest(\.request)])

    package var request = ""

    package init() {}

    init(_ request: String) { self.request = request }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> DocumentFacts {
        try DocumentFacts.gather(request, context, transaction)
    }

    package func decide(_ facts: DocumentFacts, _ context: Context) throws(Refusal) -> Decision {
        guard let moment = facts.request.expiresAt, moment <= context.now else { throw .nothingDue }
        var decision = Decision()
        try facts.take(.expire, &decision, context)
        decision.change(facts.request, .expired(at: context.now))
        decision.open(
            WorkItem.self,
            .opened(
                facts.claim.item(
                    ClaimTasks.settleDocumentRequest, Post(.claimsSupervisor), context)))
        return decision
    }
}

/// 电子邮件送达: the mail's receiving server took it over, which the outbox has on record.
package struct NoteMailDelivery: Command {
    package static let statement = CommandStatement<NoteMailDelivery>(
        "documents.noteMailDelivery", Words("登记邮件送达", "Note that the mail arrived"),
        Words(
            "客户同意电子送达的，以邮件投递回执作为送达凭据",
            "Where the customer agreed to mail, the outbox's receipt is the proof of delivery"),
        duties: ["4.2.3a"], keeps: .drive, by: .system(["sweep"]),
        fields: [.documentRequest(\.request)])

    package var request = ""

    package struct Facts: Sendable {
        let documents: DocumentFacts
        let isMailed: Bool
    }

    package init() {}

    init(_ request: String) { self.request = request }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let facts = try DocumentFacts.gather(request, context, transaction)
        let key = facts.request.mailKey
        return try Facts(
            documents: facts,
            isMailed: key.map { try DocumentStore.isMailed($0, transaction) } ?? false)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard facts.isMailed, let key = facts.documents.request.mailKey else { throw .nothingDue }
        var decision = Decision()
        try facts.documents.delivered(
            .init(
                means: .electronicMail, evidence: key, by: context.principal.text,
                at: context.now, recordedAt: context.now), &decision, context)
        return decision
    }
}

extension Refusal {
    static let nothingDue = Refusal(
        .conflict, "documents.nothingDue", Words("尚未到时，无需处理", "nothing is due yet"))
}
