package import Kernel

/// Ends sessions of the member who acts: one of them, or all, this one included.
package struct EndSessions: Command {
    package static let statement = CommandStatement<EndSessions>(
        "staff.endSessions", Words("结束会话", "End sessions"),
        Words(
            "结束本人在其他设备上的一个会话，或在所有设备上退出",
            "End one of one's own sessions, or sign out everywhere"),
        duties: ["1.2"], by: .staff,
        fields: [
            Field(
                "session", optional: \.session, Words("会话", "Session"), "session",
                help: Words("不填则结束全部会话", "Left out: all sessions"))
        ])

    package var session: ID<StaffSession>?

    package struct Facts: Sendable {
        /// The open sessions of the one who acts.
        let own: [Loaded<StaffSession>]
    }

    package init() {}

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let member = try StaffRecord.acting(context, transaction)
        let access = try StaffAccess.load(of: member.state.member, transaction)
        return Facts(own: access.sessions)
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        // Somebody else's session is not even said to exist.
        let meant = facts.own.filter { session == nil || $0.id == session }
        try require(!meant.isEmpty, else: session == nil ? .noSessions : .sessionOver)
        var decision = Decision()
        for one in meant { decision.change(one, .closed(.signedOut, at: context.now)) }
        return decision
    }
}

extension Refusal {
    static let noSessions = Refusal(
        .conflict, "session.none", Words("没有进行中的会话", "no session is open"))
}
