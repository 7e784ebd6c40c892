package import Kernel

/// Erases a customer by destroying the person's key: nothing sealed for that person opens again,
/// in rows, journal, outbox and backups taken from now on. Not while a claim of theirs is open or
/// a policy of theirs runs, and only when another officer has asked for it.
package struct EraseCustomer: Command {
    package static let statement = CommandStatement<EraseCustomer>(
        "customers.erase", Words("同意删除客户信息", "Approve and erase a customer"),
        Words(
            "同意另一位合规人员的申请，销毁客户密钥，其个人信息永久不可读；有未结案件、有效保单、保管期内或被保全的案卷时不能删除",
            "Approve another officer's request: the key is destroyed and the data never opens "
                + "again; not with open cases, cover, or a file that must be kept"),
        duties: ["2.3.3a"], by: .held(by: .complianceOfficer),
        on: .numbered(Customer.self, "customer", \.customer),
        fields: [
            Field("customer", \.customer, Words("客户号", "Customer number"), .line(40))
        ])

    package var customer = ""

    package init() {}

    package struct Facts: Sendable {
        let customer: Loaded<Customer>
        let request: Loaded<ErasureRequest>?
        let work: [Loaded<WorkItem>]
        let openCases: [String]
        let policiesInForce: [String]
        /// What of a claim file still keeps them: a hold, an open line, the longest rule.
        let kept: Refusal?
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let customer: Loaded<Customer> = try transaction.subject(self.customer, context)
        let person = customer.person
        let day = context.now.officeDay
        return try Facts(
            customer: customer, request: ErasureRequest.open(of: customer.id, transaction),
            work: WorkItem.open(of: CaseReference(customer.state), transaction),
            openCases: CustomerStore.openCases(of: person, transaction),
            policiesInForce: CustomerStore.policies(of: person, inForceOn: day, transaction),
            kept: FileStore.keeps(person, on: day, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        try require(facts.customer.erasedAt == nil, else: .customerErased)
        guard let officer = context.principal.staff else { throw .notYourPost }
        guard let request = facts.request else { throw .erasureNotRequested }
        try require(request.requestedBy != officer, else: .ownErasure)
        _ = try ErasureWorkflow.main.take(.approve, in: request.state.state, of: request.state)
        try WorkItem.require(signed: facts.work, kinds: [ErasureWorkflow.work])
        try require(facts.openCases.isEmpty, else: .openCases(facts.openCases))
        try require(facts.policiesInForce.isEmpty, else: .inForce(facts.policiesInForce))
        if let kept = facts.kept { throw kept }
        var decision = Decision(changing: facts.customer, .erased(at: context.now))
        decision.change(request, .approved(by: officer, at: context.now))
        decision.finish(facts.work, kinds: [ErasureWorkflow.work], step: "approve")
        decision.erase(facts.customer.person)
        decision.reason = request.document
        return decision
    }
}

extension Refusal {
    static let customerErased = Refusal(
        .conflict, "customers.erased",
        Words("该客户信息已删除", "this customer's data was already erased"))

    static func openCases(_ numbers: [String]) -> Refusal {
        let list = Set(numbers).sorted()
        return Refusal(
            .conflict, "customers.openCases",
            Words(
                "尚有未结案件：\(list.joined(separator: "、"))，结案后才能删除",
                "cases are still open: \(list.joined(separator: ", ")); close them first"))
    }

    static func inForce(_ numbers: [String]) -> Refusal {
        Refusal(
            .conflict, "customers.policiesInForce",
            Words(
                "尚有未到期保单：\(numbers.joined(separator: "、"))",
                "policies still run: \(numbers.joined(separator: ", "))"))
    }
}
