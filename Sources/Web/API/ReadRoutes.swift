import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// Reading collections: pages in a fixed order, continued from the last row (never by counting),
/// and single rows by number or identity.
extension Site {
    var readRoutes: [Route] {
        ReadCollections.all.flatMap { collection in
            [
                Route(.get, "/api/v1/\(collection.name)", .reading([collection.name])) {
                    try await page(of: collection, $0)
                },
                Route(.get, "/api/v1/\(collection.name)/{key}", .reading([collection.name])) {
                    try await one(of: collection, $0)
                },
            ]
        }
    }

    private func page(of collection: ReadCollection, _ visit: Visit) async throws -> Response {
        var query = try visit.query(Set(collection.filters).union(["limit", "cursor"]))
        let limit = try query.removeValue(forKey: "limit").map(PageCursor.limit) ?? 50
        let place = try query.removeValue(forKey: "cursor").map(PageCursor.read)
        for (name, value) in query
        where value.isEmpty || value.utf8.count > 200 || value.utf8.contains(0) {
            throw Problem.badParameter(name)
        }
        let principal = try visit.principal
        let page = try await database.read { [query, vault = dispatcher.vault] reader in
            try collection.page(
                after: place, limit: limit, filters: query, for: principal, vault, reader)
        }
        return Answer.json([
            "items": .array(page.items),
            "next": page.next.map { .string(PageCursor.write($0)) } ?? .null,
        ])
    }

    private func one(of collection: ReadCollection, _ visit: Visit) async throws -> Response {
        let key = try visit.part("key")
        let principal = try visit.principal
        let found = try await database.read { [vault = dispatcher.vault] reader in
            try collection.one(key, for: principal, vault, reader)
        }
        guard let found else { throw Refusal.noSuch(collection.title) }
        return Answer.json(found.json, version: found.version)
    }
}

/// A place in a collection as one opaque text.
enum PageCursor {
    static func limit(_ text: String) throws(Problem) -> Int {
        guard text.utf8.count <= 3, let limit = Int(text), text.utf8.first != 0x2B,
            (1...ReadCollection.largestPage).contains(limit)
        else { throw .badParameter("limit") }
        return limit
    }

    static func write(_ place: ReadPlace) -> String {
        let value: JSON =
            switch place.value {
            case .integer(let number): .integer(number)
            case .text(let text): .string(text)
            case .null, .blob: .null
            }
        return hex(JSON.array([value, .string(place.id)]).canonical)
    }

    static func read(_ text: String) throws(Problem) -> ReadPlace {
        let bytes = Array(text.utf8)
        guard bytes.count <= 1000, bytes.count.isMultiple(of: 2) else {
            throw .badParameter("cursor")
        }
        var decoded: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 2) {
            let pair = String(decoding: bytes[start..<start + 2], as: UTF8.self)
            guard pair.utf8.first != 0x2B, pair.utf8.first != 0x2D,
                let byte = UInt8(pair, radix: 16)
            else { throw .badParameter("cursor") }
            decoded.append(byte)
        }
        guard let parts = (try? JSON.parse(decoded))?.elements, parts.count == 2,
            let id = parts[1].text, let value = value(parts[0])
        else { throw .badParameter("cursor") }
        return ReadPlace(value: value, id: id)
    }

    private static func value(_ json: JSON) -> SQLValue? {
        switch json {
        case .integer(let number): .integer(number)
        case .string(let text): .text(text)
        default: nil
        }
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
