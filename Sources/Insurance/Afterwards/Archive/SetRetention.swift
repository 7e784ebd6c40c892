package import Kernel

/// 设定保管期限: a new edition of how long a class of records is kept.
package struct SetRetention: Command {
    package static let statement = CommandStatement<SetRetention>(
        "archives.setRetention", Words("设定保管期限", "Set how long records are kept"),
        Words(
            "设定一类案卷的保管期限及依据；多项适用时以最长者为准",
            "Set how long a class of files is kept, and on what ground; the longest rule wins"),
        duties: ["2.3.3a"], by: .held(by: .complianceOfficer),
        fields: [
            Field("code", \.code, Words("期限代码", "Rule code"), .line(40)),
            Field("zh", \.zh, Words("中文名称", "Name in Chinese"), .line(80)),
            Field("en", \.en, Words("英文名称", "Name in English"), .line(80)),
            Field("condition", \.condition, Words("适用案卷", "Which files")),
            Field("anchor", \.anchor, Words("起算日", "Counted from")),
            Field("years", \.years, Words("年数", "Years"), 0...999),
            Field("basisZh", \.basisZh, Words("依据（中文）", "Ground in Chinese"), .line(120)),
            Field("basisEn", \.basisEn, Words("依据（英文）", "Ground in English"), .line(120)),
            Field("certainty", \.certainty, Words("来源可靠程度", "How sure the source is")),
        ])

    package var code = ""
    package var zh = ""
    package var en = ""
    package var condition = RetentionRule.Condition.always
    package var anchor = RetentionRule.Anchor.contractEnd
    package var years: Int64 = 0
    package var basisZh = ""
    package var basisEn = ""
    package var certainty = Certainty.unconfirmed

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<RetentionRule>? {
        try transaction.loadFirst(where: "code = \(code) ORDER BY edition DESC")
    }

    package func decide(
        _ earlier: Loaded<RetentionRule>?, _ context: Context
    ) throws(Refusal) -> Decision {
        let rule = RetentionRule(
            id: context.id("retention"), code: code, edition: (earlier?.edition ?? 0) + 1,
            name: Words(zh, en), condition: condition, anchor: anchor, years: years,
            basis: Words(basisZh, basisEn), certainty: certainty, setBy: context.principal.text)
        var decision = Decision()
        decision.open(RetentionRule.self, .set(rule))
        decision.reply = ["code": .string(code), "edition": .integer(rule.edition)]
        return decision
    }
}

/// The rules the product ships; figures and how sure they are from the law it knows.
package enum DefaultRetention {
    package static var commands: [SetRetention] {
        [
            rule(
                "contractShort", Words("一年期及以下业务档案", "Files of cover up to a year"),
                .shortContract, .contractEnd, 5, "《保险法》第87条", "Insurance Law, article 87",
                .primary),
            rule(
                "contractLong", Words("一年期以上业务档案", "Files of longer cover"),
                .longContract, .contractEnd, 10, "《保险法》第87条", "Insurance Law, article 87",
                .primary),
            rule(
                "moneyLaundering", Words("客户身份与交易记录", "Identity and transactions"),
                .paid, .closing, 10, "《反洗钱法》第34条", "Anti-Money-Laundering Law, article 34",
                .primary),
            rule(
                "accounting", Words("会计凭证", "Accounting vouchers"), .paid, .closing, 30,
                "财政部、国家档案局令第79号", "Order 79 on accounting archives", .unconfirmed),
            rule(
                "dispute", Words("争议处理档案", "Files of disputes"), .disputed, .closing, 3,
                "公司自定（出厂默认值，待合规确认）", "shipped default, to be confirmed",
                .unconfirmed),
        ]
    }

    private static func rule(
        _ code: String, _ name: Words, _ condition: RetentionRule.Condition,
        _ anchor: RetentionRule.Anchor, _ years: Int64, _ zh: String, _ en: String,
        _ certainty: Certainty
    ) -> SetRetention {
        var command = SetRetention()
        (command.code, command.zh, command.en) = (code, name.zh, name.en)
        (command.condition, command.anchor, command.years) = (condition, anchor, years)
        (command.basisZh, command.basisEn, command.certainty) = (zh, en, certainty)
        return command
    }

    /// Sets the rules that are not set yet.
    static func install(
        _ dispatcher: Dispatcher, by principal: Principal, _ envelope: Envelope
    ) async throws {
        let known = try await dispatcher.database.read { reader in
            Set(try AfterwardsStore.retentionRules(reader).map(\.code))
        }
        for command in commands where !known.contains(command.code) {
            _ = try await dispatcher.perform(command, by: principal, envelope)
        }
    }
}
