import Kernel

/// What the lines beside a claim read of one another.
enum AfterwardsStore {
    static func reviews(
        of claim: String, _ reader: any Reader
    ) throws -> [Loaded<ClaimReview>] {
        try reader.loadAll(where: "claim = \(claim) ORDER BY id LIMIT 200")
    }

    static func recoveries(
        of claim: String, _ reader: any Reader
    ) throws -> [Loaded<Recovery>] {
        try reader.loadAll(where: "claim = \(claim) ORDER BY id LIMIT 200")
    }

    static func lawsuits(
        of claim: String, _ reader: any Reader
    ) throws -> [Loaded<Litigation>] {
        try reader.loadAll(where: "claim = \(claim) ORDER BY id LIMIT 200")
    }

    static func holds(
        on claim: String, _ reader: any Reader
    ) throws -> [Loaded<LegalHold>] {
        try reader.loadAll(where: "claim = \(claim) AND stage = 'active' ORDER BY id LIMIT 200")
    }

    static func receipt(
        _ reference: String, _ reader: any Reader
    ) throws -> Loaded<RecoveryReceipt>? {
        try reader.loadFirst(where: "bank_reference = \(reference)")
    }

    /// The file of the latest closing.
    static func archive(
        of claim: String, _ reader: any Reader
    ) throws -> Loaded<ClaimArchive>? {
        try reader.loadFirst(where: "claim = \(claim) ORDER BY id DESC")
    }

    static func archiveFacts(
        of claim: Loaded<Claim>, _ transaction: any Transaction
    ) throws -> SideLineFacts<ClaimArchive>? {
        guard let archive = try archive(of: claim.number, transaction) else { return nil }
        return try SideLineFacts(archive, claim, transaction)
    }

    /// The newest edition of each rule.
    static func retentionRules(_ reader: any Reader) throws -> [RetentionRule] {
        let all: [Loaded<RetentionRule>] = try reader.loadAll(
            where: "1 = 1 ORDER BY code, edition LIMIT 1000")
        return Array(
            Dictionary(all.map { ($0.code, $0.state) }, uniquingKeysWith: { $1 }).values
        ).sorted { $0.code < $1.code }
    }
}
