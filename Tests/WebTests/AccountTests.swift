import Insurance
import Kernel
import TestSupport
import Testing
import Web

/// Set-up, activation, password, one-time code and the page of one's own account, over HTTP.
struct AccountTests {
    private static let sentence = "nine+tall+bamboo+stalks+under+snow"

    private static func twice(_ sentence: String = sentence) -> String {
        "&password=\(sentence)&again=\(sentence)"
    }

    @Test func `the set-up token makes the first administrator, once, who must enrol a code`()
        async throws
    {
        let office = try await EmptyOffice.open()
        let browser = office.browser
        let fields = "&number=A1&name=%E5%91%A8%E6%98%8E"
        let form = "token=\(try await office.setupToken())" + fields
        let unproven = "token=cov_" + String(repeating: "A", count: 43) + fields
        let wrong = try await browser.post("/set-up", form: unproven + Self.twice())
        #expect(wrong.status == 403)
        #expect(wrong.text.contains("role=\"alert\""))
        #expect(wrong.text.contains("value=\"A1\""))
        #expect(!wrong.text.contains("bamboo"))
        let differs = try await browser.post("/set-up", form: form + "&password=a&again=b")
        #expect(differs.status == 422)
        let weak = try await browser.post("/set-up", form: form + Self.twice("password1234"))
        #expect(weak.status == 422)
        #expect(try await office.world.count("staff") == 0)
        let done = try await browser.post("/set-up", form: form + Self.twice())
        #expect(done.field("Location") == "/sign-in?done=installed")
        #expect(try await browser.get("/set-up").field("Location") == "/sign-in")
        let again = try await browser.post("/set-up", form: form + Self.twice())
        #expect(again.status == 409)

        let member = try await office.signIn("A1", Self.sentence)
        #expect(member.landed == "/account/one-time-code")
        let page = try await member.browser.with("Accept", "text/html").get("/staff")
        #expect(page.field("Location") == "/account")
        #expect(try await member.browser.get("/api/v1/staff").status == 403)
        #expect(try await member.browser.get("/account").text.contains("/account/one-time-code"))
    }

    @Test func `a code is offered against the password, confirmed, and then asked for`()
        async throws
    {
        let office = try await EmptyOffice.open()
        try await office.install(sentence: Self.sentence)
        let member = try await office.signIn("A1", Self.sentence)
        let path = "/account/one-time-code"
        let wrong = try await member.post(path, "current=guess")
        #expect(wrong.status == 403)
        #expect(!wrong.text.contains("otpauth://"))
        let offer = try await member.post(path, "current=\(Self.sentence)")
        #expect(offer.status == 200)
        let address = try #require(offer.text.firstMatch(of: /otpauth:\/\/[^<]+/)).output
        let found = try #require(address.firstMatch(of: /secret=([A-Z2-7]+)/)).output.1
        #expect(offer.text.contains("<svg"))
        let secret = try #require(OneTimeSecret(base32: String(found)))
        #expect(try await member.post(path + "/confirm", "code=000000").status == 422)
        let code = office.code(secret)
        let confirmed = try await member.post(path + "/confirm", "code=\(code)")
        #expect(confirmed.field("Location") == "/sign-in?done=codeConfirmed")
        #expect(try await member.browser.get("/account").status == 401)
        let bare = try await office.browser.post(
            "/sign-in", form: "number=A1&password=\(Self.sentence)")
        #expect(bare.status == 401)
        office.world.clock.advance(seconds: 30)
        let next = try await office.signIn("A1", Self.sentence, code: office.code(secret))
        #expect(next.landed == "/")
        #expect(try await next.browser.get("/staff").status == 200)
    }

    @Test func `administrators record, activate and appoint; the member comes in by a token`()
        async throws
    {
        let office = try await EmptyOffice.open()
        let admin = try await office.administrator(sentence: Self.sentence)
        let recorded = try await admin.post("/staff", "number=S1&name=%E6%9D%8E%E9%9B%AA")
        #expect(recorded.field("Location") == "/staff/S1")
        let twice = try await admin.post("/staff", "number=S1&name=%E6%9D%8E%E9%9B%AA")
        #expect(twice.status == 409)
        let appointed = try await admin.post(
            "/staff/S1/posts", "post.securityAdministrator=on")
        #expect(appointed.status == 303)
        #expect(try await admin.post("/staff/S1/posts", "post.claimsHandler=on").status == 403)
        let issued = try await admin.post("/staff/S1/activation", "")
        let token = try #require(issued.text.firstMatch(of: /<code>(cov_[^<]+)<\/code>/)).output.1
        #expect(!issued.text.contains("李雪"))
        let activated = try await office.browser.post(
            "/activate", form: "token=\(token)" + Self.twice())
        #expect(activated.field("Location") == "/sign-in?done=activated")
        let spent = try await office.browser.post(
            "/activate", form: "token=\(token)" + Self.twice())
        #expect(spent.status == 403)
        let member = try await office.signIn("S1", Self.sentence)
        #expect(member.landed == "/account/one-time-code")
        #expect(try await admin.browser.get("/staff/NOBODY").status == 404)
    }

