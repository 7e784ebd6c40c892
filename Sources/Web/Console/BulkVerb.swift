import Insurance
import Kernel

/// A command that may be done to many rows of a list at once: all that it asks for beside the
/// case can be the same for all of them.
struct BulkVerb: Sendable {
    let command: RegisteredCommand
    /// The field that names each row.
    let field: String
    /// What is asked for once.
    let shared: [FieldStatement]

    /// What the list's rows allow this person to do to many, in the order of the domains.
    static func all(
        _ collection: ReadCollection, for principal: Principal, _ commands: CommandRegistry
    ) -> [BulkVerb] {
        commands.commands.compactMap { command in
            guard command.permission.allows(principal) else { return nil }
            return BulkVerb(command, collection)
        }
    }

    init?(_ command: RegisteredCommand, _ collection: ReadCollection) {
        guard !Self.oneByOne.contains(command.name),
            let field = Self.field(of: command, collection)
        else { return nil }
        var shared: [FieldStatement] = []
        for one in command.fields
        where one.name != field && !Site.ofImports.contains(one.name) {
            if Self.isShared(one) { shared.append(one) } else if one.isRequired { return nil }
        }
        self.command = command
        self.field = field
        self.shared = shared
    }

    private static func field(
        of command: RegisteredCommand, _ collection: ReadCollection
    ) -> String? {
        if collection.table == WorkItem.table {
            return command.fields.contains { $0.name == "item" } ? "item" : nil
        }
        guard CaseKinds.all.contains(where: { $0.table == collection.table }),
            command.subject?.table == collection.table
        else { return nil }
        return command.subject?.field
    }

    /// Whether one value can stand for many cases: nothing of a person, no amount, no number of
    /// a document or of another case.
    private static func isShared(_ field: FieldStatement) -> Bool {
        if ofOneCase.contains(field.name) { return false }
        return switch field.kind {
        case .text, .choice, .boolean, .day, .moment: true
        case .integer, .money, .identity, .personal, .record, .list: false
        }
    }

    private static let ofOneCase: Set<String> = [
        "against", "case", "cheque", "coverage", "decision", "digest", "docket", "document",
        "evidence", "finding", "injured", "into", "metric", "number", "policy", "progress",
        "receipt", "reference",
    ]

    /// What decides about somebody's claim, or says what one saw of it, is done case by case.
    private static let oneByOne: Set<String> = [
        "archives.dispose", "breaches.decide", "breaches.explain", "breaches.state",
        "claims.approveReserve", "claims.decide", "claims.decideAdvance", "claims.declareInterest",
        "claims.declareRescission", "claims.declineInvestigation", "claims.doubt",
        "claims.dropRescission", "claims.liftDoubt", "claims.recordContact",
        "claims.submitInvestigationReport", "claims.verifyLoss", "claims.weighLateNotice",
        "claims.answerQuestion", "documents.approveRequest", "documents.settle",
        "litigation.accept", "litigation.appeal", "litigation.holdHearing",
        "litigation.setHearing", "panels.close", "panels.dissolve", "panels.giveOpinion",
        "panels.recuse", "panels.vote", "payments.acceptDuplicate", "payments.answerRecall",
        "payments.checkIdentity", "payments.decideCorrection", "payments.resolveDifference",
        "payments.takeBatchFile", "recoveries.approveWaiver", "recoveries.proposeWaiver",
        "reviews.conclude", "reviews.request", "work.answerDelegation", "work.sign",
    ]
}
