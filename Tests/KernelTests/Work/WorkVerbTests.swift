import TestSupport
import Testing

@testable import Kernel

/// The ten verbs of a piece of work, each accepted and refused.
struct WorkVerbTests {
    enum Person: UInt64 {
        case ana = 1
        case ben, cai
        /// Holds no post that the work needs.
        case dan

        var id: ID<StaffMember> { ID(at: Moment(milliseconds: 1), random: (5, rawValue)) }
        var posts: Set<Post> { self == .dan ? ["clerk"] : ["assessor"] }
        var principal: Principal { Principal(.staff(id), posts: posts, staffVersion: 1) }
    }

    /// One piece of work and the verbs done to it.
    struct Desk {
        var item: Loaded<WorkItem>
        private var acts: UInt64 = 0
        static let now = Moment(milliseconds: 1_737_700_000_000)

        init(holder: Person? = nil) {
            let subject = CaseReference(stream: StreamName(kind: "case", id: "1"), number: "C-1")
            item = Loaded(
                WorkItem(
                    id: ID(at: Desk.now, random: (1, 1)), of: subject, kind: "case.assess",
                    title: Words("定损", "Assess"), post: "assessor", branch: nil,
                    openedAt: Desk.now, dueAt: Desk.now.adding(seconds: 3600),
                    holder: holder?.id),
                version: 1)
        }

        func facts(_ other: Person?) -> WorkFacts {
            WorkFacts(
                item: item,
                other: other.map {
                    RosterEntry(
                        id: $0.id, number: "A-1", version: 1, posts: $0.posts, branch: nil)
                },
                namesOther: other != nil)
        }

        mutating func act<C: Command>(
            _ command: C, by person: Person, naming other: Person? = nil
        ) throws where C.Facts == WorkFacts {
            try act(command, by: person.principal, naming: other)
        }

        mutating func act<C: Command>(
            _ command: C, by principal: Principal, naming other: Person? = nil
        ) throws where C.Facts == WorkFacts {
            acts += 1
            let context = Context(principal, at: Desk.now, seed: SeededBytes(acts).bytes(32))
            let decision = try command.decide(facts(other), context)
            for case let change as ChangeOf<WorkItem> in decision.changes {
                let after = try #require(WorkItem.fold(item.state, change.events))
                item = Loaded(after, version: item.version + 1)
            }
        }

        func refusal<C: Command>(
            _ command: C, by person: Person, naming other: Person? = nil
        ) throws -> String? where C.Facts == WorkFacts {
            var copy = self
            do {
                try copy.act(command, by: person, naming: other)
                return nil
            } catch let refusal as Refusal {
                return refusal.id
            }
        }

        /// Folds an event that no verb makes, such as the step the work waited for.
        mutating func fold(_ event: WorkItem.Event) throws {
            let after = try #require(WorkItem.fold(item.state, [event]))
            item = Loaded(after, version: item.version + 1)
        }
    }

    private func suspension(seconds: Int64) -> SuspendWork {
        var command = SuspendWork()
        command.until = Desk.now.adding(seconds: seconds)
        return command
    }

    @Test func `claiming takes it out of the pool, once, for who holds the post`() throws {
        var desk = Desk()
        #expect(try desk.refusal(ClaimWork(), by: .dan) == "post.missing")
        try desk.act(ClaimWork(), by: .ana)
        #expect(desk.item.holder == Person.ana.id && desk.item.status == .held)
        #expect(try desk.refusal(ClaimWork(), by: .ben) == "work.held")
        #expect(try desk.refusal(ClaimWork(), by: .ana) == "work.held")
    }

