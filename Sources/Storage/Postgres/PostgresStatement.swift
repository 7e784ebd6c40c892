import CLibPQ
import Kernel

/// A statement as PostgreSQL takes it: `$1` for `?`, and the word NULL where a value is missing,
/// because an untyped NULL parameter often has no type PostgreSQL could find out.
struct PostgresStatement {
    let text: String
    let types: [Oid]

    init(_ sql: SQL) throws {
        var text = ""
        var types: [Oid] = []
        var position = 0
        for token in SQLTokens.all(in: sql.text) {
            guard token.kind == .placeholder else {
                text += token.text
                continue
            }
            guard position < sql.values.count else { throw Self.miscounted }
            if let type = Self.type(of: sql.values[position]) {
                types.append(type)
                text += "$\(types.count)"
            } else {
                text += "NULL"
            }
            position += 1
        }
        guard position == sql.values.count else { throw Self.miscounted }
        self.text = text
        self.types = types
    }

    private static let miscounted = DatabaseFailure.statement(
        "the statement binds another number of values")

    private static func type(of value: SQLValue) -> Oid? {
        switch value {
        case .null: nil
        case .integer: PostgresType.int8
        case .text: PostgresType.text
        case .blob: PostgresType.bytea
        }
    }

    /// What the prepared statement depends on: the text and the types of its values.
    static func key(_ sql: SQL) -> String {
        var key = sql.text + "\u{0}"
        for value in sql.values {
            switch value {
            case .null: key += "n"
            case .integer: key += "i"
            case .text: key += "t"
            case .blob: key += "b"
            }
        }
        return key
    }
}

/// Values in the binary form libpq sends, side by side in one buffer.
struct PostgresValues {
    private var bytes: [UInt8] = []
    private var offsets: [Int] = []
    private var lengths: [Int32] = []

    init(_ values: [SQLValue]) throws {
        for value in values {
            let start = bytes.count
            switch value {
            case .null: continue
            case .integer(let number):
                withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
            case .text(let text):
                try refuseZeroBytes(text)
                bytes.append(contentsOf: text.utf8)
            case .blob(let blob): bytes.append(contentsOf: blob)
            }
            guard let length = Int32(exactly: bytes.count - start) else {
                throw DatabaseFailure.statement("a value is too large for PostgreSQL")
            }
            offsets.append(start)
            lengths.append(length)
        }
        // libpq takes a missing pointer for NULL, so even an empty value needs a place.
        bytes.append(0)
    }

    /// Hands count, pointers, lengths and formats (1: binary) to a function of libpq.
    func with<Value>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>,
            UnsafePointer<Int32>
        ) -> Value
    ) -> Value {
        let formats = [Int32](repeating: 1, count: lengths.count)
        return bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                let pointers = offsets.map { offset in
                    characters.baseAddress.map { $0 + offset }
                }
                return body(Int32(lengths.count), pointers, lengths, formats)
            }
        }
    }
}
