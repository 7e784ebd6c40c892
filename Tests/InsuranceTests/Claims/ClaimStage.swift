import Foundation
import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

/// The office without a database: what is stored, the time, and acts that fold real decisions.
///
/// Facts are gathered from here instead of from rows, so that rules are tested as what they are:
/// functions of state, facts and context.
struct ClaimStage {
    var notice: Loaded<Notice>?
    /// The notice another is merged into.
    var otherNotice: Loaded<Notice>?
    var claim: Loaded<Claim>?
    var payments: [Loaded<Payment>] = []
    var investigation: Loaded<Investigation>?
    var voucher: Loaded<Voucher>?
    var parties: [Loaded<ClaimParty>] = []
    var batch: Loaded<PaymentBatch>?
    var policy: Loaded<Policy>?
    var product: Loaded<Product>?
    var request: Loaded<DocumentRequest>?
    var letters: [Loaded<Letter>] = []
    /// Papers that other files hold.
    var held: [Claim.HeldPaper] = []
    var clocks: [Loaded<ClockRecord>] = []
    var work: [Loaded<WorkItem>] = []
    var authority: [Loaded<Authority>] = []
    var contacts: [Loaded<CustomerContact>] = []
    var question: Loaded<DeadlineQuestion>?
    /// Files of the claim, with what they are for.
    var files: [ID<EvidenceFile>: EvidencePurpose] = [:]
    var aside = AsideStage()
    var panels: [Loaded<Panel>] = []
    var overLimits: [Loaded<OverLimit>] = []
    var rescissions: [Loaded<Rescission>] = []
    /// What other claims of the loss took of the limits.
    var takenElsewhere: [String: Int64] = [:]
    var prices: [Loaded<PriceList>] = []
    var rules: [Loaded<AdjudicationRules>] = []
    var ruled: Loaded<RuleDecision>?
    var modelDecisions: [ModelDecision] = []
    var advances: [Loaded<AdvancePayment>] = []
    /// Claims under the same policy in the year before.
    var earlierClaims: Int64 = 0
    /// What goes to a panel by itself: only what always does, unless a test says more.
    var panelRule = PanelRule(largeAbove: nil, refusalAbove: nil, complexClaims: false)
    /// Everything that was decided, in order.
    var decisions: [Decision] = []
    /// The present: a Friday before a weekend with a make-up Sunday, in the afternoon.
    var now: Moment
    var standards = Set(ClaimClocks.metrics.map(\.code))
    /// What the standards promise.
    var term = Term.workingDays(3)
    var paymentRules = PaymentRules.shipped
    /// What the index would find for the payment that is compared.
    var similar: [Payment.Duplicate] = []
    var lines: [Loaded<BankLine>] = []
    var difference: Loaded<ReconciliationDifference>?
    var customRules: Loaded<PaymentRules>?
    let seals: Seals
    private var acts: UInt64 = 0

    init() throws {
        now = try shanghai("2025-01-24 15:00")
        seals = try Seals()
    }

