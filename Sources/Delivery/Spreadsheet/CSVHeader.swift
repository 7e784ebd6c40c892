/// The names in the first record, and where each column is.
package struct CSVHeader: Hashable, Sendable {
    /// The names in order, without spaces around them.
    package let names: [String]
    /// Names that occur more than once, in order. A file with duplicates is not mapped by name.
    package let duplicates: [String]
    private let positions: [String: Int]

    package init(_ record: CSVReader.Record) {
        names = record.fields.map { field in
            let start = field.drop { $0.isWhitespace }
            let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) }
            return String(start[..<(end ?? start.startIndex)])
        }
        var positions: [String: Int] = [:]
        var duplicates: [String] = []
        for (index, name) in names.enumerated() {
            if positions[name] == nil {
                positions[name] = index
            } else if !duplicates.contains(name) {
                duplicates.append(name)
            }
        }
        self.positions = positions
        self.duplicates = duplicates
    }

    /// The position of the first column of this name.
    package func position(of name: String) -> Int? {
        positions[name]
    }

    /// Those of `required` that the file does not have, in order.
    package func missing(_ required: [String]) -> [String] {
        required.filter { positions[$0] == nil }
    }

    /// The field of `record` under `name`; `nil` when there is no such column or field.
    package func field(_ name: String, of record: CSVReader.Record) -> String? {
        guard let index = positions[name], record.fields.indices.contains(index) else {
            return nil
        }
        return record.fields[index]
    }
}
