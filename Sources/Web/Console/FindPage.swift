import Hummingbird
import Insurance
import Kernel

/// 查找: cases by number, by the person's phone, name or identity number, and what one can do.
/// The palette (Ctrl K) and the page without a script ask the same.
extension Site {
    /// What was typed is sent in a form's body: names and phones stand in no address.
    func find(_ visit: Visit) async throws -> Response {
        let typed = visit.request.method == .get
            ? "" : try Form(visit.body, visit.request.headers)["q"] ?? ""
        let wanted = String(typed.trimmed.prefix(60))
        guard let caller = visit.caller else { throw Problem.unauthenticated }
        let language = visit.language
        var results: [[String: any Sendable]] = []
        if wanted.count >= 2 {
            let readable = ReadCollections.all.filter { mayRead(caller, $0) }.map(\.table)
            let found = try await database.read { [vault = dispatcher.vault] reader in
                try FindStore.cases(
                    wanted, for: caller.principal, readable: Set(readable), vault, reader)
            }
            results = found.map { $0.shown(language) }
            results += actions(wanted, caller, language)
        } else if wanted.isEmpty {
            results = actions("", caller, language)
        }
        let values: [String: any Sendable] = [
            "results": results, "hasResults": !results.isEmpty, "wanted": wanted,
            "isAsked": !wanted.isEmpty, "isShort": wanted.count == 1,
        ]
        if visit.request.headers[.accept]?.contains("text/x-fragment") == true {
            return pages.fragment("find_results", values, visit)
        }
        return try await console("find", Words("查找", "Find"), values, visit)
    }

    /// The commands that begin something of their own, and the pages, by title.
    private func actions(
        _ wanted: String, _ caller: Visitor, _ language: Language
    ) -> [[String: any Sendable]] {
        let wanted = wanted.lowercased()
        func matches(_ words: Words) -> Bool {
            wanted.isEmpty || words.zh.contains(wanted) || words.en.lowercased().contains(wanted)
        }
        let pages = ConsoleMenu.entries(for: caller).flatMap(\.entries)
            .filter { matches($0.title) }.prefix(12)
            .map { entry -> [String: any Sendable] in
                ["title": entry.title[language], "link": entry.path,
                    "kind": Words("页面", "page")[language], "detail": ""]
            }
        guard !wanted.isEmpty else { return Array(pages) }
        let begun = commands.commands.filter { command in
            command.permission.allows(caller.principal) && matches(command.title)
                && (command.subject == nil || command.name == "claims.registerNotice")
                && !command.fields.contains { $0.name == "item" }
        }.prefix(8).map { command -> [String: any Sendable] in
            [
                "title": command.title[language], "link": "/console/do/\(command.name)",
                "kind": Words("办理", "action")[language], "detail": command.summary[language],
            ]
        }
        return Array(pages) + Array(begun)
    }
}

/// A case that was found.
struct FoundCase: Sendable {
    let number: String
    let kind: Words
    let stage: Words?
    let detail: Words?

    func shown(_ language: Language) -> [String: any Sendable] {
        [
            "title": number, "link": CaseLink.path(number), "kind": kind[language],
            "detail": [stage?[language], detail?[language]].compactMap(\.self)
                .filter { !$0.isEmpty }.joined(separator: " · "),
        ]
    }
}
