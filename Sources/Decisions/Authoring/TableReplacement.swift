public import Foundation

extension ModelTables {
    /// The document with another table in the place of one of its own; everything else stays byte
    /// for byte, and so does what the new table leaves as it was: columns, rules and cells keep
    /// their ids, comments and extensions. The name and id of the sheet are not looked at: who
    /// has the table stays who it is.
    ///
    /// - Throws: `SheetFaults` when the sheet is no table, when the old one holds what would be
    ///   lost, or when an id is taken elsewhere in the document.
    public func replacing(_ place: Place, with sheet: TableSheet) throws -> Data {
        try replacing(place, with: sheet) { SheetFault($0.wording, $1) }
    }

    /// The document with a sheet from CSV in the place of one of its tables. The model has to
    /// understand it as well as before.
    ///
    /// - Parameter imports: the models that this one imports.
    /// - Throws: as above, at rows and columns; and where cells cannot be read or refer to names
    ///   that the model does not have.
    public func replacing(
        _ place: Place, with reading: SheetReading, imports: [Data] = []
    ) throws -> Data {
        let document = try replacing(place, with: reading.sheet, reading.fault)
        let before = try CompiledModel(Data(bytes), imports: imports).problems
        let known = Set(before.map(\.description))
        let problems = try CompiledModel(document, imports: imports).problems
            .filter { !known.contains($0.description) }
        guard problems.isEmpty else { throw SheetFaults(reading.faults(of: problems)) }
        return document
    }

    private func replacing(
        _ place: Place, with sheet: TableSheet, _ fault: (SheetPlace, Wording) -> SheetFault
    ) throws -> Data {
        var wanted = sheet
        wanted.name = place.name
        wanted.id = place.id
        let old = try self.sheet(place)
        let table = tables[place.index]
        let faults = wanted.problems + takenIDs(wanted, in: table)
        guard faults.isEmpty else { throw SheetFaults(faults.map { fault($0.place, $0.message) }) }
        guard wanted != old else { return Data(bytes) }
        try requireUTF8()
        let replacement = TableReplacement(bytes, table: table, from: old, to: wanted)
        let node = table.node
        let changed =
            bytes[..<node.range.lowerBound] + replacement.bytes()
            + bytes[node.range.upperBound...]
        let document = Data(changed)
        let reread = try ModelTables(document)
        guard reread.places.count == places.count,
            try reread.sheet(reread.places[place.index]) == wanted
        else {
            throw SheetFaults([
                SheetFault(
                    Wording("", ""),
                    Wording(
                        "这张表无法写入该文档：请写成单独的模型",
                        "the table cannot be written into this document: write a model of its own"))
            ])
        }
        return document
    }

    private func requireUTF8() throws {
        let declaration = bytes.prefix(200).prefix { $0 != UInt8(ascii: ">") }
        let text = String(decoding: declaration, as: UTF8.self).lowercased()
        guard text.contains("encoding"), !text.contains("utf-8"), !text.contains("us-ascii") else {
            return
        }
        throw SheetFaults([
            SheetFault(
                Wording("第 1 行", "line 1"),
                Wording(
                    "文档声明的编码不是 UTF-8：请另存为 UTF-8",
                    "the document declares another encoding than UTF-8: save it as UTF-8"))
        ])
    }

    private func takenIDs(_ sheet: TableSheet, in table: Table) -> [SheetProblem] {
        var others = ids
        func remove(_ element: ModelElement) {
            if let id = element["id"], let count = others[id] { others[id] = count - 1 }
            for child in element.children { remove(child) }
        }
        remove(table.element)
        let places: [(SheetPlace, String)] =
            [(.head(.tableID), sheet.tableID)]
            + sheet.rules.enumerated().map { (.ruleID($0.offset), $0.element.id) }
        return places.filter { others[$0.1, default: 0] > 0 }.map { place, id in
            SheetProblem(
                place: place,
                message: Wording(
                    "标识“\(id)”已用于模型中的其他元素：请改为不同的标识",
                    "the id '\(id)' is that of another element of the model: choose another"))
        }
    }
}

/// Writes a table over another, part by part.
struct TableReplacement {
    private let source: [UInt8]
    private let table: MarkupPair
    private let old: TableSheet
    private let new: TableSheet
    private let writing: MarkupWriting
    /// What the children of the table are indented by.
    private let pad: String

    /// A child that is to be: where it was, and what it is now.
    private struct Part {
        let was: MarkupPair?
        let bytes: [UInt8]
    }

    init(_ bytes: [UInt8], table: ModelTables.Table, from old: TableSheet, to new: TableSheet) {
        source = bytes
        self.table = MarkupPair(element: table.element, node: table.node)
        self.old = old
        self.new = new
        let node = table.node
        let first = node.children.first?.range.lowerBound ?? node.contentEnd
        let lead = bytes[node.tagEnd..<first]
        let breaksLines = lead.contains(0x0A)
        pad = breaksLines ? Self.indentation(bytes, at: first) : ""
        let outer = Self.indentation(bytes, at: node.range.lowerBound)
        let step =
            pad.utf8.count > outer.utf8.count && pad.hasPrefix(outer)
            ? String(pad.dropFirst(outer.count)) : "  "
        writing = MarkupWriting(
            prefix: node.prefix, unit: breaksLines ? step : nil,
            lineBreak: lead.contains(0x0D) ? "\r\n" : "\n")
    }

