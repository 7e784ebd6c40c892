public import Foundation

extension TableSheet {
    /// The sheet as a model of DMN 1.5 that can be evaluated: one decision with the table, an input
    /// for each name it needs, and definitions of types for members, for types that FEEL does not
    /// have, and for results of several outputs.
    ///
    /// An input expression that is a name, or a path such as `Applicant.income`, declares that
    /// input with the type of its column. Other expressions and the cells are read, and what
    /// nothing has is an input, too.
    ///
    /// - Throws: `SheetFaults` when the sheet is no table.
    public func model(namespace: String = defaultNamespace) throws -> Data {
        try SheetReading(self).model(namespace: namespace, requiresFEEL: false).document
    }

    /// The namespace of models that are made without one.
    public static let defaultNamespace = "urn:decision-table"

    /// The inputs that `model` declares, in the order they are declared.
    public var neededInputs: [String] { SheetNames(self).needs.map(\.name) }
}

extension SheetReading {
    /// The sheet as a model, as `TableSheet.model` makes it, and what was guessed: names that are
    /// not those of columns and that the model takes for inputs, where they first stand.
    ///
    /// - Throws: `SheetFaults` at rows and columns when the sheet is no table or a cell no FEEL.
    public func model(namespace: String = TableSheet.defaultNamespace) throws -> (
        document: Data, guessed: [SheetFault]
    ) {
        try model(namespace: namespace, requiresFEEL: true)
    }

    func model(namespace: String, requiresFEEL: Bool) throws -> (
        document: Data, guessed: [SheetFault]
    ) {
        let names = SheetNames(sheet)
        var problems = sheet.problems + (requiresFEEL ? names.faults : [])
        if let clash = names.needs.first(where: { $0.name == normalized(sheet.name) }) {
            problems.append(
                SheetProblem(
                    place: clash.place,
                    message: Wording(
                        "输入与决策同名“\(clash.name)”：请改其中一个的名称",
                        "an input has the name of the decision, '\(clash.name)': rename one of them"
                    )))
        }
        guard problems.isEmpty else {
            throw SheetFaults(problems.map { fault($0.place, $0.message) })
        }
        let model = SheetModel(sheet, needs: names.needs, namespace: namespace)
        return (Data(model.written.utf8), names.needs.compactMap(guess))
    }

    private func guess(_ need: SheetNames.Need) -> SheetFault? {
        if case .column(.input, _, .expression) = need.place { return nil }
        return fault(
            need.place,
            Wording(
                "“\(need.name)”视为输入：文字须写成 \"\(need.name)\"",
                "'\(need.name)' is taken for an input: a text is written \"\(need.name)\""))
    }
}

/// Writes a whole model around a sheet.
private struct SheetModel {
    let sheet: TableSheet
    let needs: [SheetNames.Need]
    let namespace: String
    let writing = MarkupWriting(prefix: "", unit: "  ", lineBreak: "\n")
    private var ids: Set<String>
    private var typeNames: Set<String>
    private var definitions: [String] = []
    private var inputs: [String] = []
    private var requirements: [String] = []
    private var resultType = ""

    init(_ sheet: TableSheet, needs: [SheetNames.Need], namespace: String) {
        self.sheet = sheet
        self.needs = needs
        self.namespace = namespace
        ids = Set(sheet.rules.map(\.id) + [sheet.id, sheet.tableID])
        typeNames = Set(
            sheet.inputs.map(\.type) + sheet.outputs.map(\.type) + [sheet.resultType])
        var defined: Set<String> = []
        for need in needs { declare(need, &defined) }
        defineResult(&defined)
        for type in sheet.inputs.map(\.type) + sheet.outputs.map(\.type) + [sheet.resultType]
        where !Self.isKnown(type) && defined.insert(type).inserted {
            define(type, [writing.content("typeRef", [], "Any")])
        }
    }

    private static func isKnown(_ type: String) -> Bool {
        let name = normalized(type).split(separator: ":").last.map(String.init) ?? ""
        return name.isEmpty || FeelType.named(name) != nil
    }

    private mutating func define(_ name: String, _ parts: [String], isList: Bool = false) {
        let attributes = [("name", name), ("isCollection", isList ? "true" : "")]
        definitions.append(writing.element("itemDefinition", attributes, parts, pad: "  "))
    }

    /// A name that no type of the sheet has.
    private mutating func freeType(_ name: String) -> String {
        var free = "t " + name
        while !typeNames.insert(free).inserted { free += "'" }
        return free
    }

    private mutating func freeID(_ stem: String, _ number: Int) -> String {
        var free = "\(stem)_\(number)"
        while !ids.insert(free).inserted { free += "_" }
        return free
    }

    private mutating func declare(_ need: SheetNames.Need, _ defined: inout Set<String>) {
        var type = need.type
        if !need.members.isEmpty {
            if type.isEmpty || Self.isKnown(type) { type = freeType(need.name) }
            if defined.insert(type).inserted {
                define(type, need.members.map { component($0, pad: "    ") })
            }
        }
        let id = freeID("input", inputs.count + 1)
        let variable = writing.element(
            "variable", [("name", need.name), ("typeRef", type)], [], pad: "    ")
        inputs.append(
            writing.element("inputData", [("id", id), ("name", need.name)], [variable], pad: "  "))
        let reference = writing.element("requiredInput", [("href", "#" + id)], [], pad: "      ")
        requirements.append(
            writing.element("informationRequirement", [], [reference], pad: "    "))
    }

    private func component(_ need: SheetNames.Need, pad: String) -> String {
        let type = need.type.isEmpty ? "Any" : need.type
        let parts =
            need.members.isEmpty
            ? [writing.content("typeRef", [], type)]
            : need.members.map { component($0, pad: pad + "  ") }
        return writing.element("itemComponent", [("name", need.name)], parts, pad: pad)
    }

    private mutating func defineResult(_ defined: inout Set<String>) {
        resultType = sheet.resultType
        let isList = sheet.yieldsList
        if let aggregation = sheet.aggregation {
            if resultType.isEmpty, aggregation == .count { resultType = "number" }
            return
        }
        guard sheet.outputs.count > 1 else {
            let type = sheet.outputs.first?.type ?? ""
            if resultType.isEmpty, !isList { resultType = type }
            return
        }
        guard resultType.isEmpty || !Self.isKnown(resultType) else { return }
        if resultType.isEmpty { resultType = freeType(sheet.name) }
        let isUsed = (sheet.inputs.map(\.type) + sheet.outputs.map(\.type)).contains(resultType)
        guard !isUsed, defined.insert(resultType).inserted else { return }
        let components = sheet.outputs.map { output in
            writing.element(
                "itemComponent", [("name", output.name)],
                [writing.content("typeRef", [], output.type.isEmpty ? "Any" : output.type)],
                pad: "    ")
        }
        define(resultType, components, isList: isList)
    }

    var written: String {
        let variable = writing.element(
            "variable", [("name", sheet.name), ("typeRef", resultType)], [], pad: "    ")
        let decision = writing.element(
            "decision", [("id", sheet.id), ("name", sheet.name)],
            [variable] + requirements + [writing.table(sheet, pad: "    ")], pad: "  ")
        let root = writing.element(
            "definitions",
            [
                ("xmlns", "https://www.omg.org/spec/DMN/20230324/MODEL/"),
                ("xmlns:feel", "https://www.omg.org/spec/DMN/20230324/FEEL/"),
                ("name", sheet.name), ("namespace", namespace),
            ], definitions + inputs + [decision], pad: "")
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root + "\n"
    }
}
