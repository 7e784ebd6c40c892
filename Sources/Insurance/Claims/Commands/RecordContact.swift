package import Kernel

/// 首次联系客户: every attempt to reach the customer after the notice. The promise is kept when
/// the customer is reached, or told in writing after at least two attempts that failed.
package struct RecordContact: Command {
    package static let statement = CommandStatement<RecordContact>(
        "claims.recordContact", Words("登记客户联系", "Record a contact with the customer"),
        Words(
            "登记报案后与客户的每次联系及结果；联系上客户即完成首次联系",
            "Record each attempt to reach the customer after the notice; reaching them keeps "
                + "the promise of the first contact"),
        duties: ["4.3.1a", "1.3.1", "1.3.4"], keeps: .drive,
        by: .posts(ClaimTasks.customerDesks), on: .numbered(Notice.self, "notice", \.notice),
        fields: [
            Field("notice", \.notice, Words("报案号", "Notice number"), .line(40)),
            .contactChannel(\.channel),
            Field(
                "outcome", \.outcome, Words("联系结果", "Outcome"),
                help: Words(
                    "两次以上未联系上，方可改为书面告知",
                    "Telling in writing takes at least two attempts that failed")),
            .contactNote(\.note),
        ])

    package var notice = ""
    package var channel = CustomerContact.Channel.phone
    package var outcome = CustomerContact.Outcome.reached
    package var note = Personal()

    package struct Facts: Sendable {
        let notice: NoticeFacts
        let earlier: [Loaded<CustomerContact>]
    }

    /// The most contacts recorded under one notice.
    static let most = 60

    package init() {}

    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] {
        guard let notice: Loaded<Notice> = try reader.load(number: notice) else { return [:] }
        return ["customer": notice.reporterName.person]
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        try Facts(
            notice: NoticeFacts(of: transaction.subject(notice, context), transaction),
            earlier: CustomerContact.all(of: notice, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let staff = context.principal.staff else { throw .notYourPost }
        let failed = facts.earlier.filter { !$0.outcome.isContact }.count
        try require(facts.earlier.count < Self.most, else: .contactsEnough)
        try require(outcome != .written || failed >= 2, else: .contactTooFewAttempts)
        var decision = Decision()
        try facts.notice.take(
            outcome.isContact ? .reachCustomer : .tryCustomer,
            finishing: outcome.isContact ? [ClaimTasks.firstContact] : [], &decision, context)
        let contact = CustomerContact(
            id: context.id("contact"), subject: CaseReference(facts.notice.notice.state),
            purpose: .firstContact, channel: channel, outcome: outcome, note: note.sealed,
            by: staff, at: context.now)
        decision.open(CustomerContact.self, .recorded(contact))
        decision.reply = ["attempts": .integer(Int64(facts.earlier.count + 1))]
        return decision
    }
}

extension Refusal {
    static let contactTooFewAttempts = Refusal(
        .conflict, "claims.contactTooFewAttempts",
        Words(
            "两次以上未联系上客户，方可改为书面告知",
            "the customer is told in writing only after two attempts that failed"))
    static let contactsEnough = Refusal(
        .conflict, "claims.contactsEnough",
        Words("该报案的联系记录已达上限，请核对", "this notice has as many contacts as can be recorded; check it"))
}
