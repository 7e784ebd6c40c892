import Crypto

/// What is wrong with the text of a key file. Never quotes the text.
package enum VaultKeysTextFailure: Error, Hashable, Sendable {
    case notAKeyFile
    case line(Int)
    case repeated(Int)
    case incomplete(String)
    case checksum

    /// What happened, why, and what to do.
    package var message: Words {
        switch self {
        case .notAKeyFile:
            Words(
                "这不是守诺的密钥文件：首行应为 covenant-keys 1。请指定正确的文件。",
                "This is no key file of Covenant: its first line is not `covenant-keys 1`. "
                    + "Name the right file.")
        case .line(let number):
            Words(
                "密钥文件第\(number)行无法识别。请从备份恢复该文件。",
                "Line \(number) of the key file cannot be read. Restore the file from its backup.")
        case .repeated(let number):
            Words(
                "密钥文件第\(number)行与前文重复。请从备份恢复该文件。",
                "Line \(number) of the key file repeats an earlier one. "
                    + "Restore the file from its backup.")
        case .incomplete(let name):
            Words(
                "密钥文件缺少 \(name)。请从备份恢复该文件。",
                "The key file lacks `\(name)`. Restore the file from its backup.")
        case .checksum:
            Words(
                "密钥文件的校验行不符，内容可能被截断或误改。请从备份恢复该文件。",
                "The check line of the key file does not match: it was cut short or edited. "
                    + "Restore the file from its backup.")
        }
    }
}

/// The text form: one key a line, `name [version] base64url`, ended by a check line.
///
///     covenant-keys 1
///     wrapping 1 <43 characters>
///     minimum 1
///     index <43 characters>
///     journal, request, pepper, session: the same
///     check <16 hexadecimal digits of the SHA-256 of all lines before>
///
/// The check finds accidents, not attacks: who can write the file has the keys anyway.
extension VaultKeys {
    private static let heading = "covenant-keys 1"
    private static let names = ["index", "journal", "request", "pepper", "session"]

    /// The text of a key file, ending in a line feed. It is a secret.
    package var text: String {
        var lines = [VaultKeys.heading]
        for version in versions {
            lines.append("wrapping \(version) \(VaultKeys.encode(wrapping[version]))")
        }
        lines.append("minimum \(minimumVersion)")
        lines.append("index \(VaultKeys.encode(indexRoot))")
        lines.append("journal \(Base64.urlSafe.encode(Array(journalSigning.rawRepresentation)))")
        lines.append("request \(VaultKeys.encode(requestHash))")
        lines.append("pepper \(VaultKeys.encode(pepper))")
        lines.append("session \(VaultKeys.encode(session))")
        lines.append("check \(VaultKeys.check(lines))")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads the text form; blank lines and lines that begin with `#` are skipped.
    package static func parse(_ text: String) throws(VaultKeysTextFailure) -> VaultKeys {
        guard text.utf8.count <= KeyFile.maximumSize else { throw .notAKeyFile }
        // A carriage return with its line feed is one character here, and a line end too.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map(String.init)
        guard lines.first == heading else { throw .notAKeyFile }
        var reading = Reading()
        for (place, line) in lines.enumerated().dropFirst() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            try reading.take(line, number: place + 1)
        }
        return try reading.keys()
    }

    private static func encode(_ key: SymmetricKey?) -> String {
        Base64.urlSafe.encode(key?.withUnsafeBytes { Array($0) } ?? [])
    }

    fileprivate static func check(_ lines: [String]) -> String {
        let text = lines.map { $0 + "\n" }.joined()
        return HexText.encode(Array(SHA256.hash(data: Array(text.utf8))).prefix(8))
    }

    /// What was read so far.
    private struct Reading {
        var lines = [VaultKeys.heading]
        var wrapping: [UInt32: SymmetricKey] = [:]
        var minimum: UInt32?
        var single: [String: [UInt8]] = [:]
        var checked = false

        mutating func take(_ line: String, number: Int) throws(VaultKeysTextFailure) {
            guard !checked else { throw .line(number) }
            let words = line.split(separator: " ").map(String.init)
            switch (words.first, words.count) {
            case ("wrapping", 3):
                guard let version = UInt32(words[1]), version > 0,
                    let bytes = Reading.key(words[2])
                else { throw .line(number) }
                guard wrapping.updateValue(SymmetricKey(data: bytes), forKey: version) == nil
                else { throw .repeated(number) }
            case ("minimum", 2):
                guard let version = UInt32(words[1]) else { throw .line(number) }
                guard minimum == nil else { throw .repeated(number) }
                minimum = version
            case ("check", 2):
                guard words[1] == VaultKeys.check(lines) else { throw .checksum }
                checked = true
            case (let name?, 2) where VaultKeys.names.contains(name):
                guard let bytes = Reading.key(words[1]) else { throw .line(number) }
                guard single.updateValue(bytes, forKey: name) == nil else {
                    throw .repeated(number)
                }
            default:
                throw .line(number)
            }
            lines.append(line)
        }

        func keys() throws(VaultKeysTextFailure) -> VaultKeys {
            guard checked else { throw .incomplete("check") }
            guard let minimum else { throw .incomplete("minimum") }
            guard wrapping[minimum] != nil else { throw .incomplete("wrapping \(minimum)") }
            func symmetric(_ name: String) throws(VaultKeysTextFailure) -> SymmetricKey {
                guard let bytes = single[name] else { throw .incomplete(name) }
                return SymmetricKey(data: bytes)
            }
            guard let seed = single["journal"],
                let signing = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            else { throw .incomplete("journal") }
            return VaultKeys(
                wrapping: wrapping, minimumVersion: minimum, indexRoot: try symmetric("index"),
                journalSigning: signing, requestHash: try symmetric("request"),
                pepper: try symmetric("pepper"), session: try symmetric("session"))
        }

        private static func key(_ text: String) -> [UInt8]? {
            guard let bytes = Base64.urlSafe.decode(text.utf8), bytes.count == 32 else {
                return nil
            }
            return bytes
        }
    }
}
