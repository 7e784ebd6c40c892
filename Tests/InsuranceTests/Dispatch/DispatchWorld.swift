import Insurance
import Kernel
import TestSupport
import Testing

/// An office with one product, one customer, one policy and one registered claim.
struct DispatchWorld {
    let world: World
    let customer: String
    let claim: String

    static let product: JSON.Object = [
        "code": "HOME", "zh": "家庭财产保险", "en": "Home", "line": "property",
        "simpleUpTo": "3000.00 CNY", "complexAbove": "100000.00 CNY", "documents": [],
        "coverages": [
            [
                "code": "contents", "zh": "室内财产", "en": "Contents", "limit": "50000.00 CNY",
                "deductible": "200.00 CNY", "deductiblePermille": 0, "terms": "第六条",
            ],
            [
                "code": "building", "zh": "房屋主体", "en": "Building", "limit": "500000.00 CNY",
                "deductible": "500.00 CNY", "deductiblePermille": 0, "terms": "第五条",
            ],
        ],
    ]

    init(_ backend: Backend, seller: String? = nil, noticeDays: Int64? = nil) async throws {
        world = try await World(backend)
        for command in DefaultStandards.standards { _ = try? await world.perform(command) }
        var product = Self.product
        if let noticeDays { product["noticeDays"] = .integer(noticeDays) }
        _ = try await world.dispatcher.perform(
            DefineProduct.self, from: .object(product), by: world.principal(.executive))
        customer =
            try await world.dispatcher.perform(
                RecordCustomer.self, from: ["name": "张晓明", "phone": "13900001111"],
                by: world.principal(.serviceAgent)
            ).text("number") ?? ""
        if let seller { _ = try await world.hire(seller, posts: [.salesperson, .lossAssessor]) }
        var policy: JSON.Object = [
            "number": "P-1", "product": "HOME", "holder": .string(customer), "holderName": "张晓明",
            "inception": "2025-01-01", "expiry": "2025-12-31",
        ]
        if let seller { policy["seller"] = .string(seller) }
        _ = try await world.dispatcher.perform(
            RecordPolicy.self, from: .object(policy), by: world.principal(.underwritingIntake))
        let notice = try await Self.report(world)
        claim =
            try await world.dispatcher.perform(
                RegisterClaim.self,
                from: [
                    "notice": .string(notice), "reserve": "2000.00 CNY", "reason": "首次估计",
                ], by: world.principal(.registrationClerk)
            ).text("number") ?? ""
    }

    /// Takes a notice of a burst pipe under the one policy; returns its number.
    static func report(_ world: World, hoursAgo: Int64 = 1, distinct: Bool? = nil) async throws
        -> String
    {
        var fields: JSON.Object = [
            "channel": "phone", "policy": "P-1",
            "lossAt": .string(world.now.adding(seconds: -hoursAgo * 3600).iso8601),
            "place": "北京市海淀区中关村大街1号", "cause": "burstPipe", "course": "水管爆裂",
            "reporterName": "王小明",
        ]
        if let distinct { fields["distinct"] = .bool(distinct) }
        return try await world.dispatcher.perform(
            RegisterNotice.self, from: .object(fields), by: world.principal(.claimsIntake)
        ).text("number") ?? ""
    }

    func perform<C: Command>(
        _ command: C.Type, _ fields: JSON, by post: PostWords.Post
    ) async throws -> Receipt {
        try await perform(command, fields, by: world.principal(post))
    }

    @discardableResult
    func perform<C: Command>(
        _ command: C.Type, _ fields: JSON, by principal: Principal
    ) async throws -> Receipt {
        try await world.dispatcher.perform(command, from: fields, by: principal)
    }

    func refusal<C: Command>(
        _ command: C.Type, _ fields: JSON, by principal: Principal
    ) async throws -> String {
        try await world.refusal { try await perform(command, fields, by: principal) }.id
    }

    /// The open work of the claim of one kind.
    func work(_ kind: String = "claims.assess") async throws -> WorkItem {
        let claim = claim
        let found: Loaded<WorkItem>? = try await world.database.read { reader in
            try reader.loadFirst(
                where: "case_number = \(claim) AND kind = \(kind) ORDER BY id DESC")
        }
        return try #require(found?.state)
    }

    /// The member's seat on a panel about the claim.
    func seat(of member: Principal) async throws -> WorkItem {
        let found: Loaded<WorkItem>? = try await world.database.read { reader in
            try reader.loadFirst(where: "kind = 'panels.vote' AND holder = \(member.staff)")
        }
        return try #require(found?.state)
    }

    func makePersonal(loadLimit: Int64? = nil) async throws {
        var fields: JSON.Object = ["post": "lossAssessor", "personal": true]
        if let loadLimit { fields["loadLimit"] = .integer(loadLimit) }
        _ = try await perform(SetWorkPool.self, .object(fields), by: .dispatcher)
    }

    /// One round of what time alone brings about.
    @discardableResult
    func sweep() async throws -> ClockSweep.Outcome {
        try await Oversight.sweep(world.dispatcher).sweepOnce(now: world.now)
    }

    func routings() async throws -> [Routing] {
        let claim = claim
        let found: [Loaded<Routing>] = try await world.database.read { reader in
            try reader.loadAll(where: "case_number = \(claim) ORDER BY id LIMIT 50")
        }
        return found.map(\.state)
    }
}
