/// One row of a result. Columns are found by name; a value of another type than asked for throws.
package struct Row: Sendable {
    /// The names of the columns of one result, shared by its rows.
    package final class Columns: Sendable {
        package let names: [String]
        fileprivate let positions: [String: Int]

        package init(_ names: [String]) {
            self.names = names
            positions = Dictionary(
                names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    package let columns: Columns
    package let values: [SQLValue]

    package init(columns: Columns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    package subscript(_ name: String) -> SQLValue {
        get throws {
            guard let position = columns.positions[name] else {
                throw DatabaseFailure.shape("the result has no column \(name)")
            }
            return values[position]
        }
    }

    package func integer(_ name: String) throws -> Int64 {
        guard case .integer(let value) = try self[name] else { throw mismatch(name, "a number") }
        return value
    }

    package func int(_ name: String) throws -> Int {
        Int(try integer(name))
    }

    package func bool(_ name: String) throws -> Bool {
        try integer(name) != 0
    }

    package func text(_ name: String) throws -> String {
        guard case .text(let value) = try self[name] else { throw mismatch(name, "a text") }
        return value
    }

    package func blob(_ name: String) throws -> [UInt8] {
        guard case .blob(let value) = try self[name] else { throw mismatch(name, "bytes") }
        return value
    }

    package func moment(_ name: String) throws -> Moment {
        Moment(milliseconds: try integer(name))
    }

    package func day(_ name: String) throws -> Day {
        guard let day = Day(try text(name)) else { throw mismatch(name, "a date") }
        return day
    }

    package func id<Subject>(_ name: String, of: Subject.Type = Subject.self) throws -> ID<Subject>
    {
        guard let id = ID<Subject>(try text(name)) else { throw mismatch(name, "an identity") }
        return id
    }

    /// `nil` where the column is NULL, else what `read` makes of it.
    package func optional<Value>(
        _ name: String, _ read: (Row) -> (String) throws -> Value
    ) throws -> Value? {
        if case .null = try self[name] { return nil }
        return try read(self)(name)
    }

    private func mismatch(_ name: String, _ expected: String) -> DatabaseFailure {
        .shape("column \(name) does not hold \(expected)")
    }
}
