import Hummingbird
import Insurance
import Kernel

/// One case as its customer sees it.
extension Site {
    func portalCase(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["lang", "photos", "sent", "done"])
        let file = try await portalFile(visit)
        return showCase(file, visit, query)
    }

    /// - Parameters:
    ///   - typed: what a refused form of the page held.
    ///   - problem: why it was refused.
    func showCase(
        _ file: PortalFile, _ visit: Visit, _ query: [String: String] = [:],
        typed: PortalTyped? = nil, problem: Problem? = nil
    ) -> Response {
        let language = visit.language
        var values = file.shown(at: dispatcher.now(), typed, language)
        values["key"] = formKey
        values["hasProblem"] = problem != nil
        values["problem"] = problem?.message[language] ?? ""
        values["errors"] = problem?.fields.map { $0.message[language] } ?? [String]()
        values["isSent"] = query["sent"] != nil
        values["isRefused"] = query["photos"] != nil
        values["done"] = query["done"].flatMap { PortalWords.done[$0]?[visit.language] } ?? ""
        values["isDone"] = query["done"].flatMap { PortalWords.done[$0] } != nil
        var page = pages.portal(
            "portal_case", Words("我的理赔 \(file.number)", "My claim \(file.number)"), values, visit)
        if let problem { page.status = .init(code: problem.status) }
        return page
    }

    /// Papers and pictures that a customer sends to their case. Whether they are what was asked
    /// for is judged by who handles it.
    func sendPapers(_ visit: Visit) async throws -> Response {
        let form = try Multipart(visit.body, visit.request.headers)
        let file = try await portalFile(visit)
        let isComplete = await attach(
            form.files("paper"), as: .document, to: file.number,
            try customer(visit).principal)
        return Answer.redirect(
            to: "/portal/case/\(file.number)" + (isComplete ? "?sent=yes" : "?photos=refused"))
    }

    /// A letter to the customer, as it was sent.
    func portalLetter(_ visit: Visit) async throws -> Response {
        let number = try visit.part("number")
        let person = try customer(visit).person
        let found = try await database.read { [vault = dispatcher.vault] reader in
            try PortalStore.letter(number, of: person, vault, reader)
        }
        guard let (letter, opener) = found else { throw Refusal.noSuch(Letter.title) }
        let scheme = visit.origin.isSecure ? "https" : "http"
        let verify = "\(scheme)://\(visit.origin.host)/verify/\(letter.code)"
        let page = LetterPage(
            letter: letter, recipient: opened(letter.recipient, .name, opener, visit.language),
            address: letter.address.map { opened($0, .address, opener, visit.language) },
            verify: verify, code: codes?.square(verify))
        return Answer.bytes(
            pages.letter(page.values(nonce: visit.context.nonce)),
            type: "text/html; charset=utf-8")
    }

    private func opened(
        _ sealed: Sealed, _ kind: PersonalKind, _ opener: Opener, _ language: Language
    ) -> String {
        (try? opener.open(sealed, field: kind.rawValue)) ?? PersonalKind.hidden[language]
    }

    func portalFile(_ visit: Visit) async throws -> PortalFile {
        let number = try visit.part("number")
        let person = try customer(visit).person
        let now = dispatcher.now()
        let file = try await database.read { [vault = dispatcher.vault] reader in
            try PortalFile.find(number, of: person, at: now, vault, reader)
        }
        // What is not theirs is not there.
        guard let file else { throw Refusal.noSuch(Words("案件", "case")) }
        return file
    }
}

/// A case with what its customer may know of it.
struct PortalFile: Sendable {
    let number: String
    var notice: Notice?
    var claim: Claim?
    var clocks: [ClockRecord] = []
    var why: [ID<ClockRecord>: [Words]] = [:]
    var letters: [Letter] = []
    var questions: [DeadlineQuestion] = []
    /// The promises to answer them.
    var answerClocks: [ClockRecord] = []
    /// What opens the texts of its people.
    var opener: Opener?

    static func find(
        _ number: String, of person: ID<Person>, at now: Moment, _ vault: Vault,
        _ reader: any Reader
    ) throws -> PortalFile? {
        guard let found = try PortalStore.file(number, of: person, reader) else { return nil }
        var file = PortalFile(number: number, notice: found.notice, claim: found.claim)
        let numbers = [file.claim?.number, file.notice?.number].compactMap(\.self)
        file.clocks = try PortalStore.clocks(of: numbers, reader)
            .filter { PortalWords.promises[$0.clock.metric] != nil }
        for clock in file.clocks {
            let lines = try ClockAnswer.why(clock.id, reader)?["lines"]?.elements ?? []
            file.why[clock.id] = lines.compactMap { line in
                guard let zh = line["zh"]?.text, let en = line["en"]?.text else { return nil }
                return Words(zh, en)
            }
        }
        if let claim = file.claim {
            file.letters = try PortalStore.letters(
                of: claim.number, to: person, reader)
            file.questions = try PortalStore.questions(of: claim.number, reader)
            file.answerClocks = try PortalStore.clocks(
                of: file.questions.map(\.number), reader)
        }
        file.opener = try vault.opener(for: file.people, reader)
        return file
    }

    /// Whose texts are shown.
    private var people: [ID<Person>] {
        Array(
            Set(
                questions.flatMap { [$0.question, $0.answer?.remark].compactMap { $0?.person } }))
    }

