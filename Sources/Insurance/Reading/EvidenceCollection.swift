import Kernel

extension ReadCollections {
    static let evidenceFile = ReadCollection(
        "evidence_file", EvidenceFile.self, numbered: nil, order: "id",
        filters: ["case_number", "scan", "purpose", "hash"], readers: caseReaders
    ) { file in
        [
            ReadField("case", file.subject.number),
            ReadField("purpose", file.purpose.rawValue, file.purpose.title),
            ReadField("about", file.about),
            ReadField("type", file.content.type.rawValue, file.content.type.title),
            ReadField("bytes", JSON.integer(file.content.bytes)),
            ReadField("width", file.content.width.map(JSON.integer) ?? .null),
            ReadField("height", file.content.height.map(JSON.integer) ?? .null),
            ReadField("hash", file.content.hash), ReadField("name", file.name, .other),
            ReadField("uploadedBy", file.uploadedBy), ReadField("uploadedAt", file.uploadedAt),
            ReadField("attachedAt", file.attachedAt),
            ReadField("scan", file.scan.rawValue, file.scan.title),
            ReadField("scanner", file.scanned?.scanner),
            ReadField("scannedAt", file.scanned?.at),
            ReadField("openings", JSON.integer(file.openings)),
        ]
    }
}
