extension ID {
    /// The 16 bytes of the UUID, most significant first (RFC 9562).
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        var half: UInt8?
        for byte in text.utf8 where byte != 0x2D {
            let digit = byte <= 0x39 ? byte - 0x30 : byte - 0x57
            if let high = half {
                bytes.append(high << 4 | digit)
                half = nil
            } else {
                half = digit
            }
        }
        return bytes
    }

    /// The identity of exactly 16 bytes; any other number is `nil`.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var text = ""
        for (place, byte) in bytes.enumerated() {
            if place == 4 || place == 6 || place == 8 || place == 10 { text += "-" }
            text += HexText.encode(CollectionOfOne(byte))
        }
        self.init(text)
    }
}
