package import Hummingbird
package import NIOCore

/// What belongs to one request on its way through the site.
package struct SiteContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package let channel: any Channel
    /// Names this request in the log and in its answer; made here, never taken from outside.
    package let requestID: String
    /// What inline parts of this answer's page carry: 128 random bits, used once.
    package let nonce: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        requestID = RandomText.make(bytes: 12)
        nonce = RandomText.make(bytes: 16)
    }
}

/// Text that nobody can guess, URL-safe.
enum RandomText {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// At least 8 × `bytes` random bits: 6 bits a letter.
    static func make(bytes: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<(bytes * 8 + 5) / 6).map { _ in
            alphabet[Int.random(in: 0..<64, using: &generator)]
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
