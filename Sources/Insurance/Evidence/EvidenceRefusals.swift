package import Kernel

extension Refusal {
    static let fileUnsafe = Refusal(
        .invalid, "files.unsafe",
        Words(
            "安全扫描发现该文件有害，未予接收；请重新拍摄或更换文件",
            "the scanner found the file harmful and it was not taken; take or choose another"))
    static let fileQuota = Refusal(
        .busy, "files.quota",
        Words(
            "今日上传的文件已达上限，请明日继续或联系主管",
            "you sent as many files as one person may within a day; go on tomorrow"))
    static let fileOtherCase = Refusal(
        .conflict, "files.otherCase",
        Words("该文件是为另一案件上传的，请为本案重新上传", "this file was sent for another case; send it anew"))
    static let fileAttached = Refusal(
        .conflict, "files.attached",
        Words("该文件已归入案件", "this file belongs to its case already"))
    static let fileExpired = Refusal(
        .conflict, "files.expired",
        Words(
            "上传已超过 24 小时未归入案件，请重新上传",
            "the upload waited for more than a day; send it anew"))
    static let filesTooMany = Refusal(
        .conflict, "files.tooMany",
        Words("本案文件已达上限（1000 个）", "the case holds as many files as it may: 1000"))
    static let fileUnscanned = Refusal(
        .conflict, "files.unscanned",
        Words(
            "文件尚未通过安全扫描，暂不能打开；扫描完成后再试",
            "the file was not scanned yet and is not shown; try again after the scan"))
    static let fileQuarantined = Refusal(
        .forbidden, "files.quarantined",
        Words(
            "安全扫描发现该文件有害，已隔离，任何人不得打开；请提供者重新提交",
            "the scanner found the file harmful; it is shown to nobody; ask for another"))
    static let fileScanned = Refusal(
        .conflict, "files.scanned",
        Words("该文件已有扫描结论", "this file has a verdict already"))
    static let fileLost = Refusal(
        .conflict, "files.lost",
        Words(
            "存储中找不到该文件，请通知系统管理员核对备份",
            "the store does not have this file; ask the administrator to check the backup"))
    static let fileChanged = Refusal(
        .conflict, "files.changed",
        Words(
            "该文件与日志中的摘要不符，未予打开；请通知系统管理员",
            "the file is not what the journal says, so it was not opened; tell the administrator"))
    static let personErased = Refusal(
        .missing, "vault.erased", VaultFailure.erased.message)
    package static let filesNotKept = Refusal(
        .busy, "files.notKept",
        Words(
            "本系统尚未设置文件目录，请管理员以 --files 指定",
            "no folder for files is set; the administrator names one with --files"))
}
