import Foundation

/// The name a file was sent under. It is shown to people and never used to find or store anything.
package enum FileName {
    private static let longest = 150
    /// Endings that make some system run a file, wherever in the name they stand.
    private static let active: Set<String> = [
        "asp", "aspx", "bat", "cgi", "cmd", "com", "cpl", "dll", "exe", "hta", "htm", "html",
        "jar", "js", "jsp", "lnk", "msi", "phar", "php", "phtml", "pht", "pl", "ps1", "py", "scr",
        "sh", "svg", "vbs", "xhtml", "xml", "zip",
    ]

    /// The name as it may be kept: one plain name whose ending fits what the content is.
    package static func checked(_ name: String, for type: FileType) throws(Refusal) -> String {
        let scalars = name.unicodeScalars
        let isPlain = (1...longest).contains(scalars.count) && scalars.allSatisfy(isAllowed)
        try require(isPlain && !name.hasPrefix("."), else: .fileName)
        // Full-width and other forms of the same letters count as those letters.
        let folded = name.precomposedStringWithCompatibilityMapping.lowercased()
        try require(!folded.contains("/") && !folded.contains("\\"), else: .fileName)
        let parts = folded.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let ending = parts.last, type.endings.contains(ending),
            !parts.dropLast().contains(where: { active.contains($0.filter { $0 != " " }) })
        else { throw .fileEnding }
        return name
    }

    /// Without separators of paths, control signs, and signs that turn the direction of writing,
    /// behind which an ending can be hidden.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default: !"/\\:*?\"<>|%".unicodeScalars.contains(scalar)
        }
    }
}

extension Refusal {
    static let fileName = Refusal(
        .invalid, "files.nameRefused",
        Words(
            "文件名不可用：不得为空、含路径或特殊字符，最多 150 个字符",
            "the file name cannot be used: one plain name without path or special signs, at "
                + "most 150 characters"))
    static let fileEnding = Refusal(
        .invalid, "files.endingMismatch",
        Words(
            "文件名的扩展名与内容不符；请保留原扩展名（如 .jpg、.pdf）",
            "the ending of the name does not fit the content; keep the original one, such as "
                + ".jpg or .pdf"))
}
