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
    private let consoleStyle: String
    private let consoleScript: String
    private let portalStyle: String

    init() throws {
        var library = MustacheLibrary()
        for (name, bytes) in Self.templates {
            try library.register(String(decoding: bytes, as: UTF8.self), named: name)
        }
        self.library = library
        let css = "text/css; charset=utf-8"
        let style = PackageResources.covenant_css
        let desk = PackageResources.console_css
        let script = PackageResources.console_js
        let portal = PackageResources.portal_css
        styleName = Self.name("covenant", "css", style)
        consoleStyle = Self.name("console", "css", desk)
        consoleScript = Self.name("console", "js", script)
        portalStyle = Self.name("portal", "css", portal)
        assets = [
            styleName: (style, css), consoleStyle: (desk, css), portalStyle: (portal, css),
            consoleScript: (script, "text/javascript; charset=utf-8"),
        ]
    }

    /// A name that changes with the content, so that browsers may keep the file for good.
    private static func name(_ name: String, _ type: String, _ bytes: [UInt8]) -> String {
        "\(name).\(PageCursor.hex(Array(SHA256.hash(data: bytes))).prefix(16)).\(type)"
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
        ("letter", PackageResources.letter_mustache),
    ] + console

    private static let console: [(String, [UInt8])] = [
        ("action", PackageResources.action_mustache),
        ("audit", PackageResources.audit_mustache),
        ("breaches", PackageResources.breaches_mustache),
        ("bulk", PackageResources.bulk_mustache),
        ("case", PackageResources.case_mustache),
        ("case_live", PackageResources.case_live_mustache),
        ("cells", PackageResources.cells_mustache),
        ("clock", PackageResources.clock_mustache),
        ("console", PackageResources.console_mustache),
        ("control_label", PackageResources.control_label_mustache),
        ("controls", PackageResources.controls_mustache),
        ("dispatch", PackageResources.dispatch_mustache),
        ("file", PackageResources.file_mustache),
        ("find", PackageResources.find_mustache),
        ("find_results", PackageResources.find_results_mustache),
        ("intake", PackageResources.intake_mustache),
        ("list", PackageResources.list_mustache),
        ("models", PackageResources.models_mustache),
        ("notes", PackageResources.notes_mustache),
        ("outbox", PackageResources.outbox_mustache),
        ("peek", PackageResources.peek_mustache),
        ("peek_link", PackageResources.peek_link_mustache),
        ("promise_ribbon", PackageResources.promise_ribbon_mustache),
        ("portal", PackageResources.portal_mustache),
        ("portal_case", PackageResources.portal_case_mustache),
        ("portal_home", PackageResources.portal_home_mustache),
        ("portal_report", PackageResources.portal_report_mustache),
        ("portal_withdraw", PackageResources.portal_withdraw_mustache),
        ("portal_sign_in", PackageResources.portal_sign_in_mustache),
        ("releases", PackageResources.releases_mustache),
        ("reveal", PackageResources.reveal_mustache),
        ("standards", PackageResources.standards_mustache),
        ("transfer", PackageResources.transfer_mustache),
        ("transfer_state", PackageResources.transfer_state_mustache),
        ("transfers", PackageResources.transfers_mustache),
        ("turnaround", PackageResources.turnaround_mustache),
        ("turnaround_cases", PackageResources.turnaround_cases_mustache),
        ("workbench", PackageResources.workbench_mustache),
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
        return keepingLanguage(render(template, values, frame), visit)
    }

    /// A page of the console, in its frame.
    func console(
        _ template: String, _ title: Words, _ values: [String: any Sendable], _ visit: Visit
    ) -> Response {
        var frame = frame(title, visit.language, visit.context)
        frame["consoleStyle"] = "/assets/\(consoleStyle)"
        frame["consoleScript"] = "/assets/\(consoleScript)"
        if let session = visit.session { frame["csrf"] = FormToken.make(for: session) }
        return keepingLanguage(render(template, values, frame, in: "console"), visit)
    }

    /// A page of the portal, in its frame.
    func portal(
        _ template: String, _ title: Words, _ values: [String: any Sendable], _ visit: Visit
    ) -> Response {
        var frame = frame(title, visit.language, visit.context)
        frame["portalStyle"] = "/assets/\(portalStyle)"
        if visit.customer != nil, let session = visit.session {
            frame["csrf"] = FormToken.make(for: session)
        }
        return keepingLanguage(render(template, values, frame, in: "portal"), visit)
    }

    /// A part of a page, for a script to put in its place.
    func fragment(
        _ template: String, _ values: [String: any Sendable], _ visit: Visit
    ) -> Response {
        var frame = frame(nil, visit.language, visit.context)
        if let session = visit.session { frame["csrf"] = FormToken.make(for: session) }
        let html = library.render(
            frame.merging(values) { _, own in own }, withTemplate: template) ?? ""
        return Answer.bytes(Array(html.utf8), type: "text/html; charset=utf-8")
    }

    private func keepingLanguage(_ page: Response, _ visit: Visit) -> Response {
        guard visit.request.uri.queryParameters["lang"] != nil else { return page }
        var response = page
        response.headers[values: .setCookie].append(
            "lang=\(visit.language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
                + (visit.origin.isSecure ? "; Secure" : ""))
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

    /// A letter: a page of its own, made for paper.
    func letter(_ values: [String: Any]) -> [UInt8] {
        Array((library.render(values, withTemplate: "letter") ?? "").utf8)
    }

    private func frame(
        _ title: Words?, _ language: Language, _ context: SiteContext
    ) -> [String: Any] {
        [
            "title": title?[language] ?? "", "language": language == .zh ? "zh-CN" : "en",
            "zh": language == .zh, "en": language == .en, "style": "/assets/\(styleName)",
            "nonce": context.nonce,
        ]
    }

    private func render(
        _ template: String, _ values: [String: Any], _ frame: [String: Any],
        in layout: String = "layout"
    ) -> Response {
        let all = frame.merging(values) { _, own in own }
        var whole = all
        whole["content"] = ["html": library.render(all, withTemplate: template) ?? ""]
        let html = library.render(whole, withTemplate: layout) ?? ""
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
