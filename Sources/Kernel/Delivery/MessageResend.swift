/// That a message which could not be delivered was put back to wait. The outbox itself is
/// plumbing; who had it sent again, and why, stands in the stream of the case it belongs to.
package struct MessageResend: Aggregate {
    package enum Event: Sendable, Codable {
        case asked(MessageResend)
    }

    package static let table = "message_resend"
    package static let title = Words("重发消息", "message sent again")

    package let id: ID<MessageResend>
    /// The key of the message, which its receiver sees; the same as before.
    package let message: String
    /// The stream that the message is about, in two parts.
    package let about: StreamName
    /// The id of what had gone wrong.
    package let problem: String
    package let at: Moment

    package var stream: StreamName { about }
    package var columns: [(String, SQLValue)] { [("message", message.sql)] }

    package static func opened(by event: Event) -> MessageResend? {
        switch event {
        case .asked(let resend): resend
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .asked(let resend): self = resend
        }
    }
}

/// Puts a failed message back to wait, under the same key: a receiver that had it after all knows
/// it by that key.
package struct SendMessageAgain: Command {
    package static let statement = CommandStatement<SendMessageAgain>(
        "outbox.sendAgain", Words("重发消息", "Send a message again"),
        Words(
            "排除故障后，将投递失败的消息重新排入发送队列，幂等键不变",
            "Once the fault is mended, put a failed message back to wait, under the same key"),
        by: .posts(["systemAdministrator"]),
        fields: [
            Field("message", \.message, Words("消息键", "Message key"), .line(200)),
            .reason(\.reason),
        ])

    package var message = ""
    package var reason = ""

    package init() {}

    package struct Facts: Sendable {
        let row: OutboxRows.Standing?
    }

    /// Puts the row back in the same transaction; a refusal undoes it.
    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let row = try OutboxRows.standing(message, transaction)
        if row?.status == "failed" {
            try OutboxRows.putBack(message, at: context.now, transaction)
        }
        return Facts(row: row)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        guard let row = facts.row else { throw .noSuch(Words("消息", "message")) }
        try require(row.status == "failed", else: .messageNotFailed)
        // Nothing sealed for an erased person opens again: it would only fail once more.
        try require(row.problem != DeliveryProblem.erased.id, else: .messageErased)
        var decision = Decision()
        decision.open(
            MessageResend.self,
            .asked(
                MessageResend(
                    id: context.id("resend"), message: message, about: row.stream,
                    problem: row.problem, at: context.now)))
        decision.reason = reason
        return decision
    }
}

extension Refusal {
    static let messageNotFailed = Refusal(
        .conflict, "outbox.notFailed",
        Words("该消息未投递失败：仍在等待或已送达", "this message has not failed: it waits or was sent"))
    static let messageErased = Refusal(
        .conflict, "outbox.erased",
        Words("收件人信息已删除，不能重发", "the addressee was erased; it cannot be sent"))
}
