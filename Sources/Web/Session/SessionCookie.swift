import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// The cookie that carries a session's secret. Over TLS its name has the prefix `__Host-`, by
/// which browsers promise that no other host or path has set it (RFC 6265bis).
enum SessionCookie {
    private static func name(_ name: String, isSecure: Bool) -> String {
        isSecure ? "__Host-\(name)" : name
    }

    /// The secret a request brings; `nil` when it brings none that could be ours.
    static func secret(in fields: HTTPFields, isSecure: Bool) -> String? {
        value("covenant", fields, isSecure)
    }

    /// The secret of a customer's session.
    static func customer(in fields: HTTPFields, isSecure: Bool) -> String? {
        value("covenant-portal", fields, isSecure)
    }

    static func setCustomer(_ secret: String?, seconds: Int, isSecure: Bool) -> String {
        field("covenant-portal", secret ?? "", seconds: secret == nil ? 0 : seconds, isSecure)
    }

    static func device(in fields: HTTPFields, isSecure: Bool) -> String? {
        value("covenant-device", fields, isSecure)
    }

    private static func value(
        _ name: String, _ fields: HTTPFields, _ isSecure: Bool
    ) -> String? {
        let cookies = Cookies(from: fields[values: .cookie])
        guard let value = cookies[self.name(name, isSecure: isSecure)]?.value,
            (20...200).contains(value.utf8.count), value.utf8.allSatisfy(isLetter)
        else { return nil }
        return value
    }

    static func set(_ grant: SessionGrant, isSecure: Bool) -> [String] {
        let session = field("covenant", grant.secret, seconds: grant.seconds, isSecure)
        let device = grant.device.map {
            field("covenant-device", $0, seconds: 180 * 86_400, isSecure)
        }
        return [session] + [device].compactMap(\.self)
    }

    static func cleared(isSecure: Bool) -> String { field("covenant", "", seconds: 0, isSecure) }

    private static func field(
        _ name: String, _ value: String, seconds: Int, _ isSecure: Bool
    ) -> String {
        "\(self.name(name, isSecure: isSecure))=\(value); Path=/; Max-Age=\(seconds)"
            + "; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}

/// Proof that a request which changes something was made by a page of ours: it comes from our own
/// origin, and carries a token that only a page of the same session could show.
enum FormToken {
    /// Made from the session's secret, which it does not reveal.
    static func make(for secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("covenant.form.1".utf8), using: SymmetricKey(data: Array(secret.utf8)))
        return code.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    static func isValid(_ token: String, for secret: String) -> Bool {
        let wanted = Array(make(for: secret).utf8)
        let given = Array(token.utf8)
        guard wanted.count == given.count else { return false }
        return zip(wanted, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether a browser says that our own page made the request. Without either header nobody
    /// vouches for it, and it is refused.
    static func isSameOrigin(_ fields: HTTPFields, _ origin: RequestOrigin) -> Bool {
        if let site = fields[.fetchSite], site != "same-origin" { return false }
        guard let sent = fields[.origin] else { return fields[.fetchSite] != nil }
        let scheme = origin.isSecure ? "https" : "http"
        return sent.lowercased() == "\(scheme)://\(origin.host)"
    }
}
