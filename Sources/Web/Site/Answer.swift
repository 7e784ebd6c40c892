import HTTPTypes
import Hummingbird
import Kernel
import NIOCore

/// The few kinds of answer there are.
enum Answer {
    static func json(
        _ json: JSON, status: HTTPResponse.Status = .ok, type: String = "application/json",
        version: Int64? = nil
    ) -> Response {
        var response = bytes(json.canonical, type: "\(type); charset=utf-8", status: status)
        if let version { response.headers[.eTag] = "\"\(version)\"" }
        return response
    }

    static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// To an address of this site only; see ``LocalPath``.
    static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }
}

/// Addresses of this site that may stand in a redirect.
enum LocalPath {
    /// `text` when it is a plain path of this site, else `/`. One slash, then letters, digits and
    /// `- _ . /`, no second slash beside another: no host, scheme, backslash or line break fits.
    static func safe(_ text: String) -> String {
        let isPlain = text.utf8.count <= 300 && text.hasPrefix("/") && !text.contains("//")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D...0x2F, 0x5F: true
                default: false
                }
            }
        return isPlain ? text : "/"
    }

    /// Where the page of a form is that was sent: the nearest address that shows one.
    static func page(of visit: Visit) -> String {
        let path = safe(visit.request.uri.path)
        if path.hasPrefix("/account/one-time-code") { return "/account/one-time-code" }
        let parts = path.split(separator: "/")
        let isOwnPage = parts.first != "account" || path == "/account/password"
        if parts.first == "staff", parts.count > 2 { return "/staff/\(parts[1])" }
        return isOwnPage ? path : "/account"
    }

    /// Where somebody goes on who had to sign in first: the page they asked for, or the form they
    /// sent, whose script has kept what was typed. `nil` where nothing can be gone on with.
    static func returning(to request: Request) -> String? {
        let path = request.uri.path
        if request.method == .get { return safe(path) }
        guard path.hasPrefix("/console/") else { return nil }
        return path.hasPrefix("/console/do/") ? safe(path) : "/console"
    }
}

/// Which language an answer is in: Chinese unless English is asked for.
enum LanguageChoice {
    static func of(_ request: Request, isAPI: Bool) -> Language {
        if !isAPI {
            if let asked = request.uri.queryParameters["lang"].flatMap({ Language($0) }) {
                return asked
            }
            let cookies = Cookies(from: request.headers[values: .cookie])
            if let kept = cookies["lang"].flatMap({ Language(Substring($0.value)) }) { return kept }
        }
        return accepted(request.headers[.acceptLanguage] ?? "")
    }

    /// The first of our languages in the list, by weight; entries of equal weight in their order.
    private static func accepted(_ field: String) -> Language {
        var best: (language: Language, weight: Int)?
        for entry in field.lowercased().prefix(400).split(separator: ",").prefix(20) {
            let parts = entry.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let tag = parts.first?.split(separator: "-").first,
                let language = Language(tag)
            else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
                .map { thousandths($0.dropFirst(2)) } ?? 1000
            if weight > (best?.weight ?? 0) { best = (language, weight) }
        }
        return best?.language ?? .zh
    }

    private static func thousandths(_ text: Substring) -> Int {
        if text.hasPrefix("1") { return 1000 }
        let digits = text.drop { $0 != "." }.dropFirst().prefix(3)
        guard let value = Int(digits) else { return 0 }
        return [1: 100, 2: 10, 3: 1][digits.count, default: 0] * value
    }
}

extension Language {
    fileprivate init?(_ code: Substring) { self.init(rawValue: String(code)) }
}
