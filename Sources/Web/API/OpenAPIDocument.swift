import Insurance
import Kernel

/// OpenAPI 3.1 of the whole API, made from the registry and the collections.
struct OpenAPIDocument {
    let commands: CommandRegistry

    var json: JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "守诺 Covenant API", "version": "1",
                "description":
                    "任何改动都是一条命令；读取按集合分页。Every change is a command; collections are read in pages.",
            ],
            "servers": [["url": "/"]],
            "security": [["bearer": []]],
            "paths": .object(paths),
            "components": [
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
                "schemas": .object(OpenAPIShapes.schemas),
                "responses": .object(OpenAPIShapes.responses),
            ],
        ]
    }

    private var paths: JSON.Object {
        var paths = JSON.Object()
        for command in commands.commands {
            paths["/api/v1/commands/\(command.name)"] = [
                "post": .object(operation(command)), "get": description(of: command),
            ]
        }
        paths["/api/v1/commands"] = ["get": listing]
        for collection in ReadCollections.all {
            paths["/api/v1/\(collection.name)"] = ["get": page(collection)]
            paths["/api/v1/\(collection.name)/{key}"] = ["get": one(collection)]
        }
        paths["/api/v1/cases/{number}/timeline"] = ["get": timeline]
        paths["/api/v1/clocks/{id}/why"] = ["get": why]
        paths["/api/v1/letters/{file}"] = ["get": letter]
        for (path, operation) in TurnaroundDocument.paths { paths[path] = operation }
        paths["/api/v1/files"] = ["post": upload]
        paths["/api/v1/files/{id}"] = ["get": download]
        paths["/api/v1/payment-batches/{number}/file"] = ["get": batchFile]
        return paths
    }

    private func operation(_ command: RegisteredCommand) -> JSON.Object {
        var content: JSON.Object = ["schema": FieldSchema.object(command.fields)]
        content["x-duties"] = .array(command.duties.map { .string($0.text) })
        return [
            "operationId": .string(command.name), "tags": ["commands"],
            "summary": .string("\(command.title.zh) \(command.title.en)"),
            "description": .string("\(command.summary.zh)。\n\n\(command.summary.en)."),
            "parameters": .array([OpenAPIShapes.idempotencyKey, OpenAPIShapes.ifMatch]),
            "requestBody": [
                "required": true, "content": ["application/json": .object(content)],
            ],
            "responses": OpenAPIShapes.answers(
                "Receipt", problems: [400, 401, 403, 404, 409, 412, 413, 415, 422, 500, 503]),
        ]
    }

    private func description(of command: RegisteredCommand) -> JSON {
        [
            "operationId": .string("describe.\(command.name)"), "tags": ["commands"],
            "security": [], "summary": .string("说明 Describe \(command.name)"),
            "responses": OpenAPIShapes.answers("Described", problems: [404, 500, 503]),
        ]
    }

    private var listing: JSON {
        [
            "operationId": "commands", "tags": ["commands"], "security": [],
            "summary": "所有命令 All commands",
            "responses": OpenAPIShapes.answers("Listing", problems: [500, 503]),
        ]
    }

    private func page(_ collection: ReadCollection) -> JSON {
        let filters = collection.filters.map { OpenAPIShapes.filter($0) }
        return [
            "operationId": .string("list.\(collection.name)"), "tags": ["reads"],
            "summary": .string("\(collection.title.zh) \(collection.title.en)"),
            "parameters": .array([OpenAPIShapes.limit, OpenAPIShapes.cursor] + filters),
            "responses": OpenAPIShapes.answers("Page", problems: [400, 401, 403, 500, 503]),
        ]
    }

    private func one(_ collection: ReadCollection) -> JSON {
        [
            "operationId": .string("read.\(collection.name)"), "tags": ["reads"],
            "summary": .string("一条\(collection.title.zh) One \(collection.title.en)"),
            "parameters": .array([OpenAPIShapes.inPath("key")]),
            "responses": OpenAPIShapes.answers("Item", problems: [400, 401, 403, 404, 500, 503]),
        ]
    }

    private var timeline: JSON {
        [
            "operationId": "timeline", "tags": ["cases"], "summary": "案件经过 What happened to a case",
            "parameters": .array([
                OpenAPIShapes.inPath("number"), OpenAPIShapes.after, OpenAPIShapes.limit,
            ]),
            "responses": OpenAPIShapes.answers(
                "Timeline", problems: [400, 401, 403, 404, 500, 503]),
        ]
    }

    private var letter: JSON {
        [
            "operationId": "letter", "tags": ["cases"],
            "summary": "函件 LTR-….html 或 .pdf A letter as page or PDF",
            "description": "带 reason 与 text 时记录后显示姓名地址 With a reason the name is opened on record",
            "parameters": .array([
                OpenAPIShapes.inPath("file"), OpenAPIShapes.filter("reason"),
                OpenAPIShapes.filter("text"),
            ]),
            "responses": OpenAPIShapes.page(
                ["text/html", "application/pdf"],
                problems: [400, 401, 403, 404, 409, 500, 503]),
        ]
    }

    private var batchFile: JSON {
        guard case .object(var answers) = OpenAPIShapes.answers(
            "Why", problems: [400, 401, 403, 404, 409, 500, 503])
        else { return [:] }
        answers["200"] = [
            "description": "CSV", "content": ["text/csv": ["schema": ["type": "string"]]],
        ]
        return [
            "operationId": "batchFile", "tags": ["payments"],
            "summary": "付款批次文件（取用留痕） The file of a payment batch; who takes it is on record",
            "parameters": .array([OpenAPIShapes.inPath("number")]),
            "responses": .object(answers),
        ]
    }

    private var why: JSON {
        [
            "operationId": "why", "tags": ["cases"], "summary": "为何是这个期限 Why this deadline",
            "parameters": .array([OpenAPIShapes.inPath("id")]),
            "responses": OpenAPIShapes.answers(
                "Why", problems: [400, 401, 403, 404, 409, 500, 503]),
        ]
    }
}
