package import Kernel

/// Makes an upload a part of its case: from then on its hash stands in the case's chain.
package struct AttachFile: Command {
    package static let statement = CommandStatement<AttachFile>(
        "files.attach", Words("归入证据文件", "Attach a file"),
        Words(
            "把已上传的文件归入案件，其摘要随即写入案件日志；未归入的上传一天后清除",
            "An upload becomes part of its case, its hash part of the journal; what is not "
                + "attached within a day is removed"),
        duties: ["4.2.2b", "4.2.2c"], by: .postsAndCustomers(Evidence.contributors),
        fields: [
            Field("file", \.file, Words("上传编号", "Upload"), "upload"),
            Field("case", \.case, Words("报案号或赔案号", "Notice or claim number"), .line(40)),
            Field("purpose", \.purpose, Words("用途", "Purpose")),
            Field(
                "about", optional: \.about, Words("所属事项", "What it belongs to"), .line(80),
                help: Words("任务标识或资料代码", "A task's identity or a paper's code")),
        ])

    /// The largest number of files of one case.
    static let most = 1000

    package var file = ID<PendingFile>.blank
    package var `case` = ""
    package var purpose = EvidencePurpose.other
    package var about: String?

    package init() {}

    package struct Facts: Sendable {
        let pending: PendingFile
        let isAttached: Bool
        let held: Int
    }

    package func gather(_ context: Context, _ transaction: any Transaction) throws -> Facts {
        let pending = try EvidenceStore.hold(file, transaction)
        // Somebody else's upload is nobody's business.
        guard let pending, pending.uploader == context.principal.text else {
            throw Refusal.noSuch(EvidenceFile.title)
        }
        try CustomerRight.check(
            on: pending.subject.number, Words("案件", "case"), by: context.principal, transaction)
        let known: Loaded<EvidenceFile>? = try transaction.load(file.of(EvidenceFile.self))
        return Facts(
            pending: pending, isAttached: known != nil,
            held: try EvidenceStore.count(of: pending.subject, transaction))
    }

    package func decide(_ facts: Facts, _ context: Context) throws(Refusal) -> Decision {
        let pending = facts.pending
        try require(!facts.isAttached, else: .fileAttached)
        try require(pending.subject.number == `case`, else: .fileOtherCase)
        let last = pending.receivedAt.adding(seconds: PendingFile.patience)
        try require(context.now <= last, else: .fileExpired)
        try require(facts.held < Self.most, else: .filesTooMany)
        let attached = EvidenceFile(pending, self, at: context.now)
        var decision = Decision()
        decision.open(EvidenceFile.self, .attached(attached))
        decision.reply = [
            "file": .string(attached.id.text), "hash": .string(pending.content.hash),
            "scan": .string(attached.scan.rawValue),
        ]
        return decision
    }
}
