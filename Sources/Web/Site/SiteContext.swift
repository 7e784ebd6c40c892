package import Hummingbird
package import NIOCore

/// What belongs to one request on its way through the site.
package struct SiteContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package let channel: any Channel
    /// Names this request in the log and in its answer; made here, never taken from outside.
    package internal(set) var requestID = ""
    /// What inline parts of this answer's page carry: 128 random bits, used once.
    package internal(set) var nonce = ""

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Random bytes as URL-safe text: a letter of 6 random bits for each.
enum RandomText {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func make(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.map { alphabet[Int($0 & 63)] }, as: UTF8.self)
    }
}
