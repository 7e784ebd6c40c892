import Foundation

/// A real SMTP server (aiosmtpd) that writes what it takes to a folder, read back by Python's own
/// mail parser: a judge that knows nothing of our builder.
struct MailServer {
    enum Mode: String {
        case plain, startTLS, implicitTLS
    }

    struct Received: Decodable {
        let from: String
        let to: [String]
        let subject: String
        let sender: String
        let recipient: String
        let key: String
        let messageID: String
        let date: String
        let text: String
        let html: String?
        let longestLine: Int
        let isASCII: Bool
    }

    let scratch: Scratch
    let server: PythonServer

    init(_ mode: Mode = .plain, password: String? = nil) throws {
        scratch = try Scratch()
        if mode != .plain { try scratch.makeCertificate() }
        server = try PythonServer(
            script: MailServer.script, [scratch.path, mode.rawValue, password ?? ""])
    }

    var port: Int { server.port }
    var certificate: String { scratch.file("cert.pem") }

    /// What arrived, in order. Files are written before the server says that it took the mail.
    func received() throws -> [Received] {
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        return try names.filter { $0.hasSuffix(".json") }.sorted().map {
            try JSONDecoder().decode(
                Received.self, from: Data(contentsOf: URL(fileURLWithPath: scratch.file($0))))
        }
    }

    private static let script = """
        import asyncio, email, email.policy, json, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult

        folder, mode, password = sys.argv[1:4]
        count = 0

        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("later@"): return "451 4.3.0 later " + address
                if address.startswith("never@"): return "550 5.1.1 unknown " + address
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                global count
                if envelope.rcpt_tos[0].startswith("full@"): return "452 4.2.2 full"
                if envelope.rcpt_tos[0].startswith("spam@"): return "554 5.7.1 no"
                raw = envelope.content
                mail = email.message_from_bytes(raw, policy=email.policy.default)
                html = mail.get_body(("html",))
                found = {
                    "from": envelope.mail_from, "to": envelope.rcpt_tos,
                    "subject": mail["Subject"], "sender": mail["From"], "recipient": mail["To"],
                    "key": mail["X-Covenant-Key"], "messageID": mail["Message-ID"],
                    "date": mail["Date"].datetime.isoformat(),
                    "text": mail.get_body(("plain",)).get_content().replace("\\r\\n", "\\n"),
                    "html": html.get_content() if html else None,
                    "longestLine": max(len(line) for line in raw.split(b"\\r\\n")),
                    "isASCII": raw.isascii(),
                }
                with open(f"{folder}/{count:04}.json", "w") as file: json.dump(found, file)
                count += 1
                return "250 OK"

        def check(server, session, envelope, mechanism, data):
            return AuthResult(success=data.password == password.encode(), handled=False)

        async def main():
            context = None
            if mode != "plain":
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
            settings = dict(hostname="localhost")
            if mode == "startTLS": settings.update(tls_context=context, require_starttls=True)
            if password: settings.update(authenticator=check, auth_required=True,
                                         auth_require_tls=(mode == "startTLS"))
            loop = asyncio.get_running_loop()
            server = await loop.create_server(
                lambda: SMTP(Handler(), **settings), "127.0.0.1", 0,
                ssl=context if mode == "implicitTLS" else None)
            print(server.sockets[0].getsockname()[1], flush=True)
            await loop.run_in_executor(None, sys.stdin.read)

        asyncio.run(main())
        """
}
