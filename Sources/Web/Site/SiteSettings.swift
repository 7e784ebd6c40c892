package import Logging

/// What an installation may set about its HTTP side. Every limit is finite.
package struct SiteSettings: Sendable {
    package var host = "127.0.0.1"
    package var port = 8080
    /// The address of the one proxy whose `X-Forwarded-*` headers are believed; `nil` is none.
    package var trustedProxy: String?
    /// Requests worked on at once; more are told to come again.
    package var concurrentRequests = 256
    package var connections = 4096
    /// Seconds a connection may be silent.
    package var idleSeconds: Int64 = 60
    /// Seconds from the opening of a connection, or the answer before, to the end of a head.
    package var headSeconds: Int64 = 20
    /// Seconds from the end of a head to the end of its body.
    package var bodySeconds: Int64 = 60
    /// How old the figures of the promise page may be; 0 reckons them anew for each visit.
    package var promiseSeconds: Int64 = 0
    /// Whether it serves a demo insurer, whose staff anybody may be.
    package var isDemo = false
    package var headerBytes = 32 * 1024
    package var headerCount = 100
    package var logger = Logger(label: "covenant.web")

    package init() {}
}
