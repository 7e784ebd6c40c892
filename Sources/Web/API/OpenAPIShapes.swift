import Kernel

/// The parts that operations of the document share.
enum OpenAPIShapes {
    static func answers(_ schema: String, problems: [Int]) -> JSON {
        var answers: JSON.Object = [
            "200": [
                "description": "OK",
                "content": [
                    "application/json": [
                        "schema": ["$ref": .string("#/components/schemas/\(schema)")]
                    ]
                ],
            ]
        ]
        for status in problems {
            answers[String(status)] = ["$ref": "#/components/responses/Problem"]
        }
        return .object(answers)
    }

    /// Answers that are documents of these types.
    static func page(_ types: [String], problems: [Int]) -> JSON {
        var content = JSON.Object()
        for type in types { content[type] = ["schema": ["type": "string"]] }
        var answers: JSON.Object = ["200": ["description": "OK", "content": .object(content)]]
        for status in problems {
            answers[String(status)] = ["$ref": "#/components/responses/Problem"]
        }
        return .object(answers)
    }

    static let responses: JSON.Object = [
        "Problem": [
            "description": "没有办成，及其原因 Not done, and why (RFC 9457)",
            "content": [
                "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
            ],
        ]
    ]

    static let schemas: JSON.Object = [
        "Words": object(["zh": string, "en": string]),
        "Problem": object([
            "type": string, "title": string, "status": ["type": "integer"], "detail": string,
            "detail_zh": string, "detail_en": string, "id": string,
            "fields": list(object([
                "name": string, "message": string, "message_zh": string, "message_en": string,
            ])),
        ]),
        "Receipt": object(
            [
                "command": string, "act": uuid, "at": moment, "reply": true,
                "subject": object(["kind": string, "id": uuid, "version": ["type": "integer"]]),
            ], optional: ["subject"]),
        "Item": open(["id": uuid, "version": ["type": "integer"]]),
        "Page": object(["items": list(ref("Item")), "next": ["type": ["string", "null"]]]),
        "Described": open([
            "name": string, "title": ref("Words"), "summary": ref("Words"),
            "duties": list(string), "keeps": string, "posts": list(string),
            "fields": list(open(["name": string, "title": ref("Words")])),
            "schema": ["type": "object"],
        ]),
        "Listing": object(["items": list(ref("Described"))]),
        "Entry": open([
            "seq": ["type": "integer"], "command": string, "title": ref("Words"), "at": moment,
            "actor": string, "duties": list(string), "act": uuid, "hash": string,
            "wrote": list(string),
        ]),
        "Timeline": object([
            "items": list(ref("Entry")), "next": ["type": ["integer", "null"]],
        ]),
        "Upload": object([
            "file": uuid, "case": string, "hash": string, "bytes": ["type": "integer"],
            "type": string, "scan": string, "attachBefore": moment,
        ]),
        "Why": object([
            "id": uuid, "case": string, "metric": string, "title": ref("Words"),
            "status": string, "dueAt": moment, "lines": list(ref("Words")),
        ]),
        "Turnaround": object([
            "by": string,
            "items": list(open(["metric": string, "key": string, "title": ref("Words")])),
            "explanation": list(ref("Words")),
        ]),
        "TurnaroundCases": object([
            "items": list(open(["case": string, "clock": uuid, "outcome": string])),
            "next": ["type": ["string", "null"]],
        ]),
        "TimeShare": open([
            "totalMinutes": ["type": "integer"],
            "parts": list(open(["kind": string, "milliseconds": ["type": "integer"]])),
        ]),
    ]

    static let idempotencyKey: JSON = [
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "同一键同一内容只办一次 The same key with the same body is done once",
        "schema": [
            "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]{1,200}$",
        ],
    ]
    static let ifMatch: JSON = [
        "name": "If-Match", "in": "header", "required": false,
        "description": "所见版本 The version that was seen, quoted",
        "schema": ["type": "string", "pattern": "^\"[0-9]{1,18}\"$", "examples": ["\"1\""]],
    ]
    static let limit: JSON = parameter(
        "limit", "query", ["type": "integer", "minimum": 1, "maximum": 200])
    static let after: JSON = parameter(
        "after", "query",
        ["type": "integer", "minimum": 0, "maximum": .integer(Int64.max)])
    static let cursor: JSON = parameter(
        "cursor", "query",
        ["type": "string", "description": "上一页的 next The next of the page before"])

    static func filter(_ name: String) -> JSON {
        parameter(
            name, "query",
            [
                "type": "string", "minLength": 1, "maxLength": 66,
                "pattern": "^[^\\u0000]{1,66}$",
            ])
    }

    static func choice(_ name: String, _ codes: [String]) -> JSON {
        parameter(name, "query", ["type": "string", "enum": .array(codes.map(JSON.string))])
    }

    static func date(_ name: String) -> JSON {
        parameter(name, "query", ["type": "string", "format": "date"])
    }

    static func inPath(_ name: String) -> JSON {
        parameter(
            name, "path",
            ["type": "string", "pattern": "^[A-Za-z0-9_.-]{1,100}$", "minLength": 1])
    }

    private static func parameter(_ name: String, _ place: String, _ schema: JSON) -> JSON {
        [
            "name": .string(name), "in": .string(place), "required": .bool(place == "path"),
            "schema": schema,
        ]
    }

    private static let string: JSON = ["type": "string"]
    private static let uuid: JSON = ["type": "string", "format": "uuid"]
    private static let moment: JSON = ["type": "string", "format": "date-time"]

    private static func ref(_ name: String) -> JSON {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    private static func list(_ items: JSON) -> JSON { ["type": "array", "items": items] }

    private static func object(_ members: JSON.Object, optional: Set<String> = []) -> JSON {
        let required = members.members.map(\.name).filter { !optional.contains($0) }
        return [
            "type": "object", "properties": .object(members), "additionalProperties": false,
            "required": .array(required.map(JSON.string)),
        ]
    }

    /// An object that has these members and others of its own.
    private static func open(_ members: JSON.Object) -> JSON {
        [
            "type": "object", "properties": .object(members),
            "required": .array(members.members.map { .string($0.name) }),
        ]
    }
}
