/// Publishes a new edition of a working-day calendar. Running clocks keep the edition they began
/// with; clocks that start from now on are counted by the new one.
package struct PublishCalendar: Command {
    package static let statement = CommandStatement<PublishCalendar>(
        "calendar.publish", Words("发布工作日历", "Publish a working-day calendar"),
        Words(
            "发布工作日历的新版本：每周时段、放假日和调休上班日；已开始的时限不受影响",
            "Publish a new edition: weekly windows, days off, make-up days; running "
                + "clocks keep theirs"
        ),
        duties: ["4.3.1a"], by: .posts(["executive", "systemAdministrator"]),
        fields: [
            Field("name", \.name, Words("日历名称", "Calendar"), .line(40)),
            Field("zone", \.zone, Words("时区", "Time zone"), .line(60)),
            Field(
                "week", \.week, Words("每周工作时段", "Weekly windows"), ListRule(min: 1, max: 100),
                help: Words(
                    "调休上班日按一周中最先工作的一天的时段上班",
                    "Make-up days have the windows of the first weekday that works")),
            Field(
                "holidays", \.holidays, Words("放假与调休", "Days off and make-up days"),
                ListRule(max: 5_000)),
        ])

    /// One stretch of work on one weekday.
    package struct Window: FieldRecord {
        package static let fields: [Field<Window>] = [
            Field("weekday", \.weekday, Words("星期（1 为周一）", "Weekday (1 is Monday)"), 1...7),
            Field("opens", \.opens, Words("上班", "Opens")),
            Field("closes", \.closes, Words("下班", "Closes")),
        ]

        package var weekday: Int64 = 1
        package var opens = MinuteOfDay(0)
        package var closes = MinuteOfDay(0)

        package init() {}

        package init(_ weekday: Int64, _ opens: Int, _ closes: Int) {
            self.weekday = weekday
            self.opens = MinuteOfDay(opens)
            self.closes = MinuteOfDay(closes)
        }
    }

    /// One day that differs from its weekday, as holiday tables write it.
    package struct Holiday: FieldRecord {
        package static let fields: [Field<Holiday>] = [
            Field("date", \.date, Words("日期", "Date"), .line(20)),
            Field("kind", \.kind, Words("off 放假，work 上班", "off or work"), .line(10)),
            Field("name", \.name, Words("名称", "Name"), .line(60)),
        ]

        package var date = ""
        package var kind = ""
        package var name = ""

        package init() {}

        package init(date: String, kind: String, name: String) {
            self.date = date
            self.kind = kind
            self.name = name
        }

        var row: HolidayTable.Row { HolidayTable.Row(date: date, kind: kind, name: name) }
    }

    package var name = ""
    package var zone = ""
    package var week: [Window] = []
    package var holidays: [Holiday] = []

    package init() {}

    /// The newest edition so far, 0 for none.
    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Int64 {
        let row = try transaction.row(
            "SELECT edition FROM calendar WHERE name = \(name) ORDER BY edition DESC LIMIT 1")
        return try row?.integer("edition") ?? 0
    }

    package func decide(_ newest: Int64, _ context: Context) throws(Refusal) -> Decision {
        let table = HolidayTable.check(holidays.map(\.row))
        try require(table.refused.isEmpty, else: .holidaysRefused(table.refused))
        let calendar = try calendar(table, version: Int(newest) + 1)
        var decision = Decision()
        decision.open(
            CalendarEdition.self,
            .published(CalendarEdition(id: context.id("calendar"), calendar)))
        decision.reply = [
            "edition": .integer(newest + 1),
            "years": .array(table.years.map { .integer(Int64($0)) }),
        ]
        return decision
    }

    private func calendar(
        _ table: HolidayTable.Reading, version: Int
    ) throws(Refusal) -> BusinessCalendar {
        let days = (1...7).map { weekday in
            week.filter { $0.weekday == weekday }
                .map { BusinessCalendar.Window(opens: $0.opens.minute, closes: $0.closes.minute) }
                .sorted { $0.opens < $1.opens }
        }
        do throws(CalendarFault) {
            return try BusinessCalendar(
                id: name, version: version, zone: zone, week: days,
                makeUp: days.first { !$0.isEmpty } ?? [], overrides: table.rows,
                publishedYears: table.years)
        } catch {
            throw Refusal(.invalid, "calendar.faulty", error.words)
        }
    }
}

extension Refusal {
    static func holidaysRefused(_ lines: [HolidayTable.RefusedLine]) -> Refusal {
        Refusal(
            .invalid, "calendar.holidaysRefused",
            Words("有 \(lines.count) 行放假安排不能采用", "\(lines.count) rows of days off cannot be taken"),
            fields: lines.prefix(100).map { Field("holidays[\($0.line - 1)]", $0.reason) })
    }
}
