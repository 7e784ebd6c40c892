/// Checks an export without a database: entries in log order, the heads, a witness's lines and the
/// row manifest.
///
/// Pure and streaming: give it every entry line with `entry`, then every manifest line with `row`,
/// then ask `report`. Besides heads it keeps one small record for each stream and each row.
/// It never trusts a stored hash; everything is computed from the lines.
package struct JournalVerifier {
    /// How far clocks may disagree before a time counts as wrong: 5 minutes.
    package static let skew: Int64 = 300_000

    struct Stream {
        var seq: Int64
        var hash: Hash
        var at: Moment
        var line: Int
    }

    let about: JournalExport.About
    var streams: [String: Stream] = [:]
    var frontier = MerkleFrontier()
    var log: JournalFindings
    var marks: HeadMarks
    var written = WrittenRows()
    private var rowLines = 0

    /// `heads` and `witness` are the lines of `heads.jsonl` and of the witness file; an empty
    /// `witness` means that there is none.
    package init(
        about: JournalExport.About, keys: [VerifyingKey], heads: [[UInt8]], witness: [[UInt8]]
    ) {
        self.about = about
        var findings = JournalFindings()
        marks = HeadMarks(
            log: about.log, keys: keys, heads: heads, witness: witness, findings: &findings)
        log = findings
        marks.compare(size: 0, root: frontier.root, findings: &log)
    }

    /// The next line of `entries.jsonl`, without its end.
    package mutating func entry(_ bytes: [UInt8]) {
        let line = frontier.size + 1
        frontier.append(JournalEntry.leaf(of: bytes))
        do throws(JournalProblem) {
            check(try JournalEntry.parse(bytes), bytes, line)
        } catch {
            log.add(
                .entryUnreadable, entry: line,
                Words(
                    "条目 \(line) 无法读取：\(error.words.zh)",
                    "entry \(line) refused: \(error.words.en)"))
        }
        if marks.has(size: line) {
            marks.compare(size: line, root: frontier.root, findings: &log)
        }
    }

    /// The next line of `rows.jsonl`, without its end.
    package mutating func row(_ bytes: [UInt8]) {
        rowLines += 1
        do throws(JournalProblem) {
            written.compare(try RowVersion.parse(bytes), findings: &log)
        } catch {
            log.add(
                .rowUnreadable,
                Words(
                    "行清单第 \(rowLines) 行无法读取：\(error.words.zh)",
                    "rows line \(rowLines) refused: \(error.words.en)"))
        }
    }

    /// What was found. Ask once, after the last line.
    package mutating func report() -> JournalReport {
        marks.finish(size: frontier.size, findings: &log)
        written.finish(findings: &log)
        if about.size != frontier.size {
            log.add(
                .about,
                Words(
                    "about.json 称有 \(about.size) 条，实为 \(frontier.size) 条",
                    "about.json says \(about.size) entries, there are \(frontier.size)"))
        }
        return JournalReport(
            findings: log.sorted, more: log.more, entries: frontier.size,
            heads: marks.heads.count, witnesses: marks.witnesses.count, rows: rowLines,
            unsigned: max(0, frontier.size - (marks.heads.last?.size ?? 0)),
            root: frontier.root)
    }

    private mutating func check(_ entry: JournalEntry, _ bytes: [UInt8], _ line: Int) {
        if entry.log != about.log {
            log.add(
                .entryOtherLog, entry: line,
                Words("条目 \(line) 属于另一日志", "entry \(line) belongs to another log"))
        }
        checkChain(entry, line)
        checkTime(entry, line)
        for row in entry.rows { written.note(row, line, findings: &log) }
        streams[entry.stream] = Stream(
            seq: entry.seq, hash: JournalEntry.hash(of: bytes), at: entry.writtenAt, line: line)
    }

    private mutating func checkChain(_ entry: JournalEntry, _ line: Int) {
        let before = streams[entry.stream]
        let due = (before?.seq ?? 0) &+ 1
        if entry.seq != due {
            log.add(
                .entrySequence, entry: line,
                Words(
                    "条目 \(line)：流内序号应为 \(due)，实为 \(entry.seq)",
                    "entry \(line): sequence \(entry.seq) where \(due) is due in its stream"))
        } else if let before, entry.prev != before.hash {
            log.add(
                .entryHashMismatch, entry: before.line,
                Words(
                    "条目 \(before.line) 哈希不符：其后的条目 \(line) 记有另一哈希",
                    "entry \(before.line) hash mismatch: entry \(line) after it names another"))
        } else if before == nil, entry.prev != .zero {
            log.add(
                .entryChain, entry: line,
                Words(
                    "条目 \(line)：流的首条却指向前一条",
                    "entry \(line): the first of its stream points to one before it"))
        }
    }

    private mutating func checkTime(_ entry: JournalEntry, _ line: Int) {
        if let before = streams[entry.stream],
            entry.writtenAt.milliseconds(since: before.at) < -JournalVerifier.skew
        {
            log.add(
                .entryTime, entry: line,
                Words(
                    "条目 \(line)：时间早于流内前一条",
                    "entry \(line): time regression within its stream"))
        } else if !marks.allows(entry.writtenAt, line: line, skew: JournalVerifier.skew) {
            log.add(
                .entryTime, entry: line,
                Words(
                    "条目 \(line)：时间不在前后签名之间",
                    "entry \(line): time outside the window of the heads around it"))
        }
    }
}

/// The findings so far, with an end to how many are kept.
struct JournalFindings {
    static let limit = 1_000

    private var kept: [JournalFinding] = []
    private(set) var more = 0

    mutating func add(_ kind: JournalFinding.Kind, entry: Int? = nil, _ words: Words) {
        if kept.count < JournalFindings.limit {
            kept.append(JournalFinding(kind, entry: entry, words))
        } else {
            more += 1
        }
    }

    /// Those about entries first, by line.
    var sorted: [JournalFinding] {
        let entries = kept.filter { $0.entry != nil }
        return entries.sorted { ($0.entry ?? 0) < ($1.entry ?? 0) }
            + kept.filter { $0.entry == nil }
    }
}
