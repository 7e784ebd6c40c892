import Insurance
import Kernel

/// The parts of a case's page.
extension CaseFile {
    /// What the case is about, in a few words; where it stands when nothing says more.
    func heading(_ language: Language) -> String {
        let texts = ["cause", "motion", "kind", "amount", "insured", "payee"]
            .compactMap { own[$0].flatMap { ShownValue.text($0, language) } }
        return texts.isEmpty
            ? standing.stage.title[language] : texts.prefix(2).joined(separator: " · ")
    }

    /// The bar of stages: what lies behind, where it stands, what is to come.
    func bar(_ language: Language) -> [[String: any Sendable]] {
        let current = kind.path.firstIndex { $0.code == standing.stage.code }
        return kind.path.enumerated().map { index, stage in
            [
                "title": stage.title[language],
                "class": current.map { index < $0 ? "done" : index == $0 ? "now" : "" } ?? "",
                "isNow": index == current,
            ]
        }
    }

    /// What is known, in the order of the collection.
    func facts(_ language: Language) -> [[String: any Sendable]] {
        guard case .object(let object) = own else { return [] }
        let hidden: Set<String> = [
            "number", "stage", "documents", "reserves", "reserveHistory", "decisions", "proposed",
            "openParts", "edition", "id", "version", "reserveProposal",
        ]
        let members = object.members.sorted {
            (ReadFieldWords.rank($0.name), $0.name) < (ReadFieldWords.rank($1.name), $1.name)
        }
        return members.compactMap { member in
            guard !hidden.contains(member.name), let title = ReadFieldWords.title(member.name),
                let text = ShownValue.text(member.value, language)
            else { return nil }
            let linked = CaseLink.fields.contains(member.name) ? member.value.text : nil
            let field = CaseReveal.field(member.name, of: kind.table)
            return [
                "title": title[language], "text": text, "hasLink": linked != nil,
                "link": linked.map(CaseLink.path) ?? "", "hasReveal": field != nil,
                "reveal": field?.name ?? "",
            ] as [String: any Sendable]
        }
    }

    /// The commands this person may run now; what others do now; what is not possible yet and why.
    func actions(
        _ commands: CommandRegistry, _ language: Language
    ) -> [String: any Sendable] {
        var now: [[String: any Sendable]] = []
        var others: [[String: any Sendable]] = []
        var later: [[String: any Sendable]] = []
        for action in standing.actions {
            // What is done to a payment or a review of the claim stands on that one's own page.
            guard let command = commands[action.command],
                command.subject.map({ $0.table == kind.table }) ?? true
            else { continue }
            let isMine = command.permission.allows(principal) && objection == nil
            var shown: [String: any Sendable] = [
                "title": command.title[language], "summary": command.summary[language],
                "link": link(to: command), "isMain": action.leadsOn, "why": "",
                "posts": action.posts.sorted()
                    .compactMap { PostWords.Post(rawValue: $0.code)?.words[language] }
                    .joined(separator: language == .zh ? "、" : ", "),
            ]
            if let obstacle = action.obstacle ?? ownWork(action.command) {
                shown["why"] = obstacle.message[language]
                if isMine { later.append(shown) }
            } else if isMine {
                now.append(shown)
            } else {
                others.append(shown)
            }
        }
        // What leads on comes first; the order of the table otherwise.
        now = now.filter { $0["isMain"] as? Bool == true }
            + now.filter { $0["isMain"] as? Bool != true }
        return [
            "now": now, "hasNow": !now.isEmpty, "others": others, "hasOthersWork": !others.isEmpty,
            "later": later, "hasLater": !later.isEmpty, "why": why(language),
        ]
    }

    /// Who prepared a claim does not decide it.
    private func ownWork(_ command: String) -> Refusal? {
        guard let claim, let me = principal.staff, claim.makers.contains(me),
            command == "claims.decide"
        else { return nil }
        return .approverIsMaker
    }

    private func link(to command: RegisteredCommand) -> String {
        let isAboutThis = command.subject?.table == kind.table
        return CaseLink.action(command.name, about: isAboutThis ? standing.subject.number : nil)
    }

    /// Why this person may, or may not, take the next step.
    private func why(_ language: Language) -> String {
        if let objection { return objection.message[language] }
        guard let me = principal.staff else { return "" }
        let comma = language == .zh ? "；" : "; "
        var reasons: [Words] = []
        if let mine = work.first(where: { $0.isOpen && $0.holder == me }) {
            reasons.append(Words("「\(mine.title.zh)」在您名下", "\(mine.title.en) is on your desk"))
        } else if let pooled = work.first(where: {
            $0.status == .pooled && principal.posts.contains($0.post)
        }) {
            reasons.append(
                Words("「\(pooled.title.zh)」可由您认领", "you may take: \(pooled.title.en)"))
        }
        if let claim, claim.state == .inApproval, claim.makers.contains(me) {
            reasons.append(
                Words("您参与了本案定损、核损或理算，不能核赔", "you prepared it and may not approve it"))
        }
        return reasons.map { $0[language] }.joined(separator: comma)
    }

