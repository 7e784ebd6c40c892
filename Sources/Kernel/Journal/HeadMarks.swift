/// The heads and witness lines, checked among themselves, and what they say about each size.
struct HeadMarks {
    private(set) var heads: [SignedHead] = []
    private(set) var witnesses: [(line: Int, head: SignedHead)] = []
    private let log: String
    private let keys: [String: VerifyingKey]
    private var marked: Set<Int> = []
    private var headsBySize: [Int: [Int]] = [:]
    private var witnessesBySize: [Int: [Int]] = [:]
    /// The first head that covers the entry now read; entries come in order, so it only moves on.
    private var covering = 0

    init(
        log: String, keys: [VerifyingKey], heads: [[UInt8]], witness: [[UInt8]],
        findings: inout JournalFindings
    ) {
        self.log = log
        self.keys = Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, bytes) in heads.enumerated() {
            takeHead(bytes, line: index + 1, findings: &findings)
        }
        for (index, bytes) in witness.enumerated() {
            takeWitness(bytes, line: index + 1, findings: &findings)
        }
        findEquivocation(findings: &findings)
        findMissing(findings: &findings)
    }

    func has(size: Int) -> Bool { marked.contains(size) }

    /// Whether an entry at `line` may carry the time `at`: between the heads around it.
    mutating func allows(_ at: Moment, line: Int, skew: Int64) -> Bool {
        while covering < heads.count, heads[covering].size < line { covering += 1 }
        if covering < heads.count, at.milliseconds(since: heads[covering].at) > skew {
            return false
        }
        return covering == 0 || at.milliseconds(since: heads[covering - 1].at) >= -skew
    }

    /// Compares the computed root with what was signed for this size.
    func compare(size: Int, root: Hash, findings: inout JournalFindings) {
        for index in headsBySize[size] ?? [] where heads[index].root != root {
            let from = (index > 0 ? heads[index - 1].size : 0) + 1
            findings.add(
                .headRoot,
                Words(
                    "签名 \(index + 1)（大小 \(size)）根不符；被改的条目在第 \(from) 条或更早处至第 \(size) 条之间",
                    "STH size \(size) root mismatch (head \(index + 1)); "
                        + "suspect entries \(from) to \(size) first, then those before"))
        }
        for index in witnessesBySize[size] ?? [] where witnesses[index].head.root != root {
            let line = witnesses[index].line
            findings.add(
                .witnessRoot,
                Words(
                    "与见证第 \(line) 行（大小 \(size)）不一致",
                    "inconsistent with anchor: witness line \(line) at size \(size)"))
        }
    }

    /// What can be said once the number of entries is known.
    func finish(size: Int, findings: inout JournalFindings) {
        if size > 0, heads.isEmpty {
            findings.add(
                .headMissing,
                Words("没有签名：\(size) 条无人担保", "no signed head vouches for the \(size) entries"))
        }
        for (index, head) in heads.enumerated() where head.size > size {
            findings.add(
                .headBeyondEnd,
                Words(
                    "签名 \(index + 1) 的大小 \(head.size) 大于条目数 \(size)",
                    "head \(index + 1): signed size \(head.size) > \(size) entries"))
        }
        for witness in witnesses where witness.head.size > size {
            findings.add(
                .witnessBeyondEnd,
                Words(
                    "见证第 \(witness.line) 行：见证大小 \(witness.head.size) 大于条目数 \(size)",
                    "size < witnessed: anchored size \(witness.head.size) > \(size) "
                        + "(witness line \(witness.line))"))
        }
    }
}

extension HeadMarks {
    private mutating func takeHead(
        _ bytes: [UInt8], line: Int, findings: inout JournalFindings
    ) {
        do throws(JournalProblem) {
            let head = try SignedHead.parse(bytes)
            if head.log != log {
                findings.add(
                    .headOtherLog, Words("签名 \(line) 属于另一日志", "head \(line): of another log"))
            }
            checkSignature(
                of: head, name: Words("签名 \(line)", "head \(line)"), unknown: .headUnknownKey,
                invalid: .headSignature, findings: &findings)
            checkOrder(of: head, line: line, findings: &findings)
            headsBySize[head.size, default: []].append(heads.count)
            marked.insert(head.size)
            heads.append(head)
        } catch {
            findings.add(
                .headUnreadable,
                Words(
                    "签名 \(line) 无法读取：\(error.words.zh)", "head \(line) refused: \(error.words.en)"))
        }
    }

    private mutating func takeWitness(
        _ bytes: [UInt8], line: Int, findings: inout JournalFindings
    ) {
        do throws(JournalProblem) {
            let head = try SignedHead.parse(bytes)
            if head.log != log {
                findings.add(
                    .witnessOtherLog,
                    Words("见证第 \(line) 行属于另一日志", "witness line \(line): of another log"))
            }
            checkSignature(
                of: head, name: Words("见证第 \(line) 行", "witness line \(line)"),
                unknown: .witnessUnknownKey, invalid: .witnessSignature, findings: &findings)
            witnessesBySize[head.size, default: []].append(witnesses.count)
            marked.insert(head.size)
            witnesses.append((line, head))
        } catch {
            findings.add(
                .witnessUnreadable,
                Words(
                    "见证第 \(line) 行无法读取：\(error.words.zh)",
                    "witness line \(line) refused: \(error.words.en)"))
        }
    }

    private func checkSignature(
        of head: SignedHead, name: Words, unknown: JournalFinding.Kind,
        invalid: JournalFinding.Kind, findings: inout JournalFindings
    ) {
        guard let key = keys[head.key] else {
            findings.add(unknown, Words("\(name.zh)：未知的密钥", "\(name.en): unknown key"))
            return
        }
        if !head.isSigned(by: key) {
            findings.add(
                invalid, Words("\(name.zh)：数字签名无效", "\(name.en): the signature is not valid"))
        }
    }

    private func checkOrder(
        of head: SignedHead, line: Int, findings: inout JournalFindings
    ) {
        let before = heads.last
        if head.prev != (before?.hash ?? .zero) {
            findings.add(
                .headChain,
                Words("签名 \(line) 与前一签名不相连", "head \(line): does not follow the head before"))
        }
        if head.size < before?.size ?? 0 {
            findings.add(
                .headOrder, Words("签名 \(line)：大小倒退", "head \(line): rollback, size goes back"))
        }
        if let before, head.at < before.at {
            findings.add(.headTime, Words("签名 \(line)：时间倒退", "head \(line): time regression"))
        }
    }

    private func findEquivocation(findings: inout JournalFindings) {
        for size in marked.sorted() {
            let signed = (headsBySize[size] ?? []).map { heads[$0].root }
            let seen = (witnessesBySize[size] ?? []).map { witnesses[$0].head.root }
            if Set(signed + seen).count > 1 {
                findings.add(
                    .equivocation,
                    Words(
                        "大小 \(size) 有两个不同的根",
                        "equivocation: same size, two roots (size \(size))"))
            }
        }
    }

    private func findMissing(findings: inout JournalFindings) {
        if witnesses.isEmpty { return }
        let known = Set(heads.map(\.hash))
        for witness in witnesses where !known.contains(witness.head.hash) {
            findings.add(
                .witnessMissing,
                Words(
                    "见证第 \(witness.line) 行不在签名之中",
                    "witness line \(witness.line): not among the heads (fork or rollback)"))
        }
    }
}
