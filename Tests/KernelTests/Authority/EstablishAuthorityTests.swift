import TestSupport
import Testing

@testable import Kernel

struct EstablishAuthorityTests {
    private static let officer = Principal(
        .staff(ID<StaffMember>("01941f29-7c00-7000-8000-00000000000c") ?? .blank),
        posts: ["complianceOfficer"])

    private static func context(_ principal: Principal = Self.officer) -> Context {
        Context(principal, at: Moment(milliseconds: 1_740_963_600_000), seed: Array(0..<32))
    }

    private static var command: EstablishAuthority {
        var command = EstablishAuthority()
        command.kind = "claims.indemnity"
        command.level = 3
        command.from = Day(number: 20_000)
        command.maximum = Money(minor: 100_000_00)
        command.document = "董事会决议〔2026〕3号"
        return command
    }

    private static func row(_ holder: Authority.Holder) -> Loaded<Authority> {
        Loaded(
            Authority(
                id: ID("01941f29-7c00-7000-8000-000000000001") ?? .blank,
                kind: "claims.indemnity", holder: holder, level: 1, scope: .single,
                from: Day(number: 19_000), maximum: Money(minor: 1), grantedBy: "system:test",
                document: "1"), version: 1)
    }

    @Test func `the board's resolution is the executive's first row, kept with its number`()
        throws
    {
        let decision = try Self.command.decide(AuthorityBook(rows: []), Self.context())
        let image = try #require(decision.changes.first).image()
        let columns = Dictionary(image.columns, uniquingKeysWith: { first, _ in first })
        #expect(image.table == "authority")
        #expect(columns["holder"] == .text("post:executive"))
        #expect(decision.reason == "董事会决议〔2026〕3号")
    }

    @Test func `nobody records it who would hold it, or holds authority of the kind`() {
        let both = Principal(Self.officer.kind, posts: ["complianceOfficer", "executive"])
        #expect(refusal([], both) == .ownAuthority)
        let rows = [Self.row(.post("complianceOfficer"))]
        #expect(refusal(rows) == .ownAuthority)
    }

    @Test func `a second row for the same, and one that ends before it begins, are refused`() {
        #expect(refusal([Self.row(.post("executive"))]) == .authorityConflict)
        var command = Self.command
        command.until = Day(number: 19_999)
        #expect(refusal([], command: command) == .authorityPeriod)
    }

    private func refusal(
        _ rows: [Loaded<Authority>], _ principal: Principal = Self.officer,
        command: EstablishAuthority = Self.command
    ) -> Refusal? {
        do {
            _ = try command.decide(AuthorityBook(rows: rows), Self.context(principal))
            return nil
        } catch {
            return error
        }
    }
}
