// Both: which module owns the socket types depends on which one is loaded first.
import CLibCurl
import Glibc
package import Kernel

/// Asks clamd (ClamAV's daemon) about a file by `INSTREAM`: nothing is written to disk for it.
///
/// Everything that is not a clear answer in time is a failure, so that the file stays unscanned.
package struct ClamdScanner: FileScanner {
    package enum Address: Hashable, Sendable {
        case unix(String)
        /// A literal IPv4 address: a scanner is a neighbour, not a name somewhere.
        case tcp(String, port: UInt16)

        /// Reads `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`.
        package init?(_ text: String) {
            if text.hasPrefix("unix:/"), text.utf8.count <= 100 {
                self = .unix(String(text.dropFirst(5)))
                return
            }
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "tcp", let port = UInt16(parts[2]), port > 0,
                IPv4.bytes(String(parts[1])) != nil
            else { return nil }
            self = .tcp(String(parts[1]), port: port)
        }
    }

    package let name = "clamd"
    private let address: Address
    private let seconds: Int
    private let pool = BlockingPool(name: "covenant.scan", threads: 2, waiting: 16)

    /// - Parameter seconds: how long each wait for clamd may last.
    package init(at address: Address, seconds: Int = 20) {
        self.address = address
        self.seconds = seconds
    }

    package func scan(_ content: [UInt8]) async throws -> ScanVerdict {
        let answer = await pool.run { [address, seconds] in
            Result { () throws(ScanFailure) in
                try ClamdCall(address, seconds: seconds).scan(content)
            }
        }
        guard let answer else {
            throw ScanFailure(Words("等待扫描的文件过多", "too many files wait for the scanner"))
        }
        return try answer.get()
    }
}

/// One conversation with clamd.
private struct ClamdCall {
    private static let piece = 65_536
    /// The longest answer that is read, in bytes.
    private static let longestAnswer = 1024

    private let socket: Socket

    init(_ address: ClamdScanner.Address, seconds: Int) throws(ScanFailure) {
        socket = try Socket(address, seconds: seconds)
    }

    func scan(_ content: [UInt8]) throws(ScanFailure) -> ScanVerdict {
        try socket.send(Array("zINSTREAM\0".utf8))
        var start = 0
        while start < content.count {
            let end = min(start + Self.piece, content.count)
            try socket.send(Self.length(end - start) + content[start..<end])
            start = end
        }
        try socket.send(Self.length(0))
        return try Self.verdict(socket.answer(upTo: Self.longestAnswer))
    }

    /// `stream: OK`, `stream: NAME FOUND`, or an error such as a size limit.
    private static func verdict(_ answer: [UInt8]) throws(ScanFailure) -> ScanVerdict {
        let text = String(decoding: answer.prefix { $0 != 0 && $0 != 0x0A }, as: UTF8.self)
        if text == "stream: OK" { return .clean }
        if text.hasPrefix("stream: "), text.hasSuffix(" FOUND") {
            let found = text.dropFirst(8).dropLast(6)
                .filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-()/".contains($0)) }
            return .unsafe(String(found.prefix(100)))
        }
        throw ScanFailure(Words("扫描程序未给出结论", "the scanner gave no verdict"))
    }

    private static func length(_ count: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - $0 * 8)) }
    }
}

/// A connected socket that closes itself.
private final class Socket {
    private let file: Int32

    init(_ address: ClamdScanner.Address, seconds: Int) throws(ScanFailure) {
        let family: Int32
        if case .unix = address { family = AF_UNIX } else { family = AF_INET }
        file = Glibc.socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { throw Self.unreachable }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(
                file, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        guard Self.connect(file, address) else { throw Self.unreachable }
    }

    deinit { if file >= 0 { close(file) } }

    static let unreachable = ScanFailure(Words("无法连接扫描程序", "the scanner cannot be reached"))
    static let silent = ScanFailure(Words("扫描程序未及时应答", "the scanner did not answer in time"))

    private static func connect(_ file: Int32, _ address: ClamdScanner.Address) -> Bool {
        switch address {
        case .unix(let path):
            var place = sockaddr_un()
            place.sun_family = sa_family_t(AF_UNIX)
            let bytes = Array(path.utf8)
            guard bytes.count < MemoryLayout.size(ofValue: place.sun_path) else { return false }
            withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: bytes) }
            return connected(file, &place)
        case .tcp(let host, let port):
            guard let bytes = IPv4.bytes(host) else { return false }
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            place.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &place.sin_addr) { $0.copyBytes(from: bytes) }
            return connected(file, &place)
        }
    }

    private static func connected<Place>(_ file: Int32, _ place: inout Place) -> Bool {
        withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(file, $0, socklen_t(MemoryLayout<Place>.size)) == 0
            }
        }
    }

    /// A scanner that hangs up early (a size limit) is a failure, never a signal.
    func send(_ bytes: [UInt8]) throws(ScanFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.silent }
            sent += count
        }
    }

    func answer(upTo limit: Int) throws(ScanFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 256)
        while bytes.count < limit, !bytes.contains(0) {
            let count = piece.withUnsafeMutableBytes { recv(file, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.silent }
            if count == 0 { break }
            bytes += piece.prefix(count)
        }
        return bytes
    }
}

private enum IPv4 {
    static func bytes(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }
}
