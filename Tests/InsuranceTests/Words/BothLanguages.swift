import Kernel
import Testing

/// Expects a text in both languages: Han characters in the Chinese one, none in the English one,
/// no space at either end.
func expectBothLanguages(
    _ words: Words, sourceLocation: SourceLocation = #_sourceLocation
) {
    for text in [words.zh, words.en] {
        #expect(
            !text.isEmpty && text.first != " " && text.last != " " && !text.contains("\n"),
            "\(words)", sourceLocation: sourceLocation)
    }
    #expect(words.zh.unicodeScalars.contains(where: isHan), sourceLocation: sourceLocation)
    #expect(
        words.en.unicodeScalars.allSatisfy(\.isASCII) && words.en.contains(where: \.isLetter),
        "\(words)", sourceLocation: sourceLocation)
}

private func isHan(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isIdeographic
}
