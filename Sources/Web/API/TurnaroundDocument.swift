import Insurance
import Kernel

/// The operations of turnaround in the OpenAPI document.
enum TurnaroundDocument {
    static let paths: [(String, JSON)] = [
        (
            "/api/v1/turnaround",
            operation(
                "turnaround", "时效统计 How the promises were kept", [by, metric, from, to],
                "Turnaround", [400, 401, 403, 409, 500, 503])
        ),
        (
            "/api/v1/turnaround/cases",
            operation(
                "turnaroundCases", "指标背后的案件 The cases behind a figure",
                [
                    by, OpenAPIShapes.filter("key"), metric, outcome, from, to,
                    OpenAPIShapes.limit, OpenAPIShapes.filter("after"),
                ], "TurnaroundCases", [400, 401, 403, 409, 500, 503])
        ),
        (
            "/api/v1/turnaround/time",
            operation(
                "turnaroundTime", "用时分布 Where the time of claims went",
                [from, to, OpenAPIShapes.limit], "TimeShare", [400, 401, 403, 409, 500, 503])
        ),
        (
            "/api/v1/cases/{number}/time",
            operation(
                "caseTime", "案件用时分布 Where the time of a claim went",
                [OpenAPIShapes.inPath("number")], "TimeShare",
                [400, 401, 403, 404, 409, 500, 503])
        ),
    ]

    private static let by = OpenAPIShapes.choice(
        "by", TurnaroundStatistics.Dimension.allCases.map(\.rawValue))
    private static let metric = OpenAPIShapes.choice("metric", ClaimClocks.metrics.map(\.code))
    private static let outcome = OpenAPIShapes.choice(
        "outcome", PromiseOutcome.allCases.map(\.rawValue))
    private static let from = OpenAPIShapes.date("from")
    private static let to = OpenAPIShapes.date("to")

    private static func operation(
        _ id: String, _ summary: String, _ parameters: [JSON], _ schema: String,
        _ problems: [Int]
    ) -> JSON {
        [
            "get": [
                "operationId": .string(id), "tags": ["turnaround"], "summary": .string(summary),
                "parameters": .array(parameters),
                "responses": OpenAPIShapes.answers(schema, problems: problems),
            ]
        ]
    }
}
