import Insurance
import Kernel

/// Finds cases without opening what is sealed: numbers by their beginning, persons by their blind
/// index.
enum FindStore {
    private static let most = 12

    static func cases(
        _ wanted: String, for principal: Principal, readable: Set<String>, _ vault: Vault,
        _ reader: any Reader
    ) throws -> [FoundCase] {
        var found = try byNumber(wanted.uppercased(), readable, reader)
        if found.count < most, readable.contains(Claim.table) {
            found += try byPerson(wanted, vault, reader)
        }
        var seen: Set<String> = []
        let sight = try CaseSight.of(principal, reader)
        return try found.filter { one in
            guard seen.insert(one.number).inserted else { return false }
            return try sight?.sees(one.number, reader) != false
        }.prefix(most).map(\.self)
    }

    private static func byNumber(
        _ wanted: String, _ readable: Set<String>, _ reader: any Reader
    ) throws -> [FoundCase] {
        guard CaseLink.isNumber(wanted), wanted.utf8.count >= 3 else { return [] }
        var found: [FoundCase] = []
        for kind in CaseKinds.all where readable.contains(kind.table) && found.count < most {
            let rows = try reader.rows(
                """
                SELECT number FROM \(name: kind.table)
                WHERE number >= \(wanted) AND number < \(wanted + "~") ORDER BY number LIMIT 5
                """)
            for row in rows {
                let number = try row.text("number")
                let standing = try kind.find(number, reader)
                found.append(
                    FoundCase(
                        number: number, kind: kind.title, stage: standing?.stage.title,
                        detail: nil))
            }
        }
        for table in [Claim.table, Notice.table] where readable.contains(table) {
            found += try reader.rows(
                """
                SELECT number FROM \(name: table) WHERE policy = \(wanted)
                ORDER BY id DESC LIMIT 6
                """
            ).map { row in
                FoundCase(
                    number: try row.text("number"),
                    kind: table == Claim.table ? Claim.title : Notice.title, stage: nil,
                    detail: Words("保单 \(wanted)", "policy \(wanted)"))
            }
        }
        return found
    }

    /// The cases of persons with this phone, identity number or name.
    private static func byPerson(
        _ wanted: String, _ vault: Vault, _ reader: any Reader
    ) throws -> [FoundCase] {
        let people = try vault.people(matching: wanted, limit: 20, reader)
        guard !people.isEmpty else { return [] }
        let ids = people.map(\.text)
        let claims = try reader.rows(
            """
            SELECT number FROM claim WHERE insured IN \(list: ids) ORDER BY id DESC LIMIT \(most)
            """
        ).map { row in
            FoundCase(
                number: try row.text("number"), kind: Claim.title, stage: nil,
                detail: Words("被保险人相符", "the insured matches"))
        }
        let notices = try reader.rows(
            """
            SELECT number FROM notice WHERE reporter IN \(list: ids) ORDER BY id DESC LIMIT \(most)
            """
        ).map { row in
            FoundCase(
                number: try row.text("number"), kind: Notice.title, stage: nil,
                detail: Words("报案人相符", "the reporter matches"))
        }
        let parties = try reader.rows(
            """
            SELECT DISTINCT case_number FROM case_party
            WHERE person IN \(list: ids) AND is_present = 1 LIMIT \(most)
            """
        ).map { row in
            FoundCase(
                number: try row.text("case_number"), kind: Words("当事人", "party"), stage: nil,
                detail: Words("当事人相符", "a party matches"))
        }
        return claims + notices + parties
    }
}
