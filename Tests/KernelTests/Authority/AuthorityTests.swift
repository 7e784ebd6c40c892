import TestSupport
import Testing

@testable import Kernel

/// Who may decide what up to which amount: the book's answers, and granting and revoking.
struct AuthorityTests {
    static let today = Day(number: 20_112)
    static let now = Moment(milliseconds: 1_737_700_000_000)
    static let here = ID<Branch>(at: now, random: (8, 1))
    static let there = ID<Branch>(at: now, random: (8, 2))

    static func person(_ number: UInt64) -> ID<StaffMember> {
        ID(at: Moment(milliseconds: 1), random: (5, number))
    }

    static func staff(_ number: UInt64, _ posts: Set<Post> = []) -> Principal {
        Principal(.staff(person(number)), posts: posts, staffVersion: 1)
    }

    static func row(
        _ holder: Authority.Holder, _ level: Int64, _ maximum: Int64, number: UInt64 = 1,
        product: String? = nil, branch: ID<Branch>? = nil, scope: Authority.Scope = .single,
        from: Int = 20_000, until: Int? = nil, _ currency: Currency = .cny,
        notifyFrom: Money? = nil, version: Int64 = 1
    ) -> Loaded<Authority> {
        Loaded(
            Authority(
                id: ID(at: now, random: (4, UInt64(level) * 100 + number)), kind: "indemnity",
                holder: holder, level: level, product: product, branch: branch, scope: scope,
                from: Day(number: from), until: until.map { Day(number: $0) },
                maximum: Money(minor: maximum, currency), notifyFrom: notifyFrom,
                grantedBy: "system:setup", document: "DOC"), version: version)
    }

    private func question(
        _ minor: Int64, total: Int64? = nil, product: String = "AUTO",
        branch: ID<Branch>? = AuthorityTests.here, _ currency: Currency = .cny,
        makers: Set<ID<StaffMember>> = []
    ) -> AuthorityBook.Question {
        AuthorityBook.Question(
            amount: Money(minor: minor, currency),
            claimTotal: total.map { Money(minor: $0, currency) }, product: product,
            branch: branch, day: AuthorityTests.today, makers: makers)
    }

    /// `within LEVEL`, `over LEVEL past LEVELS` or `nobody past LEVELS`.
    private func answer(
        _ rows: [Loaded<Authority>], _ question: AuthorityBook.Question,
        _ principal: Principal = AuthorityTests.staff(1, ["one"])
    ) -> String {
        switch AuthorityBook(rows: rows).answer(question, for: principal) {
        case .within(let use): "within \(use.level)"
        case .over(_, let level, let passed): "over \(level) past \(passed.map(\.level))"
        case .nobody(let passed): "nobody past \(passed.map(\.level))"
        }
    }

    @Test func `the maximum is up to and including`() {
        let rows = [AuthorityTests.row(.post("one"), 1, 100)]
        #expect(answer(rows, question(100)) == "within 1")
        #expect(answer(rows, question(101)) == "nobody past []")
        #expect(answer([], question(0)) == "nobody past []")
    }

    @Test func `over the limit goes to the next level that has it, and names those it passed`() {
        let rows = [
            AuthorityTests.row(.post("four"), 4, 1000), AuthorityTests.row(.post("one"), 1, 100),
            AuthorityTests.row(.post("three"), 3, 300), AuthorityTests.row(.post("two"), 2, 200),
        ]
        #expect(answer(rows, question(150)) == "over 2 past []")
        #expect(answer(rows, question(500)) == "over 4 past [2, 3]")
        #expect(answer(rows, question(2000)) == "nobody past [2, 3, 4]")
        #expect(answer(rows, question(50), AuthorityTests.staff(2, ["none"])) == "over 1 past []")
    }

    @Test func `a person's own row counts beside the post's`() {
        let rows = [
            AuthorityTests.row(.post("one"), 1, 100),
            AuthorityTests.row(.staff(AuthorityTests.person(1)), 2, 500),
        ]
        #expect(answer(rows, question(500)) == "within 2")
        #expect(answer(rows, question(500), AuthorityTests.staff(2, ["one"])) == "over 2 past []")
    }

    @Test func `product, branch and dates narrow a row`() {
        let product = [AuthorityTests.row(.post("one"), 1, 100, product: "AUTO")]
        #expect(answer(product, question(1)) == "within 1")
        #expect(answer(product, question(1, product: "HOME")) == "nobody past []")
        let branch = [AuthorityTests.row(.post("one"), 1, 100, branch: AuthorityTests.here)]
        #expect(answer(branch, question(1)) == "within 1")
        #expect(answer(branch, question(1, branch: AuthorityTests.there)) == "nobody past []")
        #expect(answer(branch, question(1, branch: nil)) == "nobody past []")
        let days: [(Int, Int?, Bool)] = [
            (20_112, 20_112, true), (20_113, nil, false), (20_000, 20_111, false),
            (20_000, nil, true),
        ]
        for (from, until, holds) in days {
            let rows = [AuthorityTests.row(.post("one"), 1, 100, from: from, until: until)]
            #expect(answer(rows, question(1)) == (holds ? "within 1" : "nobody past []"))
        }
    }

    @Test func `a row for the total of a claim is measured by the total`() {
        let rows = [AuthorityTests.row(.post("one"), 1, 100, scope: .claimTotal)]
        #expect(answer(rows, question(60, total: 100)) == "within 1")
        #expect(answer(rows, question(60, total: 101)) == "nobody past []")
        let single = [AuthorityTests.row(.post("one"), 1, 100)]
        #expect(answer(single, question(60, total: 101)) == "within 1")
    }

    @Test func `another currency is never within a limit`() {
        let rows = [AuthorityTests.row(.post("one"), 1, 1_000_000)]
        #expect(answer(rows, question(1, .usd)) == "nobody past []")
    }

    @Test func `a maker has no row, neither the post's nor an own one`() {
        let maker = AuthorityTests.person(1)
        let rows = [
            AuthorityTests.row(.post("one"), 1, 100), AuthorityTests.row(.staff(maker), 2, 500),
            AuthorityTests.row(.post("three"), 3, 500),
        ]
        #expect(answer(rows, question(50, makers: [maker])) == "over 1 past []")
        #expect(answer(rows, question(200, makers: [maker])) == "over 3 past [1]")
        let other = AuthorityTests.staff(2, ["one"])
        #expect(answer(rows, question(200, makers: [maker]), other) == "over 3 past []")
    }

    @Test(arguments: [(99, false), (100, true), (101, true)])
    func `a notice to the superior is told and never blocks`(minor: Int64, told: Bool) throws {
        let rows = [
            AuthorityTests.row(.post("one"), 1, 1000, notifyFrom: Money(minor: 100), version: 7)
        ]
        let answer = AuthorityBook(rows: rows).answer(
            question(minor), for: AuthorityTests.staff(1, ["one"]))
        guard case .within(let use) = answer else {
            Issue.record("the notice blocked")
            return
        }
        #expect(use.notifies == told && use.version == 7 && use.row == rows[0].state.id)
    }

    @Test func `a revoked row answers nothing`() {
        var state = AuthorityTests.row(.post("one"), 1, 100).state
        state.apply(.revoked(by: "staff:x", reason: "moved", at: AuthorityTests.now))
        #expect(answer([Loaded(state, version: 2)], question(1)) == "nobody past []")
        #expect(state.columns.contains { $0.0 == "is_active" && $0.1 == false.sql })
    }
}
