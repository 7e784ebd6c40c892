import Kernel

/// What the insurer already holds, and which requests are due for something.
enum DocumentStore {
    /// Papers in other files of the same notice, policy or insured person that are still valid at
    /// `now`, the newest of each. At most the 50 latest files are looked at.
    static func held(
        for documents: [RequiredDocument], notice: String, policy: String, insured: ID<Person>,
        but own: String?, at now: Moment, _ reader: any Reader
    ) throws -> [Claim.HeldPaper] {
        let files: [Loaded<Claim>] = try reader.loadAll(
            where: """
                (notice = \(notice) OR policy = \(policy) OR insured = \(insured))
                    AND number <> \(own ?? "") ORDER BY registered_at DESC, id DESC LIMIT 50
                """)
        return documents.compactMap { document in
            files.compactMap { file -> Claim.HeldPaper? in
                guard let received = received(document, in: file.state),
                    isValid(document, received, sibling: file.notice == notice, at: now)
                else { return nil }
                return Claim.HeldPaper(
                    code: document.code, claim: file.number, receivedAt: received)
            }.max { $0.receivedAt < $1.receivedAt }
        }
    }

    private static func received(_ document: RequiredDocument, in claim: Claim) -> Moment? {
        claim.documents.first { $0.code == document.code && $0.heldIn == nil }?.receivedAt
    }

    /// A sibling of the same notice is about the same event; another file only counts while the
    /// product says that a copy stays valid.
    private static func isValid(
        _ document: RequiredDocument, _ received: Moment, sibling: Bool, at now: Moment
    ) -> Bool {
        if sibling { return true }
        guard let days = document.validDays else { return false }
        return received <= now && now < received.adding(seconds: days * 86_400)
    }

    /// The request of a claim that is under way.
    static func open(of claim: Claim, _ reader: any Reader) throws -> Loaded<DocumentRequest>? {
        guard let mark = claim.documentRequests.last else { return nil }
        let request = try reader.load(mark.id)
        return request.flatMap { $0.state.state.isFinal ? nil : $0 }
    }

    static func remindersDue(
        _ reader: any Reader, _ now: Moment, after last: String, _ limit: Int
    ) throws -> [String] {
        try reader.rows(
            """
            SELECT number FROM document_request WHERE stage = 'delivered' AND remind_at <= \(now)
                AND expires_at > \(now) AND number > \(last) ORDER BY number LIMIT \(limit)
            """
        ).map { try $0.text("number") }
    }

    static func expired(
        _ reader: any Reader, _ now: Moment, after last: String, _ limit: Int
    ) throws -> [String] {
        try reader.rows(
            """
            SELECT number FROM document_request WHERE stage = 'delivered' AND expires_at <= \(now)
                AND number > \(last) ORDER BY number LIMIT \(limit)
            """
        ).map { try $0.text("number") }
    }

    /// Requests whose mail the receiving server has taken over.
    static func mailed(
        _ reader: any Reader, _ now: Moment, after last: String, _ limit: Int
    ) throws -> [String] {
        try reader.rows(
            """
            SELECT r.number AS number FROM document_request r JOIN outbox o ON o.key = r.mail_key
            WHERE r.stage = 'sent' AND o.channel = 'mail' AND o.status = 'sent'
                AND r.number > \(last) ORDER BY r.number LIMIT \(limit)
            """
        ).map { try $0.text("number") }
    }

    static func isMailed(_ key: String, _ reader: any Reader) throws -> Bool {
        try reader.row(
            """
            SELECT 1 AS one FROM outbox
            WHERE key = \(key) AND channel = 'mail' AND status = 'sent'
            """) != nil
    }
}
