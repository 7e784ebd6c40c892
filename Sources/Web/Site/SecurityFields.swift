import HTTPTypes

/// The header fields that every answer carries, whatever made it.
enum SecurityFields {
    /// - Parameter nonce: what inline parts of the page carry; `nil` allows none.
    static func policy(nonce: String?) -> String {
        let own = nonce.map { "'self' 'nonce-\($0)'" } ?? "'none'"
        return [
            "default-src 'none'", "script-src \(own)", "style-src \(own)", "img-src 'self' data:",
            "font-src 'self'", "connect-src 'self'", "media-src 'self'", "manifest-src 'self'",
            "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
        ].joined(separator: "; ")
    }

    /// Adds them. What an answer already says about caching stays; otherwise nothing is kept. What
    /// it says about its content, such as `sandbox`, is added to the policy.
    static func add(to fields: inout HTTPFields, nonce: String?, isSecure: Bool) {
        let own = fields[.contentSecurityPolicy].map { "; \($0)" } ?? ""
        fields[.contentSecurityPolicy] = policy(nonce: nonce) + own
        fields[.xContentTypeOptions] = "nosniff"
        fields[.referrerPolicy] = "same-origin"
        fields[.permissionsPolicy] =
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
        fields[.openerPolicy] = "same-origin"
        fields[.resourcePolicy] = "same-origin"
        if fields[.cacheControl] == nil { fields[.cacheControl] = "no-store" }
        if isSecure {
            fields[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        }
    }
}
