import CLibPQ
import Kernel

/// A result in PostgreSQL's binary format, read into values.
struct PostgresResult: ~Copyable {
    let handle: OpaquePointer

    deinit { PQclear(handle) }

    /// The first word of the command tag: `SELECT`, `COMMIT`, `ROLLBACK`.
    var command: String {
        String(String(cString: PQcmdStatus(handle)).prefix { $0 != " " })
    }

    /// Rows a changing command changed; a SELECT changes none.
    var changes: Int {
        guard ["INSERT", "UPDATE", "DELETE", "MERGE"].contains(command) else { return 0 }
        return Int(String(cString: PQcmdTuples(handle))) ?? 0
    }

    var count: Int { Int(PQntuples(handle)) }

    func columns() -> Row.Columns {
        Row.Columns((0..<PQnfields(handle)).map { String(cString: PQfname(handle, $0)) })
    }

    func row(_ position: Int, _ columns: Row.Columns) throws -> Row {
        var values: [SQLValue] = []
        values.reserveCapacity(columns.names.count)
        for column in 0..<Int32(columns.names.count) {
            guard let value = value(Int32(position), column) else {
                throw DatabaseFailure.shape(
                    "column \(columns.names[Int(column)]) has a type the product does not store")
            }
            values.append(value)
        }
        return Row(columns: columns, values: values)
    }

    private func value(_ row: Int32, _ column: Int32) -> SQLValue? {
        if PQgetisnull(handle, row, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, column), count: Int(PQgetlength(handle, row, column)))
        switch PQftype(handle, column) {
        case PostgresType.bool, PostgresType.int2, PostgresType.int4, PostgresType.int8:
            return Self.integer(bytes).map(SQLValue.integer)
        case PostgresType.numeric: return PostgresNumeric(bytes)?.integer.map(SQLValue.integer)
        case PostgresType.bytea: return .blob(Array(bytes))
        case PostgresType.void: return .null
        case _ where PostgresType.texts.contains(PQftype(handle, column)):
            return .text(String(decoding: bytes, as: UTF8.self))
        default: return nil
        }
    }

    /// A big-endian whole number of 1 to 8 bytes.
    private static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard let first = bytes.first, bytes.count <= 8 else { return nil }
        let start: Int64 = bytes.count > 1 && first >= 0x80 ? -1 : 0
        return bytes.reduce(start) { $0 << 8 | Int64($1) }
    }
}

/// The numbers PostgreSQL gives its own types (`pg_type.oid`).
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let numeric: Oid = 1700
    static let void: Oid = 2278
    /// char, name, text, json, unknown, bpchar, varchar.
    static let texts: Set<Oid> = [18, 19, 25, 114, 705, 1042, 1043]
}

/// A decimal number as PostgreSQL sends it: digits to the base 10000. Sums of 64-bit columns have
/// this type.
struct PostgresNumeric {
    /// The value when it is whole and fits, else `nil`.
    let integer: Int64?

    init?(_ bytes: UnsafeRawBufferPointer) {
        func word(_ position: Int) -> Int16? {
            guard bytes.count >= 2 * position + 2 else { return nil }
            return Int16(bytes[2 * position]) << 8 | Int16(bytes[2 * position + 1])
        }
        guard let count = word(0), let weight = word(1), let sign = word(2), count >= 0,
            bytes.count == 8 + 2 * Int(count)
        else { return nil }
        integer = Self.whole((0..<Int(count)).compactMap { word(4 + $0) }, Int(weight), sign)
    }

    private static func whole(_ digits: [Int16], _ weight: Int, _ sign: Int16) -> Int64? {
        guard sign == 0 || sign == 0x4000 else { return nil }
        // Beyond five groups of four digits no 64-bit number reaches.
        guard weight < 5 || digits.isEmpty else { return nil }
        var value: Int64 = 0
        for place in 0..<max(0, digits.isEmpty ? 0 : weight + 1) {
            let digit = place < digits.count ? Int64(digits[place]) : 0
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10_000)
            let (sum, beyond) = product.addingReportingOverflow(sign == 0 ? digit : -digit)
            guard !tooLarge && !beyond else { return nil }
            value = sum
        }
        let fraction = digits.dropFirst(max(0, weight + 1))
        return fraction.allSatisfy { $0 == 0 } ? value : nil
    }
}
