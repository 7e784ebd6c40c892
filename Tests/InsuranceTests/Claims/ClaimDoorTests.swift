import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

/// The story through the one door, on every engine: what `decide` alone cannot show.
@Suite struct ClaimDoorTests {
    static let random = SeededBytes(11).bytes

    /// An office with staff, calendar, standards, authority, a product and a policy.
    struct Office {
        let dispatcher: Dispatcher
        let claim: String

        init(_ backend: Backend) async throws {
            let database = try await backend.open()
            let keys = try VaultKeys.generate(random: SeededBytes(3).bytes)
            let now = try shanghai("2025-01-24 15:00")
            dispatcher = Dispatcher(
                database: database, vault: Vault(keys: keys), log: "test", now: { now },
                random: ClaimDoorTests.random)
            try await dispatcher.database.write { try Office.furnish($0, at: now) }
            let notice = try await dispatcher.perform(
                Office.report(), by: Cast.lin.principal)
            var register = RegisterClaim.claim()
            register.notice = try #require(notice.text("number"))
            let claim = try await dispatcher.perform(register, by: Cast.zhao.principal)
            self.claim = try #require(claim.text("number"))
        }

        static func report() throws -> RegisterNotice {
            var command = try RegisterNotice.notice()
            command.place = Personal(plain: "中山路", .init(.address, of: "reporter", max: 200))
            command.course = Personal(plain: "追尾", .init(.narrative, of: "reporter", max: 400))
            command.reporterName = Personal(plain: "何静", .init(.name, of: "reporter", max: 80))
            command.reporterPhone = nil
            return command
        }

        private static func furnish(_ transaction: any Transaction, at now: Moment) throws {
            for person in Cast.allCases {
                let posts = person.posts.map(\.rawValue).sorted().joined(separator: " ")
                try transaction.execute(
                    """
                    INSERT INTO staff (id, version, state, number, person, posts, is_active)
                    VALUES (\(person.id), 1, '{}', \(person.number), \(person.id), \(posts), 1)
                    """)
            }
            let context = Context(.system("test"), at: now, seed: SeededBytes(5).bytes(32))
            let recording = Recording(
                context: context, command: "test.furnish", duties: [], log: "test",
                transaction: transaction)
            _ = try recording.record(try furniture(context))
        }

        private static func furniture(_ context: Context) throws -> Decision {
            var decision = Decision()
            let calendar = try #require(ClaimStage.calendar)
            decision.open(
                CalendarEdition.self,
                .published(CalendarEdition(id: context.id("calendar"), calendar.calendar)))
            let time = try ClaimStage().time(of: nil)
            for standard in time.standards.values.sorted(by: { $0.metric < $1.metric }) {
                decision.open(Standard.self, .set(standard))
            }
            decision.open(Product.self, .defined(Scene.product))
            decision.open(Policy.self, .recorded(try Scene.policy(try Seals())))
            for row in Scene.levels { decision.open(Authority.self, .granted(row.state)) }
            return decision
        }

        func refusal<C: Command>(
            _: C.Type, _ json: JSON, by person: Cast, ifVersion: Int64? = nil
        ) async throws -> Refusal? {
            do {
                _ = try await dispatcher.perform(
                    C.self, from: json, by: person.principal, Envelope(ifVersion: ifVersion))
                return nil
            } catch let refusal as Refusal {
                return refusal
            }
        }
    }

    @Test(arguments: Backend.available)
    func `the whole story runs through the door, from notice to closed`(backend: Backend)
        async throws
    {
        let office = try await Office(backend)
        let door = office.dispatcher
        let number = office.claim
        func on<C: Command>(
            _ path: WritableKeyPath<C, String>, _ command: C, _ subject: String
        ) -> C {
            var command = command
            command[keyPath: path] = subject
            return command
        }
        func act(_ command: some Command, _ person: Cast) async throws -> Receipt {
            try await door.perform(command, by: person.principal)
        }
        _ = try await act(on(\.claim, ReceiveDocuments.documents(), number), .wang)
        _ = try await act(on(\.claim, AssessLoss.assessment(), number), .qian)
        _ = try await act(on(\.claim, VerifyLoss(), number), .sun)
        _ = try await act(on(\.claim, ProposeDecision.proposal(), number), .li)
        _ = try await act(on(\.claim, DecideClaim.decision(), number), .zhou)
        var order = OrderPayment()
        order.claim = number
        order.isEntitled = true
        order.payee = Personal(plain: "何静", .init(.name, of: "payee", max: 80))
        order.account = Personal(plain: "6222020000", .init(.bankAccount, of: "payee", max: 40))
        let payment = try #require(try await act(order, .feng).text("payment"))
        _ = try await act(on(\.payment, ReleasePayment(), payment), .chen)
        _ = try await act(SendBatch(), .feng)
        let paid = try await act(
            on(\.payment, ConfirmPayment.confirmation(), payment), .feng)
        #expect(paid.text("voucher") != nil)
        _ = try await act(on(\.claim, CloseClaim(), number), .wang)
        let closed: Loaded<Claim>? = try await door.database.read { try $0.load(number: number) }
        #expect(closed?.state.state == .closed && closed?.paidMinor == 7_500_00)
        let open = try await door.database.read {
            try $0.rows("SELECT kind FROM work_item WHERE status <> 'done'")
                .map { try $0.text("kind") }
        }
        #expect(open == ["archives.archive"])
    }

