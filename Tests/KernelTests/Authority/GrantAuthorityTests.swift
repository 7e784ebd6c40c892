import TestSupport
import Testing

@testable import Kernel

/// Granting and revoking: the rules that keep authority from growing by itself.
struct GrantAuthorityTests {
    private let chief = AuthorityTests.staff(1, ["executive"])

    private func grant(_ change: (inout GrantAuthority) -> Void = { _ in }) -> GrantAuthority {
        var command = GrantAuthority()
        command.kind = "indemnity"
        command.post = "approver"
        command.level = 1
        command.from = Day(number: 20_100)
        command.maximum = Money(minor: 1_000)
        command.document = "BOARD-7"
        change(&command)
        return command
    }

    /// What the chief may grant from: 5,000 for everything.
    private let own = [AuthorityTests.row(.post("executive"), 3, 5_000)]

    private func decide(
        _ command: GrantAuthority, _ rows: [Loaded<Authority>]? = nil, member: UInt64? = nil,
        by principal: Principal? = nil
    ) throws -> Authority? {
        let entry = member.map {
            RosterEntry(
                id: AuthorityTests.person($0), number: "A-1", version: 1, posts: [], branch: nil)
        }
        let context = Context(
            principal ?? chief, at: AuthorityTests.now, seed: SeededBytes(1).bytes(32))
        let decision = try command.decide(
            .init(book: AuthorityBook(rows: rows ?? own), member: entry), context)
        let change = try #require(decision.changes.first as? ChangeOf<Authority>)
        #expect(decision.reason == "BOARD-7")
        return Authority.fold(nil, change.events)
    }

    private func refusal(
        _ command: GrantAuthority, _ rows: [Loaded<Authority>]? = nil, member: UInt64? = nil,
        by principal: Principal? = nil
    ) throws -> String? {
        do {
            _ = try decide(command, rows, member: member, by: principal)
            return nil
        } catch let refusal as Refusal {
            return refusal.id
        }
    }

