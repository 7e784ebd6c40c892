import Delivery
import Foundation
import Kernel
import Testing

/// Against a server that speaks clamd's protocol over a real socket: it reads `zINSTREAM`, pieces
/// with their lengths, and answers by what it read.
struct ClamdTests {
    private static let script = """
        import socket, struct, sys, threading
        family, place = sys.argv[1], sys.argv[2]
        server = socket.socket(socket.AF_UNIX if family == 'unix' else socket.AF_INET)
        server.bind(place if family == 'unix' else ('127.0.0.1', 0))
        server.listen()
        print(server.getsockname()[1] if family != 'unix' else 1, flush=True)

        def exactly(link, count):
            held = b''
            while len(held) < count:
                part = link.recv(count - len(held))
                if not part: raise EOFError
                held += part
            return held

        def talk(link):
            try:
                if exactly(link, 10) != b'zINSTREAM\\0': return link.sendall(b'UNKNOWN COMMAND\\0')
                content = b''
                while True:
                    size = struct.unpack('!I', exactly(link, 4))[0]
                    if size == 0: break
                    content += exactly(link, size)
                    if len(content) > 300000:
                        link.sendall(b'INSTREAM size limit exceeded. ERROR\\0')
                        return link.close()
                if content.startswith(b'mute'): return sys.stdin.read()
                if content.startswith(b'cut'): return link.close()
                if b'virus' in content: link.sendall(b'stream: Win.Test.EICAR_HDB-1 FOUND\\0')
                else: link.sendall(b'stream: OK\\0')
            except EOFError:
                pass

        def serve():
            while True:
                link, _ = server.accept()
                threading.Thread(target=talk, args=(link,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        sys.stdin.read()
        """

    private func scanner(_ server: PythonServer, seconds: Int = 20) throws -> ClamdScanner {
        let address = try #require(ClamdScanner.Address("tcp:127.0.0.1:\(server.port)"))
        return ClamdScanner(at: address, seconds: seconds)
    }

    @Test func `what clamd says of a file is the verdict, over TCP and over a socket file`()
        async throws
    {
        let tcp = try PythonServer(script: Self.script, ["tcp", ""])
        #expect(try await scanner(tcp).scan([UInt8](repeating: 1, count: 200_000)) == .clean)
        #expect(
            try await scanner(tcp).scan(Array("a virus".utf8))
                == .unsafe("Win.Test.EICAR_HDB-1"))
        #expect(try await scanner(tcp).scan([]) == .clean)
        let folder = try Scratch()
        let unix = try PythonServer(script: Self.script, ["unix", folder.file("clamd.ctl")])
        let address = try #require(ClamdScanner.Address("unix:" + folder.file("clamd.ctl")))
        #expect(try await ClamdScanner(at: address).scan([1]) == .clean)
        _ = unix
    }

    @Test func `whatever is no clear answer in time is a failure, never clean`() async throws {
        let server = try PythonServer(script: Self.script, ["tcp", ""])
        for content in [
            Array("mute".utf8), Array("cut".utf8), [UInt8](repeating: 1, count: 900_000),
        ] {
            await #expect(throws: ScanFailure.self) {
                try await scanner(server, seconds: 1).scan(content)
            }
        }
        let nowhere = try #require(ClamdScanner.Address("unix:/nowhere/clamd.ctl"))
        await #expect(throws: ScanFailure.self) { try await ClamdScanner(at: nowhere).scan([1]) }
    }

    @Test func `an address is a socket file or a literal address with a port`() {
        for text in [
            "", "unix:", "unix:relative", "tcp:localhost:3310", "tcp:127.0.0.1", "tcp:1.2.3:1",
            "tcp:127.0.0.1:0", "tcp:127.0.0.1:99999", "http://127.0.0.1:80",
        ] { #expect(ClamdScanner.Address(text) == nil, "\(text)") }
        #expect(ClamdScanner.Address("tcp:127.0.0.1:3310") == .tcp("127.0.0.1", port: 3310))
        #expect(ClamdScanner.Address("unix:/run/clamd") == .unix("/run/clamd"))
    }
}
