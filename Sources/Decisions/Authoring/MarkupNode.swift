/// Where an element stands in the bytes of a document, with the elements within.
struct MarkupNode: Sendable {
    /// From `<` of the start tag to behind the end tag.
    var range: Range<Int>
    /// Behind the start tag.
    let tagEnd: Int
    /// At the end tag; the same as `tagEnd` where there is none.
    var contentEnd: Int
    /// With its prefix.
    let name: String
    var children: [MarkupNode] = []
}

/// Finds elements in documents that `ModelElement.read` has found well formed.
struct MarkupScanner {
    let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private enum Tag {
        case start(range: Range<Int>, isWhole: Bool)
        case end(range: Range<Int>)
    }

    /// The elements of these numbers, counted from 0 in the order of their start tags. Only these
    /// are kept, so that a large document costs no more than itself.
    mutating func nodes(at wanted: Set<Int>) -> [Int: MarkupNode] {
        var found: [Int: MarkupNode] = [:]
        var open: [MarkupNode] = []
        var number = -1
        var kept = 0
        while let tag = nextTag() {
            switch tag {
            case .start(let range, let isWhole):
                number += 1
                guard !open.isEmpty || wanted.contains(number) else { continue }
                if open.isEmpty { kept = number }
                open.append(
                    MarkupNode(
                        range: range, tagEnd: range.upperBound, contentEnd: range.upperBound,
                        name: name(range.lowerBound + 1)))
                if isWhole { close(&open, at: range.upperBound..<range.upperBound, &found, kept) }
            case .end(let range):
                if !open.isEmpty { close(&open, at: range, &found, kept) }
            }
        }
        return found
    }

    private func close(
        _ open: inout [MarkupNode], at end: Range<Int>, _ found: inout [Int: MarkupNode],
        _ number: Int
    ) {
        guard var node = open.popLast() else { return }
        node.contentEnd = end.lowerBound
        node.range = node.range.lowerBound..<end.upperBound
        if open.isEmpty { found[number] = node } else { open[open.count - 1].children.append(node) }
    }

    private mutating func nextTag() -> Tag? {
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            position = start
            if starts("<!--") {
                skip(past: "-->")
            } else if starts("<![CDATA[") {
                skip(past: "]]>")
            } else if starts("<?") {
                skip(past: "?>")
            } else if starts("</") {
                skip(past: ">")
                return .end(range: start..<position)
            } else {
                skipStartTag()
                let isWhole = bytes[position - 2] == UInt8(ascii: "/")
                return .start(range: start..<position, isWhole: isWhole)
            }
        }
        return nil
    }

    private mutating func skipStartTag() {
        var quote: UInt8?
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return
            }
        }
    }

    private func starts(_ mark: StaticString) -> Bool {
        mark.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private mutating func skip(past mark: StaticString) {
        while position < bytes.count, !starts(mark) { position += 1 }
        position = min(position + mark.utf8CodeUnitCount, bytes.count)
    }

    private func name(_ start: Int) -> String {
        var end = start
        while end < bytes.count, !isMarkupSpace(bytes[end]), bytes[end] != UInt8(ascii: ">"),
            bytes[end] != UInt8(ascii: "/")
        {
            end += 1
        }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

extension MarkupNode {
    /// `dmn:` of `dmn:rule`.
    var prefix: String {
        guard let colon = name.firstIndex(of: ":") else { return "" }
        return String(name[...colon])
    }

    /// The attributes of the start tag: their names as written and where each stands with the
    /// space before it.
    func attributes(in bytes: [UInt8]) -> [(name: String, range: Range<Int>)] {
        var attributes: [(name: String, range: Range<Int>)] = []
        var place = range.lowerBound + 1 + name.utf8.count
        while place < tagEnd {
            let start = place
            while place < tagEnd, isMarkupSpace(bytes[place]) { place += 1 }
            let nameStart = place
            while place < tagEnd, bytes[place] != UInt8(ascii: "=") { place += 1 }
            guard place < tagEnd else { break }
            let name = bytes[nameStart..<place].filter { !isMarkupSpace($0) }
            place += 1
            while place < tagEnd, isMarkupSpace(bytes[place]) { place += 1 }
            guard place < tagEnd else { break }
            let quote = bytes[place]
            place += 1
            while place < tagEnd, bytes[place] != quote { place += 1 }
            place = min(place + 1, tagEnd)
            attributes.append((String(decoding: name, as: UTF8.self), start..<place))
        }
        return attributes
    }
}

func isMarkupSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}
