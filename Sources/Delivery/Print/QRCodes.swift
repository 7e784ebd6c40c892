import CLibQREncode
package import Kernel

/// QR codes by the system's libqrencode, error correction level M.
package struct QRCodes: CodeDrawer {
    /// Bytes that are drawn at most: an address of our own is far shorter.
    private static let largest = 500

    package init() {}

    package func square(_ text: String) -> CodeSquare? {
        let count = text.utf8.count
        guard count > 0, count <= Self.largest, !text.utf8.contains(0),
            let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
        else { return nil }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        guard side > 0, side <= 177, let data = code.pointee.data else { return nil }
        // The lowest bit of each byte is the module's colour.
        let modules = UnsafeBufferPointer(start: data, count: side * side)
        return CodeSquare(side: side, isDark: modules.map { $0 & 1 == 1 })
    }
}
