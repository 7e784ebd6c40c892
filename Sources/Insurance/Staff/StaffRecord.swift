package import Kernel

/// A member of staff: number, sealed name and addresses, posts, place, and whether they act.
///
/// Its identity is an `ID<StaffMember>` wherever the kernel asks. Passwords and the secrets of
/// authenticator apps are not here: the record, and so the journal, says only that they were set.
package struct StaffRecord: Numbered {
    package enum Event: Sendable, Codable {
        case recorded(StaffRecord)
        case postsAssigned([Post])
        case left(at: Moment)
        case activationIssued(until: Moment)
        case passwordSet(at: Moment)
        case oneTimeCodeOffered
        case oneTimeCodeConfirmed
        case oneTimeCodeReset
    }

    package static let table = "staff"
    package static let title = Words("员工", "member of staff")

    package let id: ID<StaffRecord>
    package let number: String
    package let person: ID<Person>
    package let name: Sealed
    package let phone: Sealed?
    package let mail: Sealed?
    package let branch: ID<Branch>?
    package let department: ID<Department>?
    /// In the order of their codes, none twice.
    package private(set) var posts: [Post]
    package private(set) var isActive = true
    package private(set) var leftAt: Moment?
    package private(set) var passwordSetAt: Moment?
    package private(set) var hasOneTimeCode = false

    package init(
        id: ID<StaffRecord>, number: String, name: Sealed, phone: Sealed? = nil,
        mail: Sealed? = nil, branch: ID<Branch>? = nil, department: ID<Department>? = nil,
        posts: Set<Post> = []
    ) {
        self.id = id
        self.number = number
        person = name.person
        self.name = name
        self.phone = phone
        self.mail = mail
        self.branch = branch
        self.department = department
        self.posts = posts.sorted()
    }

    /// The identity as the kernel knows it.
    package var member: ID<StaffMember> { id.of(StaffMember.self) }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("person", person.sql),
            ("posts", posts.map(\.code).joined(separator: " ").sql), ("branch", branch.sql),
            ("department", department.sql), ("is_active", isActive.sql),
        ]
    }

    package static func opened(by event: Event) -> StaffRecord? {
        if case .recorded(let record) = event { record } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let record): self = record
        case .postsAssigned(let posts): self.posts = posts
        case .left(let at):
            isActive = false
            leftAt = at
        case .activationIssued, .oneTimeCodeOffered: break
        case .passwordSet(let at): passwordSetAt = at
        case .oneTimeCodeConfirmed: hasOneTimeCode = true
        case .oneTimeCodeReset: hasOneTimeCode = false
        }
    }
}
