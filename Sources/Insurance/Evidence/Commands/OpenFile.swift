package import Kernel

/// Puts on record that somebody sees the content of a file. ``EvidenceDesk`` opens it after that.
package struct OpenFile: Command {
    package static let statement = CommandStatement<OpenFile>(
        "files.open", Words("打开证据文件", "Open a file"),
        Words(
            "记录谁打开了哪个证据文件；未通过扫描或已隔离的文件不得打开",
            "Record who sees which file; what is unscanned or quarantined is shown to nobody"),
        duties: ["2.3.3a"], by: .posts(ReadCollections.caseReaders),
        fields: [Field("file", \.file, Words("文件", "File"), "file")])

    package var file = ID<EvidenceFile>.blank
    /// Set by the desk from the installation's own settings, never by who asks.
    var showsUnscanned = false

    package init() {}

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<EvidenceFile> {
        guard let held = try transaction.hold(file) else {
            throw Refusal.noSuch(EvidenceFile.title)
        }
        let sight = try CaseSight.of(context.principal, transaction)
        guard try sight?.sees(held.subject.number, transaction) != false else {
            throw Refusal.noSuch(EvidenceFile.title)
        }
        return held
    }

    package func decide(
        _ file: Loaded<EvidenceFile>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(file.scan != .quarantined, else: .fileQuarantined)
        try require(file.scan == .clean || showsUnscanned, else: .fileUnscanned)
        var decision = Decision()
        decision.change(file, .opened(by: context.principal.text, at: context.now))
        return decision
    }
}
