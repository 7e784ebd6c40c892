package import Kernel

/// 取批次文件: puts on record who takes the file with full names and accounts, before anything is
/// opened. ``BatchDesk`` hands the file out after that.
package struct TakeBatchFile: Command {
    package static let statement = CommandStatement<TakeBatchFile>(
        "payments.takeBatchFile", Words("取批次文件", "Take the batch's file"),
        Words(
            "记录谁取走了含完整户名账号的付款文件；记录成功后才提供文件",
            "Record who takes the file with full accounts; it is handed out only after that"),
        duties: ["4.2.4b", "2.3.3a"], by: .held(by: .paymentClerk, .paymentReleaser),
        on: .numbered(PaymentBatch.self, "batch", \.batch), fields: [.batch(\.batch)])

    package var batch = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<PaymentBatch> {
        try transaction.subject(batch, context)
    }

    package func decide(
        _ batch: Loaded<PaymentBatch>, _ context: Context
    ) throws(Refusal) -> Decision {
        guard context.principal.staff != nil else { throw .notYourPost }
        _ = try BatchWorkflow.main.take(.takeFile, in: batch.state.state, of: batch.state)
        return Decision(
            changing: batch, .fileTaken(by: context.principal.text, at: context.now))
    }
}

/// Keeps the digest of the file as it was first handed out; a file that is another one since is
/// refused and not handed out.
package struct SealBatchFile: Command {
    package static let statement = CommandStatement<SealBatchFile>(
        "payments.sealBatchFile", Words("登记文件摘要", "Keep the file's digest"),
        Words("登记首次取出的文件摘要；以后取出的文件须与之相同", "Later files must have the same digest"),
        duties: ["4.2.4b"], by: .held(by: .paymentClerk, .paymentReleaser),
        on: .numbered(PaymentBatch.self, "batch", \.batch),
        fields: [
            .batch(\.batch),
            Field("digest", \.digest, Words("文件摘要", "SHA-256 of the file"), .line(64, min: 64)),
        ])

    package var batch = ""
    package var digest = ""

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<PaymentBatch> {
        try transaction.subject(batch, context)
    }

    package func decide(
        _ batch: Loaded<PaymentBatch>, _ context: Context
    ) throws(Refusal) -> Decision {
        _ = try BatchWorkflow.main.take(.takeFile, in: batch.state.state, of: batch.state)
        // Nobody states the digest of a file that was never taken.
        try require(batch.timesTaken > 0, else: .fileNotTaken)
        guard let known = batch.fileHash else {
            return Decision(changing: batch, .fileSealed(sha256: digest))
        }
        try require(known == digest, else: .batchFileChanged)
        return Decision()
    }
}

extension Refusal {
    static let fileNotTaken = Refusal(
        .conflict, "payments.fileNotTaken",
        Words("该批次文件尚未取出过", "the batch's file was not taken yet"))
    static let batchFileChanged = Refusal(
        .conflict, "payments.batchFileChanged",
        Words(
            "批次文件与首次取出时不同，已停止提供，请查明",
            "it is not the file that was first handed out, and is withheld until that is clear"))
}