    @Test func `handing over gives the work with all responsibility, to a colleague of the post`()
        throws
    {
        var desk = Desk(holder: .ana)
        #expect(try desk.refusal(HandOverWork(), by: .ben, naming: .cai) == "work.notTheHolder")
        #expect(try desk.refusal(HandOverWork(), by: .ana, naming: .ana) == "work.notYourself")
        #expect(
            try desk.refusal(HandOverWork(), by: .ana, naming: .dan) == "work.colleagueLacksPost")
        #expect(try desk.refusal(HandOverWork(), by: .ana) == "work.noSuchColleague")
        try desk.act(HandOverWork(), by: .ana, naming: .ben)
        #expect(desk.item.holder == Person.ben.id && desk.item.previousHolder == Person.ana.id)
        #expect(try desk.refusal(HandOverWork(), by: .ana, naming: .cai) == "work.notTheHolder")
    }

    @Test func `taking back is for who handed over, until the other begins`() throws {
        var desk = Desk(holder: .ana)
        #expect(try desk.refusal(TakeBackWork(), by: .ana) == "work.nothingToTakeBack")
        try desk.act(HandOverWork(), by: .ana, naming: .ben)
        #expect(try desk.refusal(TakeBackWork(), by: .cai) == "work.nothingToTakeBack")
        var begun = desk
        try begun.act(BeginWork(), by: .ben)
        #expect(try begun.refusal(TakeBackWork(), by: .ana) == "work.begun")
        try desk.act(suspension(seconds: 60), by: .ben)
        try desk.act(TakeBackWork(), by: .ana)
        #expect(desk.item.holder == Person.ana.id && desk.item.status == .held)
        #expect(desk.item.suspendedUntil == nil)
        #expect(try desk.refusal(TakeBackWork(), by: .ana) == "work.nothingToTakeBack")
    }

    @Test func `returning goes to the previous holder, then to the pool, and cannot be taken back`()
        throws
    {
        var desk = Desk(holder: .ana)
        try desk.act(HandOverWork(), by: .ana, naming: .ben)
        #expect(try desk.refusal(ReturnWork(), by: .ana) == "work.notTheHolder")
        try desk.act(ReturnWork(), by: .ben)
        #expect(desk.item.holder == Person.ana.id && !desk.item.hasBegun)
        #expect(try desk.refusal(TakeBackWork(), by: .ben) == "work.nothingToTakeBack")
        try desk.act(ReturnWork(), by: .ana)
        #expect(desk.item.holder == nil && desk.item.status == .pooled)
        try desk.act(ClaimWork(), by: .cai)
        #expect(try desk.refusal(TakeBackWork(), by: .ana) == "work.nothingToTakeBack")
        #expect(try desk.refusal(TakeBackWork(), by: .ben) == "work.nothingToTakeBack")
    }

    @Test func `a delegate hands the result back and the holder stays responsible`() throws {
        var desk = Desk(holder: .ana)
        #expect(try desk.refusal(DelegateWork(), by: .ben, naming: .cai) == "work.notTheHolder")
        #expect(try desk.refusal(DelegateWork(), by: .ana, naming: .ana) == "work.notYourself")
        #expect(try desk.refusal(DelegateWork(), by: .ana) == "work.noSuchColleague")
        try desk.act(DelegateWork(), by: .ana, naming: .dan)
        #expect(desk.item.holder == Person.ana.id && desk.item.delegate == Person.dan.id)
        #expect(try desk.refusal(DelegateWork(), by: .ana, naming: .ben) == "work.delegationOpen")
        #expect(try desk.refusal(HandOverWork(), by: .ana, naming: .ben) == "work.delegationOpen")
        #expect(try desk.refusal(ReturnWork(), by: .ana) == "work.delegationOpen")
        #expect(try desk.refusal(AnswerDelegation(), by: .ana) == "work.noDelegation")
        try desk.act(AnswerDelegation(), by: .dan)
        #expect(desk.item.delegate == nil && desk.item.holder == Person.ana.id)
        #expect(desk.item.state.isOpen)
        #expect(try desk.refusal(AnswerDelegation(), by: .dan) == "work.noDelegation")
    }

    @Test(arguments: WorkItem.Signature.Order.allCases)
    func `signatures that were asked for hold the work up until they are given`(
        order: WorkItem.Signature.Order
    ) throws {
        var desk = Desk(holder: .ana)
        var ask = AskForSignature()
        ask.order = order
        #expect(try desk.refusal(ask, by: .ben, naming: .cai) == "work.notTheHolder")
        #expect(try desk.refusal(ask, by: .ana, naming: .ana) == "work.notYourself")
        #expect(try desk.refusal(ask, by: .ana) == "work.noSuchColleague")
        try desk.act(ask, by: .ana, naming: .dan)
        #expect(try desk.refusal(ask, by: .ana, naming: .dan) == "work.signatureAskedTwice")
        try desk.act(ask, by: .ana, naming: .ben)
        #expect(throws: Refusal.signaturesOpen) {
            try WorkItem.require(signed: [desk.item], kinds: ["case.assess"])
        }
        #expect(try desk.refusal(SignWork(), by: .ana) == "work.signatureNotAsked")
        var sign = SignWork()
        (sign.agrees, sign.opinion) = (false, "too high")
        try desk.act(sign, by: .dan)
        #expect(try desk.refusal(sign, by: .dan) == "work.signatureNotAsked")
        #expect(desk.item.state.openSignatures.map(\.signer) == [Person.ben.id])
        try desk.act(sign, by: .ben)
        try WorkItem.require(signed: [desk.item], kinds: ["case.assess"])
        #expect(desk.item.signatures.map(\.agrees) == [false, false])
        #expect(desk.item.signatures.allSatisfy { $0.signedAt == Desk.now })
    }

    @Test func `signatures of other work hold nothing up`() throws {
        var desk = Desk(holder: .ana)
        try desk.act(AskForSignature(), by: .ana, naming: .ben)
        try WorkItem.require(signed: [desk.item], kinds: ["case.verify"])
        try desk.fold(.withdrawn(reason: "over"))
        try WorkItem.require(signed: [desk.item], kinds: ["case.assess"])
    }

    @Test func `urging counts and changes neither holder nor deadline`() throws {
        var desk = Desk()
        #expect(try desk.refusal(UrgeWork(), by: .dan) == "work.notHeldYet")
        try desk.act(ClaimWork(), by: .ana)
        #expect(try desk.refusal(UrgeWork(), by: .ana) == "work.notYourself")
        let due = desk.item.dueAt
        try desk.act(UrgeWork(), by: .dan)
        try desk.act(UrgeWork(), by: .ben)
        #expect(desk.item.urgings == 2 && desk.item.holder == Person.ana.id)
        #expect(desk.item.dueAt == due && !desk.item.hasBegun)
    }

    @Test func `a copy is seen once and owes nothing`() throws {
        var desk = Desk(holder: .ana)
        #expect(try desk.refusal(CopyWork(), by: .ben, naming: .cai) == "work.notTheHolder")
        #expect(try desk.refusal(CopyWork(), by: .ana) == "work.noSuchColleague")
        try desk.act(CopyWork(), by: .ana, naming: .dan)
        try desk.act(CopyWork(), by: .ana, naming: .dan)
        #expect(desk.item.copies == [Person.dan.id] && desk.item.holder == Person.ana.id)
        try WorkItem.require(signed: [desk.item], kinds: ["case.assess"])
    }

    @Test(arguments: [
        (-1, false), (0, false), (1, true), (90 * 86_400, true), (90 * 86_401, false),
    ])
    func `work is put aside until a moment after now and within 90 days`(
        seconds: Int, accepted: Bool
    ) throws {
        let command = suspension(seconds: Int64(seconds))
        let refusal = try Desk(holder: .ana).refusal(command, by: .ana)
        #expect(refusal == (accepted ? nil : "work.suspensionInPast"))
    }

    @Test func `suspended work keeps its deadline and is taken up again by its holder`() throws {
        var desk = Desk(holder: .ana)
        #expect(try desk.refusal(ResumeWork(), by: .ana) == "work.notSuspended")
        let due = desk.item.dueAt
        #expect(try desk.refusal(suspension(seconds: 60), by: .ben) == "work.notTheHolder")
        try desk.act(suspension(seconds: 60), by: .ana)
        #expect(desk.item.status == .suspended && desk.item.dueAt == due)
        #expect(try desk.refusal(ClaimWork(), by: .ben) == "work.held")
        #expect(try desk.refusal(ResumeWork(), by: .ben) == "work.notTheHolder")
        try desk.act(ResumeWork(), by: .ana)
        #expect(desk.item.status == .held && desk.item.suspendedUntil == nil)
    }

    @Test func `nothing is done to work that is over`() throws {
        for ending in [WorkItem.Event.finished(step: "assess"), .withdrawn(reason: "cancelled")] {
            var desk = Desk(holder: .ana)
            try desk.fold(ending)
            let over = "work.over"
            #expect(try desk.refusal(ClaimWork(), by: .ana) == over)
            #expect(try desk.refusal(BeginWork(), by: .ana) == over)
            #expect(try desk.refusal(HandOverWork(), by: .ana, naming: .ben) == over)
            #expect(try desk.refusal(TakeBackWork(), by: .ana) == over)
            #expect(try desk.refusal(ReturnWork(), by: .ana) == over)
            #expect(try desk.refusal(DelegateWork(), by: .ana, naming: .ben) == over)
            #expect(try desk.refusal(AnswerDelegation(), by: .ana) == over)
            #expect(try desk.refusal(AskForSignature(), by: .ana, naming: .ben) == over)
            #expect(try desk.refusal(SignWork(), by: .ana) == over)
            #expect(try desk.refusal(UrgeWork(), by: .ben) == over)
            #expect(try desk.refusal(CopyWork(), by: .ana, naming: .ben) == over)
            #expect(try desk.refusal(suspension(seconds: 60), by: .ana) == over)
            #expect(try desk.refusal(ResumeWork(), by: .ana) == over)
        }
    }

    @Test func `the product itself does no verb of a person`() {
        var desk = Desk()
        #expect(throws: Refusal.notYourPost) { try desk.act(ClaimWork(), by: .system("sweep")) }
        #expect(throws: Refusal.notYourPost) { try desk.act(UrgeWork(), by: .system("sweep")) }
    }
}
