// Both: which module owns the socket types depends on which one is loaded first.
import CLibCurl
import Glibc

/// An IPv4 or IPv6 address as its bytes in network order.
struct IPAddress: Hashable, Sendable {
    /// 4 or 16 bytes.
    let bytes: [UInt8]

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isIPv4: Bool { bytes.count == 4 }

    /// Reads the canonical form of either family (`inet_pton`); odd spellings are `nil`.
    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    /// The address in a socket address; `nil` for other families.
    init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let four = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            bytes = withUnsafeBytes(of: four) { Array($0) }
        case AF_INET6:
            let six = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            bytes = withUnsafeBytes(of: six) { Array($0) }
        default:
            return nil
        }
    }

    /// The canonical text.
    var text: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = isIPv4 ? AF_INET : AF_INET6
        let found = bytes.withUnsafeBytes {
            inet_ntop(family, $0.baseAddress, &buffer, socklen_t(buffer.count)) != nil
        }
        guard found else { return "" }
        let letters = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return String(decoding: letters, as: UTF8.self)
    }

    /// Whether the first `bits` bits equal those of `prefix`.
    func begins(with prefix: IPAddress, bits: Int) -> Bool {
        guard bytes.count == prefix.bytes.count, bits <= bytes.count * 8 else { return false }
        for index in 0..<(bits / 8) where bytes[index] != prefix.bytes[index] { return false }
        guard bits % 8 != 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
        return (bytes[bits / 8] ^ prefix.bytes[bits / 8]) & mask == 0
    }
}
