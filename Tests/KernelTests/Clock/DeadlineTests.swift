import Foundation
import Kernel
import Testing

struct DeadlineTests {
    @Test(arguments: [
        // The first day is not counted; the fifth working day passes 元旦 and the make-up Sunday.
        (Term.workingDays(5), "2025-12-29 10:00", "2026-01-06"),
        (.workingDays(1), "2026-01-03 10:00", "2026-01-04"),
        (.workingDays(0), "2026-01-05 10:00", "2026-01-05"),
        (.workingDays(0), "2026-01-10 10:00", "2026-01-12"),
        (.calendarDays(3), "2026-01-05 10:00", "2026-01-08"),
        (.calendarDays(0), "2026-01-05 23:59", "2026-01-05"),
        // The 30th day is a day off of 春节 and moves to the day after the holiday.
        (.calendarDays(30), "2026-01-20 10:00", "2026-02-24"),
        // A last day on a make-up Saturday does not move.
        (.calendarDays(30), "2026-01-15 10:00", "2026-02-14"),
        (.calendarDays(2), "2024-02-27 10:00", "2024-02-29"),
        (.calendarDays(366), "2024-02-29 10:00", "2025-03-03"),
    ])
    func `a term of days ends with its last day`(term: Term, start: String, last: String) throws {
        let deadline = try Deadline.compute(term, from: moment(start), Fixture.china())
        #expect(try deadline.due == moment("\(last)T23:59:59.999+08:00"))
        #expect(!deadline.isProvisional)
    }

    @Test func `working minutes and hours end at a moment`() throws {
        let china = try Fixture.china()
        let start = try moment("2026-09-30 16:00")
        let minutes = try Deadline.compute(.workingMinutes(120), from: start, china)
        #expect(try minutes.due == moment("2026-10-08 10:00"))
        let hours = try Deadline.compute(.hours(24), from: start, china)
        #expect(try hours.due == moment("2026-10-01 16:00"))
    }

    @Test(arguments: [
        (Term.workingDays(15), "2026-12-20 10:00", true),
        (.calendarDays(30), "2026-12-20 10:00", true),
        (.workingMinutes(420), "2026-12-31 15:00", true),
        (.hours(48), "2026-12-31 15:00", false),
        (.calendarDays(11), "2026-12-20 10:00", false),
        (.workingMinutes(120), "2026-12-31 15:00", false),
    ])
    func `2027 is not published, so what needs it is provisional`(
        term: Term, start: String, provisional: Bool
    ) throws {
        let china = try Fixture.china()
        let deadline = try Deadline.compute(term, from: moment(start), china)
        #expect(deadline.missingYear == (provisional ? 2027 : nil))
        let says = deadline.explanation(china).contains { $0.en.contains("2027 are not published") }
        #expect(says == provisional)
    }

    @Test func `the explanation names every day that does not count`() throws {
        let china = try Fixture.china()
        let deadline = try Deadline.compute(
            .workingDays(5), from: moment("2026-02-12 10:00"), china)
        #expect(deadline.explanation(china).map(\.en) == [
            "Counted from 2026-02-12 10:00.", "Term: 5 working days.",
            "The first day, 2026-02-12, is not counted.",
            "2026-02-14 is a make-up working day (Spring Festival) and counts.",
            "Not counted: 2026-02-15 – 2026-02-23 (Spring Festival).",
            "Due by 2026-02-26 24:00, inclusive.",
        ])
        let rolled = try Deadline.compute(
            .calendarDays(30), from: moment("2026-01-20 10:00"), china)
        #expect(rolled.explanation(china).map(\.zh).suffix(3) == [
            "不计：2026-02-19 – 2026-02-23（春节）。",
            "最后一日 2026-02-19 为休息日，顺延至 2026-02-24。",
            "应于 2026-02-24 24:00 前（含）完成。",
        ])
    }

    @Test func `a very long term has a bounded explanation`() throws {
        let china = try Fixture.china()
        let deadline = try Deadline.compute(
            .workingDays(600), from: moment("2024-01-02 10:00"), china)
        #expect(deadline.steps.count < 70)
        #expect(deadline.steps.contains { if case .more = $0 { true } else { false } })
    }

    @Test func `days in a zone whose midnight is skipped end where the next begins`() throws {
        let santiago = try Fixture.plain("America/Santiago")
        let deadline = try Deadline.compute(
            .calendarDays(1), from: moment("2025-09-04T12:00:00-04:00"), santiago)
        #expect(try deadline.due == moment("2025-09-05T23:59:59.999-04:00"))
        let open = try Fixture.plain("America/Santiago", weekdays: Set(1...7))
        let saturday = try Deadline.compute(
            .calendarDays(1), from: moment("2025-09-05T12:00:00-04:00"), open)
        #expect(try saturday.due == moment("2025-09-06T23:59:59.999-04:00"))
    }

    @Test func `extreme terms and starts are refused and never trap`() throws {
        let china = try Fixture.china()
        let here = try moment("2026-01-05 09:00")
        for basis in Term.Basis.allCases {
            for count in [Int.min, -1, Term.limit + 1, .max] {
                #expect(throws: CountRefusal.amountOutOfRange) {
                    try Deadline.compute(Term(basis, count), from: here, china)
                }
            }
            for far in [Int64.min, .max] {
                #expect(throws: CountRefusal.self) {
                    try Deadline.compute(
                        Term(basis, 1), from: Moment(milliseconds: far), china)
                }
            }
        }
        #expect(throws: CountRefusal.self) {
            try Deadline.compute(.calendarDays(Term.limit), from: here, china)
        }
    }
}
