/// A closed list of codes with titles, such as a channel or a cause.
package protocol ChoiceValue: FieldValue, RawRepresentable, CaseIterable, Codable, Hashable
where RawValue == String, Rule == Void {
    var title: Words { get }
}

extension ChoiceValue {
    package static func kind(_: Void) -> FieldKind {
        .choice(allCases.map { FieldKind.Choice($0.rawValue, $0.title) })
    }

    package static func read(_ json: JSON, _: Void) throws(FieldProblem) -> Self {
        guard case .string(let code) = json, let value = Self(rawValue: code) else {
            let codes = allCases.map(\.rawValue).joined(separator: ", ")
            throw .expected("以下之一：\(codes)", "one of: \(codes)")
        }
        return value
    }

    package var fieldJSON: JSON { .string(rawValue) }
}

/// A group of fields inside a command, such as one line of a loss assessment.
package protocol FieldRecord: FieldValue, Sealable where Rule == Void {
    init()
    static var fields: [Field<Self>] { get }
}

extension FieldRecord {
    package static func kind(_: Void) -> FieldKind { .record(fields.map(\.statement)) }

    package static func read(_ json: JSON, _: Void) throws(FieldProblem) -> Self {
        var problems: [FieldProblem] = []
        let record = FieldReading.read(Self.self, from: json, Self.init(), fields, &problems)
        if let first = problems.first { throw first }
        return record
    }

    package var fieldJSON: JSON { .object(FieldReading.write(self, Self.fields)) }
}

/// The limits of a list.
package struct ListRule<Element: Sendable>: Sendable {
    package let min: Int
    package let max: Int
    package let element: Element

    package init(min: Int = 0, max: Int, each element: Element) {
        self.min = min
        self.max = max
        self.element = element
    }
}

extension ListRule where Element == Void {
    package init(min: Int = 0, max: Int) { self.init(min: min, max: max, each: ()) }
}

extension Array: FieldValue where Element: FieldValue {
    package static func kind(_ rule: ListRule<Element.Rule>) -> FieldKind {
        .list(Element.kind(rule.element), max: rule.max)
    }

    package static func read(
        _ json: JSON, _ rule: ListRule<Element.Rule>
    ) throws(FieldProblem) -> [Element] {
        guard case .array(let elements) = json else { throw .expected("列表", "a list") }
        guard elements.count <= rule.max, elements.count >= rule.min else {
            throw FieldProblem(
                Words(
                    "应有 \(rule.min) 到 \(rule.max) 项", "must have \(rule.min) to \(rule.max) entries"
                ))
        }
        var values: [Element] = []
        values.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            do {
                values.append(try Element.read(element, rule.element))
            } catch {
                var problem = error
                problem.place = "[\(index)]" + (problem.place.isEmpty ? "" : ".\(problem.place)")
                throw problem
            }
        }
        return values
    }

    package var fieldJSON: JSON { .array(map(\.fieldJSON)) }
}
