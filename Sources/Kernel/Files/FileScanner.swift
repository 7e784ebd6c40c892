/// What looks into a file for what would harm whoever opens it.
package protocol FileScanner: Sendable {
    /// How it is named in the record: `clamd`, `builtin`.
    var name: String { get }

    /// Throws when it cannot say: then the file stays unscanned, never clean.
    func scan(_ content: [UInt8]) async throws -> ScanVerdict
}

/// What a scanner found.
package enum ScanVerdict: Hashable, Sendable {
    case clean
    /// With the scanner's own name for what it found.
    case unsafe(String)
}

/// A scanner could not say: not reached, too slow, or an answer that is none.
package struct ScanFailure: Error, Hashable, Sendable {
    package let words: Words

    package init(_ words: Words) { self.words = words }
}

/// Recognises the harmless string by which every scanner is tested (EICAR), and nothing else. The
/// demo insurer serves files with it; it protects nobody from anything real.
package struct TestStringScanner: FileScanner {
    package let name = "builtin"

    /// In two parts, so that no scanner stops at this source.
    private static let mark =
        "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

    package init() {}

    /// Looks for the one string, wherever it stands.
    package func scan(_ content: [UInt8]) async throws -> ScanVerdict {
        ByteSearch.contains(content, Array(Self.mark.utf8)) ? .unsafe("EICAR-Test") : .clean
    }
}
