/// A named fact that stands in the way of a command.
///
/// Refusals are found in a fixed order: may you, does it exist, is it complete, is it possible
/// now. `id` is stable and part of the API; the message says what happened and what to do.
package struct Refusal: Error, Hashable, Sendable {
    /// What sort of fact it is; each surface maps it once (HTTP status, exit code).
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// Who asks is not known.
        case unauthenticated
        /// Who asks may not do this.
        case forbidden
        /// What is named does not exist, or must not be seen by who asks.
        case missing
        /// The request is not complete or not well formed.
        case invalid
        /// Somebody changed the case since the version that was named.
        case stale
        /// It is not possible now.
        case conflict
        /// Too much was asked at once; try again later.
        case busy
        /// The commit may or may not have happened: look up the idempotency key.
        case unknownOutcome
    }

    /// One field that stands in the way, for forms and imports.
    package struct Field: Hashable, Sendable, Codable {
        package let name: String
        package let message: Words

        package init(_ name: String, _ message: Words) {
            self.name = name
            self.message = message
        }
    }

    package let kind: Kind
    package let id: String
    package let message: Words
    package let fields: [Field]

    package init(_ kind: Kind, _ id: String, _ message: Words, fields: [Field] = []) {
        self.kind = kind
        self.id = id
        self.message = message
        self.fields = fields
    }
}

/// Throws `refusal` unless `condition` holds.
package func require(
    _ condition: Bool, else refusal: @autoclosure () -> Refusal
) throws(Refusal) {
    if !condition { throw refusal() }
}
