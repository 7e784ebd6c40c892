/// An element and where it stands.
struct MarkupPair {
    let element: ModelElement
    let node: MarkupNode

    var children: [MarkupPair] {
        zip(element.children, node.children).map { MarkupPair(element: $0, node: $1) }
    }

    func all(_ name: String) -> [MarkupPair] { children.filter { $0.element.name == name } }
}

/// Reads the element of a decision table as a sheet and lists what a sheet has no place for.
struct MarkupSheetReading {
    private(set) var sheet: TableSheet
    private(set) var faults: [SheetFault] = []
    private let bytes: [UInt8]

    init(_ bytes: [UInt8], name: String, id: String) {
        self.bytes = bytes
        sheet = TableSheet(name: name)
        sheet.id = id
    }

    mutating func read(_ table: MarkupPair) {
        check(
            table,
            attributes: [
                "id", "label", "hitPolicy", "aggregation", "outputLabel", "typeRef",
                "preferredOrientation",
            ],
            children: ["description", "input", "output", "annotation", "rule"])
        for head in SheetPlace.Head.allCases {
            if let attribute = head.attribute, let path = head.path {
                sheet[keyPath: path] = table.element[attribute] ?? ""
            }
        }
        sheet.description = description(table)
        readPolicy(table)
        sheet.inputs = table.all("input").map { input($0) }
        sheet.outputs = table.all("output").map { output($0) }
        for clause in table.all("annotation") {
            check(clause, attributes: ["id", "name"], children: [])
            sheet.annotations.append(clause.element["name"] ?? "")
        }
        let rules = table.all("rule")
        for rule in rules { read(rule: rule) }
        for problem in sheet.problems {
            var node = table.node
            switch problem.place {
            case .rule(let place), .ruleID(let place): node = rules[place].node
            case .column(.output, let place, _): node = table.all("output")[place].node
            default: break
            }
            refuse(node, problem.message)
        }
    }

    private mutating func readPolicy(_ table: MarkupPair) {
        let policy = table.element["hitPolicy"] ?? TableSheet.HitPolicy.unique.rawValue
        if let known = TableSheet.HitPolicy(rawValue: policy) {
            sheet.hitPolicy = known
        } else {
            refuse(table.node, "没有命中策略“\(policy)”", "there is no hit policy '\(policy)'")
        }
        guard let aggregation = table.element["aggregation"] else { return }
        sheet.aggregation = TableSheet.Aggregation(rawValue: aggregation)
        if sheet.aggregation == nil {
            refuse(
                table.node, "没有汇总方式“\(aggregation)”",
                "there is no aggregation '\(aggregation)'")
        }
    }

    private mutating func input(_ clause: MarkupPair) -> TableSheet.Input {
        check(
            clause, attributes: ["id", "label"],
            children: ["description", "inputExpression", "inputValues"])
        var input = TableSheet.Input()
        input.label = clause.element["label"] ?? ""
        input.description = description(clause)
        if let expression = only("inputExpression", of: clause) {
            input.expression = text(expression, attributes: ["typeRef"])
            input.type = expression.element["typeRef"] ?? ""
        }
        input.allowedValues = constraint("inputValues", of: clause)
        return input
    }

    private mutating func output(_ clause: MarkupPair) -> TableSheet.Output {
        check(
            clause, attributes: ["id", "label", "name", "typeRef"],
            children: ["description", "outputValues", "defaultOutputEntry"])
        var output = TableSheet.Output()
        output.name = clause.element["name"] ?? ""
        output.label = clause.element["label"] ?? ""
        output.type = clause.element["typeRef"] ?? ""
        output.description = description(clause)
        output.allowedValues = constraint("outputValues", of: clause)
        output.standard = constraint("defaultOutputEntry", of: clause, type: output.type)
        return output
    }

