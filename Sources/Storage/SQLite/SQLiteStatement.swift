import Foundation
import GRDB
import GRDBSQLite
import Kernel
import struct Kernel.Row

/// A prepared statement, bound and read without detours.
final class SQLiteStatement {
    let text: String
    var lastUse = 0
    private let prepared: GRDB.Statement
    private let handle: OpaquePointer
    private var columns: Row.Columns?

    init(text: String, _ prepared: GRDB.Statement) {
        self.text = text
        self.prepared = prepared
        handle = prepared.sqliteStatement
    }

    func bind(_ values: [SQLValue], on connection: OpaquePointer) throws {
        guard values.count == Int(sqlite3_bind_parameter_count(handle)) else {
            throw DatabaseFailure.statement("the statement binds another number of values")
        }
        for (position, value) in zip(Int32(1)..., values) {
            guard try bind(value, at: position) == SQLITE_OK else {
                throw SQLiteError(connection)
            }
        }
    }

    private func bind(_ value: SQLValue, at position: Int32) throws -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, position)
        case .integer(let number): return sqlite3_bind_int64(handle, position, number)
        case .text(var text):
            try refuseZeroBytes(text)
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    // A missing pointer would bind NULL, not the empty text.
                    sqlite3_bind_text64(
                        handle, position, $0.baseAddress ?? emptyText, UInt64($0.count), transient,
                        UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, position, 0) }
            return sqlite3_bind_blob64(handle, position, bytes, UInt64(bytes.count), transient)
        }
    }

    /// True when a row is ready.
    func step(on connection: OpaquePointer) throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteError(connection)
        }
    }

    func row() throws -> Row {
        let columns = currentColumns()
        var values: [SQLValue] = []
        values.reserveCapacity(columns.names.count)
        for position in 0..<Int32(columns.names.count) {
            values.append(try value(at: position, columns))
        }
        return Row(columns: columns, values: values)
    }

    private func value(at position: Int32, _ columns: Row.Columns) throws -> SQLValue {
        switch sqlite3_column_type(handle, position) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, position))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(handle, position)
            let count = Int(sqlite3_column_bytes(handle, position))
            return .text(
                String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, position)
            let count = Int(sqlite3_column_bytes(handle, position))
            return .blob(Array(UnsafeRawBufferPointer(start: start, count: count)))
        default:
            throw DatabaseFailure.shape(
                "column \(columns.names[Int(position)]) holds a floating number")
        }
    }

    /// Whether the row that is ready has these values. Compares bytes and makes nothing.
    func holds(_ row: Row) -> Bool {
        guard sqlite3_column_count(handle) == Int32(row.values.count) else { return false }
        return zip(Int32(0)..., row.values).allSatisfy { holds($1, at: $0) }
    }

    private func holds(_ value: SQLValue, at position: Int32) -> Bool {
        let type = sqlite3_column_type(handle, position)
        switch value {
        case .null: return type == SQLITE_NULL
        case .integer(let number):
            return type == SQLITE_INTEGER && sqlite3_column_int64(handle, position) == number
        case .text(var text):
            guard type == SQLITE_TEXT else { return false }
            let start = sqlite3_column_text(handle, position)
            let count = Int(sqlite3_column_bytes(handle, position))
            return text.withUTF8 {
                $0.elementsEqual(UnsafeBufferPointer(start: start, count: count))
            }
        case .blob(let bytes):
            guard type == SQLITE_BLOB else { return false }
            let start = sqlite3_column_blob(handle, position)
            let count = Int(sqlite3_column_bytes(handle, position))
            return bytes.elementsEqual(UnsafeRawBufferPointer(start: start, count: count))
        }
    }

    private func currentColumns() -> Row.Columns {
        let count = sqlite3_column_count(handle)
        if let columns, columns.names.count == Int(count) { return columns }
        let names = (0..<count).map { position in
            sqlite3_column_name(handle, position).map { String(cString: $0) } ?? ""
        }
        let fresh = Row.Columns(names)
        columns = fresh
        return fresh
    }

    /// Lets go of rows and values, so that no snapshot and no personal value is kept.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }
}

/// Makes SQLite copy what is bound, because Swift's buffers do not outlive the call.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
nonisolated(unsafe) private let emptyText: UnsafePointer<CChar> = {
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    pointer.initialize(to: 0)
    return UnsafePointer(pointer)
}()

/// PostgreSQL keeps no text with a zero byte, so neither engine takes one.
func refuseZeroBytes(_ text: String) throws {
    var text = text
    let hasZero = text.withUTF8 { bytes in
        bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    }
    if hasZero { throw DatabaseFailure.constraint("TEXT without zero bytes") }
}
