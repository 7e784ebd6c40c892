import Kernel
import Testing
import Web

struct SessionTests {
    private static let form =
        "number=S0&password=" + Office.password.replacing(" ", with: "+")

    @Test func `signing in never takes over a secret that was brought along`() async throws {
        let office = try await Office.open()
        let attacker = "attackers-own-session-secret"
        let browser = office.browser.with("Cookie", "covenant=\(attacker)")
        let reply = try await browser.post("/sign-in", form: Self.form)
        #expect(reply.status == 303)
        let cookie = try #require(reply.cookies.first)
        #expect(cookie.hasPrefix("covenant=cov_"))
        #expect(!cookie.contains(attacker))
        #expect(try await browser.get("/api/v1/notice").status == 401)
    }

    @Test func `signing in again ends the session before`() async throws {
        let office = try await Office.open()
        let token = try await formToken(office)
        let browser = office.signedIn
        let reply = try await browser.post("/sign-in", form: Self.form + "&csrf=\(token)")
        #expect(reply.status == 303)
        #expect(try await browser.get("/api/v1/notice").status == 401)
        let fresh = try #require(reply.cookies.first?.prefix { $0 != ";" })
        let next = office.browser.with("Cookie", String(fresh))
        #expect(try await next.get("/api/v1/notice").status == 200)
    }

    @Test func `cookies are for this host, this site and no script`() async throws {
        let office = try await Office.open { $0.trustedProxy = "local" }
        let plain = try await office.browser.post("/sign-in", form: Self.form)
        let secure = try await office.browser.with("X-Forwarded-Proto", "https")
            .post("/sign-in", form: Self.form)
        let language = try await office.browser.with("X-Forwarded-Proto", "https").get("/?lang=en")
        for (reply, isSecure) in [(plain, false), (secure, true), (language, true)] {
            #expect(!reply.cookies.isEmpty)
            for cookie in reply.cookies {
                #expect(cookie.contains("; HttpOnly"))
                #expect(cookie.contains("; SameSite=Lax"))
                #expect(cookie.contains("; Path=/"))
                #expect(!cookie.contains("Domain"))
                #expect(cookie.contains("; Secure") == isSecure)
            }
        }
        #expect(secure.cookies.first?.hasPrefix("__Host-covenant=") == true)
    }

    @Test func `a request that no page of ours made changes nothing`() async throws {
        let office = try await Office.open()
        let before = try await office.digest()
        let token = try await formToken(office)
        let path = "/api/v1/commands/claims.registerNotice"
        let signedIn = office.signedIn
        let forged = [
            signedIn, signedIn.with("Sec-Fetch-Site", "same-origin"),
            signedIn.with("X-CSRF-Token", token),
            signedIn.with("X-CSRF-Token", token).with("Sec-Fetch-Site", "cross-site"),
            signedIn.with("X-CSRF-Token", token).with("Origin", "https://evil.example"),
            signedIn.with("X-CSRF-Token", token).with("Origin", "null"),
            signedIn.with("X-CSRF-Token", String(token.reversed()))
                .with("Sec-Fetch-Site", "same-origin"),
        ]
        for browser in forged {
            #expect(try await browser.post(path, json: Notices.valid).status == 403)
        }
        #expect(try await signedIn.get(path + "?x=1").status == 200)
        #expect(try await office.digest() == before)
        let honest = signedIn.with("X-CSRF-Token", token).with("Origin", "http://localhost")
        #expect(try await honest.post(path, json: ["policy": "P-1"]).status == 422)
    }

    @Test func `signing out needs the session's own token, and ends it`() async throws {
        let office = try await Office.open()
        let signedIn = office.signedIn
        #expect(try await signedIn.post("/sign-out", form: "csrf=wrong").status == 403)
        #expect(try await signedIn.get("/api/v1/notice").status == 200)
        let token = try await formToken(office)
        #expect(try await signedIn.post("/sign-out", form: "csrf=\(token)").status == 303)
        #expect(try await signedIn.get("/api/v1/notice").status == 401)
    }

    @Test(arguments: [
        "//evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example",
        "/\\evil.example", "/%2fevil.example", "javascript:alert(1)", "/a//b", "/a\r\nX: y", "",
    ])
    func `nobody is led to another site after signing in`(next: String) async throws {
        let office = try await Office.open()
        let encoded = next.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let reply = try await office.browser.post(
            "/sign-in", form: Self.form + "&next=\(encoded)")
        #expect(reply.field("Location") == "/")
    }

    @Test func `a wrong password is told in a page, without saying which part was wrong`()
        async throws
    {
        let office = try await Office.open()
        let unknown = try await office.browser.post("/sign-in", form: "number=S9&password=x")
        let wrong = try await office.browser.post("/sign-in", form: "number=S0&password=x")
        #expect(unknown.status == 401)
        #expect(wrong.status == 401)
        #expect(wrong.text.contains("role=\"alert\""))
        let told = try #require(wrong.text.firstMatch(of: /role="alert"><p>[^<]+/)).output
        #expect(unknown.text.contains(told))
    }

    private func formToken(_ office: Office) async throws -> String {
        let page = try await office.signedIn.get("/")
        let found = try #require(page.text.firstMatch(of: /name="csrf" value="([0-9a-f]{64})"/))
        return String(found.output.1)
    }
}
