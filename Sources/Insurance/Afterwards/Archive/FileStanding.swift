import Kernel

/// How a file stands: its claim, the lines beside it, the holds on it, and how long the rules keep
/// it.
package struct FileStanding: Sendable {
    let archive: SideLineFacts<ClaimArchive>
    let openLines: [String]
    let holds: [Loaded<LegalHold>]
    let retention: [RetentionReason]

    static func gather(
        _ number: String, _ context: Context, _ transaction: any Transaction
    ) throws -> FileStanding {
        let claim: Loaded<Claim> = try transaction.subject(number, context)
        guard let archive = try AfterwardsStore.archiveFacts(of: claim, transaction) else {
            throw Refusal.noFile(claim.state.state.title)
        }
        return try FileStanding(
            archive: archive, openLines: FileStore.openLines(of: number, transaction),
            holds: AfterwardsStore.holds(on: number, transaction),
            retention: FileStore.retention(
                of: claim.state, closedOn: archive.time.day(of: archive.line.closedAt),
                transaction))
    }

    var claim: Claim { archive.claim.state }

    func today(_ context: Context) -> Day { archive.time.day(of: context.now) }

    /// Nothing is destroyed while a line is open, a hold stands, or the longest rule runs; without
    /// any rule nothing ever is.
    func requireDisposable(_ context: Context) throws(Refusal) {
        try require(openLines.isEmpty, else: .linesOpen(openLines))
        if let hold = holds.first { throw .underHold(hold.number, hold.ground.title) }
        guard let longest = retention.first else { throw .noRetention }
        try require(today(context) > longest.until, else: .retentionRuns(longest))
    }
}

extension Refusal {
    static func noFile(_ state: Words) -> Refusal {
        Refusal(
            .conflict, "archives.noFile",
            Words(
                "赔案尚未结案（\(state.zh)），没有可归档的案卷",
                "the claim is not closed (\(state.en.lowercased())): there is no file yet"))
    }

    static func linesOpen(_ numbers: [String]) -> Refusal {
        let list = numbers.joined(separator: ", ")
        return Refusal(
            .conflict, "archives.linesOpen",
            Words(
                "还有未办结的复核、追偿或诉讼：\(list)，办结后再归档",
                "a review, recovery or lawsuit is still open: \(list); close it first"))
    }

    static func underHold(_ number: String, _ ground: Words) -> Refusal {
        Refusal(
            .conflict, "archives.underHold",
            Words(
                "案卷处于保全中（\(number)，\(ground.zh)），解除前不得销毁",
                "the file is under hold \(number) (\(ground.en.lowercased())): lift it first"))
    }

    static func retentionRuns(_ reason: RetentionReason) -> Refusal {
        Refusal(
            .conflict, "archives.retentionRuns",
            Words(
                "保管期限未满：\(reason.words.zh)", "it must still be kept. \(reason.words.en)"))
    }

    static func personKept(_ claim: String, _ reason: RetentionReason) -> Refusal {
        Refusal(
            .conflict, "archives.personKept",
            Words(
                "赔案 \(claim) 的案卷保管期未满，期满前不能删除：\(reason.words.zh)",
                "the file of claim \(claim) must still be kept. \(reason.words.en)"))
    }

    static let noRetention = Refusal(
        .conflict, "archives.noRetention",
        Words("尚未设定适用的保管期限，请合规专员先设定", "no retention rule holds for it; compliance must set one"))
}
