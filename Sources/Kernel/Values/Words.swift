/// A text in both languages of the product. Chinese comes first everywhere.
package struct Words: Hashable, Sendable, Codable {
    /// Simplified Chinese.
    package let zh: String
    /// English.
    package let en: String

    package init(_ zh: String, _ en: String) {
        self.zh = zh
        self.en = en
    }

    package subscript(_ language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}

/// The languages of the product.
package enum Language: String, Sendable, CaseIterable, Codable {
    case zh, en
}