    /// The office's working days: shipped holidays, 9 to 12 and 13 to 17.
    static let calendar: CompiledCalendar? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("Sources/Insurance/Resources/holidays.csv")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
        let table = HolidayTable.parse(text)
        let windows = [
            BusinessCalendar.Window(opens: 540, closes: 720),
            BusinessCalendar.Window(opens: 780, closes: 1020),
        ]
        return try? CompiledCalendar(
            .office(
                id: ClaimClocks.calendar, version: 1, zone: "Asia/Shanghai", windows: windows,
                overrides: table.rows, publishedYears: table.years))
    }()

    mutating func context(
        _ principal: Principal, ifVersion: Int64? = nil
    ) -> Context {
        acts += 1
        let numbers: [NumberSeries: String] = [
            .notice: "NTC-2025-\(acts)", .claim: "CLM-2025-\(acts)", .payment: "PAY-2025-\(acts)",
            .voucher: "VCH-2025-\(acts)", .batch: "BAT-2025-\(acts)",
            .deadlineQuestion: "DLQ-2025-\(acts)",
            .documentRequest: "DOC-2025-\(acts)", .letter: "LTR-2025-\(acts)",
            .difference: "RCD-2025-\(acts)",
            .review: "REV-2025-\(acts)", .recovery: "REC-2025-\(acts)",
            .litigation: "LIT-2025-\(acts)", .hold: "HLD-2025-\(acts)",
            .panel: "PAN-2025-\(acts)", .rescission: "RSC-2025-\(acts)",
            .advance: "ADV-2025-\(acts)",
        ]
        return Context(
            principal, at: now, seed: SeededBytes(acts).bytes(32), ifVersion: ifVersion,
            numbers: numbers)
    }

    /// Performs a command as the dispatcher would, and folds what was decided.
    @discardableResult
    mutating func act<C: Staged>(_ command: C, by principal: Principal) throws -> Decision {
        try require(
            C.statement.permission.allows(principal) && principal.mayUse(C.statement.name),
            else: .notYourPost)
        let context = context(principal)
        let decision = try command.decide(command.facts(self), context)
        // A rule that is pure decides the same a second time.
        let again = try command.decide(command.facts(self), context)
        #expect(try decision.images() == again.images())
        try play(decision)
        return decision
    }

    @discardableResult
    mutating func act<C: Staged>(_ command: C, by person: Cast) throws -> Decision {
        try act(command, by: person.principal)
    }

    /// Why the command is refused, or `nil`. Nothing changes.
    func refusal<C: Staged>(_ command: C, by person: Cast) throws -> Refusal? {
        try refusal(command, by: person.principal)
    }

    func refusal<C: Staged>(_ command: C, by principal: Principal) throws -> Refusal? {
        var copy = self
        do {
            try copy.act(command, by: principal)
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }

    mutating func pass(hours: Int64) { now = now.adding(seconds: hours * 3600) }

    mutating func play(_ decision: Decision) throws {
        for change in decision.changes {
            switch change {
            case let change as ChangeOf<Notice>: notice = fold(change)
            case let change as ChangeOf<Claim>: claim = fold(change)
            case let change as ChangeOf<Payment>: replace(&payments, fold(change))
            case let change as ChangeOf<PaymentRules>:
                customRules = fold(change)
                paymentRules = customRules?.state ?? paymentRules
            case let change as ChangeOf<BankLine>: replace(&lines, fold(change))
            case let change as ChangeOf<ReconciliationDifference>: difference = fold(change)
            case let change as ChangeOf<OverLimit>: replace(&overLimits, fold(change))
            case let change as ChangeOf<ClaimParty>: replace(&parties, fold(change))
            case let change as ChangeOf<Investigation>: investigation = fold(change)
            case let change as ChangeOf<Voucher>: voucher = fold(change)
            case let change as ChangeOf<PaymentBatch>: batch = fold(change)
            case let change as ChangeOf<CustomerContact>: replace(&contacts, fold(change))
            case let change as ChangeOf<DeadlineQuestion>: question = fold(change)
            case let change as ChangeOf<DocumentRequest>: request = fold(change)
            case let change as ChangeOf<Letter>: replace(&letters, fold(change))
            case let change as ChangeOf<Authority>: replace(&authority, fold(change))
            case let change as ChangeOf<AdvancePayment>: replace(&advances, fold(change))
            case let change as ChangeOf<RuleDecision>: ruled = fold(change)
            case let change as ChangeOf<ModelDecision>:
                if let decision = fold(change) { modelDecisions.append(decision.state) }
            case let change as ChangeOf<Panel>: replace(&panels, fold(change))
            case let change as ChangeOf<Rescission>: replace(&rescissions, fold(change))
            case let change as ChangeOf<PriceList>: replace(&prices, fold(change))
            case let change as ChangeOf<AdjudicationRules>: replace(&rules, fold(change))
            case let change as ChangeOf<ClockRecord>: replace(&clocks, fold(change))
            case let change as ChangeOf<WorkItem>: replace(&work, fold(change))
            default:
                if !aside.keep(change) { Issue.record("the stage does not keep \(change)") }
            }
        }
        decisions.append(decision)
        pass(hours: 1)
    }

    private func fold<State>(_ change: ChangeOf<State>) -> Loaded<State>? {
        State.fold(change.before?.state, change.events).map {
            Loaded($0, version: (change.before?.version ?? 0) + 1)
        }
    }

    private func replace<State>(_ states: inout [Loaded<State>], _ changed: Loaded<State>?) {
        guard let changed else { return }
        states.removeAll { $0.state.id == changed.state.id }
        states.append(changed)
    }
}

extension ClaimStage {
    /// The clocks of a case with what they are counted by.
    func time(of stream: StreamName?) throws -> CaseTime {
        let calendar = try #require(ClaimStage.calendar)
        var holding: [String: Standard] = [:]
        for (place, code) in standards.sorted().enumerated() {
            let random = (UInt64(term.count), UInt64(place))
            holding[code] = Standard(
                id: ID(at: now, random: random), metric: code, scope: "*", edition: 1, term: term,
                warnings: [50, 80], pauseLimit: 1,
                source: Words("公司标准", "company standard"), certainty: .primary, isPublic: true,
                setBy: "system:setup")
        }
        return CaseTime(
            clocks: clocks.filter { $0.state.stream == stream }, calendar: calendar, pinned: [:],
            standards: holding, notices: [:])
    }

