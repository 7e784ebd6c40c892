import HTTPTypes
import Kernel

/// The problems of the HTTP side itself.
extension Problem {
    static let unauthenticated = Problem(
        401, "request.unauthenticated",
        Words("请先登录，或提供有效的访问令牌", "sign in, or send a valid token"),
        headers: [(.wwwAuthenticate, "Bearer")])
    static let forbidden = Problem(
        403, "post.missing", Words("您的岗位不能查看此内容", "none of your posts may read this"))
    static let dutyFirst = Problem(
        403, "account.dutyFirst",
        Words(
            "请先在“我的账号”完成绑定动态口令或修改密码",
            "first enrol a one-time code or change the password, under My account"))
    static let crossSite = Problem(
        403, "request.crossSite",
        Words(
            "请求不是由本站页面发出，请刷新页面后再试",
            "no page of this site made the request; reload the page and retry"))
    static let notFound = Problem(
        404, "request.notFound", Words("没有这个地址", "there is no such address"))
    static let tooLarge = Problem(
        413, "request.tooLarge", Words("内容过大，请拆分后发送", "the body is too large; send it in parts"))
    static let wrongType = Problem(
        415, "request.contentType",
        Words("请使用 Content-Type: application/json", "send Content-Type: application/json"))
    static let wrongForm = Problem(
        415, "request.contentType",
        Words(
            "请使用 Content-Type: application/x-www-form-urlencoded",
            "send Content-Type: application/x-www-form-urlencoded"))
    static let wrongFileType = Problem(
        415, "request.contentType",
        Words(
            "请使用 Content-Type: application/octet-stream，正文即文件内容",
            "send Content-Type: application/octet-stream with the file as the body"))
    static let noFileName = Problem(
        400, "request.fileName",
        Words(
            "请用 Content-Disposition: attachment; filename*=UTF-8''… 写明文件名",
            "name the file with Content-Disposition: attachment; filename*=UTF-8''…"))
    static let badForm = Problem(400, "request.form", Words("表单内容有误", "the form is malformed"))
    static let badKey = Problem(
        400, "request.idempotencyKey",
        Words(
            "Idempotency-Key 应为 1 到 200 个可见 ASCII 字符",
            "Idempotency-Key takes 1 to 200 visible ASCII characters"))
    static let badVersion = Problem(
        400, "request.ifMatch",
        Words("If-Match 应为带引号的版本号，如 \"3\"", "If-Match takes a quoted version, such as \"3\""))
    static let unknownParameter = Problem(
        400, "request.parameter.unknown", Words("没有这个查询参数", "there is no such query parameter"))
    static let failed = Problem(
        500, "request.failed",
        Words(
            "系统出错，已记录；请凭请求编号联系管理员",
            "something went wrong and was recorded; tell an administrator the request id"))
    static let busy = Problem(
        503, "request.busy", Words("系统繁忙，请稍后重试", "too busy; try again shortly"),
        headers: [(.retryAfter, "1")])

    static func badParameter(_ name: String) -> Problem {
        Problem(
            400, "request.parameter",
            Words("查询参数 \(name) 的值有误", "the value of query parameter \(name) is not valid"))
    }

    static func malformed(_ problem: JSONProblem) -> Problem {
        Problem(400, "json.\(problem.reason.rawValue)", problem.words)
    }

    static func wrongMethod(_ allowed: [String]) -> Problem {
        let list = allowed.joined(separator: ", ")
        return Problem(
            405, "request.method", Words("该地址支持：\(list)", "this address takes: \(list)"),
            headers: [(.allow, list)])
    }
}
