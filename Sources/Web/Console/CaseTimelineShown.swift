import Insurance
import Kernel

/// What happened, entry by entry, in plain words: who did what, what it changed, which duties it
/// kept and where it is sealed.
extension CaseFile {
    /// Latest first; runs of entries by the product itself are folded into one line.
    func timeline(_ commands: CommandRegistry, _ language: Language) -> [[String: any Sendable]] {
        var courses: [any CaseCourseFold] = kind.table == Claim.table
            ? [CourseOf<Claim>()] : kind.table == Notice.table ? [CourseOf<Notice>()] : []
        var shown: [[String: any Sendable]] = []
        for entry in entries {
            var changes: [CaseChange] = []
            for index in courses.indices { changes += courses[index].take(entry) }
            let actor = CaseActor.words(entry.actor, names)
            let isSystem = entry.actor.hasPrefix("system:")
            shown.append([
                "at": ShownMoment.text(entry.at), "actor": actor[language],
                "isSystem": isSystem, "isMe": CaseActor.staff(entry.actor) == principal.staff,
                "title": commands[entry.command]?.title[language] ?? entry.command,
                "duties": entry.duties.map { ["id": $0] }, "hasDuties": !entry.duties.isEmpty,
                "seq": entry.seq, "hash": String(entry.hash.hex.prefix(12)),
                "reason": said(entry), "hasReason": !said(entry).isEmpty,
                "changes": changes.map { $0.shown(language) }, "hasChanges": !changes.isEmpty,
            ])
        }
        return shown.reversed()
    }

    /// The reason somebody gave; one that is sealed stays so.
    private func said(_ entry: JournalEntry) -> String {
        guard let reason = entry.reason, !reason.hasPrefix("s1."),
            CaseActor.staff(entry.actor) != nil
        else { return "" }
        return reason
    }
}

/// One thing an entry changed: what it was, and what it became.
struct CaseChange: Sendable {
    let title: Words
    let before: Words?
    let after: Words

    func shown(_ language: Language) -> [String: any Sendable] {
        [
            "title": title[language], "before": before?[language] ?? "",
            "hasBefore": before != nil, "after": after[language],
        ]
    }
}

/// Follows a case through its entries and tells what each changed.
protocol CaseCourseFold {
    mutating func take(_ entry: JournalEntry) -> [CaseChange]
}

/// What of a state is worth telling when it changes.
protocol ToldState: Aggregate {
    var told: [(title: Words, value: Words?)] { get }
}

struct CourseOf<State: ToldState>: CaseCourseFold {
    private var state: State?

    mutating func take(_ entry: JournalEntry) -> [CaseChange] {
        let before = state?.told
        for event in entry.events where event["table"]?.text == State.table {
            guard let content = event["event"],
                let decoded = try? content.decode(State.Event.self)
            else { continue }
            state = State.fold(state, [decoded])
        }
        guard let before, let after = state?.told else { return [] }
        return zip(before, after).compactMap { old, new in
            guard old.value != new.value, let now = new.value else { return nil }
            return CaseChange(title: new.title, before: old.value, after: now)
        }
    }
}

extension Claim: ToldState {
    var told: [(title: Words, value: Words?)] {
        func money(_ amount: Money) -> Words? {
            let text = ShownMoney.text(amount)
            return amount.minor == 0 ? nil : Words(text, text)
        }
        let missing = missingDocuments.count
        return [
            (Words("阶段", "stage"), state.title),
            (Words("准备金", "reserve"), money(reserve)),
            (Words("案件类型", "complexity"), complexity.title),
            (Words("核定金额", "decided"), money(Money(minor: decidedMinor, currency))),
            (Words("已付", "paid"), money(Money(minor: paidMinor, currency))),
            (
                Words("待补资料", "missing papers"),
                Words(missing == 0 ? "已齐" : "\(missing) 份", missing == 0 ? "none" : "\(missing)")
            ),
        ]
    }
}

extension Notice: ToldState {
    var told: [(title: Words, value: Words?)] {
        [
            (Words("阶段", "stage"), state.title),
            (Words("赔案", "claim"), claim.map { Words($0, $0) }),
        ]
    }
}
