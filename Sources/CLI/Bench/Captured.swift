import Kernel
import Synchronization

/// The statements that were noted.
final class Captured: Sendable {
    private let statements = Mutex<[SQL]>([])

    func note(_ sql: SQL) { statements.withLock { $0.append(sql) } }

    func take() -> [SQL] {
        statements.withLock { statements in
            defer { statements = [] }
            return statements
        }
    }
}

/// The same rows again under other identities: every identity and human number in the noted
/// statements is replaced, inside texts and bytes too, so that nothing collides.
struct RowVariants {
    let statements: [SQL]
    private let identities: [String]
    private let number: String
    private let key: String

    /// - Parameters:
    ///   - number: the human number the noted command drew, such as `NTC-2026-000001`.
    ///   - key: its idempotency key.
    init(_ statements: [SQL], number: String, key: String) {
        self.key = key
        self.statements = statements
        self.number = number
        var found: Set<String> = []
        for case .text(let text) in statements.flatMap(\.values) {
            if ID<Act>(text) != nil { found.insert(text) }
            if let slash = text.lastIndex(of: "/") {
                let tail = String(text[text.index(after: slash)...])
                if ID<Act>(tail) != nil { found.insert(tail) }
            }
        }
        identities = found.sorted()
    }

    /// - Parameter keeping: identities that must stay, such as the staff member's.
    func variant(_ index: Int, keeping kept: Set<String>) -> [SQL] {
        var replacements: [(from: [UInt8], to: [UInt8])] = []
        for (place, identity) in identities.enumerated() where !kept.contains(identity) {
            let fresh = ID<Act>(
                at: Moment(milliseconds: Int64(index) << 8 | Int64(place)),
                random: (UInt64(index), UInt64(place)))
            replacements.append((Array(identity.utf8), Array(fresh.text.utf8)))
        }
        let digits = String(10_000_000 + index).dropFirst()
        replacements.append((Array(number.utf8), Array("BEN-2026-\(digits)".utf8)))
        replacements.append((Array(key.utf8), Array("floor-\(index)".utf8)))
        return statements.map { sql in
            SQL(text: sql.text, values: sql.values.map { Self.replaced($0, replacements) })
        }
    }

    private static func replaced(
        _ value: SQLValue, _ replacements: [(from: [UInt8], to: [UInt8])]
    ) -> SQLValue {
        switch value {
        case .text(let text):
            .text(String(decoding: replaced(Array(text.utf8), replacements), as: UTF8.self))
        case .blob(let bytes): .blob(replaced(bytes, replacements))
        default: value
        }
    }

    private static func replaced(
        _ bytes: [UInt8], _ replacements: [(from: [UInt8], to: [UInt8])]
    ) -> [UInt8] {
        var bytes = bytes
        for (from, to) in replacements {
            var place = 0
            while place + from.count <= bytes.count {
                if bytes[place] == from[0], bytes[place..<(place + from.count)].elementsEqual(from)
                {
                    bytes.replaceSubrange(place..<(place + from.count), with: to)
                    place += to.count
                } else {
                    place += 1
                }
            }
        }
        return bytes
    }
}
