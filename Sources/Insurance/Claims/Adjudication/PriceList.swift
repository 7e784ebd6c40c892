package import Kernel

/// 价格库: what parts, labour and treatment cost in a region, in an edition that a second person
/// published. An assessed price above it is allowed with a reason.
package struct PriceList: Aggregate {
    package struct Item: FieldRecord, Codable, Hashable {
        package static let fields: [Field<Item>] = [
            Field("code", \.code, Words("编码", "Code"), .line(40)),
            Field("zh", \.zh, Words("中文名称", "Name in Chinese"), .line(80)),
            Field("en", \.en, Words("英文名称", "Name in English"), .line(80)),
            Field("unitPrice", \.unitPrice, Words("单价", "Unit price"), 1...Coverage.largest),
        ]

        package var code = ""
        package var zh = ""
        package var en = ""
        package var unitPrice = Money(minor: 0)

        package init() {}
    }

    package enum State: String, WorkflowState {
        case proposed, published

        package var title: Words {
            switch self {
            case .proposed: Words("待发布", "Proposed")
            case .published: Words("已发布", "Published")
            }
        }

        package var isFinal: Bool { self == .published }
    }

    package enum Event: Sendable, Codable {
        case proposed(PriceList)
        case published(by: ID<StaffMember>, at: Moment)
    }

    package static let table = "price_list"
    package static let title = Words("价格库", "price list")

    package let id: ID<PriceList>
    package let code: String
    /// `nil` holds everywhere.
    package let branch: ID<Branch>?
    package let from: Day
    package let edition: Int64
    package let items: [Item]
    package let source: String
    package let proposedBy: ID<StaffMember>
    package private(set) var state = State.proposed
    package private(set) var publishedBy: ID<StaffMember>?
    package private(set) var publishedAt: Moment?

    package init(
        id: ID<PriceList>, code: String, branch: ID<Branch>?, from: Day, edition: Int64,
        items: [Item], source: String, by maker: ID<StaffMember>
    ) {
        self.id = id
        self.code = code
        self.branch = branch
        self.from = from
        self.edition = edition
        self.items = items
        self.source = source
        proposedBy = maker
    }

    static func region(_ branch: ID<Branch>?) -> String { branch?.text ?? "*" }

    package var columns: [(String, SQLValue)] {
        [
            ("code", code.sql), ("region", PriceList.region(branch).sql),
            ("edition", edition.sql), ("stage", state.rawValue.sql), ("from_day", from.sql),
        ]
    }

    package static func opened(by event: Event) -> PriceList? {
        if case .proposed(let list) = event { list } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .proposed(let list): self = list
        case .published(let person, let moment):
            publishedBy = person
            publishedAt = moment
            state = .published
        }
    }

    /// What the quantity costs by this list; `nil` for what it does not name or cannot hold.
    func price(of code: String, _ quantity: Int64) -> Money? {
        guard let item = items.first(where: { $0.code == code }) else { return nil }
        let (sum, overflowed) = item.unitPrice.minor.multipliedReportingOverflow(by: quantity)
        return overflowed ? nil : Money(minor: sum, item.unitPrice.currency)
    }
}
