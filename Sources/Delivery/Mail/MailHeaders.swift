import Foundation
import Kernel

/// Addresses of the plain form `local@domain` (RFC 5321), without quoting and comments.
enum MailAddress {
    static func isUsable(_ address: String) -> Bool {
        let parts = address.utf8.split(separator: 0x40, omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254, parts[0].count <= 64 else {
            return false
        }
        return isDotted(parts[0], allowed: isLocal) && isDotted(parts[1], allowed: isDomain)
    }

    private static func isDotted(
        _ text: Substring.UTF8View, allowed: (UInt8) -> Bool
    ) -> Bool {
        let labels = text.split(separator: 0x2E, omittingEmptySubsequences: false)
        return labels.allSatisfy { !$0.isEmpty && $0.allSatisfy(allowed) }
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: false
        }
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isDomain(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }
}

/// RFC 2047 words for header text outside ASCII.
enum EncodedWords {
    /// Bytes of UTF-8 in one word: 52 characters of base64, so a line stays under 76.
    private static let wordBytes = 39

    /// Short plain ASCII as it is, anything else as folded base64 words, cut between characters.
    static func text(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                || (0x61...0x7A).contains($0) || $0 == 0x20 || $0 == 0x2D
        }
        if isPlain && text.utf8.count <= 60 && text.first != " " && text.last != " " { return text }
        return words(text).map { "=?UTF-8?B?\($0.base64)?=" }.joined(separator: "\r\n ")
    }

    private static func words(_ text: String) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if word.count + bytes.count > wordBytes {
                words.append(word)
                word = []
            }
            word += bytes
        }
        return words + [word]
    }
}

extension [UInt8] {
    /// Base64 in one line (RFC 4648).
    var base64: String { Data(self).base64EncodedString() }
}

/// The date of a mail in UTC (RFC 5322), the same in every locale.
enum MailDate {
    static func text(_ moment: Moment) -> String {
        let seconds = Int(moment.milliseconds / 1000)
        let day = Day(number: seconds / 86_400)
        let second = seconds % 86_400
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let time = [second / 3600, second / 60 % 60, second % 60].map(twoDigits)
        return "\(weekdays[day.weekday - 1]), \(day.day) \(months[day.month - 1]) \(day.year) "
            + time.joined(separator: ":") + " +0000"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
