import HTTPTypes
import Hummingbird
import NIOCore

/// The fields of a form, as browsers send them without files.
struct Form {
    private let values: [String: String]

    /// Reads `name=value&…`; refuses repeated names, broken escapes and more than 200 fields.
    init(_ body: ByteBuffer, _ fields: HTTPFields) throws(Problem) {
        guard Form.isForm(fields) else { throw .wrongForm }
        let text = String(decoding: body.readableBytesView, as: UTF8.self)
        var values: [String: String] = [:]
        for pair in text.split(separator: "&").prefix(201) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Form.decoded(parts[0]),
                let value = parts.count == 2 ? Form.decoded(parts[1]) : "",
                values.count < 200, values.updateValue(value, forKey: name) == nil
            else { throw .badForm }
        }
        self.values = values
    }

    /// Everything that was sent, by name.
    var all: [String: String] { values }

    subscript(_ name: String) -> String? { values[name] }

    /// The form's own proof that a page of the session made it.
    static func token(in body: ByteBuffer, _ fields: HTTPFields) -> String? {
        guard isForm(fields), let form = try? Form(body, fields) else { return nil }
        return form["csrf"]
    }

    private static func isForm(_ fields: HTTPFields) -> Bool {
        ContentKind.of(fields) == "application/x-www-form-urlencoded"
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0x2B: bytes.append(0x20)
            case 0x25:
                guard let high = rest.popFirst().flatMap(digit),
                    let low = rest.popFirst().flatMap(digit)
                else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}

/// The media type of a body without its parameters, in lower case.
enum ContentKind {
    static func of(_ fields: HTTPFields) -> String {
        let field = fields[.contentType] ?? ""
        return field.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    }
}
