import Foundation
import Synchronization

/// Where a command's words go: the terminal, or the one who sent the command through the local
/// door of a running server.
enum Terminal {
    /// What a command says while it runs for somebody behind the local door.
    final class Listener: Sendable {
        private let text = Mutex("")
        /// The folder that the one behind the door stands in.
        let folder: String

        init(folder: String) { self.folder = folder }

        func hear(_ more: String) { text.withLock { $0 += more } }
        var heard: String { text.withLock { $0 } }
    }

    @TaskLocal static var listener: Listener?

    /// A path as the one who typed it means it.
    static func path(_ typed: String) -> String {
        guard let folder = listener?.folder, !typed.hasPrefix("/") else { return typed }
        return folder + "/" + typed
    }
}

/// Says the result of a command, as one line.
func say(_ text: String, terminator: String = "\n") {
    if let listener = Terminal.listener {
        listener.hear(text + terminator)
    } else {
        print(text, terminator: terminator)
    }
}
