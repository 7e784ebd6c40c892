import Kernel

/// The calendar and the turnaround standards the product ships, confirmed by the demo insurer's
/// own compliance officer.
enum DemoStandards {
    /// Returns how many standards are new.
    static func install(_ door: DemoDoor) async throws -> Int {
        let before = try await count(door)
        try await DefaultStandards.install(door.dispatcher, by: .system("demo"), at: door.now)
        return try await count(door) - before
    }

    static func confirm(_ door: DemoDoor) async throws {
        let roster = try await OfficeRoster.load(door.dispatcher.database)
        guard let officer = roster.holders(of: Post(.complianceOfficer)).first else { return }
        let open = try await door.dispatcher.database.read { reader in
            let standards: [Loaded<Standard>] = try reader.loadAll(
                where: "1 = 1 ORDER BY metric, scope, edition LIMIT 1000")
            return standards.map(\.state).filter { $0.confirmation == nil && $0.edition == 1 }
        }
        for standard in open {
            try await door.perform(
                ConfirmStandard.self,
                ["standard": .string(standard.id.text), "document": "时效标准确认单 2024-1"],
                by: officer.principal, at: door.now.adding(seconds: 3600))
        }
    }

    private static func count(_ door: DemoDoor) async throws -> Int {
        try await door.dispatcher.database.read { reader in
            try reader.row("SELECT count(*) AS held FROM standard")?.int("held") ?? 0
        }
    }
}
