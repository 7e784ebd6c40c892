import Insurance
import Kernel

/// How many cases stand at which stage.
struct StageCounts: Sendable {
    struct Line: Sendable {
        let stage: String
        let title: Words
        let count: Int64

        func shown(_ language: Language) -> [String: Any] {
            ["stage": stage, "title": title[language], "count": count]
        }
    }

    let notices: [Line]
    let claims: [Line]

    static func all(_ reader: any Reader) throws -> StageCounts {
        StageCounts(
            notices: try lines(Notice.table, reader) { Notice.State(rawValue: $0)?.title },
            claims: try lines(Claim.table, reader) { Claim.State(rawValue: $0)?.title })
    }

    private static func lines(
        _ table: String, _ reader: any Reader, _ title: (String) -> Words?
    ) throws -> [Line] {
        try reader.rows(
            """
            SELECT stage, COUNT(*) AS number FROM \(name: table) GROUP BY stage ORDER BY stage
            LIMIT 100
            """
        ).map { row in
            let stage = try row.text("stage")
            return Line(
                stage: stage, title: title(stage) ?? Words(stage, stage),
                count: try row.integer("number"))
        }
    }
}
