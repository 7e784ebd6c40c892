/// Which person of a command a personal field is about, such as `reporter`.
package struct PersonRole: Hashable, Sendable, ExpressibleByStringLiteral {
    package let name: String

    package init(stringLiteral value: String) { name = value }
}

/// How a personal field is taken.
package struct PersonalRule: Sendable {
    package let kind: PersonalKind
    package let max: Int
    package let role: PersonRole
    /// Whether it can be found again by a keyed index (never by its text).
    package let isSearchable: Bool

    package init(_ kind: PersonalKind, of role: PersonRole, max: Int, searchable: Bool = false) {
        self.kind = kind
        self.max = max
        self.role = role
        isSearchable = searchable
    }
}

/// A value about a person inside a command: plain text until the dispatcher seals it, which is
/// before any rule runs. Rules, events, rows and replies only ever see ``sealed``.
package struct Personal: Sendable {
    private enum Content: Sendable {
        case absent
        case plain(String, PersonalRule)
        case sealed(Sealed)
    }

    private var content: Content

    /// Not given.
    package init() { content = .absent }

    package init(plain text: String, _ rule: PersonalRule) { content = .plain(text, rule) }

    package init(sealed: Sealed) { content = .sealed(sealed) }

    /// The sealed value. Reading it before the dispatcher has sealed the command is a programmer
    /// error and traps: it would let personal text reach a rule.
    package var sealed: Sealed? {
        switch content {
        case .absent: return nil
        case .sealed(let sealed): return sealed
        case .plain: preconditionFailure("a personal field reached a rule before it was sealed")
        }
    }
}

extension Personal: FieldValue {
    package static func kind(_ rule: PersonalRule) -> FieldKind {
        .personal(rule.kind, max: rule.max)
    }

    package static func read(_ json: JSON, _ rule: PersonalRule) throws(FieldProblem) -> Personal {
        let limits = TextRule(min: 1, max: rule.max, lines: rule.kind.isLong)
        return Personal(plain: try String.read(json, limits), rule)
    }

    /// The text while it is still plain (for the request hash), else the sealed token.
    package var fieldJSON: JSON {
        switch content {
        case .absent: .null
        case .plain(let text, _): .string(text)
        case .sealed(let sealed): .string(sealed.token)
        }
    }
}

/// What turns plain personal text into sealed values; the dispatcher's side of ``Personal``.
package protocol Sealing {
    func seal(_ text: String, _ rule: PersonalRule) throws -> Sealed
}

/// A field value that holds personal text somewhere inside.
package protocol Sealable {
    mutating func seal(with sealing: any Sealing) throws
}

extension Personal: Sealable {
    package mutating func seal(with sealing: any Sealing) throws {
        guard case .plain(let text, let rule) = content else { return }
        content = .sealed(try sealing.seal(text, rule))
    }
}

extension Array: Sealable where Element: Sealable {
    package mutating func seal(with sealing: any Sealing) throws {
        for index in indices { try self[index].seal(with: sealing) }
    }
}

extension FieldRecord {
    package mutating func seal(with sealing: any Sealing) throws {
        for field in Self.fields { try field.seal?(&self, sealing) }
    }
}
