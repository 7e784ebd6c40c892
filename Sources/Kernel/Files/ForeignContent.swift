/// A PDF that begins and ends as one.
enum PDFShape {
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 32, bytes[5] == 0x31 || bytes[5] == 0x32, bytes[6] == 0x2E else {
            return false
        }
        return end(bytes) != nil
    }

    /// Where the last end mark ends, when it is near the end of the file.
    static func end(_ bytes: [UInt8]) -> Int? {
        let mark = Array("%%EOF".utf8)
        var place = max(0, bytes.count - 1024)
        var end: Int?
        while let hit = ByteSearch.first(mark, in: bytes, from: place) {
            end = hit + mark.count
            place = hit + 1
        }
        return end
    }
}

/// What makes a file two files at once, or a program: what one reader takes for a picture, another
/// unpacks or runs.
enum ForeignContent {
    /// The end of a ZIP directory with its two disk numbers, which are zero.
    private static let zipEnd: [UInt8] = [0x50, 0x4B, 0x05, 0x06, 0, 0, 0, 0]
    private static let archives: [[UInt8]] = [
        [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C],
    ]
    private static let scripts = ["<script", "<?php", "<html", "<!doctype", "<svg"].map {
        Array($0.utf8)
    }
    private static let actions = ["/JavaScript", "/Launch"].map { Array($0.utf8) }

    static func isIn(_ bytes: [UInt8], _ type: FileType) -> Bool {
        // Readers look for the directory from the end: 22 bytes and a comment of up to 65,535.
        if ByteSearch.contains(bytes, zipEnd, from: max(0, bytes.count - 65_557)) { return true }
        if archives.contains(where: { ByteSearch.contains(bytes, $0) }) { return true }
        if type == .pdf { return isActive(bytes) }
        // Readers of PDF look for its mark within the first kilobyte.
        if ByteSearch.contains(Array(bytes.prefix(1024)), Array("%PDF-".utf8)) { return true }
        return scripts.contains { ByteSearch.containsFolded(bytes, $0) }
    }

    /// A document may speak of HTML in its text; before it, it may not, and nothing follows it.
    private static func isActive(_ bytes: [UInt8]) -> Bool {
        if actions.contains(where: { ByteSearch.contains(bytes, $0) }) { return true }
        guard let end = PDFShape.end(bytes) else { return true }
        let blank: Set<UInt8> = [0, 0x09, 0x0A, 0x0D, 0x20]
        if !bytes[end...].allSatisfy(blank.contains) { return true }
        let head = Array(bytes.prefix(1024))
        return scripts.contains { ByteSearch.containsFolded(head, $0) }
    }
}
