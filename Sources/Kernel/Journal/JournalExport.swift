/// The files of an export, by name; `docs/journal.md` documents each field.
package enum JournalExport {
    package static let entries = "entries.jsonl"
    package static let heads = "heads.jsonl"
    package static let rows = "rows.jsonl"
    package static let keys = "keys.json"
    package static let about = "about.json"

    /// What `about.json` says.
    package struct About: Hashable, Sendable {
        /// `log`: which log was exported.
        package let log: String
        /// `exported`: when.
        package let exported: Moment
        /// `size`: the number of entries exported.
        package let size: Int

        package init(log: String, exported: Moment, size: Int) {
            (self.log, self.exported, self.size) = (log, exported, size)
        }

        /// The file's one line, without its end.
        package var bytes: [UInt8] {
            let json: JSON = [
                "exported": .integer(exported.milliseconds), "log": .string(log),
                "size": .integer(Int64(size)), "v": .integer(JournalEntry.formatVersion),
            ]
            return json.canonical
        }

        package static func parse(_ bytes: [UInt8]) throws(JournalProblem) -> About {
            let line = try JournalLine(bytes)
            guard try line.number("v") == JournalEntry.formatVersion else { throw .member("v") }
            let about = About(
                log: try line.text("log"),
                exported: Moment(milliseconds: try line.number("exported")),
                size: Int(try line.number("size", from: 0)))
            guard about.bytes == bytes else { throw .notCanonical }
            return about
        }
    }

    /// The one line of `keys.json`, without its end.
    package static func bytes(of keys: [VerifyingKey]) -> [UInt8] {
        let list = keys.map { key -> JSON in
            [
                "algorithm": "Ed25519", "id": .string(key.id),
                "public": .string(Base64.standard.encode(key.raw)),
            ]
        }
        return (["keys": .array(list)] as JSON).canonical
    }

    /// The keys of `keys.json`. An id that is not that of its key is refused.
    package static func keys(_ bytes: [UInt8]) throws(JournalProblem) -> [VerifyingKey] {
        var keys: [VerifyingKey] = []
        for element in try JournalLine(bytes).elements("keys") {
            guard let raw = Base64.standard.decode(try JournalLine(element).text("public").utf8),
                let key = VerifyingKey(raw: raw)
            else { throw .member("public") }
            keys.append(key)
        }
        guard JournalExport.bytes(of: keys) == bytes else { throw .notCanonical }
        return keys
    }

    /// The lines of a file without their ends, one after the other.
    ///
    /// Every line ends with a line feed, the last one too; where that is missing the rest comes as
    /// a line with one byte more (0x0A never stands in canonical JSON), which no reader takes.
    package static func lines(_ file: [UInt8]) -> [[UInt8]] {
        var lines = file.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        if let rest = lines.popLast(), !rest.isEmpty { lines.append(rest + [0x0A]) }
        return lines
    }
}
