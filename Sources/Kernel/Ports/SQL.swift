/// A value that both engines can bind and return.
///
/// Whole numbers are 64 bits; there is no floating type, because nothing the product stores is one.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// Anything that can stand in an SQL statement as a bound value.
package protocol SQLBindable {
    var sql: SQLValue { get }
}

/// A statement with its bound values.
///
/// Written as a literal whose interpolations are bound, never pasted:
/// `"SELECT state FROM claim WHERE id = \(id)"`. Only a `name:` interpolation pastes text, and it
/// takes a `StaticString`-like identifier made of letters, digits and underscores.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text with `?` where values are bound.
    package let text: String
    package let values: [SQLValue]

    package init(text: String, values: [SQLValue]) {
        self.text = text
        self.values = values
    }

    package init(stringLiteral value: String) {
        self.init(text: value, values: [])
    }

    package init(stringInterpolation interpolation: Interpolation) {
        self.init(text: interpolation.text, values: interpolation.values)
    }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation(_ value: some SQLBindable) {
            text += "?"
            values.append(value.sql)
        }

        /// A value or NULL.
        package mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            appendInterpolation(value.sql)
        }

        /// A parenthesised list of bound values, for `IN`. An empty list matches nothing.
        package mutating func appendInterpolation(list: [some SQLBindable]) {
            text += "("
            text += list.isEmpty ? "NULL" : list.map { _ in "?" }.joined(separator: ", ")
            text += ")"
            values.append(contentsOf: list.map(\.sql))
        }

        /// A table or column name. A programmer error traps: names never come from outside.
        package mutating func appendInterpolation(name: String) {
            precondition(
                name.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
                }, "an SQL name has lower-case letters, digits and underscores only")
            text += name
        }

        /// Another statement, with its values, in this place.
        package mutating func appendInterpolation(part: SQL) {
            text += part.text
            values.append(contentsOf: part.values)
        }
    }
}

extension SQLValue: SQLBindable {
    package var sql: SQLValue { self }
}
extension Int: SQLBindable {
    package var sql: SQLValue { .integer(Int64(self)) }
}
extension Int64: SQLBindable {
    package var sql: SQLValue { .integer(self) }
}
extension Bool: SQLBindable {
    /// Truth is stored as 1 and 0 on both engines.
    package var sql: SQLValue { .integer(self ? 1 : 0) }
}
extension String: SQLBindable {
    package var sql: SQLValue { .text(self) }
}
extension Array: SQLBindable where Element == UInt8 {
    package var sql: SQLValue { .blob(self) }
}
extension Moment: SQLBindable {
    package var sql: SQLValue { .integer(milliseconds) }
}
extension Day: SQLBindable {
    package var sql: SQLValue { .text(description) }
}
extension ID: SQLBindable {
    package var sql: SQLValue { .text(text) }
}
extension Optional: SQLBindable where Wrapped: SQLBindable {
    package var sql: SQLValue { map(\.sql) ?? .null }
}
