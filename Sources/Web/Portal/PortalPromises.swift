import Hummingbird
import Insurance
import Kernel

/// A customer asks why a promise is due when it is, beside that promise; the answer stands on the
/// same page.
extension Site {
    func questionDeadline(_ visit: Visit) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        let file = try await portalFile(visit)
        let asked = PortalTyped(
            about: form["metric"] ?? "", text: form["question"]?.trimmed ?? "")
        guard let claim = file.claim, PortalWords.promises[asked.about] != nil else {
            throw Refusal.noSuch(Claim.title)
        }
        do {
            let act = PortalAct(
                "claims.questionDeadline",
                [
                    "claim": .string(claim.number), "metric": .string(asked.about),
                    "channel": .string(CustomerContact.Channel.web.rawValue),
                    "question": .string(asked.text),
                ])
            try await perform(act, form, visit)
        } catch let refusal as Refusal {
            return showCase(file, visit, typed: asked, problem: Problem(refusal))
        }
        return Answer.redirect(to: "/portal/case/\(file.number)?done=asked")
    }
}

/// What was typed into a form of a case's page that was refused.
struct PortalTyped: Sendable {
    /// The promise it is about.
    let about: String
    let text: String
}

extension PortalFile {
    /// The latest of each promise: those that run, and those that are over.
    func promises(
        at now: Moment, _ typed: PortalTyped?, _ language: Language
    ) -> [String: any Sendable] {
        var seen: Set<String> = []
        let latest = clocks.sorted { ($0.clock.startedAt, $0.id) > ($1.clock.startedAt, $1.id) }
            .filter { seen.insert($0.clock.metric).inserted }
            .sorted { $0.clock.due < $1.clock.due }
        let running = latest.filter { $0.clock.stoppedAt == nil }
        let over = latest.filter { $0.clock.stoppedAt != nil }
        return [
            "promises": running.map { shown($0, at: now, typed, language) },
            "hasPromise": !running.isEmpty,
            "kept": over.map { shown($0, at: now, typed, language) }, "hasKept": !over.isEmpty,
            "isKeptOpen": over.contains { $0.clock.metric == typed?.about },
        ]
    }

    private func shown(
        _ record: ClockRecord, at now: Moment, _ typed: PortalTyped?, _ language: Language
    ) -> [String: any Sendable] {
        let metric = record.clock.metric
        let isAsked = questions.contains { $0.metric == metric && $0.state == .asked }
        let isTyped = typed?.about == metric
        return [
            "metric": metric, "field": metric.replacing(".", with: "-"),
            "promise": PortalWords.promises[metric]?[language] ?? "",
            "due": ShownMoment.text(record.clock.due),
            "stopped": record.clock.stoppedAt.map(ShownMoment.text) ?? "",
            "isLate": record.clock.outcome(asOf: record.clock.stoppedAt ?? now) == .breached,
            "isPaused": record.clock.isPaused,
            "why": why[record.id]?.map { $0[language] } ?? [],
            "ribbon": record.shown(at: now, language),
            "mayAsk": claim != nil && !isAsked, "isTyped": isTyped,
            "typed": isTyped ? typed?.text ?? "" : "",
        ]
    }

    /// What the customer asked about promises, with our answers.
    func questionsShown(_ language: Language) -> [[String: any Sendable]] {
        questions.map { asked in
            let due = answerClocks.first { $0.subject.number == asked.number }?.clock.due
            return [
                "promise": PortalWords.promises[asked.metric]?[language] ?? asked.metric,
                "text": opened(asked.question, language),
                "at": ShownMoment.text(asked.askedAt), "isAnswered": asked.answer != nil,
                "answeredAt": asked.answer.map { ShownMoment.text($0.at) } ?? "",
                "lines": asked.answer?.why.map { $0[language] } ?? [],
                "hasRemark": asked.answer?.remark != nil,
                "remark": asked.answer?.remark.map { opened($0, language) } ?? "",
                "hasDue": due != nil, "due": due.map(ShownMoment.text) ?? "",
            ]
        }
    }

    func opened(_ sealed: Sealed, _ language: Language) -> String {
        (try? opener?.open(sealed, field: PersonalKind.narrative.rawValue))
            ?? PersonalKind.hidden[language]
    }
}
