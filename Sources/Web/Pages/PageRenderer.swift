import Crypto
import HTTPTypes
import Hummingbird
import Insurance
import Kernel
import Mustache

/// Pages from embedded templates. Every value is escaped by the template; both languages stand in
/// one template, of which one is shown.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary
    /// Files that pages ask for, by a name that holds the hash of their content.
    let assets: [String: (bytes: [UInt8], type: String)]
    private let styleName: String

    init() throws {
        var library = MustacheLibrary()
        for (name, bytes) in Self.templates {
            try library.register(String(decoding: bytes, as: UTF8.self), named: name)
        }
        self.library = library
        let style = PackageResources.covenant_css
        let hash = PageCursor.hex(Array(SHA256.hash(data: style))).prefix(16)
        styleName = "covenant.\(hash).css"
        assets = [styleName: (style, "text/css; charset=utf-8")]
    }

    private static let templates: [(String, [UInt8])] = [
        ("layout", PackageResources.layout_mustache), ("home", PackageResources.home_mustache),
        ("promise", PackageResources.promise_mustache),
        ("institution", PackageResources.institution_mustache),
        ("verify", PackageResources.verify_mustache),
        ("sign_in", PackageResources.sign_in_mustache),
        ("duty", PackageResources.duty_mustache),
        ("duty_counts", PackageResources.duty_counts_mustache),
        ("notice", PackageResources.notice_mustache),
        ("new_password", PackageResources.new_password_mustache),
        ("set_up", PackageResources.set_up_mustache),
        ("activate", PackageResources.activate_mustache),
        ("password", PackageResources.password_mustache),
        ("one_time_code", PackageResources.one_time_code_mustache),
        ("confirm_code", PackageResources.confirm_code_mustache),
        ("account", PackageResources.account_mustache),
        ("staff", PackageResources.staff_mustache), ("member", PackageResources.member_mustache),
        ("account_state", PackageResources.account_state_mustache),
        ("problem", PackageResources.problem_mustache),
    ]

    /// A page for a visit, in its language; a language asked for by `?lang=` is kept in a cookie.
    func page(
        _ template: String, _ title: Words, _ values: [String: Any], _ visit: Visit
    ) -> Response {
        var frame = frame(title, visit.language, visit.context)
        frame["path"] = visit.request.uri.path
        frame["caller"] = visit.caller?.label
        // A form that was refused is shown at an address that only takes forms.
        frame["here"] = visit.request.method == .get ? "" : LocalPath.page(of: visit)
        frame["isAdministrator"] = visit.caller.map { caller in
            caller.account.duty == nil
                && !caller.principal.posts.isDisjoint(with: ReadCollections.staffReaders)
        }
        if visit.caller != nil, let session = visit.session {
            frame["csrf"] = FormToken.make(for: session)
        }
        var response = render(template, values, frame)
        if visit.request.uri.queryParameters["lang"] != nil {
            response.headers[values: .setCookie].append(
                "lang=\(visit.language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
                    + (visit.origin.isSecure ? "; Secure" : ""))
        }
        return response
    }

    func problem(_ problem: Problem, _ language: Language, _ context: SiteContext) -> Response {
        let values: [String: Any] = [
            "status": problem.status, "title": problem.title[language],
            "message": problem.message[language], "id": problem.id,
            "request": context.requestID,
        ]
        var response = render("problem", values, frame(problem.title, language, context))
        response.status = .init(code: problem.status)
        return response
    }

    private func frame(
        _ title: Words, _ language: Language, _ context: SiteContext
    ) -> [String: Any] {
        [
            "title": title[language], "language": language == .zh ? "zh-CN" : "en",
            "zh": language == .zh, "en": language == .en, "style": "/assets/\(styleName)",
            "nonce": context.nonce,
        ]
    }

    private func render(
        _ template: String, _ values: [String: Any], _ frame: [String: Any]
    ) -> Response {
        let all = frame.merging(values) { _, own in own }
        var whole = all
        whole["content"] = ["html": library.render(all, withTemplate: template) ?? ""]
        let html = library.render(whole, withTemplate: "layout") ?? ""
        return Answer.bytes(Array(html.utf8), type: "text/html; charset=utf-8")
    }
}

/// Money as a page shows it: with separators, the amount in full.
enum ShownMoney {
    static func text(_ money: Money) -> String {
        let digits = String(money.minor.magnitude / 100)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
            grouped.append(digit)
        }
        let cents = money.minor.magnitude % 100
        let sign = money.currency == .cny ? "¥" : "\(money.currency.rawValue) "
        return "\(money.minor < 0 ? "-" : "")\(sign)\(grouped).\(cents < 10 ? "0" : "")\(cents)"
    }
}
