package import Kernel

/// Templates and letters in their rows.
package enum LetterStore {
    static func approved(
        _ kind: LetterKind, _ reader: any Reader
    ) throws -> Loaded<LetterTemplate>? {
        try reader.loadFirst(
            where: "kind = \(kind.rawValue) AND stage = 'approved' ORDER BY edition DESC")
    }

    static func latest(
        _ kind: LetterKind, _ reader: any Reader
    ) throws -> Loaded<LetterTemplate>? {
        try reader.loadFirst(where: "kind = \(kind.rawValue) ORDER BY edition DESC")
    }

    static func address(of person: ID<Person>, _ reader: any Reader) throws -> Sealed? {
        let customer: Loaded<Customer>? = try reader.loadFirst(
            where: "person = \(person) ORDER BY id DESC")
        return customer?.address
    }

    /// The letter that a code confirms, or `nil`.
    package static func letter(code: String, _ reader: any Reader) throws -> Letter? {
        guard (20...40).contains(code.utf8.count) else { return nil }
        return try reader.loadFirst(where: "code = \(code.uppercased())")?.state
    }
}
