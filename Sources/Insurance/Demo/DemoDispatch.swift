import Kernel

/// 调度 of the demo: surveys go to one person's desk, two assessors know different lines, one clerk
/// has a relative among the customers, and one surveyor was away with a deputy.
enum DemoDispatch {
    static func install(_ door: DemoDoor, start: Day) async throws {
        let known = try await door.dispatcher.database.read { reader in
            try DispatchStore.pool(of: Post(.surveyor), reader) != nil
        }
        let roster = try await OfficeRoster.load(door.dispatcher.database)
        let surveyors = roster.holders(of: Post(.surveyor))
        guard !known, surveyors.count > 1,
            let supervisor = roster.holders(of: Post(.claimsSupervisor)).first?.principal,
            let relative = roster.holders(of: Post(.claimsHandler)).last
        else { return }
        try await door.perform(
            SetWorkPool.self, ["post": "surveyor", "personal": true, "loadLimit": 60],
            by: supervisor)
        for (index, surveyor) in surveyors.enumerated() {
            try await door.perform(
                RecordCompetence.self,
                [
                    "staff": .string(surveyor.number),
                    "lines": index == 0
                        ? ["motor", "property"] : ["motor", "property", "accident", "medical"],
                    "hardest": "complex", "reason": "年度上岗考核合格",
                ], by: supervisor)
        }
        try await door.perform(
            RecordLeave.self,
            [
                "staff": .string(surveyors[0].number), "deputy": .string(surveyors[1].number),
                "from": .string(start.adding(days: -28).description),
                "to": .string(start.adding(days: -24).description),
            ], by: supervisor)
        let customer = try await door.dispatcher.database.read { reader in
            try reader.loadFirst(Customer.self, where: "source = 'demo:7'")
        }
        guard let customer else { return }
        try await door.perform(
            DeclareRelation.self, ["customer": .string(customer.number), "kind": "kin"],
            by: relative.principal)
    }
}
