/// The only door for change. A command states once what it is (``CommandStatement``), gathers what
/// it needs to know, and decides purely.
package protocol Command: Sendable {
    /// Everything `decide` may look at besides the command's own fields and the context.
    associatedtype Facts: Sendable

    /// A blank command, into which the fields are read.
    init()

    static var statement: CommandStatement<Self> { get }

    /// The persons already known for the roles of its personal fields; for other roles a new
    /// person is made. Runs on a snapshot before anything is sealed.
    func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>]

    /// Reads, inside the transaction, what must hold at commit. Subjects are held in the order of
    /// their identities. Throws ``Refusal`` when what is named does not exist.
    func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts

    /// The rule: what happens, or the fact that stands in the way. Pure.
    func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision
}

extension Command {
    package func people(_ reader: any Reader) throws -> [PersonRole: ID<Person>] { [:] }
}

extension Command where Facts == Void {
    package func gather(_ context: Context, _ transaction: any Transaction) throws {}
}

/// Who may use a command; what relation to the case they must have is decided by its rule.
package enum Permission: Sendable {
    /// Staff who hold one of these posts.
    case posts(Set<Post>)
    /// Staff who hold one of these posts, and customers for their own cases: the command itself
    /// finds nothing that is not theirs.
    case postsAndCustomers(Set<Post>)
    /// Any member of staff who is signed in.
    case staff
    /// The parts of the product named here, such as `sweep`.
    case system(Set<String>)
    /// Anyone, known or not; the command itself checks what proves the right (a set-up token).
    case anyone

    /// The posts of staff that may use it; `nil` where posts do not decide.
    package var staffPosts: Set<Post>? {
        switch self {
        case .posts(let posts), .postsAndCustomers(let posts): posts
        case .staff, .system, .anyone: nil
        }
    }

    /// Whether somebody of this kind and with these posts may use it at all.
    package func allows(_ principal: Principal) -> Bool {
        switch (self, principal.kind) {
        case (.anyone, _): true
        case (.staff, .staff): true
        case (.posts(let posts), .staff), (.postsAndCustomers(let posts), .staff):
            !posts.isDisjoint(with: principal.posts)
        case (.postsAndCustomers, .customer): true
        case (.system(let names), .system(let name)): names.contains(name)
        // An import or a demo acts as the product itself and may do what staff may.
        case (.staff, .system), (.posts, .system), (.postsAndCustomers, .system): true
        default: false
        }
    }
}

/// A command's one statement about itself: its API, form, schema, documentation and controls are
/// derived from it.
package final class CommandStatement<Owner: Command>: Sendable {
    /// The stable name, such as `claims.registerNotice`.
    package let name: String
    package let title: Words
    /// One or two sentences on what it does, for the documentation.
    package let summary: Words
    package let duties: [DutyID]
    /// How it keeps those duties.
    package let keeps: ControlKind
    package let permission: Permission
    package let numbers: [NumberSeries]
    package let subject: SubjectStatement<Owner>?
    package let fields: [Field<Owner>]
    /// What seals its personal fields.
    let seals: [@Sendable (inout Owner, any Sealing) throws -> Void]

    package init(
        _ name: String, _ title: Words, _ summary: Words, duties: [DutyID] = [],
        keeps: ControlKind = .enforce, by permission: Permission, numbers: [NumberSeries] = [],
        on subject: SubjectStatement<Owner>? = nil, fields: [Field<Owner>]
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.duties = duties
        self.keeps = keeps
        self.permission = permission
        self.numbers = numbers
        self.subject = subject
        self.fields = fields
        seals = fields.compactMap { $0.seal }
    }
}

/// Which existing thing a command is about, so that a page can offer it and a request that names
/// nothing is refused as such before its other fields are judged.
package struct SubjectStatement<Owner: Sendable>: Sendable {
    package let table: String
    /// The field that names it.
    package let field: String
    let exists: @Sendable (Owner, any Reader) throws -> Bool

    /// The subject is named by its human number in `field`.
    package static func numbered<State: Numbered>(
        _: State.Type, _ field: String, _ path: FieldPath<Owner, String>
    ) -> SubjectStatement {
        SubjectStatement(table: State.table, field: field) { owner, reader in
            let number = owner[keyPath: path]
            return try number.isEmpty
                || reader.row(
                    "SELECT 1 AS one FROM \(name: State.table) WHERE number = \(number)") != nil
        }
    }
}

extension Refusal {
    /// Nothing with this number exists for the one who asks.
    package static func noSuch(_ title: Words) -> Refusal {
        Refusal(
            .missing, "case.missing",
            Words("找不到该\(title.zh)，请核对编号", "there is no such \(title.en); check the number"))
    }

    package static let staleVersion = Refusal(
        .stale, "case.stale",
        Words("该记录已被他人更改，请重新打开后再试", "someone changed this meanwhile; open it again and retry"))

    package static let notYourPost = Refusal(
        .forbidden, "post.missing",
        Words("您的岗位不能办理此事项", "none of your posts may do this"))

    package static func fields(_ problems: [FieldProblem]) -> Refusal {
        Refusal(
            .invalid, "fields.refused",
            Words("请更正以下 \(problems.count) 处", "\(problems.count) fields need correction"),
            fields: problems.prefix(100).map { Field($0.place, $0.message) })
    }
}

extension Transaction {
    /// Holds the subject of a command by its number, and checks the version the caller saw.
    package func subject<State: Numbered>(
        _ number: String, _ context: Context, as _: State.Type = State.self
    ) throws -> Loaded<State> {
        guard let loaded: Loaded<State> = try hold(number: number) else {
            throw Refusal.noSuch(State.title)
        }
        if let seen = context.ifVersion, seen != loaded.version { throw Refusal.staleVersion }
        return loaded
    }
}