    @Test func `a grant within one's own is a row with its document and giver`() throws {
        let row = try #require(try decide(grant { $0.branch = AuthorityTests.here }))
        #expect(row.holder == .post("approver") && row.maximum.minor == 1_000)
        #expect(row.branch == AuthorityTests.here && row.document == "BOARD-7")
        #expect(row.grantedBy == chief.text && row.revokedAt == nil)
        let named = try #require(
            try decide(
                grant {
                    $0.post = nil
                    $0.staff = "S9"
                }, member: 9))
        #expect(named.holder == .staff(AuthorityTests.person(9)))
    }

    @Test func `one holder is named, and one that exists`() throws {
        #expect(try refusal(grant { $0.staff = "S9" }, member: 9) == "authority.holder")
        #expect(try refusal(grant { $0.post = nil }) == "authority.holder")
        let absent = grant {
            $0.post = nil
            $0.staff = "S9"
        }
        #expect(try refusal(absent) == "work.noSuchColleague")
    }

    @Test func `nobody grants to themselves, by name or by post`() throws {
        #expect(try refusal(grant { $0.post = "executive" }) == "authority.own")
        let self_ = grant {
            $0.post = nil
            $0.staff = "S1"
        }
        #expect(try refusal(self_, member: 1) == "authority.own")
    }

    @Test func `nobody grants above their own maximum, in any respect`() throws {
        let above = "authority.aboveOwn"
        #expect(try refusal(grant { $0.maximum = Money(minor: 5_000) }) == nil)
        #expect(try refusal(grant { $0.maximum = Money(minor: 5_001) }) == above)
        #expect(try refusal(grant { $0.maximum = Money(minor: 1, .usd) }) == above)
        #expect(try refusal(grant(), []) == above)
        let product = [AuthorityTests.row(.post("executive"), 3, 5_000, product: "AUTO")]
        #expect(try refusal(grant(), product) == above)
        #expect(try refusal(grant { $0.product = "HOME" }, product) == above)
        #expect(try refusal(grant { $0.product = "AUTO" }, product) == nil)
        let branch = [AuthorityTests.row(.post("executive"), 3, 5_000, branch: AuthorityTests.here)]
        #expect(try refusal(grant(), branch) == above)
        #expect(try refusal(grant { $0.branch = AuthorityTests.there }, branch) == above)
        #expect(try refusal(grant { $0.branch = AuthorityTests.here }, branch) == nil)
        let total = [AuthorityTests.row(.post("executive"), 3, 5_000, scope: .claimTotal)]
        #expect(try refusal(grant(), total) == above)
        #expect(try refusal(grant { $0.scope = .claimTotal }, total) == nil)
        #expect(try refusal(grant { $0.scope = .coverageTotal }) == nil)
        let year = [AuthorityTests.row(.post("executive"), 3, 5_000, until: 20_400)]
        #expect(try refusal(grant(), year) == above)
        #expect(try refusal(grant { $0.until = Day(number: 20_401) }, year) == above)
        #expect(try refusal(grant { $0.until = Day(number: 20_400) }, year) == nil)
        let later = [AuthorityTests.row(.post("executive"), 3, 5_000, from: 20_101)]
        #expect(try refusal(grant(), later) == above)
    }

    @Test func `the set-up of an installation grants without a row of its own`() throws {
        #expect(try refusal(grant(), [], by: .system("setup")) == nil)
    }

    @Test func `a row that ends before it begins or mixes currencies is refused`() throws {
        let reversed = grant { $0.until = Day(number: 20_099) }
        #expect(try refusal(reversed) == "authority.period")
        #expect(try refusal(grant { $0.until = Day(number: 20_100) }) == nil)
        let mixed = grant { $0.notifyFrom = Money(minor: 1, .usd) }
        #expect(try refusal(mixed) == "authority.currencies")
    }

    /// Days of another row of the same holder and kind, and whether the new one, from day 20100
    /// to 20200, contradicts it.
    static let periods: [(Int, Int?, Bool)] = [
        (20_000, nil, true), (20_000, 20_099, false), (20_000, 20_100, true),
        (20_200, nil, true), (20_201, nil, false), (20_150, 20_160, true),
    ]

    @Test(arguments: periods)
    func `rows that say something about the same decision at the same time are refused`(
        from: Int, until: Int?, refused: Bool
    ) throws {
        let other = AuthorityTests.row(.post("approver"), 1, 500, from: from, until: until)
        let command = grant { $0.until = Day(number: 20_200) }
        #expect(
            try refusal(command, own + [other]) == (refused ? "authority.conflict" : nil))
    }

    @Test func `rows of another product, branch, scope or holder stand beside each other`() throws {
        let others = [
            AuthorityTests.row(.post("approver"), 1, 500, number: 2, product: "AUTO"),
            AuthorityTests.row(.post("approver"), 1, 500, number: 3, branch: AuthorityTests.here),
            AuthorityTests.row(.post("approver"), 1, 500, number: 4, scope: .claimTotal),
            AuthorityTests.row(.post("other"), 1, 500, number: 5),
        ]
        #expect(try refusal(grant(), own + others) == nil)
    }

    @Test func `a project's exception stands beside the ordinary row, and its use says so`()
        throws
    {
        let ordinary = AuthorityTests.row(.post("approver"), 1, 1_000)
        let command = grant {
            $0.project = "2026 年台风理赔"
            $0.maximum = Money(minor: 3_000)
        }
        let row = try #require(try decide(command, own + [ordinary]))
        #expect(row.project == "2026 年台风理赔")
        #expect(try refusal(grant(), own + [ordinary]) == "authority.conflict")
        let book = AuthorityBook(rows: [ordinary, Loaded(row, version: 4)])
        let question = AuthorityBook.Question(
            amount: Money(minor: 2_000), product: "AUTO", branch: nil,
            day: Day(number: 20_200), makers: [])
        guard
            case .within(let use) = book.answer(
                question, for: AuthorityTests.staff(2, ["approver"]))
        else {
            Issue.record("the exception covers it")
            return
        }
        #expect(use.project == row.project && use.version == 4)
    }

    @Test func `a row is revoked by another, once`() throws {
        let context = Context(chief, at: AuthorityTests.now, seed: SeededBytes(1).bytes(32))
        var command = RevokeAuthority()
        command.reason = "left the desk"
        let row = AuthorityTests.row(.post("approver"), 1, 500)
        let decision = try command.decide(row, context)
        let change = try #require(decision.changes.first as? ChangeOf<Authority>)
        let after = try #require(Authority.fold(row.state, change.events))
        #expect(after.revokedAt == AuthorityTests.now)
        #expect(throws: Refusal.authorityOver) {
            try command.decide(Loaded(after, version: 2), context)
        }
        #expect(throws: Refusal.ownAuthority) { try command.decide(own[0], context) }
    }
}