    /// The white space before a place on its line.
    private static func indentation(_ bytes: [UInt8], at place: Int) -> String {
        let line = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let space = bytes[line..<place].prefix { $0 == 0x20 || $0 == 0x09 }
        return String(decoding: space, as: UTF8.self)
    }

    func bytes() -> [UInt8] {
        let inputs = table.all("input")
        let outputs = table.all("output")
        let rules = table.all("rule")
        let parts: [Part] =
            described(table, new.description) + kept(table)
            + parts(inputs, old.inputs, new.inputs, { input($0, $1) }) {
                writing.input($0, pad: pad)
            }
            + parts(outputs, old.outputs, new.outputs, { output($0, $1) }) {
                writing.output($0, pad: pad)
            }
            + parts(
                table.all("annotation"), old.annotations, new.annotations,
                { element($0, [("name", $1)], kept($0), pad: pad) }
            ) { writing.element("annotation", [("name", $0)], [], pad: pad) }
            + parts(rules, old.rules, new.rules, { rule($0, $1) }) { writing.rule($0, pad: pad) }
        return element(
            table, writing.tableAttributes(new).filter { $0.0 != "hitPolicy" || changesPolicy },
            parts, pad: Self.indentation(source, at: table.node.range.lowerBound))
    }

    /// UNIQUE may go without saying.
    private var changesPolicy: Bool { old.hitPolicy != new.hitPolicy }

    // MARK: Which part was which

    /// The new children of one kind: what is the same keeps its bytes, what has changed is written
    /// over what it was, and the rest is written anew.
    private func parts<Item: Hashable>(
        _ pairs: [MarkupPair], _ old: [Item], _ new: [Item],
        _ changed: (MarkupPair, Item) -> [UInt8], _ written: (Item) -> String
    ) -> [Part] {
        let was = Self.origins(old, new)
        return new.enumerated().map { place, item in
            guard let origin = was[place], pairs.indices.contains(origin) else {
                return Part(was: nil, bytes: Array(written(item).utf8))
            }
            let pair = pairs[origin]
            let isSame = old[origin] == item
            return Part(was: pair, bytes: isSame ? raw(pair) : changed(pair, item))
        }
    }

    private static func origins<Item: Hashable>(_ old: [Item], _ new: [Item]) -> [Int?] {
        var places: [Item: [Int]] = [:]
        for (place, item) in old.enumerated().reversed() { places[item, default: []].append(place) }
        var taken = Array(repeating: false, count: old.count)
        var origins: [Int?] = new.map { item in
            guard let place = places[item]?.popLast() else { return nil }
            taken[place] = true
            return place
        }
        let ids = Dictionary(
            old.enumerated().map { (identity($0.element), $0.offset) }.filter { !$0.0.isEmpty },
            uniquingKeysWith: { first, _ in first })
        for place in new.indices where origins[place] == nil {
            guard let origin = ids[identity(new[place])], !taken[origin] else { continue }
            origins[place] = origin
            taken[origin] = true
        }
        for place in new.indices where origins[place] == nil {
            guard old.indices.contains(place), !taken[place],
                mayBecome(old[place], new[place])
            else { continue }
            origins[place] = place
            taken[place] = true
        }
        return origins
    }

    /// Rules with ids of their own are different rules; a column may get another name.
    private static func mayBecome(_ old: some Hashable, _ new: some Hashable) -> Bool {
        guard old is TableSheet.Rule else { return true }
        return identity(old).isEmpty || identity(new).isEmpty
    }

    /// What tells an item from others of its kind.
    private static func identity(_ item: some Hashable) -> String {
        switch item {
        case let rule as TableSheet.Rule: rule.id
        case let input as TableSheet.Input: input.expression
        case let output as TableSheet.Output: output.name
        default: ""
        }
    }

    // MARK: Parts over parts

    private func input(_ pair: MarkupPair, _ input: TableSheet.Input) -> [UInt8] {
        element(
            pair, [("label", input.label)],
            described(pair, input.description) + kept(pair)
                + expression(pair, "inputExpression", input.expression, type: input.type)
                + expression(pair, "inputValues", input.allowedValues), pad: pad)
    }

    private func output(_ pair: MarkupPair, _ output: TableSheet.Output) -> [UInt8] {
        element(
            pair, [("name", output.name), ("label", output.label), ("typeRef", output.type)],
            described(pair, output.description) + kept(pair)
                + expression(pair, "outputValues", output.allowedValues)
                + expression(pair, "defaultOutputEntry", output.standard), pad: pad)
    }

