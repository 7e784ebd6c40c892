import HTTPTypes
import Hummingbird
import Insurance
import Kernel
import NIOCore

/// The one way to change anything over HTTP: a command by its name.
extension Site {
    /// The largest body of a command, in bytes.
    static let commandLimit = 1 << 20

    var commandRoutes: [Route] {
        let listed = JSON.object(["items": .array(commands.commands.map(CommandDocument.json))])
        let document = OpenAPIDocument(commands: commands).json
        return [
            Route(.post, "/api/v1/commands/{name}", .command, bodyLimit: Self.commandLimit) {
                try await perform($0)
            },
            Route(.get, "/api/v1/commands", .open) { _ in Answer.json(listed) },
            Route(.get, "/api/v1/commands/{name}", .open) { visit in
                Answer.json(CommandDocument.json(try command(visit)))
            },
            Route(.get, "/api/openapi.json", .open) { _ in Answer.json(document) },
        ]
    }

    private func command(_ visit: Visit) throws -> RegisteredCommand {
        guard let command = commands[try visit.part("name")] else { throw Problem.notFound }
        return command
    }

    private func perform(_ visit: Visit) async throws -> Response {
        let command = try command(visit)
        let principal = try visit.principal
        guard ContentKind.of(visit.request.headers) == "application/json" else {
            throw Problem.wrongType
        }
        let envelope = Envelope(
            key: try CommandHeaders.key(visit.request.headers),
            ifVersion: try CommandHeaders.version(visit.request.headers))
        let json = try JSON.parse(
            Array(visit.body.readableBytesView), limits: .init(bytes: Self.commandLimit))
        let receipt = try await command.perform(dispatcher, json, principal, envelope)
        return Answer.json(receipt.shown, version: receipt.subject?.version)
    }
}

/// What comes with a command in header fields.
enum CommandHeaders {
    static func key(_ fields: HTTPFields) throws(Problem) -> String? {
        guard let key = fields[.idempotencyKey] else { return nil }
        let isVisible = key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard isVisible, (1...200).contains(key.utf8.count) else { throw .badKey }
        return key
    }

    static func version(_ fields: HTTPFields) throws(Problem) -> Int64? {
        guard let field = fields[.ifMatch] else { return nil }
        let digits = field.dropFirst().dropLast()
        guard field.utf8.count > 2, field.hasPrefix("\""), field.hasSuffix("\""),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let version = Int64(digits)
        else { throw .badVersion }
        return version
    }
}

extension Receipt {
    /// As the API shows it: the moment in words of ISO 8601.
    var shown: JSON {
        var object: JSON.Object = [
            "command": .string(command), "act": .string(act.text), "at": .string(at.iso8601),
            "reply": reply,
        ]
        if let subject {
            object["subject"] = [
                "kind": .string(subject.kind), "id": .string(subject.id),
                "version": .integer(subject.version),
            ]
        }
        return .object(object)
    }
}
