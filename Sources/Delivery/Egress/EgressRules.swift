import Kernel

/// Which addresses outside the institution the product may call: the one place that decides it.
///
/// An address is read by the same parser that makes the call, its name is resolved once, every
/// answer must be public, and the call is pinned to those answers.
package struct EgressRules: Sendable {
    /// Finds the addresses of a name. Blocks; runs on the pool of the sender.
    typealias Resolve = @Sendable (_ host: String, _ port: Int) -> [IPAddress]

    /// `host:port` of receivers that may be inside (private addresses) and may use plain http.
    /// Hosts are compared in lower case, as written in the URL.
    package let allowed: Set<String>
    private let resolve: Resolve

    package init(allowed: Set<String> = []) {
        self.init(allowed: allowed, resolve: Resolver.addresses(of:port:))
    }

    init(allowed: Set<String>, resolve: @escaping Resolve) {
        self.allowed = Set(allowed.map { $0.lowercased() })
        self.resolve = resolve
    }

    /// The pinned target for `url`, or why it must not be called.
    func target(for url: String) throws(EgressRefusal) -> EgressTarget {
        let parts = try EgressURL(url)
        let isListed = allowed.contains("\(parts.host):\(parts.port)")
        guard parts.scheme == "https" || isListed else { throw .plainHTTP }
        guard isListed || !EgressRules.isLocalName(parts.host) else { throw .privateAddress }
        let addresses = resolve(parts.bareHost, parts.port)
        guard !addresses.isEmpty else { throw .unresolved }
        // One private answer among public ones is how rebinding begins: refuse them all.
        guard isListed || addresses.allSatisfy(EgressRules.isPublic) else {
            throw .privateAddress
        }
        return EgressTarget(url: parts, addresses: addresses)
    }

    /// `localhost` and names that by convention never leave the machine or the site.
    static func isLocalName(_ host: String) -> Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        let endings = [".localhost", ".local", ".internal", ".home.arpa"]
        return name == "localhost" || endings.contains { name.hasSuffix($0) }
    }

    /// Whether the address belongs to the public internet.
    static func isPublic(_ address: IPAddress) -> Bool {
        if address.isIPv4 { return !notPublic4.contains { $0.contains(address) } }
        // Only 2000::/3 is global unicast today. What lies outside (loopback, v4-mapped and
        // v4-compatible, NAT64, ULA, link-local, multicast) is refused without being listed.
        return globalUnicast.contains { $0.contains(address) }
            && !notPublic6.contains { $0.contains(address) }
    }

    // IANA special-purpose registries: RFC 6890, RFC 5735, RFC 6598, RFC 5737, RFC 2544, RFC 7526.
    private static let notPublic4 = ranges([
        ("0.0.0.0", 8), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8),
        ("169.254.0.0", 16), ("172.16.0.0", 12), ("192.0.0.0", 24), ("192.0.2.0", 24),
        ("192.88.99.0", 24), ("192.168.0.0", 16), ("198.18.0.0", 15), ("198.51.100.0", 24),
        ("203.0.113.0", 24), ("224.0.0.0", 4), ("240.0.0.0", 4),
    ])
    private static let globalUnicast = ranges([("2000::", 3)])
    // Teredo and other protocol assignments, documentation (RFC 3849, RFC 9637), 6to4.
    private static let notPublic6 = ranges([
        ("2001::", 23), ("2001:db8::", 32), ("2002::", 16), ("3fff::", 20),
    ])

    private struct Range: Sendable {
        let prefix: IPAddress
        let bits: Int

        func contains(_ address: IPAddress) -> Bool {
            address.begins(with: prefix, bits: bits)
        }
    }

    private static func ranges(_ list: [(String, Int)]) -> [Range] {
        list.compactMap { text, bits in IPAddress(text).map { Range(prefix: $0, bits: bits) } }
    }
}

/// A URL that may be called and the addresses it may be called at.
struct EgressTarget: Sendable {
    let url: EgressURL
    let addresses: [IPAddress]

    /// `host:port:address,...` for CURLOPT_RESOLVE, so that the name is not resolved again.
    var pin: String {
        let list = addresses.map { $0.isIPv4 ? $0.text : "[\($0.text)]" }
        return "\(url.host):\(url.port):\(list.joined(separator: ","))"
    }
}

/// Why an address must not be called.
enum EgressRefusal: Error, Hashable, Sendable, CaseIterable {
    case malformed, plainHTTP, privateAddress, unresolved

    /// The outcome of a call to such an address. A name that does not resolve may do so later.
    var outcome: DeliveryOutcome {
        switch self {
        case .unresolved: .later(problem)
        case .malformed, .plainHTTP, .privateAddress: .refused(problem)
        }
    }

    private var problem: DeliveryProblem {
        switch self {
        case .malformed:
            DeliveryProblem(
                "egress.malformed",
                Words(
                    "接收地址格式不正确：请填写完整的 https 地址，不含用户名、密码和非 ASCII 主机名。",
                    "The receiver's address is not usable: give a full https address without "
                        + "user name or password and with an ASCII host name."))
        case .plainHTTP:
            DeliveryProblem(
                "egress.plainHTTP",
                Words(
                    "接收地址须使用 https；内部接收方请由管理员列入允许名单（主机:端口）。",
                    "The receiver's address must use https; an administrator can list an "
                        + "internal receiver as host:port."))
        case .privateAddress:
            DeliveryProblem(
                "egress.privateAddress",
                Words(
                    "接收地址指向内部或保留网络，未予连接；确属内部接收方的，请由管理员列入允许名单（主机:端口）。",
                    "The receiver's address lies in an internal or reserved network and was not "
                        + "called; an administrator can list an internal receiver as host:port."))
        case .unresolved:
            DeliveryProblem(
                "egress.unresolved",
                Words(
                    "接收方主机名暂时无法解析；系统会再试。",
                    "The receiver's host name cannot be resolved now; it will be tried again."))
        }
    }
}
