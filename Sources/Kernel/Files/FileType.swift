/// The kinds of file that are taken, told by their content. There is no other.
package enum FileType: String, Sendable, Codable, CaseIterable {
    case jpeg, png, heic, pdf, mp4, m4a

    package var mediaType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .heic: "image/heic"
        case .pdf: "application/pdf"
        case .mp4: "video/mp4"
        case .m4a: "audio/mp4"
        }
    }

    /// The endings a name of this kind may have, in small letters.
    package var endings: Set<String> {
        switch self {
        case .jpeg: ["jpg", "jpeg"]
        case .png: ["png"]
        case .heic: ["heic", "heif"]
        case .pdf: ["pdf"]
        case .mp4: ["mp4", "m4v"]
        case .m4a: ["m4a"]
        }
    }

    package var title: Words {
        switch self {
        case .jpeg, .png, .heic: Words("图片", "Picture")
        case .pdf: Words("PDF 文件", "PDF document")
        case .mp4: Words("视频", "Video")
        case .m4a: Words("录音", "Recording")
        }
    }
}

/// What the content of a file says about itself. Nothing is unpacked to find out.
package struct FileInspection: Hashable, Sendable {
    /// The largest file that is taken, in bytes.
    package static let largest = 20 << 20
    /// The longest side and the largest area of a picture, in pixels: above any camera in use, and
    /// far below what would exhaust who opens it.
    package static let longestSide = 20_000
    package static let largestArea = 200_000_000

    package let type: FileType
    /// Of pictures, in pixels.
    package let width: Int?
    package let height: Int?

    /// Judges `content` by its bytes alone, or refuses it.
    package static func inspect(_ content: [UInt8]) throws(Refusal) -> FileInspection {
        try require(!content.isEmpty, else: .fileEmpty)
        try require(content.count <= largest, else: .fileTooLarge)
        guard let found = recognised(content) else { throw .fileType }
        try require(!ForeignContent.isIn(content, found.type), else: .fileAmbiguous)
        if let width = found.width, let height = found.height {
            let fits = (1...longestSide).contains(width) && (1...longestSide).contains(height)
            // Both sides fit before they are multiplied.
            try require(fits && width * height <= largestArea, else: .pictureTooLarge)
        }
        return found
    }

    private static func recognised(_ content: [UInt8]) -> FileInspection? {
        if content.starts(with: PNGHeader.mark) {
            return PNGHeader.size(content).map { picture(.png, $0) }
        }
        if content.starts(with: [0xFF, 0xD8, 0xFF]) {
            return JPEGHeader.size(content).map { picture(.jpeg, $0) }
        }
        if content.starts(with: Array("%PDF-".utf8)) {
            return PDFShape.isWhole(content) ? FileInspection(.pdf) : nil
        }
        return MediaBoxes.inspect(content)
    }

    static func picture(_ type: FileType, _ size: (width: Int, height: Int)) -> FileInspection {
        FileInspection(type, width: size.width, height: size.height)
    }

    init(_ type: FileType, width: Int? = nil, height: Int? = nil) {
        self.type = type
        self.width = width
        self.height = height
    }
}

extension Refusal {
    static let fileEmpty = Refusal(
        .invalid, "files.empty", Words("文件是空的，请重新选择", "the file is empty; choose another"))
    package static let fileTooLarge = Refusal(
        .invalid, "files.tooLarge",
        Words(
            "文件过大：最多 20 MB，请压缩或分开上传",
            "the file is too large: at most 20 MB; make it smaller or send it in parts"))
    static let fileType = Refusal(
        .invalid, "files.typeRefused",
        Words(
            "只接收完整的 JPEG、PNG、HEIC 图片、PDF、MP4 视频或 M4A 录音；压缩包与其他文件不予接收",
            "only whole JPEG, PNG or HEIC pictures, PDF, MP4 and M4A are taken; archives and "
                + "other files are not"))
    static let fileAmbiguous = Refusal(
        .invalid, "files.ambiguous",
        Words(
            "文件同时含有另一种文件或可执行内容，不予接收；请重新拍摄或另存后上传",
            "the file holds another file or active content and is not taken; take or save it anew"))
    static let pictureTooLarge = Refusal(
        .invalid, "files.pictureTooLarge",
        Words(
            "图片尺寸过大：单边最多 20000 像素、总计最多 2 亿像素",
            "the picture is too large: at most 20,000 pixels a side and 200 million in all"))
}
