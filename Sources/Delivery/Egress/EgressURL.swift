import CLibCurl

/// A web address read by libcurl's own parser, so that what is checked is what is called.
///
/// The parser also turns odd IPv4 spellings (octal, hexadecimal, one number) into the usual one.
struct EgressURL: Hashable, Sendable {
    let scheme: String
    /// In lower case; an IPv6 address in brackets.
    let host: String
    let port: Int
    /// The whole address, put together again from its parts, without a fragment.
    let text: String

    static let longest = 2048

    /// The host without brackets.
    var bareHost: String {
        host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    }

    init(_ url: String) throws(EgressRefusal) {
        let isPlain = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }
        guard isPlain, url.utf8.count <= EgressURL.longest, let handle = curl_url() else {
            throw .malformed
        }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK,
            EgressURL.part(handle, CURLUPART_USER) == nil,
            EgressURL.part(handle, CURLUPART_PASSWORD) == nil,
            EgressURL.part(handle, CURLUPART_ZONEID) == nil,
            let scheme = EgressURL.part(handle, CURLUPART_SCHEME),
            ["https", "http"].contains(scheme),
            let host = EgressURL.part(handle, CURLUPART_HOST).map({ $0.lowercased() }),
            EgressURL.isHost(host),
            let port = EgressURL.part(handle, CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT))
                .flatMap({ Int($0) }), (1...65535).contains(port)
        else { throw .malformed }
        let path = EgressURL.part(handle, CURLUPART_PATH) ?? "/"
        let query = EgressURL.part(handle, CURLUPART_QUERY).map { "?\($0)" } ?? ""
        self.scheme = scheme
        self.host = host
        self.port = port
        text = "\(scheme)://\(host):\(port)\(path)\(query)"
    }

    private static func isHost(_ host: String) -> Bool {
        let letters = host.utf8
        if host.hasPrefix("[") {
            return host.hasSuffix("]") && IPAddress(String(host.dropFirst().dropLast())) != nil
        }
        return (1...253).contains(letters.count)
            && letters.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
                    || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
            }
    }

    private static func part(
        _ handle: OpaquePointer, _ part: CURLUPart, _ flags: UInt32 = 0
    ) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
