/// How the sequencer works; the defaults are what `serve` uses.
package struct SequencerPolicy: Sendable {
    /// Entries taken at a time; between 1 and 1,000.
    package var batch = 500
    /// A head is signed when so many entries are not covered by one.
    package var headEntries = 1_000
    /// A head is signed when an entry has waited so long for one, in milliseconds.
    package var headAge: Int64 = 60_000
    /// How long the lease lasts without renewal, in milliseconds.
    package var lease: Int64 = 15_000
    /// The pause when nothing is waiting, in milliseconds.
    package var idle: Int64 = 250
    /// The pause before looking again for entries whose earlier neighbours still commit, in
    /// milliseconds, and how often `catchUp` looks again.
    package var settling: Int64 = 5
    package var settlingLimit = 400
    /// The insurer's time zone, by which evidence is counted per day: milliseconds east of UTC.
    package var dayOffset: Int64 = 8 * 3_600_000

    package init() {}
}

/// Why the sequencer stopped: what is stored is not what was written. Nothing more is signed until
/// people have looked. Carries no values of rows.
package struct JournalAlarm: Error, Hashable, Sendable, CustomStringConvertible {
    /// The position of the first broken entry, where the alarm is about an entry.
    package let position: Int64?
    package let words: Words

    package init(position: Int64? = nil, _ words: Words) {
        (self.position, self.words) = (position, words)
    }

    package var description: String { words.en }

    static func entry(_ position: Int64, _ what: Words) -> JournalAlarm {
        JournalAlarm(
            position: position,
            Words(
                "日志条目（位置 \(position)）\(what.zh)；已停止签名。请运行 covenant journal verify 并保全现场",
                "the journal entry at position \(position) \(what.en); nothing is signed any more. "
                    + "Run covenant journal verify and keep the database as it is"))
    }

    static let nodes = JournalAlarm(
        Words(
            "已存的默克尔节点与上次签名不符；已停止签名。请运行 covenant journal verify 并保全现场",
            "the stored Merkle nodes do not agree with the last signed head; nothing is signed any "
                + "more. Run covenant journal verify and keep the database as it is"))

    static let witness = JournalAlarm(
        Words(
            "见证文件的最后一行不在本日志之中：数据库被回退，或见证文件属于另一日志。请核对后再签名",
            "the last line of the witness file is not among the heads of this log: the "
                + "database was "
                + "set back, or the witness belongs to another log. Find out which before signing"))
}
