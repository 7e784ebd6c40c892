import Insurance
import Kernel
import TestSupport
import Testing

/// Every refusal of the staff commands that does not touch secrets, and what acceptance changes.
struct StaffRulesTests {
    @Test(arguments: Backend.available)
    func `a hired member is on the roster without posts and their name is sealed`(
        _ backend: Backend
    ) async throws {
        let world = try await World(backend)
        try await world.openBranch("SH")
        let hired = try await world.hire("E-1", branch: "SH")
        #expect(hired.posts.isEmpty)
        #expect(hired.branch != nil)
        let record: StaffRecord = try await world.load("E-1")
        let journal = try await world.journal(of: record.stream)
        #expect(journal.count == 1)
        #expect(!journal.joined().contains("林小雨"))
        #expect(try await world.count("subject_key") == 1)
    }

    @Test func `a number is recorded once and must be a number`() async throws {
        let world = try await World()
        _ = try await world.hire("E-1")
        #expect(try await world.refusal(of: world.record("E-1")).id == "record.exists")
        #expect(try await world.refusal(of: world.record("E 1")).id == "staff.number")
        #expect(try await world.refusal(of: world.record("E-2", branch: "XX")).id == "case.missing")
        var elsewhere = OpenDepartment()
        (elsewhere.code, elsewhere.zh, elsewhere.en) = ("CL", "理赔部", "Claims")
        try await world.openBranch("SH")
        elsewhere.branch = "SH"
        try await world.perform(elsewhere)
        var record = world.record("E-3")
        record.department = "CL"
        #expect(try await world.refusal(of: record).id == "staff.departmentElsewhere")
        record.department = "nowhere"
        #expect(try await world.refusal(of: record).id == "case.missing")
        #expect(try await world.count("staff") == 1)
    }

    @Test func `branches and departments have their codes once and known parents`() async throws {
        let world = try await World()
        try await world.openBranch("SH")
        var open = OpenBranch()
        (open.code, open.zh, open.en) = ("SH", "上海", "Shanghai")
        #expect(try await world.refusal(of: open).id == "record.exists")
        (open.code, open.parent) = ("PD", "BJ")
        #expect(try await world.refusal(of: open).id == "case.missing")
        open.parent = "SH"
        try await world.perform(open, by: .systemAdministrator)
        var department = OpenDepartment()
        (department.code, department.zh, department.en) = ("CL", "理赔部", "Claims")
        department.branch = "BJ"
        #expect(try await world.refusal(of: department).id == "case.missing")
        department.branch = "PD"
        try await world.perform(department, by: .systemAdministrator)
        #expect(try await world.refusal(of: department).id == "record.exists")
        #expect(try await world.refusal(of: open, by: .claimsHandler).id == "post.missing")
    }

