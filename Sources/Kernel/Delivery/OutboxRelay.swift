/// Sends what waits in the outbox: at least once, under the key the receiver sees.
///
/// A row is taken by pushing its due moment forward in a transaction of its own, only if it still
/// has the moment that was read. Two relays therefore never take one row at the same time, and a
/// relay that dies leaves rows that come back by themselves. Addresses and texts are opened in
/// memory only and never reach a log or a row; a row keeps the id of what went wrong.
package struct OutboxRelay: Sendable {
    package struct Outcome: Hashable, Sendable {
        package internal(set) var sent = 0
        package internal(set) var retried = 0
        package internal(set) var failed = 0

        package var total: Int { sent + retried + failed }
    }

    let database: any Database
    let vault: Vault
    let renderer: any MessageRenderer
    let mail: (any MailSender)?
    let webhook: (any WebhookSender)?
    let schedule: RetrySchedule
    let random: RandomBytes
    /// Whether what leaves by a channel may go to its receiver; asked before each taking.
    let isRegistered: @Sendable (OutboxMessage.Channel, any Reader) throws -> Bool
    /// How many are sent side by side.
    let width: Int

    /// How long a taken row is kept from others; longer than any sender's timeout.
    static let hold: Int64 = 10 * 60_000

    /// - Parameters:
    ///   - mail: `nil` where none is configured; its messages then wait and say so.
    ///   - webhook: the same; it also carries messages of the channel `notice`.
    ///   - isRegistered: whether the receiver behind a channel is on the list of those whom data
    ///     may go to; where it is not, messages wait and say so.
    package init(
        database: any Database, vault: Vault, renderer: any MessageRenderer,
        mail: (any MailSender)?, webhook: (any WebhookSender)?,
        schedule: RetrySchedule = .outbox, random: @escaping RandomBytes, width: Int = 8,
        isRegistered:
            @escaping @Sendable (OutboxMessage.Channel, any Reader) throws -> Bool = { _, _ in
                true
            }
    ) {
        self.isRegistered = isRegistered
        self.database = database
        self.vault = vault
        self.renderer = renderer
        self.mail = mail
        self.webhook = webhook
        self.schedule = schedule
        self.random = random
        self.width = width
    }

    /// The channels that lead somewhere.
    var connected: [OutboxMessage.Channel] {
        OutboxMessage.Channel.allCases.filter { channel in
            switch channel {
            case .mail: mail != nil
            case .webhook: webhook != nil
            case .notice: webhook != nil && renderer.deliversNotices
            }
        }
    }

    /// Makes one attempt for each message that is due, a bounded number of them.
    package func relayOnce(now: Moment, limit: Int = 1000) async throws -> Outcome {
        let open = try await openChannels()
        try await mark(connected, but: open, DeliveryProblem.notRegistered)
        let lost = OutboxMessage.Channel.allCases.filter { !connected.contains($0) }
        try await mark(lost, but: [], DeliveryProblem.notConnected)
        var outcome = Outcome()
        while outcome.total < limit, !Task.isCancelled {
            let room = min(width, limit - outcome.total)
            let taken = try await take(open.map(\.rawValue), now: now, limit: room)
            if taken.isEmpty { break }
            for one in try await attempt(taken, now: now) { outcome.count(one) }
        }
        return outcome
    }

    private func attempt(_ taken: [TakenMessage], now: Moment) async throws -> [Step] {
        try await withThrowingTaskGroup(of: Step.self) { group in
            for one in taken {
                group.addTask {
                    let step = step(after: await send(one.message), of: one)
                    try await OutboxRows.record(step, of: one, at: now, database)
                    return step
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// The connected channels whose receivers data may go to.
    private func openChannels() async throws -> [OutboxMessage.Channel] {
        try await database.read { reader in
            try connected.filter { try isRegistered($0, reader) }
        }
    }

    private func take(
        _ channels: [String], now: Moment, limit: Int
    ) async throws -> [TakenMessage] {
        if channels.isEmpty { return [] }
        return try await database.write { transaction in
            try OutboxRows.take(channels, now: now, limit: limit, transaction)
        }
    }

    private func send(_ message: WaitingMessage) async -> DeliveryOutcome {
        do {
            let opener = try await database.read { [vault] reader in
                try vault.opener(for: message.persons, reader)
            }
            return await deliver(try renderer.render(message, opening: opener))
        } catch let problem as DeliveryProblem {
            return .refused(problem)
        } catch VaultFailure.erased {
            return .refused(.erased)
        } catch let failure as VaultFailure {
            return .later(DeliveryProblem("vault.notOpened", failure.message))
        } catch {
            return .later(.notRendered)
        }
    }

    private func deliver(_ message: RenderedMessage) async -> DeliveryOutcome {
        switch message {
        case .mail(let letter):
            await mail?.send(letter) ?? .later(.notConnected)
        case .call(let call):
            await webhook?.post(call) ?? .later(.notConnected)
        }
    }

    private func step(after outcome: DeliveryOutcome, of taken: TakenMessage) -> Step {
        switch outcome {
        case .delivered: return .sent
        case .refused(let problem): return .failed(problem.id)
        case .later(let problem, let seconds):
            let jitter = random(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            switch schedule.next(
                attempt: Int(taken.attempt), jitter: jitter, afterSeconds: seconds)
            {
            case .retry(let delay): return .retry(after: delay, problem.id)
            case .deadLetter: return .failed(problem.id)
            }
        }
    }

    /// Messages of a channel that is shut wait, and say why.
    private func mark(
        _ channels: [OutboxMessage.Channel], but open: [OutboxMessage.Channel],
        _ reason: DeliveryProblem
    ) async throws {
        let waiting = channels.filter { !open.contains($0) }
        if waiting.isEmpty { return }
        let problem = reason.id
        try await database.write { transaction in
            try transaction.execute(
                """
                UPDATE outbox SET problem = \(problem)
                WHERE status = 'waiting' AND problem IS NULL
                    AND channel IN \(list: waiting.map(\.rawValue))
                """)
        }
    }

    enum Step: Sendable {
        case sent
        case retry(after: Int64, String)
        case failed(String)
    }
}

extension OutboxRelay.Outcome {
    fileprivate mutating func count(_ step: OutboxRelay.Step) {
        switch step {
        case .sent: sent += 1
        case .retry: retried += 1
        case .failed: failed += 1
        }
    }
}

extension DeliveryProblem {
    static let notConnected = DeliveryProblem(
        "channel.notConnected",
        Words("该渠道尚未接通，消息等待中", "this channel is not connected yet; the message waits"))
    static let notRegistered = DeliveryProblem(
        "receiver.notRegistered",
        Words(
            "接收方未登记或已到期，消息等待中；请合规人员登记",
            "the receiver is not registered or its time is over; the message waits"))
    static let erased = DeliveryProblem(
        "person.erased", Words("收件人信息已删除", "the addressee's data was erased"))
    static let notRendered = DeliveryProblem(
        "message.notRendered",
        Words("消息内容未能生成，稍后重试", "the message could not be made; it is tried again"))
}
