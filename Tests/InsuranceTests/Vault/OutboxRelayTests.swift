import Insurance
import Kernel
import Synchronization
import TestSupport
import Testing

struct OutboxRelayTests {
    /// Takes what is sent, and answers as told.
    private final class Receiver: MailSender, WebhookSender {
        private let state: Mutex<(taken: [String], answers: [DeliveryOutcome])>

        init(_ answers: DeliveryOutcome...) { state = Mutex(([], answers)) }

        var taken: [String] { state.withLock { $0.taken } }

        private func answer(_ text: String) -> DeliveryOutcome {
            state.withLock { state in
                state.taken.append(text)
                return state.answers.isEmpty ? .delivered : state.answers.removeFirst()
            }
        }

        func send(_ mail: OutgoingMail) async -> DeliveryOutcome {
            answer("\(mail.key) \(mail.recipient.address) \(mail.text)")
        }

        func post(_ call: OutgoingCall) async -> DeliveryOutcome { answer("\(call.key) call") }
    }

    private struct Letters: MessageRenderer {
        var deliversNotices = false

        func render(
            _ message: WaitingMessage, opening opener: Opener
        ) throws -> RenderedMessage {
            if message.channel != .mail {
                return .call(OutgoingCall(key: message.key, url: "https://x", body: [], secret: []))
            }
            guard let address = message.address else {
                throw DeliveryProblem("mail.noAddress", Words("无地址", "no address"))
            }
            return .mail(
                OutgoingMail(
                    key: message.key,
                    recipient: Mailbox(try opener.open(address, field: "phone")),
                    subject: message.template, text: "hello"))
        }
    }

    private func relay(
        _ stage: SmallOffice, _ receiver: Receiver, notices: Bool = false
    ) -> OutboxRelay {
        OutboxRelay(
            database: stage.database, vault: stage.vault,
            renderer: Letters(deliversNotices: notices), mail: receiver,
            webhook: notices ? receiver : nil,
            schedule: RetrySchedule(first: 1000, cap: 60_000, attempts: 3),
            random: { [UInt8](repeating: 0, count: $0) }, width: 2)
    }

    /// Queues messages as commands do.
    private func queue(
        _ stage: SmallOffice, _ keys: [String], _ channel: String = "mail", address: Sealed? = nil
    ) async throws {
        let now = stage.now
        try await stage.database.write { transaction in
            for key in keys {
                try transaction.execute(
                    """
                    INSERT INTO outbox (key, channel, stream, template, address, receiver, content,
                        status, attempts, due_at, created_at, problem)
                    VALUES (\(key), \(channel), 'claim/x', 'claim.paid', \(address?.token), NULL,
                        '{}', 'waiting', 0, \(now), \(now), NULL)
                    """)
            }
        }
    }

    private func status(_ stage: SmallOffice, _ key: String) async throws -> String {
        try await stage.database.read { reader in
            let row = try reader.row(
                "SELECT status, attempts, problem FROM outbox WHERE key = \(key)")
            let problem = try row?.optional("problem", Row.text) ?? "-"
            return
                "\(try row?.text("status") ?? "") \(try row?.integer("attempts") ?? -1) \(problem)"
        }
    }

