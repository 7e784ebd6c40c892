import Kernel

/// What is read to give work to somebody.
enum DispatchStore {
    /// The work in personal pools that nobody holds.
    static func waiting(after last: String, _ limit: Int, _ reader: any Reader) throws -> [String] {
        try reader.rows(
            """
            SELECT w.id AS id FROM work_pool p JOIN work_item w ON w.post = p.post
            WHERE p.is_personal = 1 AND w.status = 'pooled' AND w.id > \(last)
            ORDER BY w.id LIMIT \(limit)
            """
        ).map { try $0.text("id") }
    }

    /// The work held by people who are away on a day.
    static func held(
        byAbsentOn day: Day, after last: String, _ limit: Int, _ reader: any Reader
    ) throws -> [String] {
        try reader.rows(
            """
            SELECT DISTINCT w.id AS id FROM staff_leave l
                JOIN work_item w ON w.holder = l.staff AND w.status = 'held'
            WHERE l.is_cancelled = 0 AND l.first_day <= \(day) AND l.last_day >= \(day)
                AND w.id > \(last)
            ORDER BY w.id LIMIT \(limit)
            """
        ).map { try $0.text("id") }
    }

    static func leave(
        of staff: ID<StaffMember>, on day: Day, _ reader: any Reader
    ) throws -> Loaded<StaffLeave>? {
        try reader.loadFirst(
            where: """
                staff = \(staff) AND is_cancelled = 0 AND first_day <= \(day) AND last_day >= \(day)
                ORDER BY id
                """)
    }

    /// Whether leave is recorded for any of these days.
    static func isAway(
        _ staff: ID<StaffMember>, _ first: Day, _ last: Day, _ reader: any Reader
    ) throws -> Bool {
        try reader.row(
            """
            SELECT 1 AS one FROM staff_leave WHERE staff = \(staff) AND is_cancelled = 0
            AND first_day <= \(last) AND last_day >= \(first)
            """) != nil
    }

    static func pool(of post: Post, _ reader: any Reader) throws -> Loaded<WorkPool>? {
        try reader.loadFirst(where: "post = \(post.code)")
    }

    static func competence(
        of staff: ID<StaffMember>, _ reader: any Reader
    ) throws -> Loaded<StaffCompetence>? {
        try reader.loadFirst(where: "staff = \(staff)")
    }

    /// The item with everybody who holds its post. An insurer has few hundred per post.
    static func facts(
        _ id: ID<WorkItem>, _ context: Context, _ transaction: any Transaction
    ) throws -> DispatchFacts {
        guard let item = try transaction.hold(id) else { throw Refusal.noSuch(WorkItem.title) }
        if let seen = context.ifVersion, seen != item.version { throw Refusal.staleVersion }
        let pool = try pool(of: item.post, transaction)
        let inquiry = try RoutingInquiry(item.state, pool?.state, context, transaction)
        let holders = try RosterEntry.holders(of: item.post, limit: 500, transaction)
        return DispatchFacts(
            item: item, pool: pool, candidates: try holders.map(inquiry.candidate),
            leave: try item.holder.flatMap { try leave(of: $0, on: inquiry.day, transaction) })
    }
}

/// The questions asked of each candidate for one piece of work.
private struct RoutingInquiry {
    let item: WorkItem
    let day: Day
    private let loadLimit: Int64?
    private let claim: Loaded<Claim>?
    private let loads: [String: Int64]
    private let authority: (book: AuthorityBook, question: AuthorityBook.Question)?
    private let reader: any Reader

    init(
        _ item: WorkItem, _ pool: WorkPool?, _ context: Context, _ reader: any Reader
    ) throws {
        self.item = item
        self.reader = reader
        day = context.now.officeDay
        loadLimit = pool?.loadLimit
        claim =
            item.subject.stream.kind == Claim.table
            ? try reader.load(number: item.subject.number) : nil
        let rows = try reader.rows(
            """
            SELECT holder, count(*) AS held FROM work_item
            WHERE post = \(item.post.code) AND status IN ('held', 'suspended')
            GROUP BY holder LIMIT 1000
            """)
        loads = try Dictionary(
            rows.map { (try $0.text("holder"), try $0.integer("held")) }, uniquingKeysWith: +)
        authority = try Self.authority(item, claim?.state, day, reader)
    }

    /// For an approval: which authority it takes.
    private static func authority(
        _ item: WorkItem, _ claim: Claim?, _ day: Day, _ reader: any Reader
    ) throws -> (AuthorityBook, AuthorityBook.Question)? {
        guard item.kind == ClaimTasks.approve, let claim, let proposal = claim.proposal else {
            return nil
        }
        let book = try AuthorityBook.load(ClaimAuthority.kind(of: proposal.outcome), reader)
        let question = ClaimAuthority.question(proposal, claim, makers: claim.makers, on: day)
        return (book, question)
    }

    func candidate(_ member: RosterEntry) throws -> Routing.Candidate {
        let load = loads[member.id.text] ?? 0
        return Routing.Candidate(
            staff: member.id, number: member.number,
            isSameBranch: member.branch == item.branch, load: load,
            against: try findings(about: member, load))
    }

    private func findings(about member: RosterEntry, _ load: Int64) throws -> [Routing.Finding] {
        var against: [Routing.Finding] = []
        if try DispatchStore.leave(of: member.id, on: day, reader) != nil {
            against.append(.onLeave)
        }
        if let claim, let known = try DispatchStore.competence(of: member.id, reader)?.state,
            !known.covers(claim.line, claim.complexity)
        {
            against.append(.notCompetent)
        }
        if try isInterested(member.id) { against.append(.interested) }
        if let authority {
            if claim?.state.makers.contains(member.id) == true { against.append(.preparedIt) }
            if case .within = authority.book.answer(authority.question, for: member.principal()) {
            } else {
                against.append(.withoutAuthority)
            }
        }
        if item.returnedBy?.contains(member.id) == true { against.append(.gaveItBack) }
        if let loadLimit, load >= loadLimit { against.append(.full) }
        return against
    }

    private func isInterested(_ staff: ID<StaffMember>) throws -> Bool {
        guard try InterestStore.has(staff, reader) else { return false }
        guard let stream = try InterestStore.file(of: item.subject.stream, reader) else {
            return false
        }
        return try InterestStore.relation(of: staff, to: stream, reader) != nil
            || InterestStore.sold(staff, stream, reader)
    }
}