    private func rule(_ pair: MarkupPair, _ rule: TableSheet.Rule) -> [UInt8] {
        let entries = ["inputEntry", "outputEntry", "annotationEntry"]
        let cells = zip(entries, SheetPlace.Kind.allCases).flatMap { name, kind in
            let were = pair.all(name)
            let texts = rule.cells(kind)
            return texts.enumerated().map { place, text -> Part in
                let was = were.count == texts.count ? were[place] : nil
                return Part(was: was, bytes: expression(was, name, text))
            }
        }
        return element(
            pair, [("id", rule.id)], described(pair, rule.description) + kept(pair) + cells,
            pad: pad)
    }

    private func described(_ pair: MarkupPair, _ text: String) -> [Part] {
        guard !text.isEmpty else { return [] }
        let was = pair.all("description").first
        if let was, was.element.text == text { return [Part(was: was, bytes: raw(was))] }
        return [Part(was: was, bytes: Array(writing.content("description", [], text).utf8))]
    }

    private func kept(_ pair: MarkupPair) -> [Part] {
        pair.all("extensionElements").map { Part(was: $0, bytes: raw($0)) }
    }

    private func expression(
        _ parent: MarkupPair, _ name: String, _ text: String, type: String? = nil
    ) -> [Part] {
        let was = parent.all(name).first
        guard !text.isEmpty || name == "inputExpression" else { return [] }
        return [Part(was: was, bytes: expression(was, name, text, type: type))]
    }

    private func expression(
        _ was: MarkupPair?, _ name: String, _ text: String, type: String? = nil
    ) -> [UInt8] {
        let attributes = type.map { [("typeRef", $0)] } ?? []
        guard let was else { return Array(writing.expression(name, attributes, text).utf8) }
        let inner = was.all("text").first
        let isTypeSame = type == nil || type == was.element["typeRef"] ?? ""
        if let inner, inner.element.text == text, isTypeSame { return raw(was) }
        let content = writing.content("text", [], text)
        return element(was, attributes, [Part(was: inner, bytes: Array(content.utf8))], pad: pad)
    }

    // MARK: Bytes

    private func raw(_ pair: MarkupPair) -> [UInt8] { Array(source[pair.node.range]) }

    /// An element with other attributes and children, laid out as it was.
    private func element(
        _ pair: MarkupPair, _ attributes: [(String, String)], _ parts: [Part], pad: String
    ) -> [UInt8] {
        let node = pair.node
        var written = startTag(pair, attributes)
        let isWhole = node.range.upperBound == node.tagEnd
        if parts.isEmpty, isWhole { return written }
        if isWhole { written.replaceSubrange((written.count - 2)..., with: [UInt8(ascii: ">")]) }
        let leads = Dictionary(
            zip(node.children, [node.tagEnd] + node.children.map(\.range.upperBound)).map {
                ($0.range.lowerBound, $1)
            }, uniquingKeysWith: { first, _ in first })
        let standard = standardLead(node, pad)
        for part in parts {
            if let start = part.was?.node.range.lowerBound, let lead = leads[start] {
                written += source[lead..<start]
            } else {
                written += standard
            }
            written += part.bytes
        }
        let last = node.children.last?.range.upperBound
        let tail = last.map { Array(source[$0..<node.contentEnd]) } ?? Array(writing.lead(pad).utf8)
        return written + tail + Array("</\(node.name)>".utf8)
    }

    /// What stands before a child that was not there: what stands before the others.
    private func standardLead(_ node: MarkupNode, _ pad: String) -> [UInt8] {
        guard let last = node.children.last else {
            return Array(writing.lead(pad + (writing.unit ?? "")).utf8)
        }
        let before = node.children.dropLast().last?.range.upperBound ?? node.tagEnd
        let lead = source[before..<last.range.lowerBound]
        guard lead.contains(0x0A) else { return [] }
        let indentation = Self.indentation(source, at: last.range.lowerBound)
        return Array((writing.lineBreak + indentation).utf8)
    }

    /// The start tag with these attributes; those that stay as they are keep their bytes.
    private func startTag(_ pair: MarkupPair, _ attributes: [(String, String)]) -> [UInt8] {
        let node = pair.node
        let written = node.attributes(in: source)
        var tag: [UInt8] = []
        var place = node.range.lowerBound
        for (name, range) in written {
            guard let wanted = attributes.first(where: { $0.0 == name })?.1,
                wanted != pair.element[name]
            else { continue }
            tag += source[place..<range.lowerBound]
            place = range.upperBound
            if !wanted.isEmpty { tag += Array(writing.written([(name, wanted)]).utf8) }
        }
        let missing = attributes.filter { name, value in
            !value.isEmpty && !written.contains { $0.name == name }
        }
        let isWhole = source[node.tagEnd - 2] == UInt8(ascii: "/")
        let end = node.tagEnd - (isWhole ? 2 : 1)
        tag += source[place..<end]
        tag += Array(writing.written(missing).utf8)
        return tag + source[end..<node.tagEnd]
    }
}
