package import Kernel

/// A request for papers with its claim. The claim is held first, as every command on a claim does.
package struct DocumentFacts: Sendable {
    package let request: Loaded<DocumentRequest>
    package let claim: ClaimFacts

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> DocumentFacts {
        guard let seen: Loaded<DocumentRequest> = try transaction.load(number: number),
            let claim = try transaction.hold(seen.claim)
        else { throw Refusal.noSuch(DocumentRequest.title) }
        let request: Loaded<DocumentRequest> = try transaction.subject(number, context)
        return try DocumentFacts(
            request: request, claim: ClaimFacts(of: claim, transaction, starting: []))
    }

    /// Takes a step of the request's own line. A request that pauses nothing moves no clock of the
    /// decision.
    func take(
        _ step: DocumentRequestWorkflow.Step, finishing kinds: Set<String> = [],
        pausedFrom: Moment? = nil, _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        try claim.take(
            step, of: request.state, finishing: kinds, pausedFrom: pausedFrom, &decision, context)
    }
}

extension ClaimFacts {
    func take(
        _ step: DocumentRequestWorkflow.Step, of request: DocumentRequest,
        finishing kinds: Set<String>, pausedFrom: Moment? = nil, _ decision: inout Decision,
        _ context: Context
    ) throws(Refusal) {
        let taken = try DocumentRequestWorkflow.main.take(step, in: request.state, of: request)
        try WorkItem.require(signed: work, kinds: kinds)
        let isPaused = time.open(.decision)?.clock.isPaused == true
        let effects = taken.clocks.filter { effect in
            switch effect {
            case .pause: request.ordinal == 1 && !isPaused
            case .resume: request.pausedFrom != nil && isPaused
            default: true
            }
        }
        try decision.take(
            effects, time, of: CaseReference(claim.state), step: taken.step.title, context,
            pausedFrom: pausedFrom)
        decision.finish(work, kinds: kinds, step: step.rawValue)
    }

    /// Sends a request: the message leaves, somebody has to prove that it arrived.
    func send(
        _ request: DocumentRequest, _ decision: inout Decision, _ context: Context
    ) -> DocumentRequest.Event {
        let key = "\(context.act.text).documents"
        decision.send(
            OutboxMessage(
                key: key, channel: request.mailAddress == nil ? .notice : .mail,
                stream: claim.state.stream, template: "claim.documents",
                address: request.mailAddress ?? claim.reporterPhone ?? claim.insured,
                values: request.told))
        decision.open(
            WorkItem.self,
            .opened(item(ClaimTasks.proveDelivery, Post(.claimsHandler), context)))
        return .sent(at: context.now, mailKey: request.mailAddress == nil ? nil : key)
    }

    /// What follows for the request when papers arrive: with the last of them it is answered and
    /// the promise to decide runs on.
    func arrived(
        _ codes: [String], _ decision: inout Decision, _ context: Context
    ) throws(Refusal) {
        let left = claim.state.missingDocuments.filter { !codes.contains($0.code) }
        if let request, !request.state.state.isFinal {
            decision.change(request, .received(codes: codes, at: context.now))
            if request.state.missing.allSatisfy({ codes.contains($0.code) }) {
                try take(.answer, of: request.state, finishing: [], &decision, context)
                decision.change(request, .answered(at: context.now))
                leave(ClaimTasks.ofRequest, "answered", &decision)
            }
        }
        if left.isEmpty {
            try decision.take(
                [.stop(.documentRequest)], time, of: CaseReference(claim.state),
                step: DocumentRequestWorkflow.Step.answer.title, context)
            leave([ClaimTasks.requestDocuments], "answered", &decision)
        }
    }

    /// A decided or ended claim asks for nothing any more.
    func endRequest(
        _ step: ClaimWorkflow.Step, _ decision: inout Decision, _ context: Context
    ) {
        // A cancelled claim withdraws all its work itself.
        if step != .cancel { leave(ClaimTasks.overByDecision, step.rawValue, &decision) }
        if let request, !request.state.state.isFinal {
            decision.change(request, .withdrawn(at: context.now))
        }
    }

    /// Work that events have overtaken leaves the queue; what waits for a signature is withdrawn.
    private func leave(_ kinds: Set<String>, _ why: String, _ decision: inout Decision) {
        let mine = work.filter { kinds.contains($0.kind) }
        decision.finish(
            mine.filter { $0.state.openSignatures.isEmpty }, kinds: kinds, step: why)
        decision.withdraw(mine.filter { !$0.state.openSignatures.isEmpty }, reason: why)
    }

    /// The promise to ask for what is missing starts, and the handler's work.
    func beginRequest(_ decision: inout Decision, _ context: Context) throws(Refusal) {
        guard !work.contains(where: { $0.kind == ClaimTasks.requestDocuments }) else { return }
        try decision.take(
            [.start(.documentRequest)], time, of: CaseReference(claim.state),
            step: Words("资料不全", "papers are missing"), context)
        decision.open(
            WorkItem.self,
            .opened(item(ClaimTasks.requestDocuments, Post(.claimsHandler), context)))
    }
}

extension ClaimTasks {
    /// The work around a request that is under way.
    static let ofRequest: Set<String> = [
        approveDocumentRequest, proveDelivery, settleDocumentRequest,
    ]
}

extension DocumentRequest {
    /// What the customer is told of it.
    var told: JSON.Object {
        [
            "claim": .string(claimNumber), "request": .string(number),
            "days": .integer(answerDays),
            "papers": .array(missing.map(\.title.json)),
        ]
    }
}
