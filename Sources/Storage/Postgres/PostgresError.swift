import CLibPQ
import Kernel

/// An error of PostgreSQL or of the connection to it.
struct PostgresError: Error {
    /// The SQLSTATE, empty when the connection broke without one.
    let state: String
    let message: String
    let schema: String
    let table: String
    let column: String
    /// The rule that refused: a constraint or a unique index.
    let rule: String
    /// The connection is gone or will be.
    let isLost: Bool

    init(_ result: OpaquePointer?, on handle: OpaquePointer) {
        func field(_ code: Character) -> String {
            guard let code = code.asciiValue,
                let text = PQresultErrorField(result, Int32(code))
            else { return "" }
            return String(cString: text)
        }
        state = field("C")
        message = field("M")
        schema = field("s")
        table = field("t")
        column = field("c")
        rule = field("n")
        isLost =
            PQstatus(handle) == CONNECTION_BAD || state.hasPrefix("57P0") || state.hasPrefix("08")
    }

    /// Another transaction won; the same one may succeed when run again.
    var isConflict: Bool { state == "40001" || state == "40P01" }

    /// The server takes no writes: it was demoted while we were connected.
    var isDemoted: Bool { state == "25006" }

    /// What was prepared no longer fits the schema, or is not there any more.
    var isStale: Bool { state == "0A000" || state == "26000" }

    /// What callers see. Messages can quote values, so only those about the statement's own text
    /// (class 42: unknown tables and columns) are passed on.
    func failure(_ rules: UniqueRules) -> DatabaseFailure {
        switch state {
        case "23505": .constraint(rules.name(of: self) ?? "UNIQUE \(rule)")
        case "23502": .constraint("NOT NULL \(table).\(column)")
        case "23514": .constraint("CHECK \(rule)")
        case "23503": .constraint("FOREIGN KEY")
        case "P0001": .constraint("TRIGGER \(message)")
        case "53100": .full
        case "40001", "40P01", "55P03": .contention
        case "57014": .unavailable("PostgreSQL gave up a statement that took too long (57014)")
        case _ where isLost: lostConnection(state)
        case _ where state.hasPrefix("23"): .constraint("\(state) \(rule)")
        case _ where state.hasPrefix("42"): .statement("PostgreSQL \(state): \(message)")
        default: .statement("PostgreSQL \(state)")
        }
    }
}

func lostConnection(_ state: String) -> DatabaseFailure {
    let code = state.isEmpty ? "" : " (\(state))"
    return .unavailable(
        "the connection to PostgreSQL was lost\(code); nothing was written, try again")
}
