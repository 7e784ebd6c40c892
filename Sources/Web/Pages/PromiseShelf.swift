import Insurance
import Kernel
import Synchronization

/// The figures of the promise page with the moment they were reckoned at.
struct PromiseFigures: Sendable {
    let figures: [PromiseFigure]
    let products: [PromiseProducts]
    let at: Moment

    /// The office's own time, to the minute.
    var minute: String {
        String(at.adding(seconds: 8 * 3600).iso8601.prefix(16)).replacing("T", with: " ")
    }
}

/// Keeps the figures of the promise page for a while: the page is public, and a crowd that reads it
/// must not make the database add up every clock for each of them. Holds one set of figures.
final class PromiseShelf: Sendable {
    private let kept = Mutex<PromiseFigures?>(nil)
    private let seconds: Int64

    /// - Parameter seconds: how old figures may be; 0 reckons them anew each time.
    init(seconds: Int64) { self.seconds = seconds }

    func figures(at now: Moment, _ database: any Database) async throws -> PromiseFigures {
        let known = kept.withLock { $0 }
        if let known, now < known.at.adding(seconds: seconds), known.at <= now { return known }
        let fresh = try await database.read { reader in
            let figures = try PromiseBoard.figures(at: now, onlyShown: true, reader)
            return PromiseFigures(
                figures: figures, products: try PromiseProducts.all(of: figures, at: now, reader),
                at: now)
        }
        kept.withLock { $0 = fresh }
        return fresh
    }
}
