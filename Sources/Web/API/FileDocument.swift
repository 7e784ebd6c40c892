import Kernel

/// What the OpenAPI document says of files.
extension OpenAPIDocument {
    var upload: JSON {
        [
            "operationId": "files.upload", "tags": ["files"],
            "summary": "上传文件，再以 files.attach 归入案件 Send a file, then attach it to its case",
            "parameters": [
                [
                    "name": "case", "in": "query", "required": true,
                    "description": "报案号或赔案号 Notice or claim number",
                    "schema": [
                        "type": "string", "minLength": 1, "maxLength": 40,
                        "pattern": "^[A-Za-z0-9-]{1,40}$",
                    ],
                ],
                [
                    "name": "Content-Disposition", "in": "header", "required": true,
                    "description": "文件名 The name of the file (RFC 6266)",
                    "schema": [
                        "type": "string", "pattern": "^attachment; filename=[a-z]{1,20}\\.png$",
                    ],
                ],
            ],
            "requestBody": [
                "required": true,
                "content": [
                    "application/octet-stream": [
                        "schema": ["type": "string", "format": "binary"]
                    ]
                ],
            ],
            "responses": OpenAPIShapes.answers(
                "Upload", problems: [400, 401, 403, 404, 413, 415, 422, 500, 503]),
        ]
    }

    var download: JSON {
        [
            "operationId": "files.download", "tags": ["files"],
            "summary": "下载文件（先记录谁打开） A file, once it is on record who sees it",
            "parameters": [OpenAPIShapes.inPath("id")],
            "responses": .object(responses),
        ]
    }

    private var responses: JSON.Object {
        var responses = JSON.Object()
        var media = JSON.Object()
        for type in FileType.allCases {
            media[type.mediaType] = ["schema": ["type": "string", "format": "binary"]]
        }
        responses["200"] = ["description": "OK", "content": .object(media)]
        for status in [400, 401, 403, 404, 409, 500, 503] {
            responses[String(status)] = ["$ref": "#/components/responses/Problem"]
        }
        return responses
    }
}
