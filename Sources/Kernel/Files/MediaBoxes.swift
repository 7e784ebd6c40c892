/// Files made of boxes (ISO 14496-12): HEIC pictures, MP4 and M4A. The boxes must fill the file
/// from its first byte to its last.
enum MediaBoxes {
    private static let mostBoxes = 10_000
    private static let brands: [String: FileType] = [
        "heic": .heic, "heix": .heic, "mif1": .heic, "isom": .mp4, "iso2": .mp4, "iso4": .mp4,
        "iso5": .mp4, "iso6": .mp4, "mp41": .mp4, "mp42": .mp4, "avc1": .mp4, "M4V ": .mp4,
        "M4A ": .m4a,
    ]

    private struct Box {
        let kind: String
        let content: Range<Int>
    }

    static func inspect(_ bytes: [UInt8]) -> FileInspection? {
        guard let boxes = boxes(bytes), let first = boxes.first, first.kind == "ftyp",
            (8...4096).contains(first.content.count),
            let type = brands[name(bytes, at: first.content.lowerBound)]
        else { return nil }
        if type == .heic {
            guard let meta = boxes.first(where: { $0.kind == "meta" }) else { return nil }
            return size(bytes, meta.content).map { FileInspection.picture(.heic, $0) }
        }
        return boxes.contains { $0.kind == "moov" } ? FileInspection(type) : nil
    }

    private static func boxes(_ bytes: [UInt8]) -> [Box]? {
        var boxes: [Box] = []
        var place = 0
        while place < bytes.count {
            guard boxes.count < mostBoxes, let short = ByteSearch.number(bytes, at: place, 4),
                place <= bytes.count - 8
            else { return nil }
            var (length, head) = (short, 8)
            if short == 0 { length = bytes.count - place }
            if short == 1 {
                guard ByteSearch.number(bytes, at: place + 8, 4) == 0,
                    let long = ByteSearch.number(bytes, at: place + 12, 4)
                else { return nil }
                (length, head) = (long, 16)
            }
            guard length >= head, length <= bytes.count - place else { return nil }
            boxes.append(
                Box(kind: name(bytes, at: place + 4), content: place + head..<place + length))
            place += length
        }
        return boxes
    }

    /// The largest size that the picture's properties state: a picture put together from tiles
    /// states those too.
    private static func size(
        _ bytes: [UInt8], _ meta: Range<Int>
    ) -> (width: Int, height: Int)? {
        var size: (width: Int, height: Int)?
        var place = meta.lowerBound
        for _ in 0..<mostBoxes {
            guard let hit = ByteSearch.first(Array("ispe".utf8), in: bytes, from: place),
                hit < meta.upperBound
            else { return size }
            if let width = ByteSearch.number(bytes, at: hit + 8, 4),
                let height = ByteSearch.number(bytes, at: hit + 12, 4)
            {
                size = (max(width, size?.width ?? 0), max(height, size?.height ?? 0))
            }
            place = hit + 4
        }
        return nil
    }

    private static func name(_ bytes: [UInt8], at place: Int) -> String {
        guard place >= 0, place <= bytes.count - 4 else { return "" }
        return String(decoding: bytes[place..<place + 4], as: UTF8.self)
    }
}
