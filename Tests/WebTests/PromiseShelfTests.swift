import Kernel
import TestSupport
import Testing

@testable import Web

@Suite struct PromiseShelfTests {
    @Test func `figures are kept for their time and then reckoned anew`() async throws {
        let world = try await World()
        let shelf = PromiseShelf(seconds: 30)
        let start = world.now
        let first = try await shelf.figures(at: start, world.database)
        #expect(first.at == start)
        let soon = try await shelf.figures(at: start.adding(seconds: 29), world.database)
        #expect(soon.at == start)
        let later = try await shelf.figures(at: start.adding(seconds: 30), world.database)
        #expect(later.at == start.adding(seconds: 30))
    }

    @Test func `without a time to keep them they are reckoned for each visit`() async throws {
        let world = try await World()
        let shelf = PromiseShelf(seconds: 0)
        _ = try await shelf.figures(at: world.now, world.database)
        let next = try await shelf.figures(at: world.now.adding(seconds: 1), world.database)
        #expect(next.at == world.now.adding(seconds: 1))
    }
}
