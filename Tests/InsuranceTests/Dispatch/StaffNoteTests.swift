import Insurance
import Kernel
import TestSupport
import Testing

/// 站内信: whom the events of work tell, in the same transaction.
@Suite struct StaffNoteTests {
    @Test(arguments: Backend.available)
    func `whoever is copied, urged or given work is told, and nobody of what they did`(
        _ backend: Backend
    ) async throws {
        let office = try await DispatchWorld(backend)
        let holder = try await office.world.hire("A-1", posts: [.lossAssessor])
        let other = try await office.world.hire("A-2", posts: [.lossAssessor])
        let item = JSON.string(try await office.work().id.text)
        try await office.perform(ClaimWork.self, ["item": item], by: holder)
        try await office.perform(CopyWork.self, ["item": item, "to": "A-2"], by: holder)
        try await office.perform(UrgeWork.self, ["item": item], by: other)
        try await office.perform(
            HandOverWork.self, ["item": item, "to": "A-2", "reason": "出差"], by: holder)
        #expect(try await notes(to: holder, office) == ["urged"])
        #expect(try await notes(to: other, office) == ["copied", "handedOver"])
    }

    @Test(arguments: Backend.available)
    func `what is refused tells nobody`(_ backend: Backend) async throws {
        let office = try await DispatchWorld(backend)
        let holder = try await office.world.hire("A-1", posts: [.lossAssessor])
        let other = try await office.world.hire("A-2", posts: [.lossAssessor])
        let item = JSON.string(try await office.work().id.text)
        try await office.perform(ClaimWork.self, ["item": item], by: holder)
        _ = try await office.refusal(
            HandOverWork.self, ["item": item, "to": "A-1", "reason": "出差"], by: other)
        #expect(try await notes(to: holder, office) == [])
        #expect(try await notes(to: other, office) == [])
    }

    private func notes(to member: Principal, _ office: DispatchWorld) async throws -> [String] {
        try await office.world.database.read { reader in
            try reader.rows(
                "SELECT kind FROM staff_note WHERE staff = \(member.staff) ORDER BY kind"
            ).map { try $0.text("kind") }
        }
    }
}
