extension Term.Basis: ChoiceValue {
    package var title: Words {
        switch self {
        case .calendarDays: Words("自然日", "calendar days")
        case .workingDays: Words("工作日", "working days")
        case .workingMinutes: Words("工作分钟", "working minutes")
        case .hours: Words("小时", "hours")
        }
    }
}

/// Sets a turnaround standard for a metric and a scope, as a new edition. Running clocks keep the
/// edition they began with.
package struct SetStandard: Command {
    package static let statement = CommandStatement<SetStandard>(
        "standards.set", Words("设定时效标准", "Set a turnaround standard"),
        Words(
            "设定一项时效标准的新版本；已开始的时限不受影响，须由另一人确认",
            "Set a new edition of a standard; running clocks keep theirs; a second person "
                + "confirms it"
        ),
        duties: ["4.3.1a"],
        by: .posts(["executive", "claimsSupervisor", "serviceSupervisor", "underwritingSupervisor"]
        ),
        fields: [
            Field("metric", \.metric, Words("衡量什么", "Metric"), .line(80)),
            Field(
                "scope", \.scope, Words("适用范围", "Scope"), .line(80),
                help: Words("如 *、*/simple、line:motor", "Such as *, */simple, line:motor")),
            Field("basis", \.basis, Words("计算单位", "Counted in")),
            Field("count", \.count, Words("数量", "Count"), 1...Int64(Term.limit)),
            Field(
                "warnings", \.warnings, Words("预警（用去的百分比）", "Warn at percent used"),
                ListRule(max: 10, each: 1...100)),
            Field(
                "pauseLimit", optional: \.pauseLimit, Words("可暂停次数", "Pauses allowed"), 0...100,
                help: Words("不填为不限", "No limit when left out")),
            Field("sourceZh", \.sourceZh, Words("依据（中文）", "Source (Chinese)"), .line(200)),
            Field("sourceEn", \.sourceEn, Words("依据（英文）", "Source (English)"), .line(200)),
            Field("certainty", \.certainty, Words("依据可靠程度", "Certainty of the source")),
            Field("public", \.isPublic, Words("向客户公开", "Shown to customers")),
        ])

    package var metric = ""
    package var scope = "*"
    package var basis = Term.Basis.workingDays
    package var count: Int64 = 1
    package var warnings: [Int64] = []
    package var pauseLimit: Int64?
    package var sourceZh = ""
    package var sourceEn = ""
    package var certainty = Certainty.company
    package var isPublic = false

    package init() {}

    /// The newest edition so far, 0 for none.
    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Int64 {
        let row = try transaction.row(
            """
            SELECT edition FROM standard WHERE metric = \(metric) AND scope = \(scope)
            ORDER BY edition DESC LIMIT 1
            """)
        return try row?.integer("edition") ?? 0
    }

    package func decide(_ newest: Int64, _ context: Context) throws(Refusal) -> Decision {
        let names = (metric + scope).utf8
        try require(names.allSatisfy { $0 > 0x20 && $0 < 0x7F }, else: .standardNames)
        let standard = Standard(
            id: context.id("standard"), metric: metric, scope: scope, edition: newest + 1,
            term: Term(basis, Int(count)), warnings: Set(warnings.map { Int($0) }).sorted(),
            pauseLimit: pauseLimit.map { Int($0) }, source: Words(sourceZh, sourceEn),
            certainty: certainty, isPublic: isPublic, setBy: context.principal.text)
        var decision = Decision()
        decision.open(Standard.self, .set(standard))
        decision.reply = [
            "standard": .string(standard.id.text), "edition": .integer(standard.edition),
            "shown": .bool(standard.isShown),
        ]
        return decision
    }
}

extension Refusal {
    static let standardNames = Refusal(
        .invalid, "standards.names",
        Words("衡量项和适用范围只能用不含空格的西文字符", "metric and scope take ASCII characters without spaces"))
}
