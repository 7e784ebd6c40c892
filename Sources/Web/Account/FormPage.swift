import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// A page with a form: how it is shown, empty or with what stood in the way.
struct FormPage: Sendable {
    let template: String
    let title: Words
    /// What the template shows beside what was typed.
    var values: [String: any Sendable] = [:]
}

extension Site {
    func show(
        _ page: FormPage, _ visit: Visit, problem: Problem? = nil, done: Words? = nil
    ) -> Response {
        var values: [String: Any] = page.values
        values["problem"] = problem.map { [$0.message[visit.language]] + fieldWords($0, visit) }
        values["hasProblem"] = problem != nil
        values["done"] = done?[visit.language]
        values["shortest"] = authenticator.signIn.policy.passwords.shortest
        let title = problem == nil
            ? page.title : Words("有误：\(page.title.zh)", "Error: \(page.title.en)")
        values["heading"] = page.title[visit.language]
        var response = pages.page(page.template, title, values, visit)
        guard let problem else { return response }
        response.status = .init(code: problem.status)
        // A form is asked again in the page; a dialogue of the browser would be in its way.
        for (name, value) in problem.headers where name != .wwwAuthenticate {
            response.headers[name] = value
        }
        return response
    }

    /// Does what a form asks for. What is refused is told on the page it came from.
    func submit(
        _ page: FormPage, _ visit: Visit, _ body: (Form) async throws -> Response
    ) async throws -> Response {
        let form = try Form(visit.body, visit.request.headers)
        do {
            return try await body(form)
        } catch let refusal as Refusal {
            return show(page, visit, problem: Problem(refusal))
        } catch let problem as Problem where problem.status == 422 {
            return show(page, visit, problem: problem)
        }
    }

    /// The account behind a route that only sessions reach.
    func account(_ visit: Visit) throws -> Caller {
        guard let caller = visit.caller else { throw Problem.unauthenticated }
        return caller.account
    }

    func device(_ visit: Visit) -> String? {
        SessionCookie.device(in: visit.request.headers, isSecure: visit.origin.isSecure)
    }

    /// Back to the sign-in page, with a word on what was done.
    func signInAgain(_ done: SignInNote, _ visit: Visit) -> Response {
        var response = Answer.redirect(to: "/sign-in?done=\(done.rawValue)")
        response.headers[values: .setCookie].append(
            SessionCookie.cleared(isSecure: visit.origin.isSecure))
        return response
    }

    private func fieldWords(_ problem: Problem, _ visit: Visit) -> [String] {
        problem.fields.filter { $0.message != problem.message }.map { field in
            "\(FormFieldWords.title(field.name)[visit.language])"
                + (visit.language == .zh ? "：" : ": ") + field.message[visit.language]
        }
    }
}

extension Form {
    /// A field that must be filled in, of at most `longest` bytes.
    func filled(_ name: String, longest: Int = 300) throws -> String {
        guard let text = self[name], (1...longest).contains(text.utf8.count) else {
            throw Problem.notFilled(name)
        }
        return text
    }

    /// A field that may be left empty.
    func optional(_ name: String, longest: Int = 300) throws -> String? {
        guard let text = self[name], !text.isEmpty else { return nil }
        guard text.utf8.count <= longest else { throw Problem.notFilled(name) }
        return text
    }

    /// A new password, typed twice alike.
    func newPassword() throws -> String {
        // Longer ones are refused by the policy in its own words; the body is bounded.
        let password = try filled("password", longest: 4096)
        guard self["again"] == password else { throw Problem.passwordsDiffer }
        return password
    }
}

/// What the sign-in page says after something ended all sessions.
enum SignInNote: String, CaseIterable {
    case installed, activated, passwordChanged, codeConfirmed, signedOut

    var words: Words {
        switch self {
        case .installed:
            Words("首位系统管理员已设立，请登录。", "The first administrator is set up. Sign in.")
        case .activated: Words("密码已设置，请登录。", "The password is set. Sign in.")
        case .passwordChanged:
            Words(
                "密码已修改，所有设备已退出，请用新密码登录。",
                "The password is changed and all devices are signed out. Sign in with the new one.")
        case .codeConfirmed:
            Words(
                "动态口令已启用。请等待显示下一个口令后登录。",
                "The one-time code is in use. Wait for the next code, then sign in.")
        case .signedOut: Words("已退出登录。", "You are signed out.")
        }
    }
}

/// What the fields of these forms are called.
enum FormFieldWords {
    static func title(_ name: String) -> Words { titles[name] ?? Words(name, name) }

    private static let titles: [String: Words] = [
        "token": Words("令牌", "Token"), "number": Words("工号", "Staff number"),
        "name": Words("姓名", "Name"), "phone": Words("电话", "Phone"),
        "mail": Words("电子邮箱", "E-mail"), "password": Words("新密码", "New password"),
        "again": Words("再次输入新密码", "New password again"),
        "current": Words("当前密码", "Current password"), "code": Words("动态口令", "One-time code"),
        "purpose": Words("用途", "Purpose"), "scopes": Words("范围", "Scopes"),
        "days": Words("有效天数", "Days of life"),
        "branch": Words("机构代码", "Branch code"),
        "department": Words("部门代码", "Department code"), "reason": Words("原因", "Reason"),
    ]
}

extension Problem {
    static func notFilled(_ name: String) -> Problem {
        let title = FormFieldWords.title(name)
        return Problem(
            422, "form.incomplete",
            Words("请填写：\(title.zh)", "fill in: \(title.en)"))
    }

    static let passwordsDiffer = Problem(
        422, "password.differs",
        Words("两次输入的新密码不一致", "the new password was not typed alike twice"))
}

/// A moment as pages show it: the wall clock of the insurer's offices.
enum ShownMoment {
    private static let office = TimeZoneRules("Asia/Shanghai")

    static func text(_ moment: Moment) -> String {
        let minute = Moment(milliseconds: moment.milliseconds / 60_000 * 60_000)
        return office?.text(minute) ?? minute.iso8601
    }
}
