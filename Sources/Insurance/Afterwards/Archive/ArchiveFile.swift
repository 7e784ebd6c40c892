package import Kernel

/// 归档: puts the file of a closed claim away, complete, when nothing beside it is open. What is
/// missing is named.
package struct ArchiveFile: Command {
    package static let statement = CommandStatement<ArchiveFile>(
        "archives.archive", Words("归档", "Archive the file"),
        Words(
            "核对案卷目录，复核、追偿和诉讼均已办结后归档，并说明保管到何时及理由",
            "Check the list, with no line open; put it away; says until when it is kept and why"),
        duties: ["1.3.3", "2.3.3a"], by: .held(by: .claimsHandler, .claimsSupervisor),
        on: .numbered(Claim.self, "claim", \.claim),
        fields: [
            .claim(\.claim), Field("place", \.place, Words("存放位置", "Where it is kept"), .line(120)),
            Field(
                "lack", optional: \.lack, Words("缺件说明", "Why something is missing"), .line(300),
                help: Words("案卷不齐时由理赔主管填写", "Given by a supervisor when papers are missing")),
        ])

    package var claim = ""
    package var place = ""
    package var lack: String?

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> FileStanding {
        try FileStanding.gather(claim, context, transaction)
    }

    package func decide(_ file: FileStanding, _ context: Context) throws(Refusal) -> Decision {
        let staff = try file.archive.actor(context)
        try require(file.claim.state.isFinal, else: .noFile(file.claim.state.title))
        var decision = Decision()
        try file.archive.take(
            .archive, ArchiveWorkflow.main, finishing: [AfterwardsTasks.archive], &decision,
            context)
        try require(file.openLines.isEmpty, else: .linesOpen(file.openLines))
        let missing = file.claim.missingFromFile
        let mayLack = lack != nil && context.principal.posts.contains(Post(.claimsSupervisor))
        try require(missing.isEmpty || mayLack, else: .fileIncomplete(missing))
        decision.change(
            file.archive.line,
            .archived(
                .init(
                    by: staff, at: context.now, place: place, lack: missing.isEmpty ? nil : lack,
                    retention: file.retention)))
        decision.reply = [
            "keepUntil": file.retention.first.map { .string($0.until.description) } ?? .null,
            "why": .array(file.retention.map { .string($0.words.en) }),
        ]
        return decision
    }
}

extension Claim {
    /// What a complete file of this claim holds and this one does not.
    var missingFromFile: [Words] {
        var missing: [Words] = []
        if case .paid? = ending {
            missing += missingDocuments.map(\.title)
            if vouchers.isEmpty { missing.append(Voucher.title) }
        }
        if case .denied? = ending, !wasToldOfRefusal {
            missing.append(Words("拒赔通知送达记录", "proof that the refusal was told"))
        }
        return missing
    }
}

extension Refusal {
    static func fileIncomplete(_ missing: [Words]) -> Refusal {
        Refusal(
            .conflict, "archives.fileIncomplete",
            Words(
                "案卷缺少：\(missing.map(\.zh).joined(separator: "、"))；补齐，或由理赔主管说明缺件原因",
                "the file lacks: \(missing.map(\.en).joined(separator: ", ")); add it, or a "
                    + "supervisor says why it is missing"))
    }
}
