import Kernel
import Synchronization

/// How often one source may ask for codes or try them. In memory: it slows guessing down, while
/// the codes themselves count their tries.
final class PortalLimits: Sendable {
    private struct Window {
        var began: Moment
        var count: Int
    }

    private static let seconds: Int64 = 600
    private static let most = 30
    private static let mostSources = 10_000

    private let windows = Mutex<[String: Window]>([:])

    /// Whether `source` may go on.
    func admits(_ source: String, at now: Moment) -> Bool {
        windows.withLock { windows in
            let floor = now.adding(seconds: -Self.seconds)
            if windows.count >= Self.mostSources {
                windows = windows.filter { $0.value.began > floor }
                if windows.count >= Self.mostSources { return false }
            }
            var window = windows[source] ?? Window(began: now, count: 0)
            if window.began <= floor { window = Window(began: now, count: 0) }
            window.count += 1
            windows[source] = window
            return window.count <= Self.most
        }
    }
}
