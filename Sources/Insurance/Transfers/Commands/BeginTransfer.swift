package import Kernel

/// 导出: asks for all that a list finds as a file, masked as the list shows it.
package struct BeginExport: Command {
    package static let statement = CommandStatement<BeginExport>(
        "lists.export", Words("导出清单", "Export a list"),
        Words(
            "把筛选出的全部记录按屏幕上的脱敏方式导出为文件，只能本人下载一次",
            "All that a list finds as a file, masked as on screen; only who asked takes it, once"),
        by: .posts(Transfers.exporters),
        fields: [
            Field("collection", \.collection, Words("清单", "List"), .line(40)),
            Field("filters", optional: \.filters, Words("筛选条件", "Filters"), .line(1000)),
            Field("format", \.format, Words("格式", "Format")),
            Field("english", \.english, Words("英文", "In English")),
        ])

    package var collection = ""
    package var filters: String?
    package var format = Transfer.Format.csv
    package var english = false

    package init() {}

    package func decide(_: Void, _ context: Context) throws(Refusal) -> Decision {
        guard let collection = ReadCollections.named(collection) else {
            throw .noSuch(Words("清单", "list"))
        }
        try require(collection.mayBeRead(by: context.principal), else: .notYourPost)
        guard let staff = context.principal.staff else { throw .notYourPost }
        return Decision(
            beginning: Transfer(
                id: context.id("transfer"), .export, by: staff, name: collection.name,
                filters: filters ?? "", format: format, isEnglish: english, at: context.now))
    }
}

/// 导入: asks that the rows of a file that was sent go through the door, as a mapping reads them.
package struct BeginImport: Command {
    package static let statement = CommandStatement<BeginImport>(
        "lists.import", Words("导入文件", "Import a file"),
        Words(
            "按映射逐行导入已上传的文件；每行经过同样的规则，被拒绝的行连同原因退回",
            "The rows of a file that was sent, read by a mapping; each passes the same rules, and "
                + "what is refused is handed back with its reason"),
        by: .posts(Transfers.importers),
        fields: [
            Field("mapping", \.mapping, Words("映射", "Mapping"), .line(60)),
            Field("upload", \.upload, Words("文件", "File"), .line(40)),
        ])

    package var mapping = ""
    package var upload = ""

    package init() {}

    package func decide(_: Void, _ context: Context) throws(Refusal) -> Decision {
        try require(
            Imports.shipped[mapping] != nil, else: .noSuch(Words("映射", "mapping")))
        guard let staff = context.principal.staff else { throw .notYourPost }
        return Decision(
            beginning: Transfer(
                id: context.id("transfer"), .import, by: staff, name: mapping, upload: upload,
                at: context.now))
    }
}

/// 取走: puts on record that who asked for a file takes it. It can be taken once.
package struct TakeTransfer: Command {
    package static let statement = CommandStatement<TakeTransfer>(
        "lists.take", Words("下载文件", "Take a file"),
        Words(
            "本人下载导出结果或拒收行，下载一次后删除",
            "Who asked takes the export or the refused rows, once; then they are gone"),
        by: .posts(Transfers.exporters.union(Transfers.importers)),
        fields: [Field("transfer", \.transfer, Words("导入导出", "Transfer"), "transfer")])

    package var transfer = ID<Transfer>.blank

    package init() {}

    package init(_ transfer: ID<Transfer>) { self.transfer = transfer }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<Transfer> {
        guard let held = try transaction.hold(transfer) else {
            throw Refusal.noSuch(Transfer.title)
        }
        return held
    }

    package func decide(
        _ transfer: Loaded<Transfer>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(
            transfer.state.staff == context.principal.staff, else: .noSuch(Transfer.title))
        if transfer.state.kind == .export {
            let collection = ReadCollections.named(transfer.state.name)
            try require(
                collection?.mayBeRead(by: context.principal) == true, else: .notYourPost)
        }
        try require(transfer.state.takenAt == nil, else: .takenBefore)
        return Decision(changing: transfer, .taken(at: context.now))
    }
}

extension Decision {
    fileprivate init(beginning transfer: Transfer) {
        self.init()
        open(Transfer.self, .begun(transfer))
        reply["transfer"] = .string(transfer.id.text)
    }
}

extension Refusal {
    static let takenBefore = Refusal(
        .conflict, "lists.takenBefore",
        Words("文件已下载过一次并已删除，请重新导出", "it was taken before and is gone; ask for it again"))
}
