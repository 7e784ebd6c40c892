package import HTTPTypes
import Hummingbird
import NIOCore

/// Where a request came from and over what. Headers of a proxy count only when the one trusted
/// proxy sent them; from anybody else they are ignored.
package struct RequestOrigin: Hashable, Sendable {
    /// The address of the client, or of whoever is nearest that can be believed.
    package let address: String
    package let isSecure: Bool
    /// The host and port the client asked for, in lower case.
    package let host: String

    init(_ head: HTTPRequest, peer: String, trustedProxy: String?) {
        let fields = head.headerFields
        let asked = (head.authority ?? "").lowercased()
        guard let trustedProxy, peer == trustedProxy else {
            (address, isSecure, host) = (peer, false, asked)
            return
        }
        isSecure = fields[.forwardedProto]?.lowercased() == "https"
        let nearest = fields[.forwardedFor]?.split(separator: ",").last
            .map { $0.filter { $0 != " " } }
        address = nearest.map { String($0.prefix(45)) } ?? peer
        host = fields[.forwardedHost]?.lowercased() ?? asked
    }

    static func peer(of channel: any Channel) -> String {
        channel.remoteAddress?.ipAddress ?? "local"
    }
}

extension HTTPField.Name {
    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("not a field name") }
        return name
    }

    static let forwardedFor = named("X-Forwarded-For")
    static let forwardedProto = named("X-Forwarded-Proto")
    static let forwardedHost = named("X-Forwarded-Host")
    static let requestID = named("X-Request-Id")
    static let fetchSite = named("Sec-Fetch-Site")
    static let formToken = named("X-CSRF-Token")
    package static let idempotencyKey = named("Idempotency-Key")
    static let clearSiteData = named("Clear-Site-Data")
    static let referrerPolicy = named("Referrer-Policy")
    static let permissionsPolicy = named("Permissions-Policy")
    static let openerPolicy = named("Cross-Origin-Opener-Policy")
    static let resourcePolicy = named("Cross-Origin-Resource-Policy")
}
