import Kernel
import Testing
import Web

struct AccessLogTests {
    @Test func `the log names routes, never what somebody put into an address or a field`()
        async throws
    {
        let office = try await Office.open()
        _ = try await office.agent.get("/api/v1/customer/13800138000")
        _ = try await office.agent.get("/api/v1/claim?policy=secret-policy")
        _ = try await office.browser.get("/nowhere/%0d%0aINJECTED%20line")
        _ = try await office.browser.with("User-Agent", "INJECTED").send("HACK", "/verify/INJECTED")
        _ = try await office.agent.post(Notices.path, json: Notices.with("cause", "INJECTED"))
        let lines = office.log.lines.filter { $0.hasPrefix("request ") }
        #expect(lines.count == 5)
        for line in lines {
            #expect(!line.contains("13800138"), "\(line)")
            #expect(!line.contains("secret"), "\(line)")
            #expect(!line.contains("INJECTED"), "\(line)")
            #expect(!line.contains("\n") && !line.contains("\r"), "\(line)")
        }
        #expect(lines[0].contains("route=/api/v1/customer/{key}"))
        #expect(lines[0].contains("status=404"))
        #expect(lines[2].contains("route=none"))
    }
}
