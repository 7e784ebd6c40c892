package import Kernel

/// 回避: nobody handles a case in whose outcome they have an interest. One rule for every command
/// of staff, asked before anything is written.
package struct Interest: CaseInterest {
    package init() {}

    /// Saying who has an interest, passing the work on, and asking about a deadline handle nothing.
    static let open: Set<String> = [
        "work.handOver", "work.return", "panels.recuse", "staff.declareRelation",
        "claims.questionDeadline",
    ]

    package func objection(
        to command: String, by staff: ID<StaffMember>, in streams: [StreamName],
        _ reader: any Reader
    ) throws -> Refusal? {
        guard !Self.open.contains(command), streams.contains(where: InterestStore.hasFile),
            try InterestStore.has(staff, reader)
        else { return nil }
        for case let stream? in try streams.map({ try InterestStore.file(of: $0, reader) }) {
            if let relation = try InterestStore.relation(of: staff, to: stream, reader) {
                return .interested(relation)
            }
            if try InterestStore.sold(staff, stream, reader) { return .soldThePolicy }
        }
        return nil
    }
}

extension Refusal {
    static func interested(_ relation: StaffRelation.Kind) -> Refusal {
        Refusal(
            .forbidden, "dispatch.interested",
            Words(
                "您已申报与本案当事人的关系（\(relation.title.zh)），须回避；请转给同事办理",
                "you declared a relation to somebody in this case (\(relation.title.en)) and do "
                    + "not handle it; hand it over to a colleague"))
    }

    static let soldThePolicy = Refusal(
        .forbidden, "dispatch.soldThePolicy",
        Words(
            "您是本保单的销售人员，不得办理其理赔；请转给同事办理",
            "you sold this policy and do not handle claims under it; hand it over to a colleague"))
}
