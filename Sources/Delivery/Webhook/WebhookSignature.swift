package import Kernel

import Crypto

/// The signature of a call: `v1=` and the hexadecimal HMAC-SHA256 of `id.timestamp.body` under
/// the secret shared with the receiver. The timestamp is in seconds since 1970.
package enum WebhookSignature {
    package static let idHeader = "Covenant-Id"
    package static let timestampHeader = "Covenant-Timestamp"
    package static let signatureHeader = "Covenant-Signature"

    /// The longest age a receiver accepts, in seconds, unless it says otherwise.
    package static let usualMaximumAge = 300
    /// Signatures looked at in one header, so that a long header costs nothing.
    private static let mostCandidates = 8

    /// The value of the signature header.
    package static func value(
        id: String, timestamp: Int64, body: [UInt8], secret: [UInt8]
    ) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: signed(id: id, timestamp: timestamp, body: body),
            using: SymmetricKey(data: secret))
        return "v1=" + Hex.text(Array(code))
    }

    /// Whether a call received is genuine and fresh, compared in constant time.
    ///
    /// `secrets` holds more than one while a secret is being replaced; the header may carry
    /// several signatures separated by commas. A timestamp further than `maximumAge` seconds from
    /// `now`, before or after, is refused.
    package static func isGenuine(
        id: String, timestamp: String, body: [UInt8], signature: String,
        secrets: [[UInt8]], now: Moment, maximumAge: Int = usualMaximumAge
    ) -> Bool {
        guard let seconds = Int64(timestamp), String(seconds) == timestamp,
            isFresh(seconds, now: now, maximumAge: maximumAge)
        else { return false }
        let message = signed(id: id, timestamp: seconds, body: body)
        let candidates = signature.split(separator: ",").prefix(mostCandidates).compactMap {
            $0.hasPrefix("v1=") ? Hex.bytes($0.dropFirst(3)) : nil
        }
        var isGenuine = false
        for secret in secrets where !secret.isEmpty {
            let key = SymmetricKey(data: secret)
            for candidate in candidates
            where HMAC<SHA256>.isValidAuthenticationCode(
                candidate, authenticating: message, using: key)
            {
                isGenuine = true
            }
        }
        return isGenuine
    }

    private static func isFresh(_ seconds: Int64, now: Moment, maximumAge: Int) -> Bool {
        let (age, overflowed) = (now.milliseconds / 1000).subtractingReportingOverflow(seconds)
        return !overflowed && age.magnitude <= UInt64(max(maximumAge, 0))
    }

    private static func signed(id: String, timestamp: Int64, body: [UInt8]) -> [UInt8] {
        Array("\(id).\(timestamp).".utf8) + body
    }
}

/// Bytes as lower-case hexadecimal digits.
enum Hex {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    /// The bytes written in `text`; `nil` when it is not hexadecimal.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high * 16 + low))
        }
        return bytes
    }
}
