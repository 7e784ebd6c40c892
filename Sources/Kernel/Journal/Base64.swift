import Foundation

/// Base64 with padding (RFC 4648 section 4), one spelling per value.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }

    /// `nil` for anything but what `encode` writes: spare bits that are set are refused.
    static func decode(_ text: String) -> [UInt8]? {
        guard let bytes = Data(base64Encoded: text).map(Array.init), encode(bytes) == text else {
            return nil
        }
        return bytes
    }
}
