package import Kernel

/// 一次性告知: asks the customer for everything that is missing, once and completely. What the
/// insurer already holds is never asked for. A further request goes to a supervisor first.
package struct RequestDocuments: Command {
    /// A paper that came in and is not good enough, with what is wrong with it.
    package struct Insufficient: FieldRecord, Codable, Hashable {
        package static let fields: [Field<Insufficient>] = [
            Field("document", \.document, Words("资料代码", "Document code"), .line(40)),
            Field("reason", \.reason, Words("不合格原因", "What is wrong with it"), .line(300)),
        ]

        package var document = ""
        package var reason = ""

        package init() {}
    }

    package static let statement = CommandStatement<RequestDocuments>(
        "documents.request", Words("一次性告知补充资料", "Ask for the missing papers, once"),
        Words(
            "把本案所缺资料一次性完整告知客户；已留存的资料不得再要；再次告知须主管同意且不暂停时限",
            "Ask for everything missing in one complete request; nothing the insurer holds is "
                + "asked for; a further request needs a supervisor and pauses no promise"),
        duties: ["4.2.3a", "1.3.1", "1.3.2"], by: .held(by: .claimsHandler),
        numbers: [.documentRequest], on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim),
            Field(
                "documents", \.documents, Words("所缺资料代码", "Codes of the missing papers"),
                ListRule(min: 1, max: 50, each: .line(40)),
                help: Words("须与清单所缺完全一致", "Exactly what the checklist lacks")),
            Field(
                "insufficient", optional: \.insufficient,
                Words("不合格资料", "Papers that are not good enough"), ListRule(max: 50)),
            Field(
                "reason", optional: \.reason, Words("再次告知理由", "Reason of a further request"),
                .lines(500)),
            Field(
                "email", optional: \.email, Words("客户同意的电子送达邮箱", "Agreed mail address"),
                PersonalRule(.email, of: "insured", max: 120)),
        ])
    /// Requests in one round of a claim, further ones included.
    package static let limit: Int64 = 5

    package var claim = ""
    package var documents: [String] = []
    package var insufficient: [Insufficient]?
    package var reason: String?
    package var email: Personal?

    package struct Facts: Sendable {
        let claim: ClaimFacts
        let held: [Claim.HeldPaper]
        let answerDays: Int64
    }

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        let claim: Loaded<Claim>? = try reader.load(number: self.claim)
        return claim.map { ["insured": $0.insured.person] } ?? [:]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let facts = try ClaimFacts.gather(claim, context, transaction)
        let claim = facts.claim.state
        let product = try Product.edition(claim.edition, of: claim.product, transaction)
        return try Facts(
            claim: facts,
            held: DocumentStore.held(
                for: product?.documents ?? [], notice: claim.notice, policy: claim.policy,
                insured: claim.insured.person, but: claim.number, at: context.now, transaction),
            answerDays: product?.answerDays ?? 30)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let requester = try facts.claim.actor(context)
        let claim = facts.claim.claim.state
        try require(facts.claim.request == nil, else: .requestOpen)
        let lines = try wanted(claim, facts.held)
        let ordinal = claim.requestsOfRound + 1
        try require(ordinal <= Self.limit, else: .tooManyRequests)
        try require(
            ordinal == 1 || reason?.isEmpty == false, else: .furtherRequestUnreasoned)
        var decision = Decision()
        try facts.claim.take(
            .requestDocuments, finishing: [ClaimTasks.requestDocuments], &decision, context)
        note(lines, facts, &decision, context)
        let request = DocumentRequest(
            id: context.id("request"), number: context.number(.documentRequest), claim: claim.id,
            claimNumber: claim.number, ordinal: ordinal, items: lines, requester: requester,
            reason: reason, requestedAt: context.now, answerDays: facts.answerDays,
            mailAddress: email?.sealed, state: .awaitingApproval)
        let mark = Claim.RequestMark(
            id: request.id, number: request.number, round: claim.reopenings)
        decision.change(facts.claim.claim, .papers(.requested(mark)))
        try begin(request, facts.claim, &decision, context)
        decision.reason = reason
        return decision
    }

    /// The first leaves at once; a further one waits for a supervisor.
    private func begin(
        _ request: DocumentRequest, _ facts: ClaimFacts, _ decision: inout Decision,
        _ context: Context
    ) throws(Refusal) {
        decision.reply = [
            "number": .string(request.number), "ordinal": .integer(request.ordinal),
        ]
        if request.ordinal > 1 {
            decision.open(DocumentRequest.self, .requested(request))
            decision.open(
                WorkItem.self,
                .opened(
                    facts.item(
                        ClaimTasks.approveDocumentRequest, Post(.claimsSupervisor), context)))
            decision.reply["stage"] = "awaitingApproval"
            return
        }
        try facts.take(.send, of: request, finishing: [], &decision, context)
        let sent = facts.send(request, &decision, context)
        decision.open(DocumentRequest.self, .requested(request), sent)
        decision.reply["stage"] = "sent"
    }

    /// The papers to ask for: all that are missing and all that are not good enough, no more and
    /// no fewer than the request names.
    private func wanted(
        _ claim: Claim, _ held: [Claim.HeldPaper]
    ) throws(Refusal) -> [DocumentRequest.Item] {
        let judged = try judgements(claim)
        let lines = Checklist.marking(held, in: claim.documents)
        let known = Set(lines.map(\.code))
        try require(documents.allSatisfy(known.contains), else: .documentNotAsked)
        let missing = lines.filter { $0.isMissing || judged[$0.code] != nil }
        try require(!missing.isEmpty, else: .nothingMissing)
        let named = Set(documents)
        if let line = lines.first(where: { line in
            named.contains(line.code) && !missing.contains { $0.code == line.code }
        }) {
            throw .documentHeld(line.title, line.heldIn ?? claim.number)
        }
        let left = missing.filter { !named.contains($0.code) }
        try require(left.isEmpty, else: .requestIncomplete(left))
        return missing.map {
            DocumentRequest.Item(
                code: $0.code, title: $0.title, why: $0.why, insufficient: judged[$0.code])
        }
    }

    private func judgements(_ claim: Claim) throws(Refusal) -> [String: String] {
        var judged: [String: String] = [:]
        for one in insufficient ?? [] {
            guard let line = claim.documents.first(where: { $0.code == one.document }),
                line.receivedAt != nil
            else { throw .documentNotReceived }
            try require(line.judged == nil, else: .judgedBefore(line.title))
            judged[one.document] = one.reason
        }
        return judged
    }

    private func note(
        _ items: [DocumentRequest.Item], _ facts: Facts, _ decision: inout Decision,
        _ context: Context
    ) {
        let claim = facts.claim.claim
        let held = facts.held.filter { paper in
            claim.documents.contains {
                $0.code == paper.code && $0.isMissing && $0.judged == nil
            }
        }
        if !held.isEmpty { decision.change(claim, .papers(.held(held))) }
        for item in items {
            guard let reason = item.insufficient else { continue }
            decision.change(
                claim,
                .papers(
                    .judged(
                        code: item.code,
                        .init(reason: reason, by: context.principal.text, at: context.now))))
        }
    }
}

