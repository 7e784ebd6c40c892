import Kernel

/// What a file holds, and who else needs the persons in it.
enum FileStore {
    /// The numbers of the lines beside a claim that are not at their end; at most 20.
    static func openLines(of claim: String, _ reader: any Reader) throws -> [String] {
        try reader.rows(
            """
            SELECT number FROM claim_review
            WHERE claim = \(claim) AND stage NOT IN ('closed', 'withdrawn')
            UNION ALL SELECT number FROM recovery WHERE claim = \(claim) AND stage <> 'closed'
            UNION ALL SELECT number FROM litigation WHERE claim = \(claim) AND stage <> 'closed'
            LIMIT 20
            """
        ).map { try $0.text("number") }
    }

    static func retention(
        of claim: Claim, closedOn: Day, _ reader: any Reader
    ) throws -> [RetentionReason] {
        let policy: Loaded<Policy>? = try reader.load(number: claim.policy)
        let row = try reader.row(
            """
            SELECT (SELECT count(*) FROM claim_review WHERE claim = \(claim.number))
                + (SELECT count(*) FROM litigation WHERE claim = \(claim.number)) AS held
            """)
        return RetentionQuestion(
            claim: claim, period: policy.map { ($0.inception, $0.expiry) }, closedOn: closedOn,
            isDisputed: try row?.int("held") ?? 0 > 0
        ).reasons(try AfterwardsStore.retentionRules(reader))
    }

    /// Every person of whom the file holds a sealed value: read from the journal of the claim, its
    /// notice and its reviews, so that no kind of paper is forgotten.
    static func people(in claim: Claim, _ reader: any Reader) throws -> [ID<Person>] {
        var streams = [claim.stream.text]
        streams += try reader.rows("SELECT id FROM notice WHERE number = \(claim.notice)")
            .map { "notice/" + (try $0.text("id")) }
        streams += try reader.rows("SELECT id FROM claim_review WHERE claim = \(claim.number)")
            .map { "claim_review/" + (try $0.text("id")) }
        var found: Set<ID<Person>> = []
        try reader.each(
            "SELECT bytes FROM journal_entry WHERE stream IN \(list: streams) ORDER BY stream, seq"
        ) { row in
            collect(try JSON.parse(row.blob("bytes")), &found)
        }
        return found.sorted()
    }

    private static func collect(_ json: JSON, _ found: inout Set<ID<Person>>) {
        switch json {
        case .string(let text):
            // A text that only begins like a sealed value holds nobody.
            if text.hasPrefix("s1."), let sealed = try? Sealed(token: text) {
                found.insert(sealed.person)
            }
        case .array(let elements): for element in elements { collect(element, &found) }
        case .object(let object): for member in object.members { collect(member.value, &found) }
        default: break
        }
    }

    /// The persons whom nobody but this file needs, and whose key still exists.
    static func only(
        _ people: [ID<Person>], in claim: Claim, on day: Day, _ reader: any Reader
    ) throws -> [ID<Person>] {
        try people.filter { person in
            let row = try reader.row(
                """
                SELECT (SELECT count(*) FROM subject_key WHERE person = \(person)) AS keys,
                    (SELECT count(*) FROM staff WHERE person = \(person))
                    + (SELECT count(*) FROM customer WHERE person = \(person))
                    + (SELECT count(*) FROM policy
                        WHERE holder = \(person) AND expiry >= \(day.adding(days: -3_653)))
                    + (SELECT count(*) FROM claim c WHERE c.insured = \(person)
                        AND c.number <> \(claim.number) AND NOT EXISTS (SELECT 1
                        FROM claim_archive a WHERE a.claim = c.number AND a.stage = 'disposed'))
                    + (SELECT count(*) FROM notice n
                        WHERE n.reporter = \(person) AND n.stage <> 'merged'
                        AND (NOT EXISTS (SELECT 1 FROM claim c WHERE c.notice = n.number)
                            OR EXISTS (SELECT 1 FROM claim c WHERE c.notice = n.number
                                AND c.number <> \(claim.number) AND NOT EXISTS (SELECT 1
                                FROM claim_archive a
                                WHERE a.claim = c.number AND a.stage = 'disposed')))) AS needs
                """)
            guard let row else { return false }
            return try row.int("keys") > 0 && row.int("needs") == 0
        }
    }

    /// The fact that keeps a person's data because of a claim file: a hold, an open line, or the
    /// longest rule; `nil` when nothing does.
    static func keeps(
        _ person: ID<Person>, on day: Day, _ reader: any Reader
    ) throws -> Refusal? {
        let claims: [Loaded<Claim>] = try reader.loadAll(
            where: """
                insured = \(person)
                OR policy IN (SELECT number FROM policy WHERE holder = \(person))
                OR notice IN (SELECT number FROM notice WHERE reporter = \(person))
                ORDER BY number LIMIT 500
                """)
        for claim in claims {
            if let refusal = try keeps(claim.state, on: day, reader) { return refusal }
        }
        return nil
    }

    private static func keeps(
        _ claim: Claim, on day: Day, _ reader: any Reader
    ) throws -> Refusal? {
        if let hold = try AfterwardsStore.holds(on: claim.number, reader).first {
            return .underHold(hold.number, hold.ground.title)
        }
        let archive = try AfterwardsStore.archive(of: claim.number, reader)
        if archive?.state.state == .disposed { return nil }
        let open = try openLines(of: claim.number, reader)
        if !open.isEmpty { return .linesOpen(open) }
        let zone = try CalendarShelf.newest(ClaimClocks.calendar, reader).zone
        let closed = archive.map { zone.day(of: $0.closedAt) } ?? day
        let longest = try retention(of: claim, closedOn: closed, reader).first
        return longest.flatMap { $0.until >= day ? .personKept(claim.number, $0) : nil }
    }

    /// Archived files whose last day is over and that no hold keeps, without open work; at most
    /// 200 at a time.
    static func ended(
        before day: Day, _ reader: any Reader
    ) throws -> [Loaded<ClaimArchive>] {
        try reader.loadAll(
            where: """
                stage = 'archived' AND keep_until < \(day) AND NOT EXISTS (SELECT 1 FROM
                legal_hold h WHERE h.claim = claim_archive.claim AND h.stage = 'active')
                AND NOT EXISTS (SELECT 1 FROM work_item w
                WHERE w.stream = 'claim_archive/' || claim_archive.id
                AND w.status IN ('pooled', 'held', 'suspended'))
                ORDER BY keep_until, id LIMIT 200
                """)
    }
}
