/// A QR code as a square of modules, without its quiet zone.
package struct CodeSquare: Hashable, Sendable {
    /// Modules along one side.
    package let side: Int
    /// Row by row, `side` times `side`; true is dark.
    package let isDark: [Bool]

    /// - Precondition: there are `side` times `side` modules.
    package init(side: Int, isDark: [Bool]) {
        precondition(side > 0 && isDark.count == side * side, "a square has all its modules")
        self.side = side
        self.isDark = isDark
    }
}

/// Draws QR codes.
package protocol CodeDrawer: Sendable {
    /// The code of `text`; `nil` for an empty text, or one too long for a code.
    func square(_ text: String) -> CodeSquare?
}

/// Why a page was not printed. Never carries its content.
package enum PrintFailure: Error, Hashable, Sendable {
    /// The program that prints is not installed.
    case absent
    /// Too many pages are being printed; try again later.
    case busy
    /// It took too long, was too large, or the program failed.
    case failed
}

/// Prints HTML as PDF.
package protocol PagePrinter: Sendable {
    /// The PDF of a page that names no other file. Ends within the printer's own limit.
    func pdf(_ html: [UInt8]) async throws(PrintFailure) -> [UInt8]
}