    @Test func `a changed password ends every session, and a wrong one changes nothing`()
        async throws
    {
        let office = try await EmptyOffice.open()
        let first = try await office.member("S1", Self.sentence)
        let second = try await office.signIn("S1", Self.sentence)
        let new = "seven+quiet+herons+by+the+lotus+pond"
        let wrong = try await first.post("/account/password", "current=guess" + Self.twice(new))
        #expect(wrong.status == 403)
        #expect(try await second.browser.get("/account").status == 200)
        let done = try await first.post(
            "/account/password", "current=\(Self.sentence)" + Self.twice(new))
        #expect(done.field("Location") == "/sign-in?done=passwordChanged")
        #expect(done.cookies.first?.contains("Max-Age=0") == true)
        #expect(try await second.browser.get("/account").status == 401)
        #expect(try await office.signIn("S1", new).landed == "/")
    }

    @Test func `one session is ended, then all`() async throws {
        let office = try await EmptyOffice.open()
        let first = try await office.member("S1", Self.sentence)
        let second = try await office.signIn("S1", Self.sentence)
        let page = try await first.browser.get("/account").text
        let other = try #require(page.firstMatch(of: /name="session" value="([0-9a-f-]{36})"/))
        let ended = try await first.post("/account/sessions", "session=\(other.output.1)")
        #expect(ended.field("Location") == "/account")
        #expect(try await second.browser.get("/account").status == 401)
        #expect(try await first.browser.get("/account").status == 200)
        let stranger = try await office.member("S2", Self.sentence)
        let theirs = try await stranger.post("/account/sessions", "session=\(other.output.1)")
        #expect(theirs.status == 409)
        let all = try await first.post("/account/sessions", "")
        #expect(all.field("Location") == "/sign-in?done=signedOut")
        #expect(try await first.browser.get("/account").status == 401)
    }

    @Test func `a token is made against the password, shown once, and revoked`() async throws {
        let office = try await EmptyOffice.open()
        let member = try await office.member("S1", Self.sentence)
        let form = "purpose=report&scopes=read+claims.&days=30"
        #expect(try await member.post("/account/tokens", form + "&current=x").status == 403)
        let made = try await member.post("/account/tokens", form + "&current=\(Self.sentence)")
        let token = try #require(made.text.firstMatch(of: /<code>(cov_[^<]+)<\/code>/)).output.1
        #expect(try await !member.browser.get("/account").text.contains(token))
        let api = office.browser.bearing(String(token))
        #expect(try await api.get("/api/v1/work_item").status == 200)
        #expect(try await api.get("/account").status == 403)
        let id = try #require(
            made.text.firstMatch(of: /name="token" value="([0-9a-f-]{36})"/)).output.1
        #expect(try await member.post("/account/tokens/revoke", "token=\(id)").status == 303)
        #expect(try await api.get("/api/v1/work_item").status == 401)
    }

    @Test func `who holds no administrator's post sees no staff`() async throws {
        let office = try await EmptyOffice.open()
        let member = try await office.member("S1", Self.sentence)
        for path in ["/staff", "/staff/S1"] {
            #expect(try await member.browser.get(path).status == 403)
        }
        #expect(try await member.post("/staff", "number=S9&name=x").status == 403)
        #expect(try await member.post("/staff/S1/activation", "").status == 403)
    }

    @Test func `no form of an account is taken without the session's own token`() async throws {
        let office = try await EmptyOffice.open()
        let admin = try await office.administrator(sentence: Self.sentence)
        for route in office.site.routes where route.changes && !route.isAPI {
            // Customers have sessions of their own, and a test of their own.
            guard route.access != .open, route.access != .customer else { continue }
            let path = route.path.replacing("{number}", with: "A1")
            let reply = try await admin.browser.post(path, form: "csrf=wrong&current=x")
            #expect(reply.status == 403, "\(path)")
        }
    }
}
