import Kernel

/// Rows of pending uploads, and what is asked of the files of a case.
enum EvidenceStore {
    /// The case that files of `number` belong to, and the person for whom they are sealed: the
    /// insured of a claim, the reporter of a notice.
    static func owner(
        of number: String, _ reader: any Reader
    ) throws -> (CaseReference, ID<Person>)? {
        if let claim: Loaded<Claim> = try reader.load(number: number) {
            return (CaseReference(claim.state), claim.insured.person)
        }
        guard let notice: Loaded<Notice> = try reader.load(number: number) else { return nil }
        return (CaseReference(notice.state), notice.reporterName.person)
    }

    static func insert(_ file: PendingFile, _ transaction: any Transaction) throws {
        let state = try JSON(encoding: Kept(file)).canonicalText
        try transaction.execute(
            """
            INSERT INTO pending_file (id, uploader, bytes, received_at, state)
            VALUES (\(file.id), \(file.uploader), \(file.content.bytes), \(file.receivedAt),
                \(state))
            """)
    }

    /// A pending upload, held until the commit.
    static func hold(
        _ id: ID<PendingFile>, _ transaction: any Transaction
    ) throws -> PendingFile? {
        let row = try transaction.lockedRows(
            "SELECT state FROM pending_file WHERE id = \(id)"
        ).first
        return try row.map { row in
            try JSON.parse(Array(row.text("state").utf8)).decode(Kept.self).file
        }
    }

    /// How many uploads `uploader` sent since `moment`, and how many bytes in all.
    static func sent(
        by uploader: String, since moment: Moment, _ reader: any Reader
    ) throws -> (files: Int, bytes: Int64) {
        let row = try reader.row(
            """
            SELECT count(*) AS files, CAST(coalesce(sum(bytes), 0) AS BIGINT) AS held FROM (
                SELECT bytes FROM pending_file
                WHERE uploader = \(uploader) AND received_at > \(moment) LIMIT 10000) AS recent
            """)
        return (try row?.int("files") ?? 0, try row?.integer("held") ?? 0)
    }

    static func count(of subject: CaseReference, _ reader: any Reader) throws -> Int {
        let row = try reader.row(
            """
            SELECT count(*) AS held FROM evidence_file WHERE stream = \(subject.stream.text)
            """)
        return try row?.int("held") ?? 0
    }

    /// Those of `ids` that are files of this case and not quarantined.
    static func usable(
        _ ids: [ID<EvidenceFile>], of subject: CaseReference, _ reader: any Reader
    ) throws -> Set<ID<EvidenceFile>> {
        if ids.isEmpty { return [] }
        let rows = try reader.rows(
            """
            SELECT id FROM evidence_file
            WHERE id IN \(list: ids) AND stream = \(subject.stream.text) AND scan <> 'quarantined'
            """)
        return Set(try rows.map { try $0.id("id") })
    }

    /// Those of `ids` that are for this purpose.
    static func ofPurpose(
        _ purpose: EvidencePurpose, among ids: [ID<EvidenceFile>], _ reader: any Reader
    ) throws -> Set<ID<EvidenceFile>> {
        if ids.isEmpty { return [] }
        let rows = try reader.rows(
            """
            SELECT id FROM evidence_file
            WHERE id IN \(list: ids) AND purpose = \(purpose.rawValue)
            """)
        return Set(try rows.map { try $0.id("id") })
    }

    static func unscanned(
        after id: String, limit: Int, _ reader: any Reader
    ) throws -> [Loaded<EvidenceFile>] {
        try reader.loadAll(
            where: "scan = 'unscanned' AND id > \(id) ORDER BY id LIMIT \(limit)")
    }

    /// Forgets uploads received before `moment`, and returns the addresses of those that were
    /// never attached.
    static func forget(
        before moment: Moment, limit: Int, _ transaction: any Transaction
    ) throws -> (forgotten: Int, orphans: [String]) {
        let rows = try transaction.lockedRows(
            """
            SELECT id, state, (SELECT 1 FROM evidence_file e WHERE e.id = p.id) AS attached
            FROM pending_file p WHERE received_at < \(moment)
            ORDER BY received_at, id LIMIT \(limit)
            """)
        var orphans: [String] = []
        for row in rows {
            if case .null = try row["attached"] {
                let kept = try JSON.parse(Array(row.text("state").utf8)).decode(Kept.self)
                orphans.append(kept.content.stored)
            }
            try transaction.execute("DELETE FROM pending_file WHERE id = \(try row.text("id"))")
        }
        return (rows.count, orphans)
    }
}

/// A pending upload as its row holds it.
private struct Kept: Codable {
    let id: ID<PendingFile>
    let subject: CaseReference
    let content: EvidenceFile.Content
    let name: Sealed
    let uploader: String
    let receivedAt: Moment
    let scanned: EvidenceFile.Scanned?

    init(_ file: PendingFile) {
        id = file.id
        subject = file.subject
        content = file.content
        name = file.name
        uploader = file.uploader
        receivedAt = file.receivedAt
        scanned = file.scanned
    }

    var file: PendingFile {
        PendingFile(
            id: id, subject: subject, content: content, name: name, uploader: uploader,
            receivedAt: receivedAt, scanned: scanned)
    }
}
