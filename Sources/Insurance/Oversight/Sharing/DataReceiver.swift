package import Kernel

/// 数据接收方: to whom outside the company data may go, for what, on which ground and how long.
/// What goes to nobody on this list is refused or waits.
package struct DataReceiver: Aggregate {
    package enum Event: Sendable, Codable {
        case registered(DataReceiver)
        case ended(reason: String, at: Moment)
    }

    package static let table = "data_receiver"
    package static let title = Words("数据接收方", "receiver of data")

    package let id: ID<DataReceiver>
    /// How settings and exports name it, such as `notices-gateway`.
    package let code: String
    package let name: String
    package let purpose: String
    /// Which data, in words.
    package let content: String
    /// The contract or rule that allows it.
    package let document: String
    package let until: Day?
    package let registeredAt: Moment
    package private(set) var endedAt: Moment?

    init(
        id: ID<DataReceiver>, code: String, name: String, purpose: String, content: String,
        document: String, until: Day?, at moment: Moment
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.purpose = purpose
        self.content = content
        self.document = document
        self.until = until
        registeredAt = moment
    }

    package var columns: [(String, SQLValue)] {
        [("code", code.sql), ("is_active", (endedAt == nil).sql)]
    }

    package static func opened(by event: Event) -> DataReceiver? {
        if case .registered(let receiver) = event { receiver } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .registered(let receiver): self = receiver
        case .ended(_, let moment): endedAt = moment
        }
    }

    /// Whether data may go there at a moment; the last day counts, in China.
    package func takes(at moment: Moment) -> Bool {
        endedAt == nil && until.map { moment.officeDay <= $0 } ?? true
    }

    package static func find(
        _ code: String, _ reader: any Reader
    ) throws -> Loaded<DataReceiver>? {
        try reader.loadFirst(where: "code = \(code)")
    }
}

/// 对外提供记录: one time that data left, or was written out to leave.
package struct DataHandover: Aggregate {
    package enum Event: Sendable, Codable {
        case recorded(DataHandover)
    }

    package enum Kind: String, ChoiceValue {
        case journalExport, file, inspection

        package var title: Words {
            switch self {
            case .journalExport: Words("日志导出", "Export of the journal")
            case .file: Words("文件", "File")
            case .inspection: Words("现场查阅", "Inspection on the spot")
            }
        }
    }

    package static let table = "data_handover"
    package static let title = Words("对外提供记录", "record of data handed over")
    /// The insurer's own archive, which is no third party and on no list.
    package static let ownArchive = "own"

    package let id: ID<DataHandover>
    package let receiver: String
    package let kind: Kind
    package let content: String
    package let purpose: String
    package let by: String
    package let at: Moment

    package var columns: [(String, SQLValue)] {
        [("receiver", receiver.sql), ("kind", kind.rawValue.sql), ("at", at.sql)]
    }

    package static func opened(by event: Event) -> DataHandover? {
        switch event {
        case .recorded(let handover): handover
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let handover): self = handover
        }
    }
}
