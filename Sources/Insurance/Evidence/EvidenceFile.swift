package import Kernel

/// 证据文件: one file of a case, with the hash of its content in the case's chain.
package struct EvidenceFile: Aggregate {
    package enum Scan: String, ChoiceValue {
        case unscanned, clean, quarantined

        package var title: Words {
            switch self {
            case .unscanned: Words("待扫描", "Not scanned yet")
            case .clean: Words("扫描通过", "Scanned, nothing found")
            case .quarantined: Words("已隔离", "Quarantined")
            }
        }
    }

    /// What is known of the bytes.
    package struct Content: Sendable, Codable, Equatable {
        /// SHA-256 of the content as it was sent.
        package let hash: String
        /// SHA-256 of the sealed form, by which the store finds it.
        package let stored: String
        package let bytes: Int64
        package let type: FileType
        package let width: Int64?
        package let height: Int64?
    }

    /// Which scanner said so, and when.
    package struct Scanned: Sendable, Codable, Equatable {
        package let result: Scan
        package let scanner: String
        /// The scanner's name for what it found.
        package let found: String?
        package let at: Moment
    }

    package enum Event: Sendable, Codable {
        case attached(EvidenceFile)
        case scanned(Scanned)
        case opened(by: String, at: Moment)
    }

    package static let table = "evidence_file"
    package static let title = Words("证据文件", "evidence file")

    package let id: ID<EvidenceFile>
    package let subject: CaseReference
    package let content: Content
    /// The name it was sent under.
    package let name: Sealed
    package let purpose: EvidencePurpose
    /// The piece of work or paper of the case that it belongs to.
    package let about: String?
    package let uploadedBy: String
    package let uploadedAt: Moment
    package let attachedAt: Moment
    package private(set) var scanned: Scanned?
    /// How often its content was shown; who saw it stands in the journal.
    package private(set) var openings: Int64

    package init(_ pending: PendingFile, _ command: AttachFile, at now: Moment) {
        id = pending.id.of(EvidenceFile.self)
        subject = pending.subject
        content = pending.content
        name = pending.name
        purpose = command.purpose
        about = command.about
        uploadedBy = pending.uploader
        uploadedAt = pending.receivedAt
        attachedAt = now
        scanned = pending.scanned
        openings = 0
    }

    package var stream: StreamName { subject.stream }

    package var scan: Scan { scanned?.result ?? .unscanned }

    package var columns: [(String, SQLValue)] {
        [
            ("stream", stream.text.sql), ("case_number", subject.number.sql),
            ("hash", content.hash.sql), ("stored", content.stored.sql),
            ("scan", scan.rawValue.sql), ("purpose", purpose.rawValue.sql),
            ("attached_at", attachedAt.sql),
        ]
    }

    package static func opened(by event: Event) -> EvidenceFile? {
        if case .attached(let file) = event { file } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .attached(let file): self = file
        case .scanned(let scanned): self.scanned = scanned
        case .opened: openings += 1
        }
    }
}

/// An upload that belongs to no case yet.
package struct PendingFile: Sendable {
    /// How long an upload waits to be attached, in seconds.
    package static let patience: Int64 = 24 * 3600

    package let id: ID<PendingFile>
    package let subject: CaseReference
    package let content: EvidenceFile.Content
    package let name: Sealed
    package let uploader: String
    package let receivedAt: Moment
    package let scanned: EvidenceFile.Scanned?
}
