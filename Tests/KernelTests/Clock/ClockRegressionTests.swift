import Kernel
import Testing

/// Faults that users of other service desks reported, one test for each theme. What concerns the
/// promises of a case together stands in `ClaimClockRegressionTests`.
struct ClockRegressionTests {
    private func end(_ day: String) throws -> Moment { try moment("\(day)T23:59:59.999+08:00") }

    @Test func `holidays or feeds wrong or unseen`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingDays(1), at: "2026-09-30 10:00", china)
        #expect(try clock.due == end("2026-10-08"))
        let unseen = try clock.why(china).contains { $0.zh.hasPrefix("不计：2026-10-01 – 2026-10-07") }
        #expect(unseen, "the why names the holiday")
        let unpublished = try Fixture.started(.workingDays(15), at: "2026-12-20 10:00", china)
        #expect(unpublished.isProvisional)
    }

    @Test func `calendar ignored, wall clock used`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingMinutes(60), at: "2026-03-06 16:30", china)
        #expect(try clock.due == moment("2026-03-09 09:30"))
        #expect(try clock.outcome(asOf: moment("2026-03-08 12:00")) == .running)
        #expect(try clock.consumed(asOf: moment("2026-03-08 12:00"), china) == 30 * 60_000)
    }

    @Test func `weekday subsets break the walk`() throws {
        let twoDays = try Fixture.plain("Asia/Shanghai", weekdays: [1, 4])
        let clock = try Fixture.started(.workingDays(3), at: "2026-03-02 10:00", twoDays)
        #expect(try clock.due == end("2026-03-12"))
        let minutes = try Fixture.started(.workingMinutes(500), at: "2026-03-02 10:00", twoDays)
        #expect(try minutes.due == moment("2026-03-05 11:20"))
    }

    @Test func `lunch break, two windows`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingMinutes(60), at: "2026-03-02 11:30", china)
        #expect(try clock.due == moment("2026-03-02 13:30"))
        #expect(try clock.consumed(asOf: moment("2026-03-02 12:45"), china) == 30 * 60_000)
    }

    @Test func `swap workdays 调休`() throws {
        let china = try Fixture.china()
        let sunday = try Fixture.started(.workingDays(1), at: "2026-01-03 10:00", china)
        #expect(try sunday.due == end("2026-01-04"))
        let saturday = try Fixture.started(.workingDays(1), at: "2026-02-13 10:00", china)
        #expect(try saturday.due == end("2026-02-14"))
    }

    @Test func `DST`() throws {
        let berlin = try Fixture.plain("Europe/Berlin")
        let spring = try Fixture.started(
            .workingMinutes(60), at: "2026-03-27T16:30:00+01:00", berlin)
        #expect(try spring.due == moment("2026-03-30T09:30:00+02:00"))
        let night = try Fixture.plain(
            "Europe/Berlin", windows: Fixture.aroundTheClock, weekdays: Set(1...7))
        let autumn = try Fixture.started(
            .workingMinutes(25 * 60), at: "2026-10-25T00:00:00+02:00", night)
        #expect(try autumn.due == moment("2026-10-26T00:00:00+01:00"))
    }

    @Test func `pause not honoured`() throws {
        let china = try Fixture.china()
        let paused = try Fixture.started(
            .workingMinutes(60), at: "2026-03-02 09:00", warnings: [50, 90], china)
            .pause(at: moment("2026-03-02 09:10"), reason: Fixture.notice, event: "e2", china)
        let later = try moment("2026-06-01 10:00")
        #expect(paused.outcome(asOf: later) == .paused)
        #expect(try paused.warnings(dueBy: later, china).isEmpty)
        #expect(try paused.consumed(asOf: later, china) == 10 * 60_000)
    }

    @Test func `pause lost when SLA or priority changes`() throws {
        let china = try Fixture.china()
        let urgent = ClockStandard(id: "s2", term: .workingMinutes(120))
        let changed = try Fixture.started(.workingMinutes(240), at: "2026-03-02 09:00", china)
            .pause(at: moment("2026-03-02 10:00"), reason: Fixture.notice, event: "e2", china)
            .repinned(
                urgent, at: moment("2026-03-02 11:00"), reason: "simpler than thought",
                event: "e3", china)
        #expect(changed.isPaused && changed.segments.map(\.kind) == [.run, .pause])
        let resumed = try changed.resume(
            at: moment("2026-03-03 11:00"), reason: Fixture.supplements, event: "e4", china)
        #expect(try resumed.due == moment("2026-03-03 12:00"))
        let why = try resumed.why(china).map(\.en)
        #expect(
            why.contains(
                "This term holds since 2026-03-02 11:00 (before: 240 working minutes): "
                    + "simpler than thought."))
    }

    @Test func `a broken promise keeps its standard`() throws {
        let china = try Fixture.china()
        let late = try Fixture.started(.workingMinutes(60), at: "2026-03-02 09:00", china)
        #expect(throws: ClockRefusal.alreadyBreached) {
            try late.repinned(
                ClockStandard(id: "s2", term: .workingMinutes(600)),
                at: moment("2026-03-02 10:01"), reason: "complex", event: "e2", china)
        }
    }

    @Test func `solved time counted as pending after reopen`() throws {
        let china = try Fixture.china()
        let solved = try Fixture.started(.workingDays(5), at: "2026-03-02 10:00", china)
            .stop(at: moment("2026-03-04 10:00"))
        #expect(try solved.consumed(asOf: moment("2026-05-06 10:00"), china) == 2)
        #expect(throws: ClockRefusal.alreadyStopped) {
            try solved.resume(
                at: moment("2026-05-06 10:00"), reason: Fixture.supplements, event: "e", china)
        }
        let again = try Fixture.started(.workingDays(5), at: "2026-05-06 10:00", china)
        #expect(try again.consumed(asOf: moment("2026-05-07 10:00"), china) == 1)
    }

    @Test func `deactivated SLA or edited calendar leaves a stale deadline`() throws {
        let china = try Fixture.china()
        let edited = try CompiledCalendar(
            .office(
                id: "cn", version: 2, zone: "Asia/Shanghai", windows: Fixture.nineToFive,
                overrides: [.init(day("2026-03-03"), .off, name: Words("停业", "closed"))],
                publishedYears: [2026]))
        let clock = try Fixture.started(.workingDays(1), at: "2026-03-02 10:00", china)
        #expect(throws: ClockRefusal.otherCalendar(id: "cn", version: 1)) {
            try clock.consumed(asOf: moment("2026-03-03 10:00"), edited)
        }
        #expect(try clock.due == end("2026-03-03"), "an edit moves nothing by itself")
        let adopted = try clock.adopting(clock.standard, edited)
        #expect(try adopted.due == end("2026-03-04"), "the deadline moves with the adoption")
    }

    @Test func `notification outside hours`() throws {
        let china = try Fixture.china()
        for term in [Term.workingDays(4), .calendarDays(10), .workingMinutes(900)] {
            let clock = try Fixture.started(
                term, at: "2026-02-12 15:00", warnings: [10, 50, 70, 90], china)
            for warning in try clock.warnings(dueBy: clock.due, china) {
                let opening = try china.opening(from: warning.at)
                let closing = try china.workingMilliseconds(
                    from: warning.at.adding(milliseconds: -1), to: warning.at).value
                #expect(opening == warning.at || closing == 1, "\(term) \(warning)")
            }
        }
    }

    @Test func `pre-breach point wrong`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(
            .workingDays(1), at: "2026-03-06 16:00", warnings: [50, 100], china)
        let warnings = try clock.warnings(dueBy: clock.due, china)
        #expect(try warnings.map(\.at) == [moment("2026-03-09 09:00"), clock.due])
        let minutes = try Fixture.started(
            .workingMinutes(100), at: "2026-03-02 09:00", warnings: [90], china)
        #expect(try minutes.nextWarning(after: minutes.startedAt, china)?.at
            == moment("2026-03-02 10:30"))
    }
}