    private func person(_ scene: PromiseScene) async throws -> Customer {
        var command = RecordCustomer()
        command.name = Personal(plain: "李小华", PersonalRule(.name, of: "customer", max: 80))
        command.phone = Personal(
            plain: "13800138000", PersonalRule(.phone, of: "customer", max: 30))
        let agent = try await scene.stage.hire("A1", .serviceAgent)
        let number = try #require(
            try await scene.stage.perform(command, by: agent).text("number"))
        let loaded: Loaded<Customer>? = try await scene.stage.database.read {
            try $0.load(number: number)
        }
        return try #require(loaded).state
    }

    @Test(arguments: Backend.available)
    func `what waits is opened, sent once and marked`(_ backend: Backend) async throws {
        let scene = try await PromiseScene(backend)
        let phone = try await person(scene).phone
        try await queue(scene.stage, ["k1", "k2", "k3"], address: phone)
        let receiver = Receiver()
        let outcome = try await relay(scene.stage, receiver).relayOnce(now: scene.stage.now)
        #expect(outcome.sent == 3 && outcome.total == 3)
        #expect(receiver.taken.sorted().first == "k1 13800138000 hello")
        #expect(try await relay(scene.stage, receiver).relayOnce(now: scene.stage.now).total == 0)
        #expect(receiver.taken.count == 3)
        #expect(try await status(scene.stage, "k1") == "sent 1 -")
    }

    @Test(arguments: Backend.available)
    func `a failure comes back later with the same key, until no attempt is left`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let phone = try await person(scene).phone
        try await queue(scene.stage, ["k1"], address: phone)
        let problem = DeliveryProblem("mail.busy", Words("忙", "busy"))
        let receiver = Receiver(.later(problem), .later(problem), .later(problem))
        let relay = relay(scene.stage, receiver)
        var now = scene.stage.now
        #expect(try await relay.relayOnce(now: now).retried == 1)
        #expect(try await status(scene.stage, "k1") == "waiting 1 mail.busy")
        #expect(try await relay.relayOnce(now: now.adding(milliseconds: 499)).total == 0)
        now = now.adding(milliseconds: 500)
        #expect(try await relay.relayOnce(now: now).retried == 1)
        now = now.adding(milliseconds: 1000)
        #expect(try await relay.relayOnce(now: now).failed == 1)
        #expect(try await status(scene.stage, "k1") == "failed 3 mail.busy")
        #expect(receiver.taken.allSatisfy { $0.hasPrefix("k1 ") } && receiver.taken.count == 3)
    }

    @Test(arguments: Backend.available)
    func `two relays share the work and send each message once`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let phone = try await person(scene).phone
        let keys = (0..<20).map { "k\($0)" }
        try await queue(scene.stage, keys, address: phone)
        let receiver = Receiver()
        let now = scene.stage.now
        async let first = relay(scene.stage, receiver).relayOnce(now: now)
        async let second = relay(scene.stage, receiver).relayOnce(now: now)
        let sent = try await first.sent + second.sent
        // One of them may stop when it lost every row of a look; the next look takes the rest.
        let rest = try await relay(scene.stage, receiver).relayOnce(now: now).sent
        #expect(sent + rest == 20 && Set(receiver.taken).count == 20)
        #expect(receiver.taken.count == 20)
    }

    @Test(arguments: Backend.available)
    func `a relay that died gives its message back after a while`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let phone = try await person(scene).phone
        try await queue(scene.stage, ["k1"], address: phone)
        let now = scene.stage.now
        try await scene.stage.database.write { transaction in
            try transaction.execute(
                "UPDATE outbox SET due_at = \(now.adding(seconds: 600)), attempts = 1")
        }
        let receiver = Receiver()
        let relay = relay(scene.stage, receiver)
        #expect(try await relay.relayOnce(now: now).total == 0)
        #expect(try await relay.relayOnce(now: now.adding(seconds: 600)).sent == 1)
    }

    @Test(arguments: Backend.available)
    func `notices wait visibly until a receiver is connected`(_ backend: Backend) async throws {
        let scene = try await PromiseScene(backend)
        try await queue(scene.stage, ["n1"], "notice")
        let receiver = Receiver()
        let now = scene.stage.now
        #expect(try await relay(scene.stage, receiver).relayOnce(now: now).total == 0)
        #expect(try await status(scene.stage, "n1") == "waiting 0 channel.notConnected")
        let connected = relay(scene.stage, receiver, notices: true)
        #expect(try await connected.relayOnce(now: now).sent == 1)
        #expect(try await status(scene.stage, "n1") == "sent 1 -")
    }

    @Test(arguments: Backend.available)
    func `what cannot be addressed, or belongs to an erased person, fails with its reason`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let customer = try await person(scene)
        try await queue(scene.stage, ["k1"], address: customer.phone)
        try await queue(scene.stage, ["k2"])
        try await scene.stage.database.write { transaction in
            try transaction.execute("UPDATE outbox SET content = '[' WHERE key = 'k2'")
            try transaction.execute("DELETE FROM subject_key WHERE person = \(customer.person)")
        }
        try await queue(scene.stage, ["k3"])
        let receiver = Receiver()
        let outcome = try await relay(scene.stage, receiver).relayOnce(now: scene.stage.now)
        #expect(outcome.failed == 2 && receiver.taken.isEmpty)
        #expect(try await status(scene.stage, "k1") == "failed 1 person.erased")
        #expect(try await status(scene.stage, "k2") == "failed 1 row.malformed")
        #expect(try await status(scene.stage, "k3") == "failed 1 mail.noAddress")
    }

    @Test(arguments: Backend.available)
    func `a failed message is sent again under its key, by an administrator, and the case says so`(
        _ backend: Backend
    ) async throws {
        let scene = try await PromiseScene(backend)
        let phone = try await person(scene).phone
        try await queue(scene.stage, ["k1", "k2"], address: phone)
        let problem = DeliveryProblem("mail.unknown", Words("无此人", "nobody there"))
        let receiver = Receiver(.refused(problem), .delivered)
        let relay = relay(scene.stage, receiver)
        let outcome = try await relay.relayOnce(now: scene.stage.now)
        #expect(outcome.failed == 1 && outcome.sent == 1)
        let failed = try await scene.stage.database.read { reader in
            try OutboxList.page(status: "failed", after: "", limit: 10, reader)
        }
        let key = try #require(failed.first?.key)
        #expect(failed.count == 1 && failed.first?.problem == "mail.unknown")
        #expect(failed.first?.json.canonicalText.contains("13800138000") == false)

        let admin = try await scene.stage.hire("ADM", .systemAdministrator)
        var again = SendMessageAgain()
        again.reason = "地址已更正"
        let sent = key == "k1" ? "k2" : "k1"
        for (other, id) in [("none", "case.missing"), (sent, "outbox.notFailed")] {
            again.message = other
            #expect(try await scene.stage.refusal(of: again, by: admin) == id)
        }
        again.message = key
        let agent = try await scene.stage.hire("S5", .serviceAgent)
        #expect(try await scene.stage.refusal(of: again, by: agent) == "post.missing")
        try await scene.stage.perform(again, by: admin)
        #expect(try await status(scene.stage, key) == "waiting 0 -")
        #expect(try await scene.stage.refusal(of: again, by: admin) == "outbox.notFailed")
        #expect(try await relay.relayOnce(now: scene.stage.now).sent == 1)
        let entries = try await scene.stage.count(
            "SELECT COUNT(*) AS n FROM journal_entry WHERE stream = 'claim/x'")
        #expect(entries == 1)
    }

    @Test func `notices wait until their receiver is registered, and again when it has ended`()
        async throws
    {
        let scene = try await PromiseScene(.sqlite)
        let stage = scene.stage
        let phone = try await person(scene).phone
        try await queue(stage, ["k1"], "notice", address: phone)
        let receiver = Receiver()
        let now = stage.now
        let relay = OutboxRelay(
            database: stage.database, vault: stage.vault,
            renderer: Letters(deliversNotices: true), mail: nil, webhook: receiver,
            random: { [UInt8](repeating: 0, count: $0) },
            isRegistered: { _, reader in
                try DataReceiver.find("gateway", reader)?.state.takes(at: now) ?? false
            })
        #expect(try await relay.relayOnce(now: now).total == 0)
        #expect(try await status(stage, "k1") == "waiting 0 receiver.notRegistered")
        let officer = try await stage.hire("C9", .complianceOfficer)
        var register = RegisterReceiver()
        (register.code, register.name) = ("gateway", "短信网关")
        (register.purpose, register.content) = ("向客户发送理赔通知", "电话、通知内容")
        register.document = "合同 2025-7"
        try await stage.perform(register, by: officer)
        #expect(try await stage.refusal(of: register, by: officer) == "record.exists")
        #expect(try await relay.relayOnce(now: now).sent == 1)
        var end = EndReceiver()
        (end.code, end.reason) = ("gateway", "合同终止")
        try await stage.perform(end, by: officer)
        #expect(try await stage.refusal(of: end, by: officer) == "sharing.over")
        try await queue(stage, ["k2"], "notice", address: phone)
        #expect(try await relay.relayOnce(now: now).total == 0)
        #expect(receiver.taken == ["k1 call"])
    }
}