    @Test(arguments: [
        (
            [PostWords.Post.systemAdministrator, .securityAdministrator],
            "staff.administratorsTogether"
        ),
        ([.securityAdministrator, .auditAdministrator], "staff.administratorsTogether"),
        ([.systemAdministrator, .paymentReleaser], "staff.administratorInBusiness"),
        ([.auditAdministrator, .claimsApprover], "staff.administratorInBusiness"),
        ([.securityAdministrator, .underwriter, .trainer], "staff.administratorInBusiness"),
    ])
    func `an administrator holds no other post, by rule and by schema`(
        _ posts: [PostWords.Post], _ refusal: String
    ) async throws {
        let world = try await World()
        _ = try await world.hire("E-1")
        #expect(try await world.refusal(of: assign("E-1", posts)).id == refusal)
        let codes = posts.map(\.rawValue).sorted().joined(separator: " ")
        await #expect(throws: DatabaseFailure.self) {
            try await world.database.write {
                try $0.execute("UPDATE staff SET posts = \(codes) WHERE number = 'E-1'")
            }
        }
    }

    @Test func `the security administrator assigns posts and nobody their own`() async throws {
        let world = try await World()
        _ = try await world.hire("E-1")
        let security = try await world.principal(.securityAdministrator)
        try await world.perform(assign("E-1", [.claimsHandler, .surveyor]), by: security)
        let member = try await world.principal(number: "E-1")
        #expect(member.posts == .held(.claimsHandler, .surveyor))
        #expect(
            try await world.refusal(of: assign("E-1", [.surveyor, .claimsHandler]), by: security).id
                == "staff.postsUnchanged")
        #expect(
            try await world.refusal(
                of: assign("T-securityAdministrator", [.paymentReleaser]), by: security).id
                == "staff.ownPosts")
        #expect(
            try await world.refusal(of: assign("E-1", [.trainer]), by: .systemAdministrator).id
                == "staff.securityAssigns")
        #expect(
            try await world.refusal(of: assign("E-1", [.trainer]), by: .claimsHandler).id
                == "post.missing")
        #expect(try await world.refusal(of: assign("E-9", []), by: security).id == "case.missing")
    }

    @Test func `the system administrator appoints the first security administrator only`()
        async throws
    {
        let world = try await World()
        _ = try await world.hire("E-1")
        _ = try await world.hire("E-2")
        let refused = assign("E-1", [.paymentReleaser])
        #expect(
            try await world.refusal(of: refused, by: .systemAdministrator).id
                == "staff.securityAssigns")
        let first = assign("E-1", [.securityAdministrator])
        try await world.perform(first, by: .systemAdministrator)
        let second = assign("E-2", [.securityAdministrator])
        #expect(
            try await world.refusal(of: second, by: .systemAdministrator).id
                == "staff.securityAssigns")
    }

    @Test func `the last administrator of a kind stays`() async throws {
        let world = try await World()
        let system = try await world.principal(.systemAdministrator)
        let security = try await world.principal(.securityAdministrator)
        #expect(
            try await world.refusal(of: assign("T-systemAdministrator", []), by: security).id
                == "staff.lastAdministrator")
        #expect(
            try await world.refusal(of: leave("T-securityAdministrator"), by: system).id
                == "staff.lastAdministrator")
        #expect(
            try await world.refusal(of: leave("T-systemAdministrator"), by: system).id
                == "staff.ownLeaving")
        _ = try await world.hire("S-2", posts: [.securityAdministrator])
        try await world.perform(leave("T-securityAdministrator"), by: system)
    }

    @Test(arguments: Backend.available)
    func `whoever left or changed posts can do nothing with the posts held before`(
        _ backend: Backend
    ) async throws {
        let world = try await World(backend)
        let before = try await world.principal(.systemAdministrator)
        _ = try await world.hire("S-2", posts: [.systemAdministrator])
        try await world.perform(leave("T-systemAdministrator"), by: .system("test"))
        #expect(try await world.refusal(of: world.record("E-1"), by: before).id == "post.changed")
        #expect(
            try await world.refusal(of: leave("T-systemAdministrator")).id == "staff.hasLeft")
        #expect(
            try await world.refusal(of: assign("T-systemAdministrator", [.trainer])).id
                == "staff.hasLeft")
    }

    @Test func `a version that was changed meanwhile is stale`() async throws {
        let world = try await World()
        _ = try await world.hire("E-1")
        try await world.perform(assign("E-1", [.surveyor]))
        let refusal = try await world.refusal {
            try await world.perform(
                assign("E-1", [.trainer]), by: .system("test"), Envelope(ifVersion: 1))
        }
        #expect(refusal.id == "case.stale")
    }

    @Test func `every staff command speaks both languages and names its duty`() {
        let registry = CommandRegistry(Staff.commands)
        #expect(registry.commands.count == 17)
        for command in registry.commands {
            expectBothLanguages(command.title)
            expectBothLanguages(command.summary)
            for field in command.fields { expectBothLanguages(field.title) }
            #expect(!command.duties.isEmpty, "\(command.name)")
            #expect(command.name.hasPrefix("staff."))
        }
    }

    @Test func `the calendar that comes with the product has no refused rows`() throws {
        #expect(OfficeCalendar.holidays.refused.isEmpty)
        #expect(OfficeCalendar.holidays.rows.count > 50)
        #expect(try OfficeCalendar.standard().id == "office")
    }
}

private func assign(_ number: String, _ posts: [PostWords.Post]) -> AssignPosts {
    var command = AssignPosts()
    command.staff = number
    command.posts = posts
    return command
}

private func leave(_ number: String) -> DeactivateStaff {
    var command = DeactivateStaff()
    command.staff = number
    command.reason = "调离"
    return command
}
