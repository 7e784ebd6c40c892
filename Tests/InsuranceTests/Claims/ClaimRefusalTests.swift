import Foundation
import Testing

@testable import Insurance
@testable import Kernel

/// One way to meet a refusal, with the situation it is met in.
struct RefusalCase: CustomStringConvertible, Sendable {
    let id: String
    let situation: String
    let meet: @Sendable () throws -> Refusal?

    init(_ id: String, _ situation: String, _ meet: @escaping @Sendable () throws -> Refusal?) {
        self.id = id
        self.situation = situation
        self.meet = meet
    }

    var description: String { "\(id): \(situation)" }
}

struct ClaimRefusalTests {
    static let cases: [RefusalCase] = [
        RefusalCases.notices, RefusalCases.preparing, RefusalCases.deciding, RefusalCases.ending,
        RefusalCases.withdrawing,
        RefusalCases.paying, RefusalCases.work, RefusalCases.payees, RefusalCases.corrections,
        RefusalCases.bank, RefusalCases.parties, RefusalCases.judging,
        RefusalCases.panels, RefusalCases.rescinding, StraightThroughTests.refusals,
        AdvanceTests.refusals,
        RefusalCases.telling,
        RefusalCases.papers, RefusalCases.reserves,
    ].flatMap(\.self)

    @Test(arguments: cases)
    func `each refusal is met by its fact and nothing else`(one: RefusalCase) throws {
        let refusal = try #require(try one.meet(), "accepted: \(one)")
        #expect(refusal.id == one.id)
        expectBothLanguages(refusal.message)
    }

    @Test func `no refusal of claims and payments is without a case`() throws {
        let stated = try ClaimRefusalTests.statedIDs(in: ["Claims", "Payments"])
        #expect(stated.count > 30)
        let met = Set(ClaimRefusalTests.cases.map(\.id))
        #expect(stated.subtracting(met).sorted() == [])
    }

    /// The ids written in the sources of these domains.
    static func statedIDs(in domains: [String]) throws -> Set<String> {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        var ids: Set<String> = []
        for domain in domains {
            let folder = root.appendingPathComponent("Sources/Insurance/\(domain)")
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            for case let file as URL in try #require(files) where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.matches(of: /Refusal\(\s*\.[a-z]+,\s*"([^"\\]+)"/) {
                    ids.insert(String(match.1))
                }
            }
        }
        return ids
    }

    @Test
    func `may you comes before is it complete and that before is it possible`() throws
    {
        // Each of these commands meets two facts; the earlier one in the order is told.
        var stage = try Scene.closed.stage
        #expect(
            try stage.refusal(AssessLoss.assessment("NONE"), by: .qian)?.id
                == "claims.coverageNotInClaim")
        #expect(
            try stage.refusal(ReceiveDocuments.documents(["NONE"]), by: .wang)?.id
                == "claims.documentNotAsked")
        var reserve = ChangeReserve()
        reserve.reserve = Money(minor: 1, .usd)
        #expect(try stage.refusal(reserve, by: .wang)?.id == "claims.otherCurrency")
        stage = try Scene.claimRegistered.stage
        var reopen = ReopenClaim()
        reopen.reserve = Money(minor: 1, .eur)
        #expect(try stage.refusal(reopen, by: .wu)?.id == "claims.otherCurrency")
        let order = try stage.refusal(OrderPayment.order(stage.seals, entitled: false), by: .feng)
        #expect(order?.id == "payments.payeeUnchecked")
        var cancel = CancelClaim()
        cancel.kind = .companyCancellation
        stage = try Scene.closed.stage
        #expect(try stage.refusal(cancel, by: .wang)?.id == "claims.cancellationNeedsSupervisor")
    }

    @Test(arguments: Claims.commands.indices)
    func `nobody without the post may, before anything else is looked at`(index: Int) throws {
        let type = Claims.commands[index]
        let permission = ClaimRefusalTests.permission(type)
        guard let posts = permission.staffPosts else {
            Issue.record("\(type) is not for posts")
            return
        }
        for person in Cast.allCases {
            let expected = person.posts.contains { posts.contains(Post($0)) }
            #expect(permission.allows(person.principal) == expected, "\(person)")
        }
    }

    static func permission<C: Command>(_: C.Type) -> Permission { C.statement.permission }
}
