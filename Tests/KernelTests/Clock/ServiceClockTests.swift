import Foundation
import Kernel
import TestSupport
import Testing

struct ServiceClockTests {
    @Test func `the thirty days stand still from notice to supplements`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.calendarDays(30), at: "2026-03-02 10:00", china)
        #expect(try clock.due == moment("2026-04-01T23:59:59.999+08:00"))
        let paused = try clock.pause(
            at: moment("2026-03-05 15:00"), reason: Fixture.notice, event: "e2", china)
        #expect(try paused.outcome(asOf: moment("2027-06-01 00:00")) == .paused)
        let resumed = try paused.resume(
            at: moment("2026-03-10 09:00"), reason: Fixture.supplements, event: "e3", china)
        // Five days later, 2026-04-06, is the last day off of 清明节.
        #expect(try resumed.due == moment("2026-04-07T23:59:59.999+08:00"))
        #expect(try resumed.consumed(asOf: moment("2026-03-12 10:00"), china) == 5)
        #expect(resumed.segments.map(\.kind) == [.run, .pause, .run])
        #expect(resumed.segments.map(\.event) == ["e1", "e2", "e3"])
    }

    @Test func `working days stand still by working days`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingDays(5), at: "2026-03-02 10:00", china)
        let resumed = try clock
            .pause(at: moment("2026-03-04 15:00"), reason: Fixture.notice, event: "e2", china)
            .resume(at: moment("2026-03-10 09:00"), reason: Fixture.supplements, event: "e3", china)
        #expect(try resumed.due == moment("2026-03-13T23:59:59.999+08:00"))
        #expect(try resumed.consumed(asOf: moment("2026-03-11 10:00"), china) == 3)
    }

    @Test func `a pause on the last day leaves the day it ends on`() throws {
        let china = try Fixture.china()
        for term in [Term.workingDays(2), .calendarDays(2)] {
            let clock = try Fixture.started(term, at: "2026-03-02 10:00", china)
                .pause(at: moment("2026-03-04 09:00"), reason: Fixture.notice, event: "e2", china)
                .resume(
                    at: moment("2026-03-14 09:00"), reason: Fixture.supplements, event: "e3", china)
            #expect(try clock.due == moment("2026-03-16T23:59:59.999+08:00"))
        }
    }

    @Test func `a pause while the last day rolls moves the rolled day`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.calendarDays(3), at: "2026-03-04 10:00", china)
        #expect(try clock.due == moment("2026-03-09T23:59:59.999+08:00"))
        let resumed = try clock
            .pause(at: moment("2026-03-08 09:00"), reason: Fixture.notice, event: "e2", china)
            .resume(at: moment("2026-03-11 09:00"), reason: Fixture.supplements, event: "e3", china)
        #expect(try resumed.due == moment("2026-03-12T23:59:59.999+08:00"))
    }

    @Test func `working minutes go on with what was left`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingMinutes(240), at: "2026-03-02 09:00", china)
            .pause(at: moment("2026-03-02 10:00"), reason: Fixture.notice, event: "e2", china)
            .resume(at: moment("2026-03-03 11:00"), reason: Fixture.supplements, event: "e3", china)
        #expect(try clock.due == moment("2026-03-03 15:00"))
        #expect(try clock.consumed(asOf: moment("2026-03-03 12:30"), china) == 120 * 60_000)
    }

    @Test(arguments: 0..<20)
    func `pauses outside working hours change nothing, in any order`(seed: Int) throws {
        let china = try Fixture.china()
        var random = Seeded(UInt64(seed))
        let minutes = Int.random(in: 1...3000, using: &random)
        for term in [Term.workingMinutes(minutes), .workingDays(9)] {
            let clock = try Fixture.started(term, at: "2026-02-10 10:00", china)
            // The make-up Saturday is worked until 17:00, then 春节 lasts until 02-23.
            let from = try moment("2026-02-14 17:00"), to = try moment("2026-02-24 00:00")
            var cuts = (0..<8).map { _ in
                Moment(milliseconds: .random(
                    in: from.milliseconds..<to.milliseconds, using: &random))
            }
            cuts.sort()
            var flipped = clock
            for (place, cut) in cuts.enumerated() {
                flipped = place.isMultiple(of: 2)
                    ? try flipped.pause(at: cut, reason: Fixture.notice, event: "p", china)
                    : try flipped.resume(at: cut, reason: Fixture.supplements, event: "r", china)
            }
            #expect(flipped.due == clock.due)
            #expect(flipped.segments.count == 9)
        }
    }

    @Test func `a pause that begins when nothing is left to run changes nothing`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingMinutes(420), at: "2026-03-02 09:00", china)
        #expect(try clock.due == moment("2026-03-02 17:00"))
        let resumed = try clock
            .pause(at: clock.due, reason: Fixture.notice, event: "e2", china)
            .resume(at: moment("2026-03-02 20:00"), reason: Fixture.supplements, event: "e3", china)
        #expect(resumed.due == clock.due)
    }

    @Test(arguments: [Term.workingDays(2), .calendarDays(2)])
    func `a pause after the last day does not move it`(term: Term) throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(term, at: "2026-03-02 10:00", china)
        let resumed = try clock
            .pause(at: moment("2026-03-05 09:00"), reason: Fixture.notice, event: "e2", china)
            .resume(at: moment("2026-03-20 09:00"), reason: Fixture.supplements, event: "e3", china)
        #expect(resumed.due == clock.due)
        #expect(try resumed.outcome(asOf: moment("2026-03-20 09:00")) == .breached)
    }

    @Test(arguments: 0..<20)
    func `consumed time and time left make up the term`(seed: Int) throws {
        let china = try Fixture.china()
        var random = Seeded(UInt64(seed &+ 100))
        let term = Term.workingMinutes(6000)
        var clock = try Fixture.started(term, at: "2026-02-10 10:00", china)
        var now = clock.startedAt
        for place in 0..<6 {
            now = now.adding(seconds: .random(in: 0...90_000, using: &random))
            clock = place.isMultiple(of: 2)
                ? try clock.pause(at: now, reason: Fixture.notice, event: "p", china)
                : try clock.resume(at: now, reason: Fixture.supplements, event: "r", china)
        }
        let used = try clock.consumed(asOf: now, china)
        let left = try china.workingMilliseconds(from: now, to: clock.due).value
        #expect(used + left == 6000 * 60_000)
    }

    @Test func `a breach is decided by moments, not by when somebody looked`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingMinutes(60), at: "2026-03-02 09:00", china)
        let due = try moment("2026-03-02 10:00")
        #expect(clock.outcome(asOf: due) == .running)
        #expect(clock.outcome(asOf: due.adding(milliseconds: 1)) == .breached)
        #expect(try clock.stop(at: due).outcome(asOf: moment("2026-12-01 00:00")) == .kept)
        let late = try clock.stop(at: due.adding(milliseconds: 1))
        #expect(late.outcome(asOf: due.adding(milliseconds: 1)) == .breached)
        #expect(late.outcome(asOf: due) == .breached)
    }

    @Test func `a clock does not break while it stands still, nor heal by a late pause`() throws {
        let china = try Fixture.china()
        let later = try moment("2026-04-01 09:00")
        let clock = try Fixture.started(.workingMinutes(60), at: "2026-03-02 09:00", china)
        let paused = try clock.pause(
            at: moment("2026-03-02 09:30"), reason: Fixture.notice, event: "e2", china)
        #expect(paused.outcome(asOf: later) == .paused)
        #expect(try paused.stop(at: later).outcome(asOf: later) == .kept)
        let tooLate = try clock
            .pause(at: moment("2026-03-02 10:30"), reason: Fixture.notice, event: "e2", china)
        #expect(tooLate.outcome(asOf: later) == .breached)
        let resumed = try tooLate.resume(
            at: later, reason: Fixture.supplements, event: "e3", china)
        #expect(resumed.due == clock.due)
        #expect(resumed.outcome(asOf: later) == .breached)
    }

    @Test func `steps out of order or out of place are refused by name`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.hours(48), at: "2026-03-02 09:00", china)
        let before = try moment("2026-03-02 08:59"), after = try moment("2026-03-02 10:00")
        let start = clock.startedAt
        #expect(throws: ClockRefusal.outOfOrder(latest: start)) { try clock.stop(at: before) }
        #expect(throws: ClockRefusal.outOfOrder(latest: start)) {
            try clock.pause(at: before, reason: Fixture.notice, event: "e", china)
        }
        #expect(throws: ClockRefusal.notPaused) {
            try clock.resume(at: after, reason: Fixture.notice, event: "e", china)
        }
        let paused = try clock.pause(at: after, reason: Fixture.notice, event: "e", china)
        #expect(throws: ClockRefusal.alreadyPaused) {
            try paused.pause(at: after, reason: Fixture.notice, event: "e", china)
        }
        let stopped = try paused.stop(at: after)
        #expect(throws: ClockRefusal.alreadyStopped) { try stopped.stop(at: after) }
        #expect(throws: ClockRefusal.alreadyStopped) {
            try stopped.resume(at: after, reason: Fixture.notice, event: "e", china)
        }
        #expect(throws: ClockRefusal.otherCalendar(id: "cn", version: 1)) {
            try clock.pause(
                at: after, reason: Fixture.notice, event: "e", Fixture.china(version: 2))
        }
        #expect(throws: ClockRefusal.self) {
            try clock.pause(
                at: Moment(milliseconds: .max), reason: Fixture.notice, event: "e", china)
                .resume(at: Moment(milliseconds: .min), reason: Fixture.notice, event: "e", china)
        }
    }

    @Test func `a second pause of the claim clock needs an approval`() throws {
        let china = try Fixture.china()
        let once = try Fixture.started(
            .calendarDays(30), at: "2026-03-02 09:00", pauseLimit: 1, china)
            .pause(at: moment("2026-03-03 09:00"), reason: Fixture.notice, event: "e2", china)
            .resume(at: moment("2026-03-04 09:00"), reason: Fixture.supplements, event: "e3", china)
        let again = try moment("2026-03-05 09:00")
        #expect(throws: ClockRefusal.pauseNeedsApproval(limit: 1)) {
            try once.pause(at: again, reason: Fixture.notice, event: "e4", china)
        }
        let approved = try once.pause(
            at: again, reason: Fixture.notice, event: "e4", approval: "a1", china)
        #expect(approved.isPaused)
    }

    @Test func `an extension is approved before the term is over and counts with it`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.calendarDays(15), at: "2026-03-02 09:00", china)
        let longer = try clock.extend(
            by: .calendarDays(15), approval: "a1", at: moment("2026-03-16 09:00"), china)
        #expect(try longer.due == moment("2026-04-01T23:59:59.999+08:00"))
        #expect(throws: ClockRefusal.alreadyBreached) {
            try clock.extend(
                by: .calendarDays(1), approval: "a", at: moment("2026-03-18 00:00"), china)
        }
        #expect(throws: ClockRefusal.differentBasis) {
            try clock.extend(by: .hours(1), approval: "a", at: moment("2026-03-16 09:00"), china)
        }
        for count in [Int.min, 0, .max] {
            #expect(throws: ClockRefusal.count(.amountOutOfRange)) {
                try clock.extend(
                    by: .calendarDays(count), approval: "a", at: moment("2026-03-16 09:00"), china)
            }
        }
    }

    @Test func `pauses carry over when the standard changes, also while paused`() throws {
        let china = try Fixture.china()
        let paused = try Fixture.started(.workingMinutes(240), at: "2026-03-02 09:00", china)
            .pause(at: moment("2026-03-02 10:00"), reason: Fixture.notice, event: "e2", china)
        let urgent = ClockStandard(id: "s2", term: .workingMinutes(120))
        let swapped = try paused.adopting(urgent, china).resume(
            at: moment("2026-03-03 11:00"), reason: Fixture.supplements, event: "e3", china)
        #expect(try swapped.due == moment("2026-03-03 12:00"))
        #expect(swapped.standard.id == "s2")
        #expect(swapped.segments.count == 3)
    }

    @Test func `a provisional deadline settles when the year is published and adopted`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingDays(2), at: "2026-12-31 09:00", china)
        #expect(clock.missingYear == 2027)
        #expect(try clock.due == moment("2027-01-04T23:59:59.999+08:00"))
        let table = try Fixture.shippedTable()
        let holiday = BusinessCalendar.Override(
            try day("2027-01-01"), .off, name: HolidayTable.words("元旦"))
        let next = try CompiledCalendar(
            .office(
                id: "cn", version: 2, zone: "Asia/Shanghai", windows: Fixture.nineToFive,
                overrides: table.rows + [holiday], publishedYears: table.years + [2027]))
        let settled = try clock.adopting(clock.standard, next)
        #expect(settled.missingYear == nil)
        #expect(try settled.due == moment("2027-01-05T23:59:59.999+08:00"))
        #expect(settled.calendarVersion == 2)
    }

    @Test func `working minutes warn when their share has run`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(
            .workingMinutes(600), at: "2026-03-02 09:00", warnings: [90, 50, 100], china)
        #expect(try clock.nextWarning(after: clock.startedAt, china)?.at
            == moment("2026-03-02 15:00"))
        let due = try clock.warnings(dueBy: moment("2026-03-03 12:00"), china)
        #expect(due.map(\.percent) == [50, 90, 100])
        #expect(try due.map(\.at) == [
            moment("2026-03-02 15:00"), moment("2026-03-03 11:00"), moment("2026-03-03 12:00"),
        ])
        let paused = try clock.pause(
            at: moment("2026-03-02 14:00"), reason: Fixture.notice, event: "e2", china)
        #expect(try paused.warnings(dueBy: moment("2026-06-01 00:00"), china).isEmpty)
        #expect(try paused.nextWarning(after: clock.startedAt, china) == nil)
    }

    @Test func `days warn in working hours and never after the deadline`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(
            .calendarDays(30), at: "2026-01-20 09:00", warnings: [70, 90, 100], china)
        let due = try clock.warnings(dueBy: clock.due, china)
        // 21 days end on 02-10, 27 days inside 春节, so that warning waits for the day after it.
        #expect(try due.map(\.at) == [
            moment("2026-02-11 09:00"), moment("2026-02-24 09:00"), clock.due,
        ])
        let one = try Fixture.started(
            .workingDays(1), at: "2026-03-06 16:00", warnings: [50], china)
        #expect(try one.nextWarning(after: one.startedAt, china)?.at == moment("2026-03-09 09:00"))
    }

    @Test func `the why names the start, the pause, the days off and the deadline`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingDays(5), at: "2026-02-10 10:00", china)
            .pause(at: moment("2026-02-11 15:00"), reason: Fixture.notice, event: "e2", china)
            .resume(at: moment("2026-02-13 09:00"), reason: Fixture.supplements, event: "e3", china)
            .stop(at: moment("2026-02-26 09:00"))
        let name = Words("核定时限", "Decision time")
        #expect(try clock.why(china, name: name).map(\.en) == [
            "Decision time: 5 working days.", "By s1; calendar cn, version 1.",
            "Counted from 2026-02-10 10:00: claim received.",
            "Paused from 2026-02-11 15:00 to 2026-02-13 09:00: supplement notice delivered.",
            "The first day, 2026-02-10, is not counted.",
            "2026-02-14 is a make-up working day (Spring Festival) and counts.",
            "Not counted: 2026-02-15 – 2026-02-23 (Spring Festival).",
            "Due by 2026-02-26 24:00, inclusive.", "Done at 2026-02-26 09:00, in time.",
        ])
        #expect(try clock.why(china, in: .zh).contains("不计：2026-02-15 – 2026-02-23（春节）。"))
    }

    @Test func `a clock survives being written and read`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(
            .calendarDays(30), at: "2026-03-02 10:00", warnings: [70], pauseLimit: 1, china)
            .pause(at: moment("2026-03-05 15:00"), reason: Fixture.notice, event: "e2", china)
        let bytes = try JSONEncoder().encode(clock)
        #expect(try JSONDecoder().decode(ServiceClock.self, from: bytes) == clock)
    }

    @Test func `a hostile written clock is refused and never traps`() throws {
        let china = try Fixture.china()
        let clock = try Fixture.started(.workingMinutes(7), at: "2026-03-02 10:00", china)
        let text = String(decoding: try JSONEncoder().encode(clock), as: UTF8.self)
        let hostile = text
            .replacingOccurrences(of: "\"count\":7", with: "\"count\":\(Int.max)")
            .replacingOccurrences(
                of: "\"startedAt\":\(clock.startedAt.milliseconds)",
                with: "\"startedAt\":\(Int64.min)")
        let read = try JSONDecoder().decode(ServiceClock.self, from: Data(hostile.utf8))
        #expect(throws: ClockRefusal.count(.amountOutOfRange)) { try read.why(china) }
        #expect(read.outcome(asOf: Moment(milliseconds: .max)) == .breached)
        let now = try moment("2026-03-02 11:00")
        #expect(throws: ClockRefusal.self) {
            try read.pause(at: now, reason: Fixture.notice, event: "e", china)
        }
    }
}
