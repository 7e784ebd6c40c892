/// Who may decide what up to which amount: one row of the authority table.
///
/// The rules: a row is holder × kind × product × scope × dates × maximum; nobody changes their own
/// row or grants above their own maximum; conflicting active rows are refused; what is over a
/// limit goes up to the next level that has it; the approver is never the maker; each use keeps
/// the row's version (insurance practice, see docs/ARCHITECTURE.md).
package struct Authority: ReferenceState {
    package enum Event: Sendable, Codable {
        case granted(Authority)
        case revoked(by: String, reason: String, at: Moment)
    }

    package enum Holder: Hashable, Sendable, Codable {
        case staff(ID<StaffMember>)
        case post(Post)

        package var text: String {
            switch self {
            case .staff(let id): "staff:\(id)"
            case .post(let post): "post:\(post.code)"
            }
        }

        func matches(_ principal: Principal) -> Bool {
            switch self {
            case .staff(let id): principal.staff == id
            case .post(let post): principal.posts.contains(post)
            }
        }
    }

    /// What the maximum is compared with.
    package enum Scope: String, Sendable, Codable, ChoiceValue {
        case single, coverageTotal, claimTotal

        /// A total is never less than the single decision in it, so its limit is the stricter one.
        var strictness: Int {
            switch self {
            case .single: 0
            case .coverageTotal: 1
            case .claimTotal: 2
            }
        }

        package var title: Words {
            switch self {
            case .single: Words("单笔", "single decision")
            case .coverageTotal: Words("每项责任累计", "total of a coverage")
            case .claimTotal: Words("每案累计", "total of a claim")
            }
        }
    }

    package static let table = "authority"
    package static let title = Words("权限", "authority")

    package let id: ID<Authority>
    package let kind: String
    package let holder: Holder
    /// 1 is the lowest. What is over the limit goes to the next level that has it.
    package let level: Int64
    /// A product code; `nil` is every product.
    package let product: String?
    package let branch: ID<Branch>?
    package let scope: Scope
    package let from: Day
    package let until: Day?
    /// Up to and including.
    package let maximum: Money
    /// From this amount on a superior is told; it never blocks.
    package let notifyFrom: Money?
    package let grantedBy: String
    /// The document that stands behind the row.
    package let document: String
    /// The project a row is an exception for: it stands beside the ordinary row of its holder and
    /// may reach further. What used it says so.
    package let project: String?
    package private(set) var revokedAt: Moment?

    package init(
        id: ID<Authority>, kind: String, holder: Holder, level: Int64, product: String? = nil,
        branch: ID<Branch>? = nil, scope: Scope, from: Day, until: Day? = nil, maximum: Money,
        notifyFrom: Money? = nil, grantedBy: String, document: String, project: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.holder = holder
        self.level = level
        self.product = product
        self.branch = branch
        self.scope = scope
        self.from = from
        self.until = until
        self.maximum = maximum
        self.notifyFrom = notifyFrom
        self.grantedBy = grantedBy
        self.document = document
        self.project = project
    }

    package var columns: [(String, SQLValue)] {
        [
            ("kind", kind.sql), ("holder", holder.text.sql), ("is_active", (revokedAt == nil).sql),
        ]
    }

    package static func opened(by event: Event) -> Authority? {
        if case .granted(let row) = event { row } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .granted(let row): self = row
        case .revoked(_, _, let moment): revokedAt = moment
        }
    }

    /// Whether the row holds on a day for a product and branch.
    func holds(on day: Day, product code: String, branch place: ID<Branch>?) -> Bool {
        revokedAt == nil && from <= day && (until.map { day <= $0 } ?? true)
            && (product == nil || product == code) && (branch == nil || branch == place)
    }

    /// Whether who holds this row may grant `other`: at most the same amount, measured as strictly,
    /// for no other product, branch or time than this row itself has.
    func mayGrant(_ other: Authority) -> Bool {
        revokedAt == nil && maximum.currency == other.maximum.currency
            && maximum.minor >= other.maximum.minor && scope.strictness <= other.scope.strictness
            && (product == nil || product == other.product)
            && (branch == nil || branch == other.branch) && from <= other.from
            && (until.map { last in other.until.map { $0 <= last } ?? false } ?? true)
    }

    /// Whether two rows say something about the same decision of the same holder.
    func conflicts(with other: Authority) -> Bool {
        kind == other.kind && holder == other.holder && product == other.product
            && branch == other.branch && scope == other.scope && project == other.project
            && revokedAt == nil
            && other.revokedAt == nil && from <= (other.until ?? from)
            && other.from <= (until ?? other.from)
    }
}
