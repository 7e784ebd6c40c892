import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// Files of cases. An upload is bytes and nothing else; it becomes part of its case by the command
/// `files.attach`. A file leaves as an attachment that no browser interprets.
extension Site {
    var fileRoutes: [Route] {
        [
            Route(
                .post, "/api/v1/files", .command, bodyLimit: FileInspection.largest
            ) { try await upload($0) },
            Route(.get, "/api/v1/files/{id}", .reading(["evidence_file"])) {
                try await download($0)
            },
        ]
    }

    private var evidenceDesk: EvidenceDesk {
        get throws {
            guard let evidence else { throw Refusal.filesNotKept }
            return evidence
        }
    }

    private func upload(_ visit: Visit) async throws -> Response {
        let principal = try visit.principal
        try dispatcher.admit(AttachFile.self, principal)
        let query = try visit.query(["case"])
        guard let number = query["case"], (1...40).contains(number.utf8.count),
            !number.utf8.contains(0)
        else { throw Problem.badParameter("case") }
        guard ContentKind.of(visit.request.headers) == "application/octet-stream" else {
            throw Problem.wrongFileType
        }
        guard let name = FileNameField.read(visit.request.headers[.contentDisposition]) else {
            throw Problem.noFileName
        }
        let file = try await evidenceDesk.receive(
            Array(visit.body.readableBytesView), named: name, for: number, by: principal)
        return Answer.json(file.shown)
    }

    private func download(_ visit: Visit) async throws -> Response {
        let principal = try visit.principal
        guard let id = ID<EvidenceFile>(try visit.part("id")) else { throw Problem.notFound }
        let shown = try await evidenceDesk.show(id, to: principal)
        let type = shown.file.content.type
        var response = Answer.bytes(shown.bytes, type: type.mediaType)
        response.headers[.contentDisposition] = FileNameField.write(
            shown.name, plain: "\(id.text.prefix(13)).\(type.rawValue)")
        // Even opened by itself it runs nothing and reaches nothing of this site.
        response.headers[.contentSecurityPolicy] = "sandbox"
        return response
    }
}

extension PendingFile {
    /// As the API answers an upload; the name is not repeated.
    fileprivate var shown: JSON {
        [
            "file": .string(id.text), "case": .string(subject.number),
            "hash": .string(content.hash), "bytes": .integer(content.bytes),
            "type": .string(content.type.rawValue),
            "scan": .string(scanned == nil ? "unscanned" : "clean"),
            "attachBefore": .string(
                receivedAt.adding(seconds: PendingFile.patience).iso8601),
        ]
    }
}

/// The name of a file in `Content-Disposition` (RFC 6266), both ways.
enum FileNameField {
    /// The name that was sent: `filename*=UTF-8''…` before `filename="…"`.
    static func read(_ field: String?) -> String? {
        guard let field, field.utf8.count <= 2000 else { return nil }
        var plain: String?
        for part in field.split(separator: ";").dropFirst().prefix(10) {
            guard let equals = part.firstIndex(of: "=") else { continue }
            let name = part[..<equals].filter { $0 != " " }.lowercased()
            let value = part[part.index(after: equals)...].drop { $0 == " " }
            if name == "filename*" { return extended(value) }
            if name == "filename" { plain = unquoted(value) }
        }
        return plain
    }

    /// Only signs of RFC 5987 stand for themselves; everything else is escaped.
    static func write(_ name: String, plain: String) -> String {
        let escaped = name.utf8.map { byte in
            isPlain(byte) ? String(UnicodeScalar(byte)) : "%" + hex(byte >> 4) + hex(byte & 15)
        }.joined()
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(escaped)"
    }

    private static func extended(_ value: Substring) -> String? {
        guard value.lowercased().hasPrefix("utf-8'"), let mark = value.lastIndex(of: "'") else {
            return nil
        }
        var bytes: [UInt8] = []
        var rest = value[value.index(after: mark)...].utf8
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                guard isPlain(byte) else { return nil }
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit),
                let low = rest.popFirst().flatMap(digit)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func unquoted(_ value: Substring) -> String {
        guard value.hasPrefix("\""), value.hasSuffix("\""), value.utf8.count >= 2 else {
            return String(value)
        }
        return String(value.dropFirst().dropLast())
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func hex(_ digit: UInt8) -> String {
        String(digit, radix: 16, uppercase: true)
    }
}
