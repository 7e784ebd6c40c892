import Kernel

/// A piece of open work as a queue shows it.
struct WorkCard: Sendable {
    let id: ID<WorkItem>
    let kind: String
    let stream: String
    let number: String
    let post: Post
    let holder: ID<StaffMember>?
    let openedAt: Moment

    /// All work that somebody could do now, the most urgent first. What an import opened later than
    /// the office's clock waits: worked before its time, its promises would be refused for ever.
    static func open(at now: Moment, _ reader: any Reader) throws -> [WorkCard] {
        try reader.rows(
            """
            SELECT id, kind, stream, case_number, post, holder, opened_at FROM work_item
            WHERE status IN ('pooled', 'held') AND opened_at <= \(now)
            ORDER BY coalesce(due_at, opened_at), id LIMIT 20000
            """
        ).map { row in
            WorkCard(
                id: try row.id("id"), kind: try row.text("kind"), stream: try row.text("stream"),
                number: try row.text("case_number"), post: Post(try row.text("post")),
                holder: try row.optional("holder") { row in { try row.id($0) } },
                openedAt: try row.moment("opened_at"))
        }
    }

    var field: JSON { .string(id.text) }
}

/// A piece of work with what it is about.
struct CaseFile: Sendable {
    let card: WorkCard
    private(set) var claim: Loaded<Claim>?
    private(set) var notice: Loaded<Notice>?
    private(set) var investigation: Loaded<Investigation>?
    private(set) var breach: Loaded<Breach>?
    private(set) var payment: Loaded<Payment>?
    /// The promise that a reminder is about.
    private(set) var reminded: Loaded<ClockRecord>?
    /// The request for papers that is under way.
    private(set) var request: Loaded<DocumentRequest>?
    private(set) var batch: Loaded<PaymentBatch>?
    private(set) var review: Loaded<ClaimReview>?
    private(set) var recovery: Loaded<Recovery>?
    private(set) var lawsuit: Loaded<Litigation>?
    private(set) var archive: Loaded<ClaimArchive>?
    /// The panels about what is now proposed for the claim, newest first.
    private(set) var panels: [Panel] = []
    /// Whether somebody is still to convene a panel that is needed.
    private(set) var waitsForPanel = false

    init(_ card: WorkCard, _ reader: any Reader) throws {
        self.card = card
        switch card.stream.prefix(while: { $0 != "/" }) {
        case "claim":
            claim = try reader.load(number: card.number)
            investigation = try reader.loadFirst(
                where: "stream = \(card.stream) AND stage <> 'closed'")
            payment = try claim?.payment.flatMap { try reader.load($0) }
            request = try claim.flatMap { try DocumentStore.open(of: $0.state, reader) }
            try readPanels(reader)
            // A payment's own work names the payment, in its claim's stream.
            guard claim == nil else { return }
            payment = try reader.load(number: card.number)
            claim = try payment.flatMap { try reader.load($0.claim) }
        case "payment_batch": batch = try reader.load(number: card.number)
        case "notice": notice = try reader.load(number: card.number)
        case "breach": breach = try reader.load(number: card.number)
        default: try openLine(reader)
        }
        guard card.kind == WarnOfClock.reminderKind else { return }
        let running: [Loaded<ClockRecord>] = try reader.loadAll(
            where: "stream = \(card.stream) AND stopped_at IS NULL ORDER BY id LIMIT 50")
        reminded = running.first { $0.reminder == card.id }
    }

    /// The lines beside a claim, with the claim.
    private mutating func openLine(_ reader: any Reader) throws {
        switch card.stream.prefix(while: { $0 != "/" }) {
        case "claim_review": review = try reader.load(number: card.number)
        case "recovery": recovery = try reader.load(number: card.number)
        case "litigation": lawsuit = try reader.load(number: card.number)
        case "claim_archive": archive = try AfterwardsStore.archive(of: card.number, reader)
        default: return
        }
        let number = review?.claimNumber ?? recovery?.claimNumber ?? lawsuit?.claimNumber
        claim = try reader.load(number: number ?? card.number)
    }

    private mutating func readPanels(_ reader: any Reader) throws {
        guard let claim = claim?.state, let proposal = claim.proposal else { return }
        panels = PanelStanding(try Panel.about(claim.stream, reader), about: proposal).panels
        let open = try reader.row(
            """
            SELECT 1 AS one FROM work_item WHERE stream = \(claim.stream.text)
                AND kind = \(AdjudicationTasks.convenePanel)
                AND status IN ('pooled', 'held', 'suspended') LIMIT 1
            """)
        waitsForPanel = open != nil
    }
}
