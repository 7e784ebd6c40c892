package import Kernel

/// Where a draft belongs: a command and the case it is about.
package struct DraftPlace: Hashable, Sendable {
    package let command: String
    package let subject: String

    package init(command: String, subject: String) {
        self.command = command
        self.subject = subject
    }
}

/// 草稿: what a member of staff typed into a form and has not sent. It is sealed with the
/// member's own key, read by nobody else, and gone once the form was sent. No act of the
/// institution: it is not journaled.
package struct DraftDesk: Sendable {
    private let dispatcher: Dispatcher

    package struct Draft: Sendable {
        package let values: [String: String]
        package let at: Moment
    }

    /// Drafts of one member at most; the oldest give way.
    static let mostOfOne = 100
    /// Bytes of one draft.
    static let largest = 64 << 10
    private static let field = "draft"

    package init(_ dispatcher: Dispatcher) { self.dispatcher = dispatcher }

    package func read(_ place: DraftPlace, by principal: Principal) async throws -> Draft? {
        guard let staff = principal.staff else { return nil }
        let found = try await dispatcher.database.read { [vault = dispatcher.vault] reader in
            try DraftStore.find(place, of: staff, vault, reader)
        }
        guard let found,
            let text = try? Sealer.open(found.sealed, field: Self.field, key: found.key),
            case .object(let object) = try? JSON.parse(Array(text.utf8))
        else { return nil }
        var values: [String: String] = [:]
        for member in object.members { values[member.name] = member.value.text }
        return Draft(values: values, at: found.at)
    }

    package func keep(
        _ values: [String: String], _ place: DraftPlace, by principal: Principal
    ) async throws {
        guard let staff = principal.staff else { return }
        var object = JSON.Object()
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            object[name] = .string(value)
        }
        let text = JSON.object(object).canonicalText
        guard text.utf8.count <= Self.largest else { throw Refusal.draftTooLarge }
        let now = dispatcher.now()
        let key = try await dispatcher.database.read { [vault = dispatcher.vault] reader in
            try DraftStore.key(of: staff, vault, reader)
        }
        guard let key else { return }
        let sealed = try Sealer(key: key, random: dispatcher.random).seal(text, field: Self.field)
        try await dispatcher.database.write { transaction in
            try DraftStore.keep(sealed, place, of: staff, at: now, transaction)
        }
    }

    package func forget(_ place: DraftPlace, by principal: Principal) async throws {
        guard let staff = principal.staff else { return }
        try await dispatcher.database.write { transaction in
            try DraftStore.forget(place, of: staff, transaction)
        }
    }
}

extension Refusal {
    static let draftTooLarge = Refusal(
        .invalid, "drafts.tooLarge", Words("草稿过长，未能保存", "the draft is too long to be kept"))
}
