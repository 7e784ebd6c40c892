extension Workflow {
    /// The workflow as a Mermaid state diagram, in one language.
    package func diagram(_ language: Language) -> String {
        var lines = ["stateDiagram-v2"]
        for state in State.allCases {
            lines.append("    state \"\(state.title[language])\" as \(state.rawValue)")
        }
        lines.append("    [*] --> \(start.rawValue)")
        for rule in rules {
            for from in State.allCases where rule.from.contains(from) {
                let to = rule.to ?? from
                let label = rule.step.title[language]
                lines.append("    \(from.rawValue) --> \(to.rawValue): \(label)")
            }
        }
        for state in State.allCases where state.isFinal {
            lines.append("    \(state.rawValue) --> [*]")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The rules as a Markdown table: step, from, to, who, what must hold, clocks, duties, command.
    package func table(_ language: Language) -> String {
        var lines = [
            language == .zh
                ? "| 步骤 | 从 | 到 | 岗位 | 条件 | 时钟 | 条款 | 命令 |"
                : "| step | from | to | who | what must hold | clocks | duties | command |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for rule in rules {
            let from = State.allCases.filter(rule.from.contains).map { $0.title[language] }
            let cells = [
                rule.step.title[language], from.joined(separator: ", "),
                rule.to?.title[language] ?? "—",
                rule.posts.sorted().map(\.code).joined(separator: ", "),
                rule.guards.map(\.refusal.id).joined(separator: ", "),
                rule.clocks.map(\.text).joined(separator: ", "),
                rule.duties.map(\.text).joined(separator: ", "), "`\(rule.command)`",
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ClockEffect {
    package var text: String {
        switch self {
        case .start(let metric): "▶ \(metric.code)"
        case .pause(let metric): "‖ \(metric.code)"
        case .resume(let metric): "▷ \(metric.code)"
        case .stop(let metric): "■ \(metric.code)"
        case .restart(let metric): "↻ \(metric.code)"
        }
    }
}
