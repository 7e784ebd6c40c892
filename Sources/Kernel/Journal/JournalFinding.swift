/// One thing that is wrong with a journal, found by the verifier.
package struct JournalFinding: Hashable, Sendable {
    /// What sort of thing; the names are the same in the second, independent verifier, which knows
    /// exports and therefore no files.
    package enum Kind: String, Sendable, CaseIterable {
        case about, keys
        case entryUnreadable, entryOtherLog, entryHashMismatch, entrySequence, entryChain
        case entryTime, entryRows
        case headUnreadable, headOtherLog, headUnknownKey, headSignature, headChain, headOrder
        case headTime, headRoot, headBeyondEnd, headMissing, equivocation
        case witnessUnreadable, witnessOtherLog, witnessUnknownKey, witnessSignature
        case witnessRoot, witnessBeyondEnd, witnessMissing
        case rowUnreadable, rowTwice, rowOrphan, rowChanged, rowStale, rowMissing, rowGap
        case fileMissing, fileChanged
    }

    package let kind: Kind
    /// The line of `entries.jsonl`, from 1, where the finding is about an entry.
    package let entry: Int?
    package let words: Words

    package init(_ kind: Kind, entry: Int? = nil, _ words: Words) {
        (self.kind, self.entry, self.words) = (kind, entry, words)
    }
}

/// What the verifier says about a whole export.
package struct JournalReport: Hashable, Sendable {
    /// The first broken entry first, then the rest in the order it was found.
    package let findings: [JournalFinding]
    /// Findings beyond the first 1,000 are counted, not kept.
    package let more: Int
    /// How many entries, heads, witness lines and rows were read.
    package let entries, heads, witnesses, rows: Int
    /// Entries after the last head: only their chains and rows vouch for them.
    package let unsigned: Int
    /// The root over all entries.
    package let root: Hash
    /// Files of cases that were looked at in their store.
    package private(set) var files = 0

    package var isSound: Bool { findings.isEmpty }

    /// The same with what was found of the files of cases.
    package func adding(files: Int, _ found: [JournalFinding]) -> JournalReport {
        var whole = JournalReport(
            findings: findings + found, more: more, entries: entries, heads: heads,
            witnesses: witnesses, rows: rows, unsigned: unsigned, root: root)
        whole.files = files
        return whole
    }
}
