package import Kernel

/// Puts a receiver on the list of those whom data may go to.
package struct RegisterReceiver: Command {
    package static let statement = CommandStatement<RegisterReceiver>(
        "sharing.registerReceiver", Words("登记数据接收方", "Register a receiver of data"),
        Words(
            "登记可以向其提供数据的第三方：目的、内容、依据和期限",
            "Register a third party whom data may go to: purpose, content, ground and end"),
        duties: ["2.3.3b"], by: .held(by: .complianceOfficer),
        fields: [
            Field(
                "code", \.code, Words("代码", "Code"), .line(40),
                help: Words("设置和导出中使用的名称", "How settings and exports name it")),
            Field("name", \.name, Words("名称", "Name"), .line(120)),
            Field("purpose", \.purpose, Words("目的", "Purpose"), .line(200)),
            Field("content", \.content, Words("数据内容", "Which data"), .line(200)),
            Field("document", \.document, Words("依据文件", "Document"), .line(200)),
            Field("until", optional: \.until, Words("截止日", "Until")),
        ])

    package var code = ""
    package var name = ""
    package var purpose = ""
    package var content = ""
    package var document = ""
    package var until: Day?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<DataReceiver>? {
        try DataReceiver.find(code, transaction)
    }

    package func decide(
        _ same: Loaded<DataReceiver>?, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(
            same == nil && code != DataHandover.ownArchive,
            else: .alreadyRecorded(DataReceiver.title, code))
        let receiver = DataReceiver(
            id: context.id("receiver"), code: code, name: name, purpose: purpose,
            content: content, document: document, until: until, at: context.now)
        try require(receiver.takes(at: context.now), else: .receiverOver)
        var decision = Decision()
        decision.open(DataReceiver.self, .registered(receiver))
        decision.reason = document
        decision.reply = ["code": .string(code)]
        return decision
    }
}

/// Takes a receiver off the list: from the commit on nothing goes there.
package struct EndReceiver: Command {
    package static let statement = CommandStatement<EndReceiver>(
        "sharing.endReceiver", Words("终止数据接收方", "End a receiver of data"),
        Words("终止后不再向其提供数据", "From now on nothing goes there"),
        duties: ["2.3.3b"], by: .held(by: .complianceOfficer),
        fields: [
            Field("code", \.code, Words("代码", "Code"), .line(40)), .reason(\.reason),
        ])

    package var code = ""
    package var reason = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<DataReceiver> {
        guard let receiver = try DataReceiver.find(code, transaction) else {
            throw Refusal.noSuch(DataReceiver.title)
        }
        return receiver
    }

    package func decide(
        _ receiver: Loaded<DataReceiver>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(receiver.endedAt == nil, else: .receiverOver)
        var decision = Decision(
            changing: receiver, .ended(reason: reason, at: context.now))
        decision.reason = reason
        return decision
    }
}

/// Records that data is handed over, before it is. To nobody who is not on the list.
package struct RecordHandover: Command {
    package static let statement = CommandStatement<RecordHandover>(
        "sharing.recordHandover", Words("登记对外提供数据", "Record data handed over"),
        Words(
            "向已登记的接收方提供数据前先登记；未登记或已到期的接收方一律拒绝",
            "Record what is handed over before it is; a receiver not on the list is refused"),
        duties: ["2.3.3b"],
        by: .held(by: .complianceOfficer, .systemAdministrator, .auditAdministrator),
        fields: [
            Field("receiver", \.receiver, Words("接收方代码", "Receiver"), .line(40)),
            Field("kind", \.kind, Words("方式", "Kind")),
            Field("content", \.content, Words("内容", "What"), .line(200)),
            Field("purpose", \.purpose, Words("目的", "Purpose"), .line(200)),
        ])

    package var receiver = ""
    package var kind = DataHandover.Kind.file
    package var content = ""
    package var purpose = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<DataReceiver>? {
        try DataReceiver.find(receiver, transaction)
    }

    package func decide(
        _ known: Loaded<DataReceiver>?, _ context: Context
    ) throws(Refusal) -> Decision {
        let isOwn = receiver == DataHandover.ownArchive
        try require(isOwn || known?.state.takes(at: context.now) == true, else: .notAReceiver)
        var decision = Decision()
        decision.open(
            DataHandover.self,
            .recorded(
                DataHandover(
                    id: context.id("handover"), receiver: receiver, kind: kind,
                    content: content, purpose: purpose, by: context.principal.text,
                    at: context.now)))
        decision.reason = purpose
        return decision
    }
}

extension Refusal {
    static let receiverOver = Refusal(
        .conflict, "sharing.over",
        Words("该接收方已终止或已到期", "this receiver has ended or its time is over"))
    static let notAReceiver = Refusal(
        .forbidden, "sharing.notRegistered",
        Words(
            "不得向未登记或已到期的第三方提供数据；请合规人员先登记接收方",
            "nothing goes to a third party that is not registered or whose time is over; "
                + "the compliance officer registers it first"))
}
