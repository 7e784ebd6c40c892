import Insurance
import Kernel
import TestSupport
import Testing

struct SharingTests {
    private static func handover(_ receiver: String) -> RecordHandover {
        var command = RecordHandover()
        command.receiver = receiver
        command.kind = .journalExport
        (command.content, command.purpose) = ("journal", "年度审计")
        return command
    }

    private static func receiver(until: Day? = nil) -> RegisterReceiver {
        var command = RegisterReceiver()
        (command.code, command.name, command.until) = ("auditor", "华信会计师事务所", until)
        (command.purpose, command.content) = ("年度审计", "日志导出")
        command.document = "审计业务约定书 2025-1"
        return command
    }

    @Test func `nothing is handed to a third party that is not registered, or not any more`()
        async throws
    {
        let world = try await World()
        let handover = Self.handover("auditor")
        #expect(
            try await world.refusal(of: handover, by: .auditAdministrator).id
                == "sharing.notRegistered")
        #expect(try await world.count("data_handover") == 0)
        let last = try #require(Day("2025-03-04"))
        try await world.perform(Self.receiver(until: last), by: .complianceOfficer)
        try await world.perform(handover, by: .auditAdministrator)
        world.clock.set(Moment(milliseconds: 1_741_103_999_999))
        try await world.perform(handover, by: .auditAdministrator)
        world.clock.set(Moment(milliseconds: 1_741_104_000_000))
        #expect(
            try await world.refusal(of: handover, by: .auditAdministrator).id
                == "sharing.notRegistered")
        #expect(try await world.count("data_handover") == 2)
    }

    @Test func `a receiver whose time is over, a second one of the code and the own archive`()
        async throws
    {
        let world = try await World()
        let past = Self.receiver(until: Day("2025-03-02"))
        #expect(try await world.refusal(of: past, by: .complianceOfficer).id == "sharing.over")
        var own = Self.receiver()
        own.code = DataHandover.ownArchive
        #expect(try await world.refusal(of: own, by: .complianceOfficer).id == "record.exists")
        try await world.perform(Self.handover(DataHandover.ownArchive), by: .systemAdministrator)
        #expect(
            try await world.refusal(of: Self.receiver(), by: .systemAdministrator).id
                == "post.missing")
    }
}
