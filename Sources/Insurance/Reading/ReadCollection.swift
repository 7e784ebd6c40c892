package import Kernel

/// A table as it is read from outside: its order, what it can be filtered by, and how a row is
/// shown. The API, the console's lists and exports are made from the same values.
package struct ReadCollection: Sendable {
    /// The name in addresses, such as `claim`.
    package let name: String
    package let title: Words
    package let table: String
    /// The column that people call a row by; `nil` when a row has only its identity.
    package let numberColumn: String?
    /// The column that sets the order; see ``descends``. Identities are made in order of time, so
    /// `id` is newest first, and every page is one step through the primary key.
    package let orderColumn: String
    package let descends: Bool
    /// Columns that can be compared for equality.
    package let filters: [String]
    /// Staff who hold one of these posts may read it; `nil` is every member of staff.
    package let readers: Set<Post>?
    /// What is shown of a row, from its `state`.
    package let fields: @Sendable (Row) throws -> [ReadField]

    package init<State: Aggregate>(
        _ name: String, _: State.Type, numbered numberColumn: String? = "number",
        order: String, descends: Bool = true, filters: [String], readers: Set<Post>? = nil,
        fields: @escaping @Sendable (State) -> [ReadField]
    ) {
        self.name = name
        title = State.title
        table = State.table
        self.numberColumn = numberColumn
        orderColumn = order
        self.descends = descends
        self.filters = filters
        self.readers = readers
        self.fields = { row in fields(try Loaded<State>(row: row).state) }
    }

    /// Whether `principal` may read it: signed-in staff with one of the posts.
    package func mayBeRead(by principal: Principal) -> Bool {
        guard principal.staff != nil else { return false }
        guard let readers else { return true }
        return !readers.isDisjoint(with: principal.posts)
    }
}

/// One member of a shown row.
package struct ReadField: Sendable {
    package enum Value: Sendable {
        case json(JSON)
        /// Shown as the mask of its kind.
        case sealed(Sealed, PersonalKind)
    }

    package let name: String
    package let value: Value

    package init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    package init(_ name: String, _ json: JSON) { self.init(name, .json(json)) }

    package init(_ name: String, _ text: String?) {
        self.init(name, text.map(JSON.string) ?? .null)
    }

    package init(_ name: String, _ moment: Moment?) { self.init(name, moment?.iso8601) }

    package init(_ name: String, _ money: Money?) { self.init(name, money?.description) }

    package init(_ name: String, _ day: Day?) { self.init(name, day?.description) }

    package init(_ name: String, _ sealed: Sealed?, _ kind: PersonalKind) {
        self.init(name, sealed.map { .sealed($0, kind) } ?? .json(.null))
    }

    package init(_ name: String, _ words: Words) { self.init(name, words.json) }

    package init(_ name: String, _ code: String, _ title: Words) {
        self.init(name, .object(["code": .string(code), "title": title.json]))
    }
}

extension Words {
    package var json: JSON { ["zh": .string(zh), "en": .string(en)] }
}
