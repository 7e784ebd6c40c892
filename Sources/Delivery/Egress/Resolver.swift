// Both: which module owns the socket types depends on which one is loaded first.
import CLibCurl
import Glibc

/// Name resolution by the system.
enum Resolver {
    /// The addresses of `host`, at most 16, in the order the system prefers. Numbers in odd
    /// spellings are understood as `inet_aton` does. Empty when there are none.
    @Sendable static func addresses(of host: String, port: Int) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var entry = list
        while let current = entry, found.count < 16 {
            if let socket = current.pointee.ai_addr, let address = IPAddress(socket),
                !found.contains(address)
            {
                found.append(address)
            }
            entry = current.pointee.ai_next
        }
        return found
    }
}
