import Insurance
import Kernel

/// A member of a read row as a person reads it.
enum ShownValue {
    /// The text of a value in one language; `nil` where there is nothing to show.
    static func text(_ json: JSON, _ language: Language) -> String? {
        switch json {
        case .null: nil
        case .bool(let isSo): (isSo ? Words("是", "yes") : Words("否", "no"))[language]
        case .integer(let number): String(number)
        case .string(let text): text.isEmpty ? nil : written(text)
        case .array(let elements): listed(elements, language)
        case .object: titled(json, language)
        }
    }

    /// Moments and amounts in the reader's habit; anything else as it is.
    private static func written(_ text: String) -> String {
        let bytes = Array(text.utf8)
        if bytes.count >= 20, bytes.count <= 32, bytes[4] == 0x2D, bytes[10] == 0x54,
            let moment = Moment(iso8601: text)
        {
            return ShownMoment.text(moment)
        }
        if bytes.count <= 24, bytes.contains(0x20), let money = Money(text) {
            return ShownMoney.text(money)
        }
        return text
    }

    private static func listed(_ elements: [JSON], _ language: Language) -> String? {
        let texts = elements.prefix(6).compactMap { text($0, language) }
        guard !texts.isEmpty else { return nil }
        let rest = elements.count > 6 ? " … (\(elements.count))" : ""
        return texts.joined(separator: language == .zh ? "、" : ", ") + rest
    }

    /// `{code, title}`, `{zh, en}`, or the values of what is inside, in their order.
    private static func titled(_ json: JSON, _ language: Language) -> String? {
        if let own = json[language.rawValue]?.text { return own }
        if let title = json["title"], title != .null { return text(title, language) }
        guard case .object(let object) = json else { return nil }
        let texts = object.members.compactMap { text($0.value, language) }
        return texts.isEmpty ? nil : texts.joined(separator: " ")
    }
}

/// A row of a collection, as lists and case pages show it.
struct ShownRow: Sendable {
    let json: JSON

    var number: String? { json["number"]?.text ?? json["code"]?.text }

    /// The case that the row is, or is about; the link to look at it beside the list.
    func peek(_ collection: ReadCollection) -> [String: any Sendable] {
        let number = (collection.hasCasePages ? json["number"] : json["case"])?.text ?? ""
        let isCase = CaseLink.isNumber(number)
        return [
            "label": number, "hasPeek": isCase, "peek": isCase ? CaseLink.path(number) : "",
        ]
    }

    /// - Parameter collection: by which codes of its filters are shown as words.
    func cells(
        _ names: [String], of collection: ReadCollection, _ language: Language
    ) -> [[String: any Sendable]] {
        names.map { name in
            let value = json[name] ?? .null
            let coded = value.text.flatMap { code in
                FilterChoices.of(name, in: collection).first { $0.code == code }
            }
            let text = coded?.title[language] ?? ShownValue.text(value, language)
            let isMoney = value.text.map { Money($0) != nil && $0.contains(" ") } ?? false
            var cell: [String: any Sendable] = [
                "text": text ?? "—", "isNumber": isMoney || value.isInteger, "isEmpty": text == nil,
                "hasLink": false, "link": "",
            ]
            if CaseLink.fields.contains(name), name != "number" || collection.hasCasePages,
                let linked = value.text, CaseLink.isNumber(linked) {
                cell["link"] = CaseLink.path(linked)
                cell["hasLink"] = true
            }
            return cell
        }
    }
}

extension JSON {
    fileprivate var isInteger: Bool { if case .integer = self { true } else { false } }
}

extension ReadCollection {
    /// Whether each of its rows has a page of its own.
    var hasCasePages: Bool { CaseKinds.all.contains { $0.table == table } }
}

/// Addresses of case pages.
enum CaseLink {
    /// Members whose text is the number of a case.
    static let fields: Set<String> = [
        "number", "case", "claim", "notice", "payment", "recovery", "panel", "batch",
        "mergedInto", "openInvestigation",
    ]

    static func path(_ number: String) -> String { "/console/case/\(number)" }

    /// The form of a command, about a case or a piece of work where one is named.
    static func action(_ command: String, about: String?) -> String {
        "/console/do/\(command)" + (about.map { "/\($0)" } ?? "")
    }

    /// Whether a text could be the number of a case, and stand in an address.
    static func isNumber(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F
            }
    }
}
