/// A JSON value without floating numbers: what the journal hashes and what commands arrive as.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSON])
    case object(Object)

    /// Members with unique names, kept in canonical order (RFC 8785: by UTF-16 code units).
    package struct Object: Hashable, Sendable {
        package struct Member: Hashable, Sendable {
            package let name: String
            package var value: JSON
        }

        /// In canonical order.
        package private(set) var members: [Member]

        package init() {
            members = []
        }

        package subscript(_ name: String) -> JSON? {
            get { members.first { $0.name == name }?.value }
            set {
                let place = members.firstIndex { !JSON.precedes($0.name, name) } ?? members.endIndex
                let found = place < members.endIndex && members[place].name == name
                switch (newValue, found) {
                case (let value?, true): members[place].value = value
                case (let value?, false):
                    members.insert(Member(name: name, value: value), at: place)
                case (nil, true): members.remove(at: place)
                case (nil, false): break
                }
            }
        }
    }

    /// Whether `left` stands before `right` in canonical order: by UTF-16 code units.
    package static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf16.lexicographicallyPrecedes(right.utf16)
    }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self.init()
        for (name, value) in elements { self[name] = value }
    }
}
extension JSON: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSON)...) {
        var object = Object()
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }
}
extension JSON: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}
extension JSON: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
}
extension JSON: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int64) { self = .integer(value) }
}
extension JSON: ExpressibleByBooleanLiteral {
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}
