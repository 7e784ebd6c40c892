extension BlindIndex {
    /// A row of the person index: a kind and a keyed text.
    struct Token: Hashable, Sendable {
        let kind: String
        let text: String
    }

    /// The rows under which a value of this kind is found again; none for kinds nobody searches.
    static func tokens(_ kind: PersonalKind, of text: String, keys: VaultKeys) -> [Token] {
        let index = keys.blindIndex
        switch kind {
        case .name: return index.nameTokens(text).map { Token(kind: Kind.name.name, text: $0) }
        case .phone: return index.exact(.phone, text).tokens(.phone)
        case .identityNumber: return index.exact(.identityNumber, text).tokens(.identityNumber)
        case .email: return index.exact(.email, text).tokens(.email)
        case .bankAccount: return index.exact(.bankAccount, text).tokens(.bankAccount)
        default: return []
        }
    }
}

extension String? {
    fileprivate func tokens(_ kind: BlindIndex.Kind) -> [BlindIndex.Token] {
        map { [BlindIndex.Token(kind: kind.name, text: $0)] } ?? []
    }
}

extension PersonalKind {
    /// Whether values of this kind may have several lines.
    var isLong: Bool {
        switch self {
        case .narrative, .health, .other: true
        default: false
        }
    }
}
