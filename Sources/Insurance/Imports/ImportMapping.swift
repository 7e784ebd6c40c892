package import Kernel

/// What a file's columns are, and which commands its rows drive. Checked as a whole when read.
package struct ImportMapping: Sendable {
    /// What a file may be an import of.
    package enum Kind: String, Sendable, CaseIterable {
        case policies, notices, claims
        case bankStatements = "bank-statements"
    }

    package enum Encoding: String, Sendable, CaseIterable {
        case utf8 = "utf-8"
        case gb18030
    }

    package enum Delimiter: String, Sendable, CaseIterable {
        case comma = ","
        case semicolon = ";"
        case tab = "\t"
        case bar = "|"
    }

    /// A column of the file that is left alone, and why.
    package struct Ignored: Hashable, Sendable {
        package let column: String
        package let reason: Words
    }

    struct Flag: Sendable {
        let code: String
        let condition: ImportCondition
    }

    /// One command of a row.
    struct Step: Sendable {
        /// What it adds, for the report and for `{notice.number}`.
        let name: String
        let command: RegisteredCommand
        let condition: ImportCondition?
        /// The moment it acts at; the present when absent.
        let at: ImportValue?
        let fields: [(name: String, value: ImportValue)]
    }

    package let name: String
    package let title: Words
    /// Absent for a mapping derived from a command, which fits any kind.
    package let kind: Kind?
    package let encoding: Encoding
    package let delimiter: Delimiter
    /// What the mapping supposes where the file is silent; told in the report.
    package let assumptions: [Words]
    package let ignored: [Ignored]
    let columns: [ImportColumn]
    let key: ImportTemplate
    let flags: [Flag]
    /// Bodies of `products.define`, for products that do not exist yet.
    let products: [JSON]
    let steps: [Step]

    /// Reads a mapping file. Throws the first ``MappingProblem`` with its place.
    package init(bytes: [UInt8], _ registry: CommandRegistry) throws(MappingProblem) {
        let json: JSON
        do {
            json = try JSON.parse(bytes, limits: JSON.Limits(bytes: 1 << 20, depth: 24))
        } catch {
            throw MappingProblem(error.words)
        }
        try self.init(MappingPlace(json: json, path: ""), registry)
    }

    private init(_ file: MappingPlace, _ registry: CommandRegistry) throws(MappingProblem) {
        try file.only([
            "covenantMapping", "name", "title", "kind", "encoding", "delimiter", "utcOffset", "key",
            "assumptions", "columns", "ignored", "flags", "products", "steps",
        ])
        _ = try file.required("covenantMapping").integer(1...1)
        name = try file.required("name").identifier()
        title = try file.required("title").words()
        kind = try file.required("kind").one(of: Kind.self)
        encoding = try file.optional("encoding")?.one(of: Encoding.self) ?? .utf8
        delimiter = try file.optional("delimiter")?.one(of: Delimiter.self) ?? .comma
        let columns = try file.required("columns").columns()
        self.columns = columns
        let values = ValueReader(
            columns: Set(columns.map(\.name)),
            offset: try file.optional("utcOffset")?.offset() ?? "+08:00")
        key = try values.template(file.required("key"))
        guard key.steps.isEmpty else {
            throw try file.required("key").problem("只能引用列", "may refer to columns only")
        }
        assumptions = try file.optional("assumptions").words()
        ignored = try file.optional("ignored").ignored()
        flags = try file.optional("flags").flags(values)
        products = try file.optional("products")?.elements().map(\.json) ?? []
        steps = try file.required("steps").steps(values, registry)
        try checkProducts(file, registry)
    }

    /// A mapping whose columns are the fields of one command, by their names.
    ///
    /// The column `import.key` names the row; without it the command's own `source` does.
    package init(derivedFrom name: String, _ registry: CommandRegistry) throws(MappingProblem) {
        guard let command = registry[name] else {
            throw MappingProblem(
                Words("没有名为「\(name)」的操作", "there is no command named “\(name)”"))
        }
        let hasSource = command.fields.contains { $0.name == "source" }
        let keyColumn = hasSource ? "source" : "import.key"
        var columns = command.fields.map { ImportColumn(field: $0) }
        if !hasSource { columns.append(ImportColumn(text: keyColumn)) }
        guard let key = ImportTemplate("{\(keyColumn)}", columns: [keyColumn]) else {
            throw MappingProblem(Words("内部错误", "the key's column cannot be named"))
        }
        self.name = Imports.commandPrefix + name
        title = command.title
        kind = nil
        (encoding, delimiter) = (.utf8, .comma)
        (assumptions, ignored, flags, products) = ([], [], [], [])
        self.columns = columns
        self.key = key
        steps = [
            Step(
                name: command.subject?.table ?? String(name.split(separator: ".").last ?? "row"),
                command: command, condition: nil, at: nil,
                fields: command.fields.map { ($0.name, .column($0.name, isAbsolute: false)) })
        ]
    }

    /// The headers that a file must have. Of a derived mapping only those of required fields.
    func isRequired(_ column: ImportColumn) -> Bool {
        guard kind == nil else { return true }
        let field = steps.first?.command.fields.first { $0.name == column.header }
        return field?.isRequired ?? true || key.columns.contains(column.name)
    }

    private func checkProducts(
        _ file: MappingPlace, _ registry: CommandRegistry
    ) throws(MappingProblem) {
        guard let place = file.optional("products") else { return }
        for product in try place.elements() {
            var problems: [FieldProblem] = []
            _ = FieldReading.read(
                DefineProduct.self, from: product.json, DefineProduct(),
                DefineProduct.statement.fields, &problems)
            guard let first = problems.first else { continue }
            throw MappingProblem(first.message, at: "\(product.path).\(first.place)")
        }
    }
}

extension ImportColumn {
    /// The column of a command's field.
    init(field: FieldStatement) {
        self.init(
            name: field.name, header: field.name, part: nil, reading: .field(field.kind),
            nothings: [:], notApplicable: nil, flagged: [])
    }

    init(text name: String) {
        self.init(
            name: name, header: name, part: nil, reading: .text, nothings: [:],
            notApplicable: nil, flagged: [])
    }
}
