extension Vault {
    /// The persons one of whose indexed values matches what somebody typed: a phone or identity
    /// number exactly, else all two-character pieces of a name. At most `limit`; none for texts
    /// that could be anything.
    ///
    /// A name is not compared after opening: its pieces may come from different places of a
    /// longer one, so this finds a little too much and never too little.
    package func people(
        matching text: String, limit: Int, _ reader: any Reader
    ) throws -> [ID<Person>] {
        let index = keys.blindIndex
        let digits = text.count { $0.isASCII && $0.isNumber }
        if digits >= 7 {
            let exact: [(BlindIndex.Kind, String)] = [
                (.phone, index.exact(.phone, text)),
                (.identityNumber, index.exact(.identityNumber, text)),
            ].compactMap { kind, token in token.map { (kind, $0) } }
            return try exact.flatMap { kind, token in
                try reader.rows(
                    """
                    SELECT person FROM person_index WHERE kind = \(kind.name) AND token = \(token)
                    LIMIT \(limit)
                    """
                ).map { try $0.id("person") }
            }
        }
        let pieces = digits == 0 ? index.nameQuery(text) : []
        guard text.count >= 2, !pieces.isEmpty else { return [] }
        return try reader.rows(
            """
            SELECT person FROM person_index
            WHERE kind = \(BlindIndex.Kind.name.name) AND token IN \(list: pieces)
            GROUP BY person HAVING COUNT(*) = \(pieces.count) LIMIT \(limit)
            """
        ).map { try $0.id("person") }
    }
}
