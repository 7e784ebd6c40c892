package import Kernel

/// 起草函件模板: a new edition of a kind of letter, for another person to approve. A text without
/// what the kind must say is refused.
package struct DraftLetterTemplate: Command {
    package static let statement = CommandStatement<DraftLetterTemplate>(
        "letters.draftTemplate", Words("起草函件模板", "Draft a letter template"),
        Words(
            "起草新版函件模板（中英文），缺少必备内容的不予受理，由他人审核启用",
            "Draft a new edition in both languages; it must hold what the kind requires; another "
                + "person approves it"),
        duties: ["1.3.2", "4.2.3a"], by: .held(by: .claimsSupervisor, .complianceOfficer),
        numbers: [.letterTemplate],
        fields: [
            Field("kind", \.kind, Words("函件种类", "Kind of letter")),
            Field(
                "zh", \.zh, Words("中文正文", "Text in Chinese"), .lines(LetterText.largest),
                help: Words("以 {{名称}} 标出内容项", "Slots are written {{name}}")),
            Field("en", \.en, Words("英文正文", "Text in English"), .lines(LetterText.largest)),
            .reason(\.reason),
        ])

    package var kind = LetterKind.documentRequest
    package var zh = ""
    package var en = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<LetterTemplate>? {
        try LetterStore.latest(kind, transaction)
    }

    package func decide(
        _ latest: Loaded<LetterTemplate>?, _ context: Context
    ) throws(Refusal) -> Decision {
        guard let maker = context.principal.staff else { throw .notYourPost }
        for text in [zh, en] {
            guard let slots = LetterText.slots(in: text) else { throw .slotsMalformed }
            let missing = kind.required.subtracting(slots).sorted()
            try require(missing.isEmpty, else: .slotsMissing(missing))
            let unknown = slots.subtracting(kind.allowed).sorted()
            try require(unknown.isEmpty, else: .slotsUnknown(unknown))
        }
        try require(latest?.state.state != .drafted, else: .draftOpen)
        let template = LetterTemplate(
            id: context.id("template"), number: context.number(.letterTemplate), kind: kind,
            edition: (latest?.edition ?? 0) + 1, text: Words(zh, en), reason: reason,
            maker: maker, at: context.now, state: .drafted)
        var decision = Decision()
        decision.open(LetterTemplate.self, .drafted(template))
        decision.reason = reason
        decision.reply = [
            "number": .string(template.number), "edition": .integer(template.edition),
        ]
        return decision
    }
}

/// 审核函件模板: another person brings the edition into use, or rejects it.
package struct ApproveLetterTemplate: Command {
    package static let statement = CommandStatement<ApproveLetterTemplate>(
        "letters.approveTemplate", Words("审核函件模板", "Approve a letter template"),
        Words("由起草人以外的人审核启用或退回", "Another person than the maker approves or rejects it"),
        duties: ["1.3.2", "4.2.3a"], by: .held(by: .claimsSupervisor, .complianceOfficer),
        on: .numbered(LetterTemplate.self, "template", \.template),
        fields: [
            Field("template", \.template, Words("模板编号", "Template number"), .line(40)),
            Field("approves", \.approves, Words("是否同意", "Approves")), .reason(\.reason),
        ])

    package var template = ""
    package var approves = false
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<LetterTemplate> {
        try transaction.subject(template, context)
    }

    package func decide(
        _ template: Loaded<LetterTemplate>, _ context: Context
    ) throws(Refusal) -> Decision {
        guard let approver = context.principal.staff else { throw .notYourPost }
        try require(template.maker != approver, else: .templateApproverIsMaker)
        try require(template.state.state == .drafted, else: .templateRuled)
        var decision = Decision()
        decision.change(
            template,
            .ruled(.init(approves: approves, reason: reason, by: approver, at: context.now)))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let slotsMalformed = Refusal(
        .invalid, "letters.slotsMalformed",
        Words("花括号不成对或名称有误，请写作 {{名称}}", "a slot is not closed or not a name; write {{name}}"))
    static let draftOpen = Refusal(
        .conflict, "letters.draftOpen",
        Words("该种函件已有待审核的版本，请先审核", "an edition of this kind waits for approval; rule on it first"))
    static let templateApproverIsMaker = Refusal(
        .forbidden, "letters.approverIsMaker",
        Words("起草人不得审核自己的模板", "whoever drafted it may not approve it"))
    static let templateRuled = Refusal(
        .conflict, "letters.templateRuled", Words("该版本已审核", "this edition was ruled on already"))

    static func slotsMissing(_ names: [String]) -> Refusal {
        let list = names.joined(separator: ", ")
        return Refusal(
            .invalid, "letters.slotsMissing",
            Words("缺少必备内容：\(list)", "the text lacks what it must say: \(list)"))
    }

    static func slotsUnknown(_ names: [String]) -> Refusal {
        let list = names.joined(separator: ", ")
        return Refusal(
            .invalid, "letters.slotsUnknown",
            Words("没有这些内容项：\(list)", "there is nothing to put there: \(list)"))
    }
}