    /// Open work, with what may be done with each piece, and what is behind.
    func workShown(at now: Moment, _ language: Language) -> [String: any Sendable] {
        let open = work.filter(\.isOpen)
        return [
            "work": open.map { shown($0, language) }, "hasWork": !open.isEmpty,
            "workDone": work.count { $0.status == .done },
        ]
    }

    private func shown(_ item: WorkItem, _ language: Language) -> [String: any Sendable] {
        let me = principal.staff
        let isMine = item.holder != nil && item.holder == me
        let mayClaim = item.status == .pooled && principal.posts.contains(item.post)
            && objection == nil
        let holder = item.holder.flatMap { names[$0] }
        let verbs: [(String, WorkWords.Verb)] = isMine && !item.isForOnePerson
            ? [
                ("work.handOver", .handOver), ("work.delegate", .delegate),
                ("work.askForSignature", .addSigner), ("work.copy", .copy),
                ("work.return", .return), ("work.suspend", .suspend),
            ]
            : isMine ? [("work.copy", .copy)]
            : item.previousHolder == me && me != nil && !item.hasBegun
            ? [("work.takeBack", .takeBack)]
            : item.holder != nil ? [("work.urge", .urge)] : []
        return [
            "item": item.id.text, "title": item.title[language],
            "post": PostWords.Post(rawValue: item.post.code)?.words[language] ?? item.post.code,
            "holder": holder ?? "", "isHeld": holder != nil, "isMine": isMine,
            "mayClaim": mayClaim, "isSuspended": item.status == .suspended,
            "isUrged": item.urgings > 0, "urgings": item.urgings,
            "signatures": item.openSignatures.count,
            "waitsForSigners": !item.openSignatures.isEmpty,
            "verbs": verbs.map { name, verb -> [String: any Sendable] in
                [
                    "title": verb.words[language], "meaning": verb.meaning?[language] ?? "",
                    "link": CaseLink.action(name, about: item.id.text),
                ]
            },
            "mustSign": item.openSignatures.contains { $0.signer == me },
        ]
    }
}

extension ClockRecord {
    /// The promise as a ribbon: how the time went, where it stood still, where it ran out.
    func shown(at now: Moment, _ language: Language) -> [String: any Sendable] {
        let end = clock.stoppedAt ?? max(now, clock.due)
        let whole = max(1, Double(max(end, clock.due).milliseconds - clock.startedAt.milliseconds))
        func place(_ moment: Moment) -> Double {
            let at = Double(moment.milliseconds - clock.startedAt.milliseconds) / whole * 100
            return min(100, max(0, at))
        }
        let seen = clock.stoppedAt ?? now
        let parts = clock.segments.flatMap { segment -> [[String: any Sendable]] in
            let to = min(segment.to ?? seen, seen)
            guard to > segment.from else { return [] }
            if segment.kind == .pause { return [part("pause", place(segment.from), place(to))] }
            let inTime = min(to, max(segment.from, clock.due))
            return [part("run", place(segment.from), place(inTime))]
                + (to > clock.due
                    ? [part("over", place(max(segment.from, clock.due)), place(to))] : [])
        }
        let outcome = clock.outcome(asOf: seen)
        let title = ClaimClocks.metrics.first { $0.code == clock.metric }?.title
            ?? Words(clock.metric, clock.metric)
        return [
            "id": id.text, "title": title[language], "due": ShownMoment.text(clock.due),
            "term": clock.standard.term.words[language], "parts": parts,
            "isLate": outcome == .breached, "isPaused": clock.isPaused,
            "isKept": outcome == .kept, "isRunning": clock.stoppedAt == nil && !clock.isPaused,
            "state": state(outcome, at: now)[language], "isProvisional": clock.isProvisional,
            "isStopped": clock.stoppedAt != nil, "breach": breach ?? "", "hasBreach": breach != nil,
        ]
    }

    private func part(_ kind: String, _ from: Double, _ to: Double) -> [String: any Sendable] {
        ["kind": kind, "x": tenths(from), "width": tenths(max(0.4, to - from))]
    }

    private func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func state(_ outcome: ServiceClock.Outcome, at now: Moment) -> Words {
        switch outcome {
        case .kept: Words("已按时办结", "kept")
        case .paused: Words("暂停计时", "paused")
        case .running: ShownSpan.text(from: now, to: clock.due)
        case .breached:
            clock.stoppedAt == nil
                ? ShownSpan.text(from: now, to: clock.due) : Words("超时办结", "kept late")
        }
    }
}
