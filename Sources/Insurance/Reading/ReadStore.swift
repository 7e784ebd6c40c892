package import Kernel

/// One page of a collection, and where the next begins.
package struct ReadPage: Sendable {
    package let items: [JSON]
    /// Where the next page begins; `nil` at the end.
    package let next: ReadPlace?
}

/// A place between two rows: the last row's value in the order column, and its identity.
package struct ReadPlace: Hashable, Sendable {
    package let value: SQLValue
    package let id: String

    package init(value: SQLValue, id: String) {
        self.value = value
        self.id = id
    }
}

/// What a row is known by: its identity, and the number people call it or its case by.
package struct ReadKey: Hashable, Sendable {
    package let id: String
    package let number: String
}

extension ReadCollection {
    package static let largestPage = 200

    /// The rows after `place`, at most `limit` of them, with personal values masked.
    ///
    /// - Parameter filters: values by column; columns outside ``filters`` are ignored.
    package func page(
        after place: ReadPlace?, limit: Int, filters values: [String: String],
        for principal: Principal, _ vault: Vault, _ reader: any Reader
    ) throws -> ReadPage {
        let size = min(max(limit, 1), Self.largestPage)
        let sight = try CaseSight.of(principal, reader)?.condition(self)
        var found = try reader.rows(statement(place, values, sight, limit: size + 1))
        let hasMore = found.count > size
        if hasMore { found.removeLast() }
        let next = try hasMore ? found.last.map { try position(of: $0) } : nil
        return ReadPage(items: try shown(found, vault, reader), next: next)
    }

    /// The row with this number or identity, and its version; `nil` when there is none.
    package func one(
        _ key: String, for principal: Principal, _ vault: Vault, _ reader: any Reader
    ) throws -> (json: JSON, version: Int64)? {
        var condition: SQL = "id = \(ID<ReadCollection>(key)?.text ?? "")"
        if let numberColumn {
            condition = "(\(part: condition) OR \(name: numberColumn) = \(key))"
        }
        if let sight = try CaseSight.of(principal, reader)?.condition(self) {
            condition = "\(part: condition) AND \(part: sight)"
        }
        let row = try reader.row(
            """
            SELECT id, version, state, \(name: orderColumn) FROM \(name: table)
            WHERE \(part: condition) ORDER BY \(name: orderColumn) DESC, id DESC LIMIT 1
            """)
        guard let row else { return nil }
        return (try shown([row], vault, reader)[0], try row.integer("version"))
    }

    /// What rows that meet the filters are called, in the order of the list, at most `limit` of
    /// them. Nothing personal is opened.
    ///
    /// - Parameter ids: only rows with these identities; `nil` is all.
    package func keys(
        limit: Int, filters values: [String: String], among ids: [String]? = nil,
        for principal: Principal, _ reader: any Reader
    ) throws -> [ReadKey] {
        var extra = try CaseSight.of(principal, reader)?.condition(self)
        if let ids {
            let among: SQL = "id IN \(list: ids)"
            extra = extra.map { "\(part: $0) AND \(part: among)" } ?? among
        }
        let column = numberColumn ?? (filters.contains("case_number") ? "case_number" : "id")
        return try reader.rows(
            statement(
                nil, values, extra, limit: limit,
                columns: column == "id" ? "id" : "id, \(name: column)")
        ).map { ReadKey(id: try $0.text("id"), number: try $0.text(column)) }
    }

    private func statement(
        _ place: ReadPlace?, _ values: [String: String], _ sight: SQL?, limit: Int,
        columns: SQL? = nil
    ) -> SQL {
        var conditions: [SQL] = filters.compactMap { column in
            values[column].map { "\(name: column) = \($0)" }
        }
        if let sight { conditions.append(sight) }
        if let place {
            conditions.append(
                descends
                    ? "(\(name: orderColumn), id) < (\(place.value), \(place.id))"
                    : "(\(name: orderColumn), id) > (\(place.value), \(place.id))")
        }
        let shown = columns ?? "id, version, state, \(name: orderColumn)"
        var sql: SQL = "SELECT \(part: shown) FROM \(name: table)"
        for (index, condition) in conditions.enumerated() {
            sql = index == 0
                ? "\(part: sql) WHERE \(part: condition)" : "\(part: sql) AND \(part: condition)"
        }
        return descends
            ? "\(part: sql) ORDER BY \(name: orderColumn) DESC, id DESC LIMIT \(limit)"
            : "\(part: sql) ORDER BY \(name: orderColumn), id LIMIT \(limit)"
    }

    private func position(of row: Row) throws -> ReadPlace {
        ReadPlace(value: try row[orderColumn], id: try row.text("id"))
    }

    /// Opens all personal values of the rows with one read of keys, and shows their masks.
    private func shown(_ rows: [Row], _ vault: Vault, _ reader: any Reader) throws -> [JSON] {
        let all = try rows.map { try fields($0) }
        var people: Set<ID<Person>> = []
        for field in all.joined() {
            if case .sealed(let sealed, _) = field.value { people.insert(sealed.person) }
        }
        let opener = try vault.opener(for: people.sorted(), reader)
        return try zip(rows, all).map { row, fields in
            var object = JSON.Object()
            object["id"] = .string(try row.text("id"))
            object["version"] = .integer(try row.integer("version"))
            for field in fields { object[field.name] = try opener.shown(field.value) }
            return .object(object)
        }
    }
}

extension Opener {
    /// What may be shown of a value: the mask of a personal one, or that its person was erased.
    fileprivate func shown(_ value: ReadField.Value) throws(VaultFailure) -> JSON {
        switch value {
        case .json(let json): return json
        case .sealed(let sealed, let kind):
            do {
                return kind.mask(try open(sealed, field: kind.rawValue)).json
            } catch .erased {
                return Words("[已删除]", "[erased]").json
            }
        }
    }
}