    func shown(
        at now: Moment, _ typed: PortalTyped?, _ language: Language
    ) -> [String: any Sendable] {
        let headline = claim.map { PortalWords.now($0.state) } ?? notice.map {
            PortalWords.now($0.state)
        }
        var values: [String: any Sendable] = [
            "number": number, "headline": headline?[language] ?? "",
            "cause": (claim?.cause ?? notice?.cause)?.words[language] ?? "",
            "day": (claim?.lossDay ?? notice?.lossDay)?.description ?? "",
            "steps": steps(language),
            "questions": questionsShown(language), "hasQuestions": !questions.isEmpty,
            "missing": (claim?.missingDocuments ?? []).map { $0.title[language] },
            "hasMissing": claim.map { !$0.missingDocuments.isEmpty && !$0.state.isFinal } ?? false,
            "letters": letters.map { letter -> [String: any Sendable] in
                [
                    "title": letter.kind.title[language], "number": letter.number,
                    "at": ShownMoment.text(letter.issuedAt),
                ]
            },
            "hasLetters": !letters.isEmpty,
            "maySend": !isOver, "isOver": isOver, "isClaim": claim != nil,
            "openedAs": claim == nil ? notice?.claim ?? "" : "",
            "isOpened": claim == nil && notice?.claim != nil,
        ]
        values.merge(promises(at: now, typed, language)) { _, new in new }
        values.merge(decision(language)) { _, new in new }
        return values
    }

    private var isOver: Bool { claim?.state.isFinal ?? notice?.state.isFinal ?? true }

    private func decision(_ language: Language) -> [String: any Sendable] {
        guard let claim, let decided = claim.decisions.last else { return ["hasDecision": false] }
        return [
            "hasDecision": true, "pays": decided.outcome.pays,
            "amount": ShownMoney.text(decided.amount),
            "lines": decided.sheet.lines.map { line -> [String: any Sendable] in
                [
                    "coverage": claim.coverage(line.coverage)?.title[language] ?? line.coverage,
                    "assessed": ShownMoney.text(line.assessed),
                    "deductible": ShownMoney.text(line.deductible),
                    "payable": ShownMoney.text(line.payable),
                    "terms": claim.coverage(line.coverage)?.terms ?? "",
                ]
            },
        ]
    }

    /// Where it stands, in the customer's words.
    private func steps(_ language: Language) -> [[String: any Sendable]] {
        let reached = claim.map { PortalWords.reached($0.state) } ?? 0
        return PortalWords.steps.enumerated().map { index, step in
            [
                "title": step[language], "isDone": index < reached || index == 0,
                "isNow": index == reached && reached > 0,
            ]
        }
    }
}

/// What the portal calls things: what happened, what comes next.
enum PortalWords {
    static let promises: [String: Words] = [
        "claims.firstContact": Words("联系您", "call you"),
        "claims.registration": Words("立案", "open your claim"),
        "claims.decision": Words("给您理赔决定", "give you our decision"),
        "claims.payment": Words("把赔款付到您的账户", "pay into your account"),
        "claims.refusalNotice": Words("送达书面说明", "send you our reasons in writing"),
        "claims.decisionNotice": Words("告知您决定", "tell you of our decision"),
        "claims.progress": Words("告诉您进展", "tell you how it goes"),
    ]

    /// What was just done, by the name that stands in the address.
    static let done: [String: Words] = [
        "withdrawn": Words("已撤回。", "It is withdrawn."),
        "asked": Words("已收到您的疑问，答复会显示在这里。", "We have your question; the answer comes here."),
    ]

    static let steps = [
        Words("收到报案", "We have your report"), Words("立案受理", "Your claim is open"),
        Words("核定损失", "We have looked at the loss"), Words("审核", "We are deciding"),
        Words("付款", "We pay"), Words("完成", "Done"),
    ]

    static func reached(_ state: Claim.State) -> Int {
        switch state {
        case .registered: 1
        case .lossAssessed, .lossVerified: 2
        case .inApproval: 3
        case .approved, .paymentOrdered, .paymentFailed: 4
        case .paid, .closed, .denied, .cancelled: 5
        }
    }

    static func now(_ state: Claim.State) -> Words {
        switch state {
        case .registered: Words("我们正在查看损失和资料", "We are looking at the loss and your papers")
        case .lossAssessed, .lossVerified: Words("我们正在核算赔款", "We are working out the amount")
        case .inApproval: Words("我们正在做最后的审核", "We are making the last check")
        case .approved: Words("同意赔付，正在安排付款", "Agreed; we are arranging the payment")
        case .paymentOrdered: Words("赔款正在支付", "The payment is on its way")
        case .paymentFailed: Words("付款没有成功，我们会联系您", "The payment failed; we will call you")
        case .paid: Words("赔款已到账", "Paid")
        case .denied: Words("本次未能赔付，理由已书面告知", "Not paid; our reasons are in writing")
        case .closed: Words("已办结", "Done")
        case .cancelled: Words("已撤案", "Withdrawn")
        }
    }

    static func now(_ state: Notice.State) -> Words {
        switch state {
        case .received: Words("已收到报案，我们会尽快联系您", "We have your report and will call you")
        case .registered: Words("已立案", "Your claim is open")
        case .withdrawn: Words("已撤回", "Withdrawn")
        case .merged: Words("与您的另一报案合并办理", "Handled together with your other report")
        }
    }
}
