import Crypto

/// The shared secret of an authenticator app: 20 random bytes. It is stored sealed.
package struct OneTimeSecret: Hashable, Sendable {
    package let bytes: [UInt8]

    /// 16 to 64 bytes (RFC 4226 asks for at least 128 bits); anything else is `nil`.
    package init?(bytes: [UInt8]) {
        guard (16...64).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    package init(random: RandomBytes) throws(VaultFailure) {
        bytes = try VaultFailure.bytes(20, of: random)
    }

    /// Reads the base 32 text (RFC 4648); blanks and lower case are accepted.
    package init?(base32 text: String) {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for letter in text.utf8.prefix(128) where letter != 0x20 && letter != 0x3D {
            guard
                let value = OneTimeSecret.alphabet.firstIndex(of: letter & 0xDF)
                    ?? OneTimeSecret.alphabet.firstIndex(of: letter)
            else { return nil }
            buffer = buffer << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        self.init(bytes: bytes)
    }

    /// The text that is typed into an authenticator app.
    package var base32: String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(OneTimeSecret.alphabet[Int(buffer >> UInt32(bits) & 0x1F)])
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        if bits > 0 { text.append(OneTimeSecret.alphabet[Int(buffer << UInt32(5 - bits) & 0x1F)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The address an authenticator app reads from a QR code. It is a secret.
    package func address(issuer: String, account: String) -> String {
        let issuer = OneTimeSecret.escaped(issuer)
        return "otpauth://totp/\(issuer):\(OneTimeSecret.escaped(account))?secret=\(base32)"
            + "&issuer=\(issuer)&algorithm=SHA1&digits=6&period=30"
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// Percent-encodes all but the unreserved characters (RFC 3986).
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let letter = Character(Unicode.Scalar(byte))
            if letter.isASCII, letter.isLetter || letter.isNumber || "-._~".contains(letter) {
                escaped.append(letter)
            } else {
                escaped += "%" + HexText.encode(CollectionOfOne(byte)).uppercased()
            }
        }
        return escaped
    }
}

extension OneTimeSecret: CustomStringConvertible, CustomReflectable {
    package var description: String { "OneTimeSecret" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Codes of authenticator apps: RFC 6238 over RFC 4226 with SHA-1, 30 seconds and 6 digits, the
/// only form all apps understand. (SHA-1 is unbroken as the hash of an HMAC.)
package enum OneTimeCode {
    package static let period: Int64 = 30_000
    package static let digits = 6

    /// The step of 30 seconds that `moment` lies in; 0 before 1970.
    package static func step(at moment: Moment) -> UInt64 {
        UInt64(max(0, moment.milliseconds)) / UInt64(period)
    }

    /// The code of a step, with leading zeros. `digits` is 6 to 8.
    package static func code(
        _ secret: OneTimeSecret, step: UInt64, digits: Int = OneTimeCode.digits
    ) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - $0 * 8)) }
        let hash = Array(
            HMAC<Insecure.SHA1>.authenticationCode(
                for: counter, using: SymmetricKey(data: secret.bytes)))
        let offset = Int(hash[19] & 0xF)
        let number = BigEndian.number(hash[offset..<offset + 4]) & 0x7FFF_FFFF
        let length = min(max(digits, 6), 8)
        let modulus: UInt32 = length == 6 ? 1_000_000 : length == 7 ? 10_000_000 : 100_000_000
        let text = String(number % modulus)
        return String(repeating: "0", count: length - text.utf8.count) + text
    }

    /// The step whose code was given, one step early or late allowed, or `nil`.
    ///
    /// The caller stores (user, step) under a UNIQUE rule in the same transaction, so that each
    /// code works once, on all nodes. `after` is the last step used, if known: it and earlier ones
    /// are refused. All three steps are always compared, in constant time.
    package static func match(
        _ code: String, secret: OneTimeSecret, at moment: Moment, after used: UInt64? = nil
    ) -> UInt64? {
        let given = Array(code.utf8.prefix(64)).filter { $0 != 0x20 }
        let now = step(at: moment)
        var found: UInt64?
        for step in (now == 0 ? 0 : now - 1)...(now + 1) {
            let equal = ConstantTime.equal(Array(self.code(secret, step: step).utf8), given)
            if equal, used.map({ step > $0 }) ?? true { found = step }
        }
        return found
    }
}
