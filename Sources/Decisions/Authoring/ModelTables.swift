public import Foundation

/// The decision tables of a DMN document (1.2 to 1.5), to be read as sheets and replaced.
public struct ModelTables: Sendable {
    /// One table and whose it is.
    public struct Place: Sendable, Hashable, CustomStringConvertible {
        /// The decision or business knowledge model.
        public let name: String
        /// Its id.
        public let id: String
        /// Which of its tables, from 1.
        public let part: Int
        /// How many tables it has.
        public let parts: Int
        let index: Int

        /// The name, with the part where there are several.
        public var description: String { parts > 1 ? "\(name) (\(part)/\(parts))" : name }
    }

    struct Table: Sendable {
        let element: ModelElement
        let node: MarkupNode
        let owner: ModelElement
    }

    /// All tables in the order of the document.
    public let places: [Place]
    let bytes: [UInt8]
    let tables: [Table]
    /// Ids of the whole document and how often each is there.
    let ids: [String: Int]
    /// Of the document, where it states one.
    let language: String?
    let root: ModelElement

    /// The tables of a document.
    ///
    /// - Throws: `ModelError` when the document is not well formed, hostile or no DMN.
    public init(_ document: Data) throws {
        let root = try ModelElement.read(document)
        guard root.name == "definitions" else {
            throw ModelError(
                message: "a DMN model begins with <definitions>, not <\(root.name)>",
                line: root.line, column: 1)
        }
        self.root = root
        bytes = [UInt8](document)
        language = root["expressionLanguage"]
        var search = TableSearch()
        search.visit(root, owner: nil)
        ids = search.ids
        var scanner = MarkupScanner(bytes)
        let nodes = scanner.nodes(at: Set(search.found.map(\.number)))
        tables = search.found.compactMap { found in
            nodes[found.number].map { Table(element: found.element, node: $0, owner: found.owner) }
        }
        let parts = Dictionary(grouping: search.found, by: \.ownerNumber).mapValues(\.count)
        var seen: [Int: Int] = [:]
        places = search.found.enumerated().map { index, found in
            seen[found.ownerNumber, default: 0] += 1
            return Place(
                name: found.owner["name"] ?? "", id: found.owner["id"] ?? "",
                part: seen[found.ownerNumber] ?? 1, parts: parts[found.ownerNumber] ?? 1,
                index: index)
        }
    }

    /// The tables of a decision or business knowledge model, by its name or id.
    public func places(named name: String) -> [Place] {
        let byName = places.filter { normalized($0.name) == normalized(name) }
        return byName.isEmpty ? places.filter { !$0.id.isEmpty && $0.id == name } : byName
    }

    /// A table as a sheet.
    ///
    /// - Throws: `SheetFaults` with lines and columns when the table holds what a sheet cannot:
    ///   other languages than FEEL, imported values, descriptions of cells, empty constraints.
    public func sheet(_ place: Place) throws -> TableSheet {
        guard tables.indices.contains(place.index) else {
            throw SheetFaults([Self.missing(place)])
        }
        let table = tables[place.index]
        var reading = MarkupSheetReading(bytes, name: place.name, id: place.id)
        if let language, !isFEEL(language) {
            reading.refuse(
                table.node, "表达式语言不是 FEEL：\(language)", "the language is not FEEL: \(language)")
        }
        reading.read(MarkupPair(element: table.element, node: table.node))
        guard reading.faults.isEmpty else { throw SheetFaults(reading.faults) }
        return reading.sheet
    }

    static func missing(_ place: Place) -> SheetFault {
        SheetFault(
            Wording("", ""),
            Wording("文档里没有表“\(place)”", "the document has no table '\(place)'"))
    }
}

func isFEEL(_ language: String) -> Bool { language.lowercased().contains("feel") }

/// Walks a document for its tables, counting elements as `MarkupScanner` does.
private struct TableSearch {
    struct Found {
        let number: Int
        let element: ModelElement
        let owner: ModelElement
        let ownerNumber: Int
    }

    var found: [Found] = []
    var ids: [String: Int] = [:]
    private var number = -1

    mutating func visit(_ element: ModelElement, owner: (element: ModelElement, number: Int)?) {
        number += 1
        if let id = element["id"] { ids[id, default: 0] += 1 }
        var owner = owner
        if owner == nil, element.name == "decision" || element.name == "businessKnowledgeModel" {
            owner = (element, number)
        }
        if element.name == "decisionTable", let owner {
            found.append(
                Found(
                    number: number, element: element, owner: owner.element,
                    ownerNumber: owner.number))
        }
        for child in element.children { visit(child, owner: owner) }
    }
}
