import Insurance
import Kernel
import Testing

@Suite struct DemoTests {
    @Test func `the same seed makes the same journal, another seed another one`() async throws {
        let first = try await journal(seed: 7)
        let second = try await journal(seed: 7)
        let other = try await journal(seed: 8)
        #expect(first.count > 100)
        #expect(first == second)
        #expect(first != other)
    }

    @Test func `every post of the demo is held by two persons at least`() async throws {
        let house = try await House(seed: 1)
        try await house.demo(customers: 3)
        let roster = try await OfficeRoster.load(house.database)
        for post in PostWords.Post.allCases {
            #expect(roster.holders(of: Post(post)).count >= 2, "\(post.rawValue)")
        }
    }

    @Test func `a demo that runs again adds nothing, and a larger one adds the rest`() async throws
    {
        let house = try await House(seed: 1)
        try await house.demo(customers: 5)
        let before = try await house.count("journal_entry")
        let again = try await house.demo(customers: 5)
        #expect(try await house.count("journal_entry") == before)
        #expect(again.customers == 0 && again.staff == 0 && again.products == 0)
        let more = try await house.demo(customers: 8)
        #expect(more.customers == 3)
        #expect(try await house.count("customer") == 8)
    }

    @Test func `the rows of a demo are those that its journal tells`() async throws {
        let house = try await House(seed: 3)
        try await house.demo(customers: 20)
        #expect(try await house.replay() == [])
    }

    private func journal(seed: UInt64) async throws -> [String] {
        let house = try await House(seed: seed)
        try await house.demo(customers: 12)
        return try await house.database.read { reader in
            try reader.rows("SELECT stream, seq, bytes FROM journal_entry ORDER BY stream, seq")
                .map { String(decoding: try $0.blob("bytes"), as: UTF8.self) }
        }
    }
}