extension Refusal {
    static let requestOpen = Refusal(
        .conflict, "documents.requestOpen",
        Words("已有补充资料通知在办，请先收齐或处理该通知", "a request for papers is under way; settle it first"))
    static let nothingMissing = Refusal(
        .conflict, "documents.nothingMissing",
        Words("本案资料已齐，无需再向客户索要", "nothing is missing; there is nothing to ask for"))
    static let tooManyRequests = Refusal(
        .conflict, "documents.tooManyRequests",
        Words(
            "补充资料通知已达上限（\(RequestDocuments.limit) 次），请依现有资料处理",
            "\(RequestDocuments.limit) requests were made, the most allowed; decide on the file"))
    static let furtherRequestUnreasoned = Refusal(
        .conflict, "documents.furtherRequestUnreasoned",
        Words("法律规定一次性告知；再次告知须说明理由并经主管同意", "the law allows one request; say why another is needed")
    )
    static let documentNotReceived = Refusal(
        .invalid, "documents.notReceived",
        Words("该资料尚未收到，不能判为不合格", "a paper that has not come in cannot be judged"))

    static func documentHeld(_ title: Words, _ claim: String) -> Refusal {
        Refusal(
            .conflict, "documents.held",
            Words(
                "「\(title.zh)」公司已有留存（\(claim)），不得再向客户索要，请从清单中去掉",
                "the insurer already holds \(title.en) (\(claim)); leave it out of the request"))
    }

    static func requestIncomplete(_ left: [Claim.DocumentLine]) -> Refusal {
        Refusal(
            .conflict, "documents.requestIncomplete",
            Words(
                "须一次性完整告知，还缺：\(left.map(\.title.zh).joined(separator: "、"))",
                "one complete request: it leaves out "
                    + left.map(\.title.en).joined(separator: ", ")))
    }

    static func judgedBefore(_ title: Words) -> Refusal {
        Refusal(
            .conflict, "documents.judgedBefore",
            Words(
                "「\(title.zh)」已判过一次不合格，不得反复要求",
                "\(title.en) was judged once already and is not asked for again"))
    }
}
