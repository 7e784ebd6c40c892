import Hummingbird
import Insurance
import Kernel

/// What leaves the product, for those who run it: which messages wait, were sent or failed.
extension Site {
    private static let readers: Set<Post> = .held(
        .systemAdministrator, .auditAdministrator, .serviceSupervisor, .claimsSupervisor)
    private static let statuses = ["waiting", "sent", "failed"]

    var outboxRoutes: [Route] {
        [
            Route(.get, "/api/v1/outbox", .readers(Self.readers)) { try await outbox($0) }
        ]
    }

    private func outbox(_ visit: Visit) async throws -> Response {
        let query = try visit.query(["status", "limit", "cursor"])
        let limit = try query["limit"].map(PageCursor.limit) ?? 50
        let (status, after) = (query["status"], query["cursor"] ?? "")
        guard status.map(Self.statuses.contains) ?? true else {
            throw Problem.badParameter("status")
        }
        guard after.utf8.count <= 200, !after.utf8.contains(0) else {
            throw Problem.badParameter("cursor")
        }
        let lines = try await database.read { reader in
            try OutboxList.page(status: status, after: after, limit: limit, reader)
        }
        let next = lines.count == limit ? lines.last?.key : nil
        return Answer.json([
            "items": .array(lines.map(\.json)), "next": next.map(JSON.string) ?? .null,
        ])
    }
}
