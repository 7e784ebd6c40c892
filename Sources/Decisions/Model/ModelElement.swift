public import Foundation
internal import FoundationXML

/// Why a model could not be read.
public struct ModelError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let message: String
    /// From 1; nil where the whole document is meant.
    public let line: Int?
    /// From 1; nil where the whole line or document is meant.
    public let column: Int?

    /// For people.
    public var description: String {
        guard let line else { return message }
        return "line \(line), column \(column ?? 1): \(message)"
    }
}

/// An element of an XML document with its name free of prefixes; bounded in size and depth, and
/// refused where it declares entities.
public struct ModelElement: Sendable {
    /// The local name.
    public let name: String
    /// Attributes by local name; declarations of namespaces are not among them.
    public let attributes: [String: String]
    /// Child elements in order.
    public internal(set) var children: [ModelElement] = []
    /// All text directly within.
    public fileprivate(set) var text = ""
    /// Where it begins.
    public let line: Int

    static let largestDocument = 64 * 1024 * 1024
    static let greatestDepth = 200
    static let mostElements = 5_000_000

    init(name: String, attributes: [String: String], line: Int) {
        self.name = name
        self.attributes = attributes
        self.line = line
    }

    /// The root of a document.
    ///
    /// - Throws: `ModelError` with line and column when it is not well formed, too large, too deep
    ///   or holds a document type declaration.
    public static func read(_ data: Data) throws -> ModelElement {
        guard data.count <= largestDocument else {
            throw ModelError(message: "the document is too large", line: nil, column: nil)
        }
        // Foundation's reader traps on attributes that are not UTF-8.
        guard String(validating: data, as: UTF8.self) != nil else {
            throw ModelError(
                message: "the document is not UTF-8; save it as UTF-8", line: nil, column: nil)
        }
        for mark in ["<!DOCTYPE", "<!ENTITY"] where data.range(of: Data(mark.utf8)) != nil {
            throw ModelError(
                message: "document type declarations and entities are refused", line: nil,
                column: nil)
        }
        let reader = ModelElementReader()
        // In one piece, libxml2 refuses what is longer than 10 MB.
        let parser = XMLParser(stream: InputStream(data: data))
        parser.shouldProcessNamespaces = true
        parser.shouldReportNamespacePrefixes = false
        parser.delegate = reader
        guard parser.parse(), reader.refusal == nil, let root = reader.root else {
            throw ModelError(
                message: reader.refusal ?? "the document is not well-formed XML",
                line: max(1, parser.lineNumber), column: max(1, parser.columnNumber))
        }
        return root
    }

    subscript(_ name: String) -> String? { attributes[name] }

    func first(_ name: String) -> ModelElement? { children.first { $0.name == name } }

    func all(_ name: String) -> [ModelElement] { children.filter { $0.name == name } }

    /// The content of its `text` child, as expressions have it.
    var expressionText: String { first("text")?.text ?? text }
}

private final class ModelElementReader: NSObject, XMLParserDelegate {
    var root: ModelElement?
    var refusal: String?
    private var open: [ModelElement] = []
    private var count = 0

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        count += 1
        guard open.count < ModelElement.greatestDepth, count < ModelElement.mostElements else {
            refusal = "the document is nested too deeply or has too many elements"
            parser.abortParsing()
            return
        }
        var local: [String: String] = [:]
        for (name, value) in attributes where !name.hasPrefix("xmlns") {
            local[String(name.split(separator: ":").last ?? "")] = value
        }
        let name = String(elementName.split(separator: ":").last ?? "")
        let element = ModelElement(name: name, attributes: local, line: parser.lineNumber)
        open.append(element)
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        guard let element = open.popLast() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { add(string) }

    private func add(_ text: String) {
        if !open.isEmpty { open[open.count - 1].text += text }
    }

    func parser(_ parser: XMLParser, foundCDATA data: Data) {
        add(String(decoding: data, as: UTF8.self))
    }
}