    private mutating func read(rule: MarkupPair) {
        check(
            rule, attributes: ["id"],
            children: ["description", "inputEntry", "outputEntry", "annotationEntry"])
        let inputs = rule.all("inputEntry").map { text($0) }
        let outputs = rule.all("outputEntry").enumerated().map { index, entry in
            let type = sheet.outputs.indices.contains(index) ? sheet.outputs[index].type : ""
            return text(entry, type: type)
        }
        var annotations = rule.all("annotationEntry").map { text($0) }
        // Tools leave out empty remarks at the end.
        while annotations.count < sheet.annotations.count { annotations.append("") }
        var read = TableSheet.Rule(inputs, outputs, annotations: annotations)
        read.id = rule.element["id"] ?? ""
        read.description = description(rule)
        sheet.rules.append(read)
    }

    // MARK: Texts

    private mutating func description(_ pair: MarkupPair) -> String {
        only("description", of: pair)?.element.text ?? ""
    }

    private mutating func constraint(
        _ name: String, of clause: MarkupPair, type: String? = nil
    ) -> String {
        guard let pair = only(name, of: clause) else { return "" }
        let text = text(pair, type: type)
        if text.isEmpty {
            refuse(pair.node, "<\(name)> 是空的：请删除", "<\(name)> is empty: remove it")
        }
        return text
    }

    /// What an expression or unary tests say.
    ///
    /// - Parameter type: a type it may repeat, being that of its column.
    private mutating func text(
        _ pair: MarkupPair, attributes: Set<String> = [], type: String? = nil
    ) -> String {
        check(
            pair, attributes: attributes.union(["id", "expressionLanguage", "typeRef"]),
            children: ["text"])
        if let stated = pair.element["typeRef"], !attributes.contains("typeRef"),
            stated != type
        {
            refuse(
                pair.node, "单元格自有类型 \(stated)：请把类型写在列上",
                "the cell has a type of its own, \(stated): state it on the column")
        }
        if let language = pair.element["expressionLanguage"], !isFEEL(language) {
            refuse(pair.node, "表达式语言不是 FEEL：\(language)", "the language is not FEEL: \(language)")
        }
        guard let text = only("text", of: pair) else {
            return pair.element.text.allSatisfy(\.isWhitespace) ? "" : pair.element.text
        }
        check(text, attributes: [], children: [])
        return text.element.text
    }

    private mutating func only(_ name: String, of pair: MarkupPair) -> MarkupPair? {
        let all = pair.all(name)
        if all.count > 1 { refuse(all[1].node, "第二个 <\(name)>", "a second <\(name)>") }
        return all.first
    }

    // MARK: Faults

    private mutating func check(
        _ pair: MarkupPair, attributes: Set<String>, children: Set<String>
    ) {
        for (name, _) in pair.node.attributes(in: bytes)
        where !name.contains(":") && name != "xmlns" && !attributes.contains(name) {
            refuse(
                pair.node, "决策表里没有放 \(name) 的位置：请删除",
                "a sheet has no place for the attribute \(name): remove it")
        }
        for child in pair.children
        where child.element.name != "extensionElements" && !children.contains(child.element.name) {
            let name = child.element.name
            refuse(
                child.node, "决策表里没有放 <\(name)> 的位置：请删除或移到列或规则的说明里",
                "a sheet has no place for this <\(name)>: remove it, or say it in the description"
                    + " of the column or rule")
        }
    }

    mutating func refuse(_ node: MarkupNode, _ zh: String, _ en: String) {
        refuse(node, Wording(zh, en))
    }

    private mutating func refuse(_ node: MarkupNode, _ message: Wording) {
        guard faults.count <= SheetFaults.most else { return }
        let start = node.range.lowerBound
        let line = bytes[..<start].count { $0 == 0x0A } + 1
        let lineStart = bytes[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        // Bytes that continue a character are not counted.
        let column = bytes[lineStart..<start].count { $0 & 0xC0 != 0x80 } + 1
        faults.append(
            SheetFault(
                Wording("第 \(line) 行第 \(column) 列", "line \(line), column \(column)"), message,
                row: line, column: column))
    }
}