    @Test(arguments: Backend.available)
    func `who saw an older version is refused, whatever the command`(backend: Backend) async throws
    {
        let office = try await Office(backend)
        func stale<C: Command>(_ command: C, _ person: Cast) async throws {
            let json = JSON.object(FieldReading.write(command, C.statement.fields))
            let old = try await office.refusal(C.self, json, by: person, ifVersion: 99)
            #expect(old?.id == "case.stale", "\(C.statement.name)")
        }
        func on<C: Command>(_ path: WritableKeyPath<C, String>, _ command: C) -> C {
            var command = command
            command[keyPath: path] = office.claim
            return command
        }
        func reasoned<C: Command>(
            _ path: WritableKeyPath<C, String>, _ why: WritableKeyPath<C, String>, _ command: C
        ) -> C {
            var command = on(path, command)
            command[keyPath: why] = "because"
            return command
        }
        try await stale(on(\.claim, ReceiveDocuments.documents()), .wang)
        try await stale(reasoned(\.claim, \.reason, ChangeReserve()), .wang)
        try await stale(on(\.claim, AssessLoss.assessment()), .qian)
        try await stale(on(\.claim, VerifyLoss()), .sun)
        try await stale(reasoned(\.claim, \.reason, ReturnAssessment()), .sun)
        try await stale(on(\.claim, ProposeDecision.proposal()), .li)
        try await stale(on(\.claim, DecideClaim.decision()), .zhou)
        try await stale(reasoned(\.claim, \.reason, ReturnProposal()), .zhou)
        try await stale(on(\.claim, DeliverRefusal()), .wang)
        try await stale(on(\.claim, CloseClaim()), .wang)
        try await stale(reasoned(\.claim, \.reason, CancelClaim()), .wang)
        try await stale(reasoned(\.claim, \.reason, ReopenClaim()), .wu)
        var recovery = RecordRecovery()
        (recovery.amount, recovery.reference) = (Money(minor: 1), "S")
        try await stale(on(\.claim, recovery), .feng)
    }

    @Test func `the order is: may you, does it exist, is it complete, is it possible`() async throws
    {
        let office = try await Office(.sqlite)
        let nothing: JSON = ["claim": "CLM-0", "items": 5, "extra": true]
        let forbidden = try await office.refusal(AssessLoss.self, nothing, by: .lin)
        #expect(forbidden?.id == "post.missing")
        let missing = try await office.refusal(AssessLoss.self, nothing, by: .qian)
        #expect(missing?.id == "case.missing")
        let real = JSON.string(office.claim)
        let incomplete = try await office.refusal(
            AssessLoss.self, ["claim": real, "items": 5, "extra": true], by: .qian)
        #expect(incomplete?.id == "fields.refused")
        #expect(incomplete?.fields.map(\.name).sorted() == ["extra", "items"])
        let impossible = try await office.refusal(VerifyLoss.self, ["claim": real], by: .sun)
        #expect(impossible?.id == "workflow.notInState.verifyLoss")
        let complete = try await office.refusal(VerifyLoss.self, ["claim": "CLM-0"], by: .sun)
        #expect(complete?.id == "case.missing")
    }

    @Test func `every command refuses every post that is not its own, before it reads a field`()
        async throws
    {
        let office = try await Office(.sqlite)
        let registry = CommandRegistry(
            Claims.commands + Adjudication.commands + Payments.commands)
        for command in registry.commands
        where ![DecideByRule.statement.name, CallAdvance.statement.name].contains(command.name) {
            guard let allowed = command.permission.staffPosts else {
                Issue.record("\(command.name) is not for posts")
                continue
            }
            for post in PostWords.Post.allCases where !allowed.contains(Post(post)) {
                let stranger = Principal(
                    .staff(Cast.lin.id), posts: [Post(post)], staffVersion: 1)
                let refusal = await #expect(throws: Refusal.self) {
                    _ = try await command.perform(office.dispatcher, 5, stranger, Envelope())
                }
                #expect(refusal?.id == "post.missing", "\(command.name) by \(post)")
            }
        }
    }

    @Test func `a refused command writes nothing`() async throws {
        let office = try await Office(.sqlite)
        func rows() async throws -> [Int64?] {
            try await office.dispatcher.database.read { reader in
                try ["journal_entry", "work_item", "service_clock", "outbox", "idempotency"].map {
                    try reader.row("SELECT COUNT(*) AS n FROM \(name: $0)")?.integer("n")
                }
            }
        }
        let before = try await rows()
        let refused = try await office.refusal(
            CloseClaim.self, ["claim": .string(office.claim)], by: .wang)
        #expect(refused?.id == "workflow.notInState.close")
        #expect(try await rows() == before)
    }
}