    func openWork(of stream: StreamName) -> [Loaded<WorkItem>] {
        work.filter { $0.state.stream == stream && $0.state.isOpen }
    }

    /// The kinds of open work of the claim's own line, in order. What is said to the customer
    /// beside it is in `conversations`.
    var openKinds: [String] {
        work.filter { $0.state.isOpen && !$0.state.isOfArchive }.map(\.kind)
            .filter { !ClaimClocks.conversations.contains($0) }.sorted()
    }

    func openWork(_ kind: String) throws -> Loaded<WorkItem> {
        try #require(work.last { $0.kind == kind && $0.state.isOpen }, "no open work \(kind)")
    }

    /// The metrics of clocks that run on the claim's own line.
    var running: [String] {
        runningAtAll.filter { !ClaimClocks.conversations.contains($0) }
    }

    /// The promises to speak to the customer that run.
    var conversations: [String] {
        runningAtAll.filter(ClaimClocks.conversations.contains)
    }

    private var runningAtAll: [String] {
        clocks.filter {
            $0.clock.stoppedAt == nil && $0.state.subject.stream.kind != ClaimArchive.table
        }.map(\.clock.metric).sorted()
    }

    func claimFacts() throws -> ClaimFacts {
        let claim = try #require(claim)
        return ClaimFacts(
            claim: claim, time: try time(of: claim.state.stream),
            work: openWork(of: claim.state.stream), notice: try noticeFacts(),
            investigation: investigation.flatMap { $0.state.state == .closed ? nil : $0 },
            request: request.flatMap { $0.state.state.isFinal ? nil : $0 },
            advance: advances.last { $0.state.state != .withdrawn })
    }

    func noticeFacts() throws -> NoticeFacts? {
        guard let notice else { return nil }
        return NoticeFacts(
            notice: notice, time: try time(of: notice.state.stream),
            work: openWork(of: notice.state.stream))
    }

    var adjudication: AdjudicationFacts {
        AdjudicationFacts(
            panelRule: panelRule,
            panels: panels.sorted { $0.convenedAt > $1.convenedAt }, rescissions: rescissions,
            takenElsewhere: takenElsewhere)
    }

    /// The payment that was touched last.
    var payment: Loaded<Payment>? { payments.last }

    func named(_ number: String) -> Loaded<Payment>? {
        number.isEmpty ? payments.last : payments.first { $0.number == number }
    }

    func paymentFacts(_ number: String = "") throws -> PaymentFacts {
        let payment = try #require(named(number))
        return PaymentFacts(
            payment: payment, claim: try claimFacts(), rules: paymentRules, similar: similar,
            voucher: voucher?.payment == payment.number ? voucher : nil)
    }

    func book(_ kind: String) -> AuthorityBook {
        AuthorityBook(
            rows: authority.filter { $0.kind == kind && $0.revokedAt == nil }
                .sorted { $0.state.id < $1.state.id })
    }
}

extension WorkItem {
    /// What becomes of the file after the claim; it has tests of its own.
    var isOfArchive: Bool { subject.stream.kind == ClaimArchive.table }
}

extension Decision {
    /// What would be written, as text, for comparing two decisions.
    func images() throws -> [String] {
        try changes.map { change in
            let image = try change.image()
            return "\(image.stream.text) \(image.table) \(image.id) \(image.versionBefore) "
                + "\(image.columns) \(image.events.map(\.canonicalText))"
        } + messages.map { "\($0.key) \($0.template) \($0.values)" }
            + [JSON.object(reply).canonicalText, reason ?? "-"]
    }

    /// The events it decided for one kind of state.
    func events<State: Aggregate>(of _: State.Type) -> [State.Event] {
        changes.compactMap { $0 as? ChangeOf<State> }.flatMap(\.events)
    }
}

/// Reads `2025-01-24 09:00` as the time in Shanghai.
func shanghai(_ text: String) throws -> Moment {
    let iso = text.replacingOccurrences(of: " ", with: "T") + ":00+08:00"
    return try #require(Moment(iso8601: iso))
}

/// A command whose facts the stage can gather.
protocol Staged: Command {
    func facts(_ stage: ClaimStage) throws -> Facts
}
