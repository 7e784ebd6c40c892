import Hummingbird
import Insurance
import Kernel

/// 速览: the head of a case beside a list, for those who may open the case.
extension Site {
    func peek(_ visit: Visit) async throws -> Response {
        let file = try await caseFile(try visit.part("number"), visit)
        let language = visit.language
        let actions = file.actions(commands, language)
        let now = dispatcher.now()
        let next = file.clocks.filter { $0.clock.stoppedAt == nil && !$0.clock.isPaused }
            .min { $0.clock.due < $1.clock.due }
        let shown = actions["now"] as? [[String: any Sendable]] ?? []
        return pages.fragment(
            "peek",
            [
                "number": file.standing.subject.number, "kind": file.kind.title[language],
                "stage": file.standing.stage.title[language], "isOver": file.standing.isOver,
                "heading": file.heading(language),
                "link": CaseLink.path(file.standing.subject.number),
                "parties": file.parties(language),
                "hasDue": next != nil, "due": next?.shown(at: now, language) ?? [:],
                "isPaused": file.clocks.contains { $0.clock.isPaused },
                "events": Array(file.timeline(commands, language).prefix(3)),
                "steps": Array(shown.prefix(4)), "hasSteps": !shown.isEmpty,
                "why": actions["why"] as? String ?? "",
                "work": file.work.filter(\.isOpen).prefix(3).map { item in
                    [
                        "title": item.title[language],
                        "holder": item.holder.flatMap { file.names[$0] }
                            ?? Words("待认领", "in the pool")[language],
                    ]
                },
            ], visit)
    }
}

extension CaseFile {
    private static let parties = [
        "insured", "holder", "claimant", "reporterName", "payee", "opponent", "requester",
        "policy", "product", "amount", "reserve",
    ]

    /// Who it is about and what is at stake, masked as on its own page.
    fileprivate func parties(_ language: Language) -> [[String: String]] {
        Self.parties.compactMap { name in
            guard let value = own[name], let text = ShownValue.text(value, language),
                let title = ReadFieldWords.title(name)
            else { return nil }
            return ["title": title[language], "text": text]
        }
    }
}
