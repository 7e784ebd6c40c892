import Insurance
import Kernel
import TestSupport
import Testing
import Web

struct ReadRouteTests {
    private static func office(customers: Int) async throws -> Office {
        let office = try await Office.open()
        for number in 0..<customers {
            let reply = try await office.agent.post(
                "/api/v1/commands/customers.record",
                json: ["name": .string("王小\(number)"), "phone": "13800138000"])
            #expect(reply.status == 200, "\(reply.text)")
        }
        return office
    }

    @Test func `pages follow each other without gaps or repeats, and end`() async throws {
        let office = try await Self.office(customers: 7)
        var numbers: [String] = []
        var cursor: String?
        repeat {
            let path = "/api/v1/customer?limit=3" + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = try await office.agent.get(path).json
            numbers += page["items"]?.elements?.compactMap { $0["number"]?.text } ?? []
            cursor = page["next"]?.text
        } while cursor != nil
        #expect(numbers.count == 7)
        #expect(numbers == numbers.sorted())
        #expect(Set(numbers).count == 7)
    }

    @Test func `personal values are masked in lists and alone`() async throws {
        let office = try await Self.office(customers: 1)
        let list = try await office.agent.get("/api/v1/customer")
        let number = try #require(try list.json["items"]?.elements?.first?["number"]?.text)
        let one = try await office.agent.get("/api/v1/customer/\(number)")
        for reply in [list, one] {
            #expect(reply.text.contains("138****8000"), "\(reply.text)")
            #expect(!reply.text.contains("13800138000"))
            #expect(!reply.text.contains("王小0"))
            #expect(!reply.text.contains("s1."))
        }
        #expect(one.field("ETag") == "\"1\"")
    }

    @Test(arguments: [
        "limit=0", "limit=201", "limit=x", "limit=+1", "cursor=zz", "cursor=abc", "cursor=5b5d",
        "stage=", "nonsense=1", "limit=1&limit=2",
    ])
    func `a query that means nothing is refused`(query: String) async throws {
        let office = try await Office.open()
        let reply = try await office.agent.get("/api/v1/claim?\(query)")
        #expect(reply.status == 400)
        #expect(try reply.json["id"]?.text?.hasPrefix("request.parameter") == true)
    }

    @Test func `every collection answers with a page`() async throws {
        let office = try await Office.open()
        let agent = try await office.world.principal(number: "S0")
        for collection in ReadCollections.all where collection.mayBeRead(by: agent) {
            let reply = try await office.agent.get("/api/v1/\(collection.name)?limit=1")
            #expect(reply.status == 200, "\(collection.name): \(reply.text)")
            #expect(try reply.json["next"] == .null)
        }
    }

    @Test func `the document spells out every command with schemas and problems`() async throws {
        let office = try await Office.open()
        let document = try await office.browser.get("/api/openapi.json").json
        #expect(document["openapi"]?.text == "3.1.0")
        for command in Insurer.commands.commands {
            let post = document["paths"]?["/api/v1/commands/\(command.name)"]?["post"]
            #expect(post?["responses"]?["422"] != nil, "\(command.name)")
            let schema = post?["requestBody"]?["content"]?["application/json"]?["schema"]
            let names = command.fields.map(\.name)
            for name in names { #expect(schema?["properties"]?[name] != nil, "\(name)") }
        }
    }

    @Test func `the public pages stand in both languages, and the choice is kept`() async throws {
        let office = try await Office.open()
        for path in ["/", "/promise", "/institution", "/verify/none", "/sign-in", "/activate"] {
            let chinese = try await office.browser.get(path)
            #expect(chinese.text.contains("<html lang=\"zh-CN\">"), "\(path)")
            let english = try await office.browser.get(path + "?lang=en")
            #expect(english.text.contains("<html lang=\"en\">"), "\(path)")
            #expect(english.cookies.first?.hasPrefix("lang=en; ") == true)
            let kept = try await office.browser.with("Cookie", "lang=en").get(path)
            #expect(kept.text.contains("<html lang=\"en\">"))
            #expect(!kept.text.contains("{{"))
        }
    }

    @Test func `a code that no voucher has confirms nothing`() async throws {
        let office = try await Office.open()
        let unknown = try await office.browser.with("Accept", "application/json")
            .get("/verify/22222222222222222222")
        #expect(try unknown.json["genuine"] == .bool(false))
    }
}
