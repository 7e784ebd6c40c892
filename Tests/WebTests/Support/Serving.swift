import Logging
import ServiceLifecycle
import Testing
import Web

extension Office {
    /// Serves the site at a free port while `body` runs.
    func serving(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let application = site.application { found.yield($0) }
        let lines = log
        let group = ServiceGroup(
            services: [application], logger: Logger(label: "test") { _ in lines })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = await ports.first { _ in true }
            do {
                try await body(try #require(port))
                await group.triggerGracefulShutdown()
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            try await tasks.waitForAll()
        }
    }
}
