import Insurance
import Kernel

/// What a form may take from the case it is about: who can be chosen, which coverages and papers
/// there are, what was claimed.
struct ActionKnowledge: Sendable {
    var standing: CaseStanding?
    var item: ID<WorkItem>?
    /// The case of the piece of work.
    var itemCase: String?
    var currency = Currency.cny
    var lastEntry: Int64 = 0
    /// Values that a field begins with, by path.
    var suggested: [String: String] = [:]
    /// Facts beside the form.
    var hints: [ActionHint] = []
    /// Choices by the name of a field.
    fileprivate var choices: [String: [FieldKind.Choice]] = [:]

    static func gather(
        _ command: RegisteredCommand, named: String?, claim: String?, item: ID<WorkItem>?,
        for principal: Principal, _ vault: Vault, _ reader: any Reader
    ) throws -> ActionKnowledge {
        var known = ActionKnowledge()
        known.item = item
        if let item, let found = try reader.load(item)?.state {
            known.itemCase = found.subject.number
        }
        if let named, CaseLink.isNumber(named), let table = command.subject?.table,
            let kind = CaseKinds.all.first(where: { $0.table == table })
        {
            known.standing = try kind.find(named, reader)
        }
        if let standing = known.standing {
            known.lastEntry = try ConsoleStore.lastEntry(of: standing.subject.stream, reader)
        }
        let number = claim ?? known.itemCase ?? ""
        if CaseLink.isNumber(number), let found: Loaded<Claim> = try reader.load(number: number),
            try CaseSight.of(principal, reader)?.sees(number, reader) != false
        {
            known.take(found.state, for: command)
        }
        if command.subject?.table == Notice.table, let named,
            let notice: Loaded<Notice> = try reader.load(number: named)
        {
            try known.take(notice.state, for: command, reader)
        }
        if command.name == "claims.registerNotice" {
            known.suggested["channel"] = "phone"
        }
        if command.fields.contains(where: { colleagueFields.contains($0.name) }) {
            let colleagues = try Self.colleagues(vault, reader)
            for field in colleagueFields { known.choices[field] = colleagues }
        }
        return known
    }

    private static let colleagueFields: Set<String> = ["to", "chair", "members", "surveyor"]

    /// Everybody active as a choice: name, number, posts.
    static func colleagues(
        _ vault: Vault, _ reader: any Reader
    ) throws -> [FieldKind.Choice] {
        try StaffNameStore.colleagues(vault, reader).map { one in
            let titles = one.posts.compactMap { PostWords.Post(rawValue: $0)?.words }
            let who = [one.name, one.number].compactMap(\.self).joined(separator: " ")
            return FieldKind.Choice(
                one.number,
                Words(
                    "\(who) \(titles.map(\.zh).joined(separator: "、"))",
                    "\(who) \(titles.map(\.en).joined(separator: ", "))"))
        }
    }

    private mutating func take(_ claim: Claim, for command: RegisteredCommand) {
        currency = claim.currency
        let coverages = claim.coverages.map { FieldKind.Choice($0.code, $0.title) }
        choices["coverage"] = coverages
        choices["coverages"] = coverages
        let papers = claim.documents.map { FieldKind.Choice($0.code, $0.title) }
        switch command.name {
        case "claims.receiveDocuments":
            choices["documents"] = claim.missingDocuments.map { .init($0.code, $0.title) }
        case "documents.request": choices["documents"] = papers
        case "claims.assessLoss":
            suggested["items.~rows"] = String(max(1, claim.claimedItems.count))
            for (row, item) in claim.claimedItems.prefix(FormControl.mostRows).enumerated() {
                suggested["items.\(row).coverage"] = item.coverage
                suggested["items.\(row).description"] = item.description
                suggested["items.\(row).claimed"] = item.claimed.plain
            }
        case "claims.proposeDecision": suggested["outcome"] = "pay"
        default: break
        }
        hints.append(
            ActionHint(
                title: Words("准备金", "Reserve"), text: ShownMoney.text(claim.reserve)))
        for coverage in claim.coverages {
            let limit = ShownMoney.text(coverage.limit)
            let deductible = ShownMoney.text(coverage.deductible)
            hints.append(
                ActionHint(
                    title: coverage.title,
                    words: Words("限额 \(limit)，免赔 \(deductible)",
                        "limit \(limit), deductible \(deductible)")))
        }
        for item in claim.assessment?.items ?? [] {
            hints.append(
                ActionHint(
                    title: Words("定损：\(item.description)", "Assessed: \(item.description)"),
                    text: ShownMoney.text(item.assessed)))
        }
        if let sheet = claim.proposal?.sheet ?? claim.decisions.last?.sheet {
            hints.append(
                ActionHint(
                    title: Words("理算应付", "Payable"), text: ShownMoney.text(sheet.payable)))
        }
    }

    private mutating func take(
        _ notice: Notice, for command: RegisteredCommand, _ reader: any Reader
    ) throws {
        hints.append(
            ActionHint(title: Words("保单核对", "Policy check"), words: notice.policyFinding.title))
        hints.append(
            ActionHint(title: Words("出险日", "Day of loss"), text: notice.lossDay.description))
        if let estimate = notice.estimate {
            hints.append(
                ActionHint(title: Words("估损", "Estimate"), text: ShownMoney.text(estimate)))
            currency = estimate.currency
            suggested["reserve"] = estimate.plain
        }
        guard let policy: Loaded<Policy> = try reader.load(number: notice.policy),
            let product = try Product.edition(policy.edition, of: policy.product, reader)
        else { return }
        currency = product.coverages.first?.limit.currency ?? currency
        let coverages = product.coverages.map { FieldKind.Choice($0.code, $0.title) }
        choices["coverage"] = coverages
        choices["coverages"] = coverages
        hints.append(ActionHint(title: Words("产品", "Product"), words: product.name))
    }

    /// The field with the choices that this case leaves for it.
    func choosing(_ field: FieldStatement) -> FieldStatement {
        switch field.kind {
        case .text:
            guard let choices = choices[field.name] else { return field }
            return field.taking(.choice(choices))
        case .record(let fields): return field.taking(.record(fields.map(choosing)))
        case .list(.text, let max):
            guard let choices = choices[field.name] else { return field }
            return field.taking(.list(.choice(choices), max: max))
        case .list(.record(let fields), let max):
            return field.taking(.list(.record(fields.map(choosing)), max: max))
        default: return field
        }
    }
}

/// A fact beside a form.
struct ActionHint: Sendable {
    let title: Words
    let words: Words

    init(title: Words, words: Words) {
        self.title = title
        self.words = words
    }

    init(title: Words, text: String) { self.init(title: title, words: Words(text, text)) }

    func shown(_ language: Language) -> [String: any Sendable] {
        ["title": title[language], "text": words[language]]
    }
}

extension Money {
    /// The amount without its currency, as it is typed.
    var plain: String {
        let sign = minor < 0 ? "-" : ""
        let cents = minor.magnitude % 100
        return "\(sign)\(minor.magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}
