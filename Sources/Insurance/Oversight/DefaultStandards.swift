package import Kernel

/// What the product ships so that an insurer can begin: the office calendar and the claim
/// standards of the law, or the product's own proposals where the law has none. They are defaults
/// in the rows of an installation, never constants: the insurer changes and confirms them.
package enum DefaultStandards {
    /// The commands that set everything up, in order.
    package static var commands: [any Command] { [calendar] + standards }

    /// Monday to Friday 09:00–12:00 and 13:00–18:00 in China, with the published days off and
    /// make-up working days (notices of the State Council's office, one a year).
    package static var calendar: PublishCalendar {
        var command = PublishCalendar()
        command.name = ClaimClocks.calendar
        command.zone = "Asia/Shanghai"
        command.week = (1...5).flatMap { weekday in
            [
                PublishCalendar.Window(weekday, 9 * 60, 12 * 60),
                PublishCalendar.Window(weekday, 13 * 60, 18 * 60),
            ]
        }
        let table = String(decoding: PackageResources.holidays_csv, as: UTF8.self)
        command.holidays = HolidayTable.parse(table).rows.map { row in
            .init(date: row.day.description, kind: row.kind.rawValue, name: row.name.zh)
        }
        return command
    }

    package static var standards: [SetStandard] {
        [
            standard(.firstContact, "*", .workingDays(1), own),
            standard(.registration, "*", .workingDays(1), own),
            standard(.progress, "*", .workingDays(7), own),
            standard(.documentRequest, "*", .workingDays(1), own),
            standard(.decision, "*/simple", .workingDays(5), own, pauses: 1),
            standard(.decision, "*/normal", .workingDays(10), own, pauses: 1),
            standard(
                .decision, "*/complex", .calendarDays(30),
                law("第23条第1款", "article 23(1)"), pauses: 1),
            standard(.decisionNotice, "*", .calendarDays(3), own),
            standard(.refusalNotice, "*", .calendarDays(3), law("第24条", "article 24")),
            standard(.advance, "*", .calendarDays(60), law("第25条", "article 25")),
            standard(.survey, "*", .workingDays(10), own),
            standard(.payment, "*", .calendarDays(10), law("第23条第1款", "article 23(1)")),
            standard(.deadlineAnswer, "*", .workingDays(3), own),
            internally(standard(.reconciliation, "*", .workingDays(3), own)),
        ] + afterwards
    }

    /// What runs beside a claim. Where the law has a figure that was not read in the original, it
    /// is to be confirmed; internal promises are not shown to the public.
    private static var afterwards: [SetStandard] {
        let open: (Words, Certainty) = (
            Words("参照投诉核查期限（待合规确认）", "as for reviews of complaints (to be confirmed)"),
            .unconfirmed
        )
        let internals = [
            standard(.reviewRequest, "*", .calendarDays(30), open),
            standard(.recoveryDemand, "*", .workingDays(10), own),
            standard(
                .recoveryLimitation, "*", .calendarDays(1_095),
                (
                    Words("《民法典》第188条（待合规确认）", "Civil Code, article 188 (to be confirmed)"),
                    .unconfirmed
                )),
            standard(
                .appeal, "*", .calendarDays(15),
                (
                    Words("《民事诉讼法》第171条（待合规确认）",
                        "Civil Procedure Law, article 171 (to be confirmed)"),
                    .unconfirmed
                )),
            standard(.archiving, "*", .workingDays(20), own),
        ]
        return [standard(.review, "*", .calendarDays(30), open)] + internals.map(internally)
    }

    /// A promise of the insurer to itself: not on the public page.
    private static func internally(_ standard: SetStandard) -> SetStandard {
        var standard = standard
        standard.isPublic = false
        return standard
    }

    private static let own: (Words, Certainty) = (
        Words("公司自定（出厂默认值，待公司确认）", "the insurer's own (shipped default, to be confirmed)"), .company
    )

    private static func law(_ zh: String, _ en: String) -> (Words, Certainty) {
        (Words("《保险法》\(zh)", "Insurance Law, \(en)"), .primary)
    }

    /// A pause once, for the one notice of missing documents (保险法 第22条).
    private static func standard(
        _ metric: ClockMetric, _ scope: String, _ term: Term, _ source: (Words, Certainty),
        pauses: Int64 = 0
    ) -> SetStandard {
        var command = SetStandard()
        command.metric = metric.code
        command.scope = scope
        command.basis = term.basis
        command.count = Int64(term.count)
        command.warnings = [70, 90]
        command.pauseLimit = pauses
        command.sourceZh = source.0.zh
        command.sourceEn = source.0.en
        command.certainty = source.1
        command.isPublic = true
        return command
    }

    /// Sets up what is not set yet, and leaves what is: running it again changes nothing.
    ///
    /// - Parameter moment: when it happens, for a demo's past; otherwise now.
    package static func install(
        _ dispatcher: Dispatcher, by principal: Principal = .system("setup"),
        at moment: Moment? = nil
    ) async throws {
        let envelope = Envelope(now: moment)
        let known = try await dispatcher.database.read { reader in try Known(reader) }
        if !known.hasCalendar {
            _ = try await dispatcher.perform(calendar, by: principal, envelope)
        }
        try await DefaultRetention.install(dispatcher, by: principal, envelope)
        for command in standards
        where !known.standards.contains("\(command.metric) \(command.scope)") {
            _ = try await dispatcher.perform(command, by: principal, envelope)
        }
    }

    private struct Known: Sendable {
        let hasCalendar: Bool
        let standards: Set<String>

        init(_ reader: any Reader) throws {
            hasCalendar =
                try reader.row(
                    "SELECT 1 AS one FROM calendar WHERE name = \(ClaimClocks.calendar) LIMIT 1")
                != nil
            let rows = try reader.rows("SELECT DISTINCT metric, scope FROM standard LIMIT 10000")
            standards = Set(
                try rows.map { "\(try $0.text("metric")) \(try $0.text("scope"))" })
        }
    }
}
