import Delivery
import Foundation
import Insurance
import Kernel

/// How messages leave: a JSON file for its owner alone, named with `--delivery`, because it holds
/// passwords. docs/operations.md describes it.
struct DeliverySettings {
    private(set) var mail: SMTPMail.Settings?
    private(set) var connector: CustomerNotices.Connector?
    /// The connector as the register of receivers names it.
    private var receiver: String?
    private var rules = EgressRules()

    /// Nothing configured: messages wait in the outbox and say so.
    init() {}

    init(path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw DeliverySettings.problem(path, "missing") }
        guard status.st_mode & 0o077 == 0 else { throw DeliverySettings.problem(path, "chmod 600") }
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let json: JSON
        do { json = try JSON.parse(bytes) } catch {
            throw DeliverySettings.problem(path, "\(error.words.en)")
        }
        if let smtp = json["smtp"] { mail = try DeliverySettings.mail(smtp, path) }
        guard let notices = json["notices"] else { return }
        guard let url = notices["url"]?.text, let secret = notices["secret"]?.text,
            secret.utf8.count >= 16, let receiver = notices["receiver"]?.text
        else {
            throw DeliverySettings.problem(
                path, "notices: url, secret (16 bytes or more), receiver (its registered code)")
        }
        self.receiver = receiver
        connector = CustomerNotices.Connector(url: url, secret: Array(secret.utf8))
        rules = EgressRules(allowed: Set(notices["allowed"]?.elements?.compactMap(\.text) ?? []))
    }

    /// Mail goes to those concerned; everything else to a third party, which must be registered.
    func relay(_ installation: Installation) -> OutboxRelay {
        let now = installation.dispatcher.now
        return OutboxRelay(
            database: installation.database, vault: Vault(keys: installation.keys),
            renderer: CustomerNotices(connector: connector),
            mail: mail.map { SMTPMail(settings: $0, now: { .present }) },
            webhook: connector.map { _ in
                SignedWebhook(settings: .init(rules: rules), now: { .present })
            }, random: randomBytes,
            isRegistered: { [receiver] channel, reader in
                guard channel != .mail, let receiver else { return true }
                return try DataReceiver.find(receiver, reader)?.state.takes(at: now()) ?? false
            })
    }

    private static func mail(_ smtp: JSON, _ path: String) throws -> SMTPMail.Settings {
        guard let host = smtp["host"]?.text, let sender = smtp["sender"]?.text else {
            throw problem(path, "smtp: host, sender")
        }
        let protection: SMTPMail.Protection
        switch smtp["protection"]?.text ?? "startTLS" {
        case "startTLS": protection = .startTLS
        case "implicitTLS": protection = .implicitTLS
        case "none": protection = .none
        default: throw problem(path, "smtp: protection is startTLS, implicitTLS or none")
        }
        return SMTPMail.Settings(
            host: host, port: smtp["port"]?.number.map { Int($0) } ?? 587, protection: protection,
            user: smtp["user"]?.text, password: smtp["password"]?.text, sender: Mailbox(sender))
    }

    private static func problem(_ path: String, _ what: String) -> CommandFailure {
        CommandFailure(
            Words(
                "投递设置 \(path) 无法使用：\(what)",
                "the delivery settings \(path) cannot be used: \(what)"))
    }
}
