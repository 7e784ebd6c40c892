import Kernel

/// Members of staff as their colleagues know them: name and number, by identity or number.
///
/// Names of staff are shown to staff in full: people work with people. What is said of customers
/// stays masked.
struct StaffNames: Sendable {
    private var texts: [String: String] = [:]

    /// - Parameter name: `nil` when the person was erased or never had one.
    mutating func add(_ id: ID<StaffMember>, _ number: String, name: String?) {
        let text = [name, number].compactMap(\.self).joined(separator: " ")
        texts[id.text] = text
        texts[number] = text
    }

    subscript(id: ID<StaffMember>) -> String? { texts[id.text] }

    /// The member with this staff number; the number alone when there is none.
    func named(number: String) -> String { texts[number] ?? number }

    /// Members of read rows that name somebody of the staff, by identity or number.
    private static let members: Set<String> = [
        "holder", "delegate", "by", "responsible", "person", "staff", "deputy", "chosen", "chair",
        "members", "reviewer", "approver", "surveyor",
    ]

    private static func namesStaff(_ member: String) -> Bool {
        members.contains(member) || member.hasSuffix("By")
    }

    private static func key(_ text: String) -> String {
        text.hasPrefix("staff:") ? String(text.dropFirst(6)) : text
    }

    /// What a row says of staff, to be looked up.
    static func keys(in json: JSON, isStaff: Bool = false) -> Set<String> {
        switch json {
        case .string(let text):
            let key = key(text)
            return isStaff && (1...40).contains(key.utf8.count) ? [key] : []
        case .array(let elements):
            return elements.reduce(into: []) { $0.formUnion(keys(in: $1, isStaff: isStaff)) }
        case .object(let object):
            return object.members.reduce(into: []) { found, member in
                found.formUnion(keys(in: member.value, isStaff: namesStaff(member.name)))
            }
        default: return []
        }
    }

    /// The row with everybody of the staff by name.
    func naming(_ json: JSON, isStaff: Bool = false) -> JSON {
        switch json {
        case .string(let text): isStaff ? .string(texts[Self.key(text)] ?? text) : json
        case .array(let elements): .array(elements.map { naming($0, isStaff: isStaff) })
        case .object(let object):
            .object(
                JSON.Object(
                    object.members.map { member in
                        .init(
                            name: member.name,
                            value: naming(
                                member.value, isStaff: Self.namesStaff(member.name)))
                    }))
        default: json
        }
    }
}

extension StaffNames {
    /// Rows with everybody of the staff by name, from one read of the directory.
    static func naming(_ rows: [JSON], _ vault: Vault, _ reader: any Reader) throws -> [JSON] {
        let keys = rows.reduce(into: Set<String>()) { $0.formUnion(Self.keys(in: $1)) }
        let names = try StaffNameStore.names(of: keys, vault, reader)
        return rows.map { names.naming($0) }
    }
}
