import Foundation
import Kernel
import Storage

/// Why a command ended, as it is printed on standard error.
struct CommandFailure: Error, LocalizedError, CustomStringConvertible {
    let words: Words

    init(_ words: Words) { self.words = words }

    var description: String { words.forTerminal }
    var errorDescription: String? { description }

    /// The failure that an error of another layer means for who typed the command.
    init(_ error: any Error) {
        self.init(CommandFailure.words(of: error))
    }

    private static func words(of error: any Error) -> Words {
        switch error {
        case let failure as CommandFailure: failure.words
        case let failure as KeyFileFailure: failure.message
        case let refusal as Refusal: refusal.message
        case let alarm as JournalAlarm: alarm.words
        case let failure as AppendFileFailure: failure.words
        case let problem as JournalProblem: problem.words
        case let failure as DatabaseFailure: words(of: failure)
        default: Words("\(error)", "\(error)")
        }
    }

    private static func words(of failure: DatabaseFailure) -> Words {
        switch failure {
        case .unavailable(let reason): Words("数据库无法打开：\(reason)", reason)
        case .constraint(let rule): Words("数据规则拒绝：\(rule)", "a rule of the schema refused: \(rule)")
        case .statement(let code), .shape(let code):
            Words("数据库出错：\(code)", "the database failed: \(code)")
        case .full, .commitUnknown, .contention, .overloaded:
            Refusal(failure)?.message ?? Words("数据库出错", "the database failed")
        }
    }
}

extension Words {
    /// In the language of the terminal: Chinese where the locale says so, else English.
    var forTerminal: String {
        let environment = ProcessInfo.processInfo.environment
        let locale =
            environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
        return locale.hasPrefix("zh") ? zh : en
    }
}

/// Says something about the course of a command, away from its result.
func note(_ words: Words) {
    FileHandle.standardError.write(Data((words.forTerminal + "\n").utf8))
}

/// How far long work has come: one line on standard error that is written over, on a terminal only.
struct ProgressLine: Sendable {
    private let isShown = isatty(2) == 1

    func show(_ words: Words) {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K\(words.forTerminal)".utf8)) }
    }

    func end() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    /// For work on the journal.
    var journal: @Sendable (_ entries: Int, _ rows: Int) -> Void {
        { entries, rows in
            show(Words("已读 \(entries) 条日志、\(rows) 行", "\(entries) entries, \(rows) rows read"))
        }
    }
}
