package import Kernel

/// Writes down what a scanner said of a file that could not be scanned when it came.
package struct RecordScan: Command {
    package static let statement = CommandStatement<RecordScan>(
        "files.recordScan", Words("登记扫描结论", "Record a scan"),
        Words(
            "登记安全扫描的结论；有害文件即被隔离", "Record the scanner's verdict; a harmful file is quarantined"),
        duties: ["2.3.3a"], by: .system(["scan"]),
        fields: [
            Field("file", \.file, Words("文件", "File"), "file"),
            Field("result", \.result, Words("结论", "Verdict")),
            Field("scanner", \.scanner, Words("扫描程序", "Scanner"), .line(40)),
            Field("found", optional: \.found, Words("发现", "Found"), .line(100)),
        ])

    package var file = ID<EvidenceFile>.blank
    package var result = EvidenceFile.Scan.unscanned
    package var scanner = ""
    package var found: String?

    package init() {}

    package init(_ file: ID<EvidenceFile>, _ verdict: ScanVerdict, by scanner: String) {
        self.file = file
        self.scanner = scanner
        switch verdict {
        case .clean: result = .clean
        case .unsafe(let name):
            result = .quarantined
            found = name
        }
    }

    package func gather(
        _ context: Context, _ transaction: any Transaction
    ) throws -> Loaded<EvidenceFile> {
        guard let held = try transaction.hold(file) else {
            throw Refusal.noSuch(EvidenceFile.title)
        }
        return held
    }

    package func decide(
        _ file: Loaded<EvidenceFile>, _ context: Context
    ) throws(Refusal) -> Decision {
        try require(file.scan == .unscanned && result != .unscanned, else: .fileScanned)
        var decision = Decision()
        decision.change(
            file,
            .scanned(.init(result: result, scanner: scanner, found: found, at: context.now)))
        return decision
    }
}
