package import Kernel

/// 再次告知审批: a supervisor allows a further request or refuses it. It pauses no promise.
package struct ApproveDocumentRequest: Command {
    package static let statement = CommandStatement<ApproveDocumentRequest>(
        "documents.approveRequest", Words("审批再次告知", "Allow a further request"),
        Words(
            "主管决定可否再次向客户索要资料；同意也不暂停时限",
            "A supervisor allows a further request for papers or refuses it; it pauses no promise"),
        duties: ["4.2.3a", "1.3.1"], by: .held(by: .claimsSupervisor),
        on: .numbered(DocumentRequest.self, "request", \.request),
        fields: [
            .documentRequest(\.request), Field("approves", \.approves, Words("是否同意", "Approves")),
            .reason(\.reason),
        ])

    package var request = ""
    package var approves = false
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> DocumentFacts {
        try DocumentFacts.gather(request, context, transaction)
    }

    package func decide(_ facts: DocumentFacts, _ context: Context) throws(Refusal) -> Decision {
        let supervisor = try facts.claim.actor(context)
        try require(facts.request.requester != supervisor, else: .approverIsRequester)
        var decision = Decision()
        try facts.take(
            approves ? .approve : .reject, finishing: [ClaimTasks.approveDocumentRequest],
            &decision, context)
        decision.change(
            facts.request,
            .approved(
                .init(approves: approves, reason: reason, by: supervisor, at: context.now)))
        if approves {
            let sent = facts.claim.send(facts.request.state, &decision, context)
            decision.change(facts.request, sent)
        } else {
            let judged = facts.request.items.filter { $0.insufficient != nil }.map(\.code)
            if !judged.isEmpty {
                decision.change(
                    facts.claim.claim, .papers(.accepted(codes: judged, at: context.now)))
            }
        }
        decision.reason = reason
        return decision
    }
}

/// 确认送达: records the proof that the request reached the customer. From then on the promise to
/// decide stands still, until the last paper is in.
package struct ProveDocumentDelivery: Command {
    package static let statement = CommandStatement<ProveDocumentDelivery>(
        "documents.proveDelivery", Words("确认补充资料通知送达", "Prove that the request arrived"),
        Words(
            "凭签收或回执登记送达；核定时限自送达之时起暂停",
            "Record by its proof that the request arrived; the promise to decide stands still "
                + "from then on"),
        duties: ["4.2.3a", "4.3.1a"], by: .held(by: .claimsHandler),
        on: .numbered(DocumentRequest.self, "request", \.request),
        fields: [
            .documentRequest(\.request), Field("means", \.means, Words("送达方式", "Means")),
            Field("evidence", \.evidence, Words("送达凭据", "Proof"), .line(200)),
            Field(
                "deliveredAt", optional: \.deliveredAt, Words("送达时间", "When it arrived"),
                help: Words("不填为现在", "Now when left out")),
        ])

    package var request = ""
    package var means = DeliveryMeans.registeredMail
    package var evidence = ""
    package var deliveredAt: Moment?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> DocumentFacts {
        try DocumentFacts.gather(request, context, transaction)
    }

    package func decide(_ facts: DocumentFacts, _ context: Context) throws(Refusal) -> Decision {
        let moment = deliveredAt ?? context.now
        let sent = facts.request.sentAt ?? facts.request.requestedAt
        try require(
            moment <= context.now && (moment >= sent || facts.request.sentAt == nil),
            else: .deliveredWhen)
        var decision = Decision()
        try facts.delivered(
            .init(
                means: means, evidence: evidence, by: context.principal.text, at: moment,
                recordedAt: context.now), &decision, context)
        return decision
    }
}

extension DocumentFacts {
    /// The step from sent to delivered, whoever found the proof. A promise that was broken before
    /// the proof was recorded stays broken: the pause then begins now.
    func delivered(
        _ delivery: DocumentRequest.Delivery, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let clock = claim.time.open(.decision)?.clock
        let isLate = clock?.outcome(asOf: context.now) == .breached
        let from = isLate ? context.now : delivery.at
        let pauses = request.ordinal == 1 && clock != nil && clock?.isPaused == false
        try take(
            .proveDelivery, finishing: [ClaimTasks.proveDelivery], pausedFrom: from, &decision,
            context)
        let days = request.answerDays
        decision.change(
            request,
            .delivered(
                delivery, pausedFrom: pauses ? from : nil,
                expiresAt: delivery.at.adding(seconds: days * 86_400),
                remindAt: delivery.at.adding(seconds: days * 86_400 / 3)))
    }
}

extension Refusal {
    static let approverIsRequester = Refusal(
        .forbidden, "documents.approverIsRequester",
        Words("申请人不得审批自己的再次告知", "whoever asks for a further request may not allow it"))
    static let deliveredWhen = Refusal(
        .invalid, "documents.deliveredWhen",
        Words("送达时间应在发出之后、现在之前", "it arrived after it was sent and not in the future"))
}
