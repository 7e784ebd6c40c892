/// What the entries say they wrote, to be compared with what the tables hold.
struct WrittenRows {
    private struct Key: Hashable {
        let table: String
        let id: String
    }

    private struct Row {
        var highest: Int64 = 0
        var sha256 = Hash.zero
        var line = 0
        /// All versions from 1 to here were written; later ones may come first, because entries of
        /// different streams stand in the log in the order the sequencer met them.
        var through: Int64 = 0
        var ahead: Set<Int64> = []
        var isListed = false

        /// Whether this version is new.
        mutating func take(_ version: Int64) -> Bool {
            if version <= through || ahead.contains(version) { return false }
            guard version == through + 1 else {
                ahead.insert(version)
                return true
            }
            through = version
            while !ahead.isEmpty, ahead.remove(through + 1) != nil { through += 1 }
            return true
        }
    }

    private var rows: [Key: Row] = [:]

    /// An entry at `line` says it wrote `version`.
    mutating func note(_ version: RowVersion, _ line: Int, findings: inout JournalFindings) {
        let key = Key(table: version.table, id: version.id)
        let isNew = rows[key, default: Row()].take(version.version)
        if !isNew {
            findings.add(
                .entryRows, entry: line,
                Words(
                    "条目 \(line)：\(name(key)) v\(version.version) 已由另一条目写过",
                    "entry \(line): \(name(key)) v\(version.version) was written before"))
        } else if version.version > rows[key, default: Row()].highest {
            rows[key]?.highest = version.version
            rows[key]?.sha256 = version.sha256
            rows[key]?.line = line
        }
    }

    /// The manifest says that this row stands in its table.
    mutating func compare(_ row: RowVersion, findings: inout JournalFindings) {
        let key = Key(table: row.table, id: row.id)
        let object = "\(name(key)) v\(row.version)"
        guard let written = rows[key] else {
            findings.add(.rowOrphan, Words("\(object) 没有条目", "\(object) has no entry"))
            return
        }
        if written.isListed {
            findings.add(.rowTwice, Words("\(object) 列出两次", "\(object) is listed twice"))
        }
        rows[key]?.isListed = true
        if row.version > written.highest {
            findings.add(.rowOrphan, Words("\(object) 没有条目", "\(object) has no entry"))
        } else if row.version < written.highest {
            findings.add(
                .rowStale,
                Words(
                    "\(object) 已过时：条目 \(written.line) 写到 v\(written.highest)",
                    "\(object) is stale: entry \(written.line) wrote v\(written.highest)"))
        } else if row.sha256 != written.sha256 {
            findings.add(
                .rowChanged,
                Words(
                    "\(object) 与条目 \(written.line) 所写不同",
                    "\(object) differs from what entry \(written.line) wrote"))
        }
    }

    /// Rows that should be listed and are not, and versions that no entry wrote.
    func finish(findings: inout JournalFindings) {
        let broken = rows.filter {
            $0.value.through != $0.value.highest || !$0.value.isListed && $0.value.sha256 != .zero
        }
        for (key, row) in broken.sorted(by: { $0.value.line < $1.value.line }) {
            if row.through != row.highest {
                let gap = row.through + 1
                findings.add(
                    .rowGap,
                    Words("\(name(key)) v\(gap) 没有条目", "\(name(key)) v\(gap) has no entry"))
            }
            if !row.isListed, row.sha256 != .zero {
                findings.add(
                    .rowMissing,
                    Words(
                        "条目 \(row.line) 所写的 \(name(key)) v\(row.highest) 不存在",
                        "\(name(key)) v\(row.highest) of entry \(row.line) is missing"))
            }
        }
    }

    private func name(_ key: Key) -> String { "\(key.table)/\(key.id)" }
}
