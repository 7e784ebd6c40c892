import HTTPTypes
import Hummingbird
import NIOCore

/// A form with files, as browsers send it (RFC 7578). Strict and bounded: what is not exactly
/// such a form is refused, and nothing in it can make the reading go on without end.
struct Multipart {
    struct Part {
        let name: String
        /// What the sender calls the file; `nil` for a plain field.
        let fileName: String?
        let bytes: ArraySlice<UInt8>
    }

    let parts: [Part]

    private static let mostParts = 40
    private static let longestHead = 4096
    private static let longestField = 64 * 1024

    init(_ body: ByteBuffer, _ fields: HTTPFields) throws(Problem) {
        guard let boundary = Multipart.boundary(fields) else { throw .wrongForm }
        var reader = MultipartReader(bytes: Array(body.readableBytesView)[...], boundary: boundary)
        guard reader.begin() else { throw .badForm }
        var parts: [Part] = []
        while let found = reader.next(longestHead: Multipart.longestHead) {
            guard parts.count < Multipart.mostParts,
                let part = Multipart.part(head: found.head, found.content),
                part.fileName != nil || part.bytes.count <= Multipart.longestField,
                part.fileName != nil || !parts.contains(where: { $0.name == part.name })
            else { throw .badForm }
            parts.append(part)
        }
        guard reader.isOver else { throw .badForm }
        self.parts = parts
    }

    /// The text of a plain field.
    subscript(_ name: String) -> String? {
        parts.first { $0.name == name && $0.fileName == nil }
            .flatMap { String(validating: $0.bytes, as: UTF8.self) }
    }

    /// The files that were chosen under a name; a control nobody used sends an empty one.
    func files(_ name: String) -> [Part] {
        parts.filter { $0.name == name && $0.fileName?.isEmpty == false && !$0.bytes.isEmpty }
    }

    /// The form's own proof that a page of the session made it.
    static func token(in body: ByteBuffer, _ fields: HTTPFields) -> String? {
        guard boundary(fields) != nil, let form = try? Multipart(body, fields) else { return nil }
        return form["csrf"]
    }

    private static func boundary(_ fields: HTTPFields) -> [UInt8]? {
        guard ContentKind.of(fields) == "multipart/form-data",
            let field = fields[.contentType], field.utf8.count <= 300,
            let start = field.firstRange(of: "boundary=")
        else { return nil }
        var text = field[start.upperBound...].prefix { $0 != ";" && $0 != " " }
        if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2 {
            text = text.dropFirst().dropLast()
        }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 }
        return (1...70).contains(text.utf8.count) && isPlain ? Array(text.utf8) : nil
    }

    private static func part(
        head: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>
    ) -> Part? {
        guard let text = String(validating: head, as: UTF8.self) else { return nil }
        for line in text.split(separator: "\r\n") {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2 else { return nil }
            guard halves[0].lowercased() == "content-disposition" else { continue }
            var name: String?
            var fileName: String?
            for (key, value) in parameters(halves[1]) {
                if key == "name" { name = value }
                if key == "filename" { fileName = value }
            }
            guard let name, (1...200).contains(name.utf8.count),
                (fileName?.utf8.count ?? 0) <= 1000
            else { return nil }
            return Part(name: name, fileName: fileName, bytes: content)
        }
        return nil
    }

    /// `form-data; name="a"; filename="b"`: quoted values, in which browsers write a quote as
    /// `%22`.
    private static func parameters(_ text: Substring) -> [(String, String)] {
        var found: [(String, String)] = []
        var rest = text.drop { $0 != ";" }
        while rest.first == ";", found.count < 10 {
            rest = rest.dropFirst().drop { $0 == " " }
            let key = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(key.count)
            guard rest.hasPrefix("=\"") else { break }
            rest = rest.dropFirst(2)
            let value = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(value.count + 1).drop { $0 == " " }
            found.append((key.lowercased(), String(value.replacing("%22", with: "\""))))
        }
        return found
    }
}

/// Walks over the parts between the boundaries.
private struct MultipartReader {
    private let bytes: ArraySlice<UInt8>
    private let mark: [UInt8]
    private var at: Int
    private(set) var isOver = false

    init(bytes: ArraySlice<UInt8>, boundary: [UInt8]) {
        self.bytes = bytes
        mark = Array("\r\n--".utf8) + boundary
        at = bytes.startIndex
    }

    /// The first boundary stands at the very beginning.
    mutating func begin() -> Bool {
        let first = mark.dropFirst(2)
        guard bytes.starts(with: first) else { return false }
        at = bytes.startIndex + first.count
        return true
    }

    mutating func next(
        longestHead: Int
    ) -> (head: ArraySlice<UInt8>, content: ArraySlice<UInt8>)? {
        guard !isOver else { return nil }
        if bytes[at...].starts(with: Array("--".utf8)) {
            isOver = true
            return nil
        }
        guard bytes[at...].starts(with: Array("\r\n".utf8)) else { return nil }
        at += 2
        let blank = Array("\r\n\r\n".utf8)
        let limit = min(bytes.endIndex, at + longestHead)
        guard let end = Self.find(blank, in: bytes[at..<limit]) else { return nil }
        let head = bytes[at..<end]
        let start = end + blank.count
        guard let close = Self.find(mark, in: bytes[start...]) else { return nil }
        at = close + mark.count
        return (head, bytes[start..<close])
    }

    private static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = wanted.first else { return nil }
        var from = bytes.startIndex
        while let index = bytes[from...].firstIndex(of: first) {
            if bytes[index...].starts(with: wanted) { return index }
            from = index + 1
        }
        return nil
    }
}
