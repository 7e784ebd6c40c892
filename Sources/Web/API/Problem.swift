package import HTTPTypes
package import Kernel

/// Why a request was not done, as every surface shows it (RFC 9457). Never repeats what was sent.
package struct Problem: Error, Sendable {
    package let status: Int
    /// Stable and part of the API: `case.stale`.
    package let id: String
    package let message: Words
    package let fields: [Refusal.Field]
    /// Header fields that belong to it, such as `Retry-After`.
    package let headers: [(HTTPField.Name, String)]

    package init(
        _ status: Int, _ id: String, _ message: Words, fields: [Refusal.Field] = [],
        headers: [(HTTPField.Name, String)] = []
    ) {
        self.status = status
        self.id = id
        self.message = message
        self.fields = fields
        self.headers = headers
    }

    package init(_ refusal: Refusal) {
        let waits = refusal.kind == .busy || refusal.kind == .unknownOutcome
        var headers: [(HTTPField.Name, String)] = []
        if waits { headers.append((.retryAfter, "2")) }
        if refusal.kind == .unauthenticated { headers.append((.wwwAuthenticate, "Bearer")) }
        self.init(
            refusal.kind.status, refusal.id, refusal.message, fields: refusal.fields,
            headers: headers)
    }

    /// What a client is told in general about this status.
    package var title: Words { Problem.titles[status] ?? Words("请求未能完成", "Request not done") }

    package func json(_ language: Language) -> JSON {
        var object: JSON.Object = [
            "type": .string("/problems/\(id)"), "title": .string(title[language]),
            "status": .integer(Int64(status)), "detail": .string(message[language]),
            "detail_zh": .string(message.zh), "detail_en": .string(message.en),
            "id": .string(id),
        ]
        object["fields"] = .array(
            fields.map { field in
                [
                    "name": .string(field.name), "message": .string(field.message[language]),
                    "message_zh": .string(field.message.zh),
                    "message_en": .string(field.message.en),
                ]
            })
        return .object(object)
    }

    private static let titles: [Int: Words] = [
        400: Words("请求有误", "Bad request"), 401: Words("请先登录", "Sign in first"),
        403: Words("无权办理", "Not allowed"), 404: Words("未找到", "Not found"),
        405: Words("不支持该方法", "Method not allowed"), 408: Words("请求超时", "Took too long"),
        409: Words("现在不能办理", "Not possible now"), 412: Words("内容已变更", "Changed meanwhile"),
        413: Words("内容过大", "Too large"), 415: Words("内容类型不符", "Wrong content type"),
        422: Words("内容需更正", "Needs correction"), 428: Words("需要前提条件", "Precondition required"),
        429: Words("请求过于频繁", "Too many requests"), 500: Words("系统出错", "Something went wrong"),
        503: Words("系统繁忙", "Too busy"),
    ]
}

extension Refusal.Kind {
    /// The HTTP status that says the same.
    package var status: Int {
        switch self {
        case .unauthenticated: 401
        case .forbidden: 403
        case .missing: 404
        case .invalid: 422
        case .stale: 412
        case .conflict: 409
        case .busy, .unknownOutcome: 503
        }
    }
}
