package import Kernel

/// One export of a list, or import of a file: who asked for what, and that it was taken.
package struct Transfer: Aggregate {
    package enum Kind: String, Sendable, Codable { case export, `import` }

    package enum Format: String, ChoiceValue {
        case csv, xlsx

        package var title: Words {
            switch self {
            case .csv: Words("CSV", "CSV")
            case .xlsx: Words("Excel 工作簿", "Excel workbook")
            }
        }
    }

    package enum Event: Sendable, Codable {
        case begun(Transfer)
        case taken(at: Moment)
    }

    package static let table = "transfer"
    package static let title = Words("导入导出", "import or export")

    package let id: ID<Transfer>
    package let kind: Kind
    package let staff: ID<StaffMember>
    /// The collection that leaves, or the mapping that the file is read by.
    package let name: String
    /// The filters of the list, as they stand in its address.
    package let filters: String
    package let format: Format
    /// In which language headings and words are.
    package let isEnglish: Bool
    /// Where the bytes of the file wait that is to be imported.
    package let upload: String?
    package let begunAt: Moment
    package private(set) var takenAt: Moment?

    init(
        id: ID<Transfer>, _ kind: Kind, by staff: ID<StaffMember>, name: String,
        filters: String = "", format: Format = .csv, isEnglish: Bool = false,
        upload: String? = nil, at moment: Moment
    ) {
        self.id = id
        self.kind = kind
        self.staff = staff
        self.name = name
        self.filters = filters
        self.format = format
        self.isEnglish = isEnglish
        self.upload = upload
        begunAt = moment
    }

    package var columns: [(String, SQLValue)] {
        [("staff", staff.sql), ("begun_at", begunAt.sql)]
    }

    package static func opened(by event: Event) -> Transfer? {
        if case .begun(let transfer) = event { transfer } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .begun(let transfer): self = transfer
        case .taken(let moment): takenAt = moment
        }
    }
}
