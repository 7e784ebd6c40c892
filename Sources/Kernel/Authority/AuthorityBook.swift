/// The rows that may bear on a decision, and the answer they give.
package struct AuthorityBook: Sendable {
    let rows: [Loaded<Authority>]

    /// The active rows of a kind. An insurer has few hundred.
    package static func load(_ kind: String, _ reader: any Reader) throws -> AuthorityBook {
        AuthorityBook(
            rows: try reader.loadAll(
                where: "kind = \(kind) AND is_active = 1 ORDER BY id LIMIT 5000"))
    }

    package init(rows: [Loaded<Authority>]) { self.rows = rows }

    /// What is to be decided.
    package struct Question: Sendable {
        package let amount: Money
        package let coverageTotal: Money
        package let claimTotal: Money
        package let product: String
        package let branch: ID<Branch>?
        package let day: Day
        /// Those who prepared it: none of them may approve.
        package let makers: Set<ID<StaffMember>>

        package init(
            amount: Money, coverageTotal: Money? = nil, claimTotal: Money? = nil, product: String,
            branch: ID<Branch>?, day: Day, makers: Set<ID<StaffMember>>
        ) {
            self.amount = amount
            self.coverageTotal = coverageTotal ?? amount
            self.claimTotal = claimTotal ?? amount
            self.product = product
            self.branch = branch
            self.day = day
            self.makers = makers
        }

        func measured(_ scope: Authority.Scope) -> Money {
            switch scope {
            case .single: amount
            case .coverageTotal: coverageTotal
            case .claimTotal: claimTotal
            }
        }
    }

    /// The row that allowed a decision, as the case keeps it.
    package struct Use: Hashable, Sendable, Codable {
        package let row: ID<Authority>
        package let version: Int64
        package let level: Int64
        package let maximum: Money
        /// Whether a superior is to be told.
        package let notifies: Bool
        /// The project whose exception the row is, when it is one.
        package var project: String?
    }

    /// One level on the way up, and why it was passed over.
    package struct Passed: Hashable, Sendable, Codable {
        package let level: Int64
        package let holder: String
        package let maximum: Money
    }

    package enum Answer: Sendable {
        case within(Use)
        /// The next level that has it, with the levels that have not.
        case over(to: Authority.Holder, level: Int64, passed: [Passed])
        /// Nobody has it: it cannot be decided until somebody is granted it.
        case nobody(passed: [Passed])
    }

    /// What `principal` may do about it. Who prepared it has no row for it.
    package func answer(_ question: Question, for principal: Principal) -> Answer {
        let isMaker = principal.staff.map(question.makers.contains) ?? false
        let own = isMaker ? [] : relevant(question).filter { $0.holder.matches(principal) }
        if let row = own.first(where: { covers($0.state, question) }) {
            let notifies = notifies(row.state, question)
            return .within(
                Use(
                    row: row.state.id, version: row.version, level: row.level,
                    maximum: row.maximum, notifies: notifies, project: row.project))
        }
        return next(question, above: own.map(\.level).max() ?? 0)
    }

    /// The lowest level above `level` that has it.
    package func next(_ question: Question, above level: Int64) -> Answer {
        var passed: [Passed] = []
        for row in relevant(question) where row.level > level {
            if covers(row.state, question) {
                return .over(to: row.holder, level: row.level, passed: passed)
            }
            passed.append(
                Passed(level: row.level, holder: row.holder.text, maximum: row.maximum))
        }
        return .nobody(passed: passed)
    }

    /// The highest level that `principal` holds on a day, whatever its maximum; 0 for none.
    package func level(
        of principal: Principal, product: String, branch: ID<Branch>?, day: Day
    ) -> Int64 {
        rows.filter {
            $0.state.holds(on: day, product: product, branch: branch)
                && $0.holder.matches(principal)
        }.map(\.level).max() ?? 0
    }

    /// The post of the lowest level from `level` up, when a post holds one.
    package func post(
        from level: Int64, product: String, branch: ID<Branch>?, day: Day
    ) -> Post? {
        let held = rows.filter {
            $0.state.holds(on: day, product: product, branch: branch) && $0.level >= level
        }.sorted { ($0.level, $0.state.id) < ($1.level, $1.state.id) }
        for row in held {
            if case .post(let post) = row.holder { return post }
        }
        return nil
    }

    private func relevant(_ question: Question) -> [Loaded<Authority>] {
        rows.filter {
            $0.state.holds(on: question.day, product: question.product, branch: question.branch)
        }
        .filter { !isMaker($0.holder, question) }
        .sorted { ($0.level, $0.maximum.minor) < ($1.level, $1.maximum.minor) }
    }

    private func isMaker(_ holder: Authority.Holder, _ question: Question) -> Bool {
        if case .staff(let id) = holder { question.makers.contains(id) } else { false }
    }

    /// A threshold in another currency cannot be compared: the superior is told.
    private func notifies(_ row: Authority, _ question: Question) -> Bool {
        guard let from = row.notifyFrom else { return false }
        let measured = question.measured(row.scope)
        return measured.currency != from.currency || measured.minor >= from.minor
    }

    private func covers(_ row: Authority, _ question: Question) -> Bool {
        let measured = question.measured(row.scope)
        return measured.currency == row.maximum.currency && measured.minor <= row.maximum.minor
    }
}
