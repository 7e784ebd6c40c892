package import Kernel

/// Asks for a customer's data to be erased. Another officer decides.
package struct RequestErasure: Command {
    package static let statement = CommandStatement<RequestErasure>(
        "customers.requestErasure", Words("申请删除客户信息", "Ask to erase a customer"),
        Words(
            "依据文件申请删除客户信息，须由另一位合规人员审批",
            "By a document, ask that a customer be erased; another officer decides"),
        duties: ["2.3.3a"], by: .held(by: .complianceOfficer),
        on: .numbered(Customer.self, "customer", \.customer),
        fields: [
            Field("customer", \.customer, Words("客户号", "Customer number"), .line(40)),
            Field(
                "document", \.document, Words("依据文件", "Document"), .line(200),
                help: Words("文号或档案号，不写个人信息", "Its number; no personal data")),
        ])

    package var customer = ""
    package var document = ""

    package init() {}

    package struct Facts: Sendable {
        let customer: Loaded<Customer>
        let open: Loaded<ErasureRequest>?
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let customer: Loaded<Customer> = try transaction.subject(self.customer, context)
        return Facts(
            customer: customer, open: try ErasureRequest.open(of: customer.id, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let officer = context.principal.staff else { throw .notYourPost }
        try require(facts.customer.erasedAt == nil, else: .customerErased)
        try require(facts.open == nil, else: .erasureRequested)
        let request = ErasureRequest(
            id: context.id("request"), of: facts.customer.state, document: document, by: officer,
            at: context.now)
        var decision = Decision()
        decision.open(ErasureRequest.self, .requested(request))
        decision.open(
            WorkItem.self, .opened(ErasureWorkflow.item(facts.customer.state, context)))
        decision.reason = document
        decision.reply = ["request": .string(request.id.text)]
        return decision
    }
}

/// Declines a request to erase, with the reason. Whoever asked may take it back this way.
package struct DeclineErasure: Command {
    package static let statement = CommandStatement<DeclineErasure>(
        "customers.declineErasure", Words("不同意删除客户信息", "Decline to erase a customer"),
        Words(
            "说明理由，不同意删除；申请人可以此撤回申请",
            "Decline with a reason; whoever asked may take the request back"),
        duties: ["2.3.3a"], by: .held(by: .complianceOfficer),
        on: .numbered(Customer.self, "customer", \.customer),
        fields: [
            Field("customer", \.customer, Words("客户号", "Customer number"), .line(40)),
            .reason(\.reason),
        ])

    package var customer = ""
    package var reason = ""

    package init() {}

    package struct Facts: Sendable {
        let open: Loaded<ErasureRequest>?
        let work: [Loaded<WorkItem>]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let customer: Loaded<Customer> = try transaction.subject(self.customer, context)
        return Facts(
            open: try ErasureRequest.open(of: customer.id, transaction),
            work: try WorkItem.open(of: CaseReference(customer.state), transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let officer = context.principal.staff else { throw .notYourPost }
        guard let request = facts.open else { throw .erasureNotRequested }
        _ = try ErasureWorkflow.main.take(.decline, in: request.state.state, of: request.state)
        try WorkItem.require(signed: facts.work, kinds: [ErasureWorkflow.work])
        var decision = Decision(
            changing: request, .declined(by: officer, reason: reason, at: context.now))
        decision.finish(facts.work, kinds: [ErasureWorkflow.work], step: "decline")
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let erasureRequested = Refusal(
        .conflict, "customers.erasureRequested",
        Words("该客户已有待审批的删除申请", "a request to erase this customer waits already"))
    static let erasureNotRequested = Refusal(
        .conflict, "customers.erasureNotRequested",
        Words(
            "没有待审批的删除申请，请先由一位合规人员申请",
            "nobody has asked for it; one officer asks, another approves"))
    static let ownErasure = Refusal(
        .forbidden, "customers.ownErasure",
        Words("申请人不能审批自己的删除申请", "whoever asked does not approve it"))
}
