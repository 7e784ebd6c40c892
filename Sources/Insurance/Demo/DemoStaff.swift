import Kernel

/// The offices and the staff of the demo insurer. Every post is held by at least two persons, so
/// that whoever prepared a case finds another one to review it.
package enum DemoStaff {
    package struct Place: Sendable {
        let code: String
        let name: Words
        let parent: String?
    }

    package struct Team: Sendable {
        /// One place per member; the number of members.
        let places: [String]
        let posts: [PostWords.Post]
    }

    static let places = [
        Place(code: "HQ", name: Words("总公司", "Head office"), parent: nil),
        Place(code: "HZ", name: Words("杭州分公司", "Hangzhou branch"), parent: "HQ"),
        Place(code: "SH", name: Words("上海分公司", "Shanghai branch"), parent: "HQ"),
        Place(code: "CD", name: Words("成都分公司", "Chengdu branch"), parent: "HQ"),
    ]

    static let teams = [
        Team(places: ["HQ", "HQ"], posts: [.executive]),
        Team(places: ["HQ", "HQ"], posts: [.claimsSupervisor, .panelSecretary]),
        Team(places: ["HQ", "HQ"], posts: [.claimsApprover]),
        // One who may calculate and approve, though never the same claim.
        Team(places: ["HQ"], posts: [.claimCalculator, .claimsApprover]),
        Team(places: ["HQ", "HQ"], posts: [.claimCalculator]),
        Team(places: ["HQ", "HZ"], posts: [.lossVerifier, .dispatcher]),
        Team(
            places: ["HZ", "SH", "CD"],
            posts: [.lossAssessor, .surveyor, .investigator, .specialInvestigator]),
        Team(places: ["HZ", "SH", "CD"], posts: [.registrationClerk, .claimsHandler]),
        Team(places: ["HZ", "SH", "CD"], posts: [.claimsIntake, .serviceAgent, .callbackAgent]),
        Team(places: ["HQ", "HQ"], posts: [.paymentClerk]),
        Team(places: ["HQ"], posts: [.paymentReleaser]),
        // One who may order and release, though never the same payment.
        Team(places: ["HQ"], posts: [.paymentClerk, .paymentReleaser]),
        Team(places: ["HZ", "SH"], posts: [.salesperson, .salesSupervisor, .trainer]),
        Team(places: ["HQ", "HQ"], posts: [.complaintHandler, .callListener, .serviceSupervisor]),
        Team(
            places: ["HQ", "HQ"],
            posts: [.underwritingIntake, .underwriter, .seniorUnderwriter,
                .underwritingSupervisor]),
        Team(places: ["HQ", "HQ"], posts: [.auditor, .complianceOfficer]),
        Team(places: ["HQ", "HQ"], posts: [.systemAdministrator]),
        Team(places: ["HQ", "HQ"], posts: [.securityAdministrator]),
        Team(places: ["HQ", "HQ"], posts: [.auditAdministrator]),
    ]

    /// Opens the offices and records the staff that are not there yet. Returns how many were added.
    package static func install(_ door: DemoDoor) async throws -> Int {
        for place in places {
            try await door.ensure(
                OpenBranch.self,
                [
                    "code": .string(place.code), "zh": .string(place.name.zh),
                    "en": .string(place.name.en), "parent": place.parent.map(JSON.string) ?? .null,
                ])
        }
        var added = 0
        for team in teams {
            for place in team.places {
                added += 1
                try await member("E\(1000 + added)", place, team.posts, door)
            }
        }
        return added
    }

    private static func member(
        _ number: String, _ place: String, _ posts: [PostWords.Post], _ door: DemoDoor
    ) async throws {
        var chances = Chances(door.seed, "staff.\(number)")
        let person = DemoPerson(&chances)
        let isNew = try await door.ensure(
            RecordStaff.self,
            [
                "number": .string(number), "name": .string(person.name),
                "phone": .string(person.phone), "branch": .string(place),
            ])
        guard isNew else { return }
        try await door.perform(
            AssignPosts.self,
            ["staff": .string(number), "posts": .array(posts.map { .string($0.rawValue) })])
    }
}
