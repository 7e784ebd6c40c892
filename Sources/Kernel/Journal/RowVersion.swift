/// One version of one row: what an entry says it wrote, and a line of the row manifest.
package struct RowVersion: Hashable, Sendable {
    package let table: String
    /// The row's identity within its table, as text.
    package let id: String
    /// 1 for a new row, then one more with every change; a removal is a version too.
    package let version: Int64
    /// The row's digest (`RowDigest`); `Hash.zero` where this version removed the row.
    package let sha256: Hash

    package init(table: String, id: String, version: Int64, sha256: Hash) {
        self.table = table
        self.id = id
        self.version = version
        self.sha256 = sha256
    }

    /// The canonical line: `{"id","sha256","table","version"}`.
    package var bytes: [UInt8] { json.canonical }

    package static func parse(_ bytes: [UInt8]) throws(JournalProblem) -> RowVersion {
        let row = try RowVersion(try JournalLine(bytes))
        guard row.bytes == bytes else { throw .notCanonical }
        return row
    }

    init(_ line: JournalLine) throws(JournalProblem) {
        table = try line.text("table")
        id = try line.text("id")
        version = try line.number("version", from: 1)
        sha256 = try line.hash("sha256")
    }

    var json: JSON {
        .object(
            JSON.Object([
                .init(name: "id", value: .string(id)),
                .init(name: "sha256", value: .string(sha256.hex)),
                .init(name: "table", value: .string(table)),
                .init(name: "version", value: .integer(version)),
            ]))
    }
}

/// The digest of a row's content.
package enum RowDigest {
    /// SHA-256 of the canonical JSON of an object with a member for every column: whole numbers
    /// and texts as they are, NULL as `null`, bytes as `{"b64":"..."}`.
    ///
    /// Give every column of the row, in any order, the version column included.
    package static func compute(columns: [(String, SQLValue)]) -> Hash {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + columns.count * 48)
        bytes.append(UInt8(ascii: "{"))
        for (place, index) in order(of: columns).enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            JSON.write(columns[index].0, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            json(columns[index].1).write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return Hash(of: bytes)
    }

    private static func order(of columns: [(String, SQLValue)]) -> [Int] {
        columns.indices.sorted { JSON.precedes(columns[$0].0, columns[$1].0) }
    }

    private static func json(_ value: SQLValue) -> JSON {
        switch value {
        case .null: .null
        case .integer(let number): .integer(number)
        case .text(let text): .string(text)
        case .blob(let bytes): ["b64": .string(Base64.standard.encode(bytes))]
        }
    }
}
