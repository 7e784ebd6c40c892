/// Something wrong with a sheet at a place that is not yet a row or a line.
struct SheetProblem {
    let place: SheetPlace
    let message: Wording
}

extension TableSheet {
    /// What keeps the sheet from being a decision table of DMN.
    var problems: [SheetProblem] {
        var problems: [SheetProblem] = []
        func add(_ place: SheetPlace, _ zh: String, _ en: String) {
            problems.append(SheetProblem(place: place, message: Wording(zh, en)))
        }
        if name.allSatisfy(\.isWhitespace) {
            add(.head(.name), "决策没有名称：请填写", "the decision has no name: give it one")
        }
        if outputs.isEmpty {
            add(.table, "没有输出列：至少要有一列", "there is no output: a table needs one at least")
        }
        if aggregation != nil, hitPolicy != .collect {
            add(
                .head(.hitPolicy), "只有 COLLECT 才能汇总：请改为 COLLECT 或去掉汇总",
                "only COLLECT aggregates: write COLLECT or take the aggregation out")
        }
        return problems + outputNameProblems + countProblems + idProblems + characterProblems
    }

    private var outputNameProblems: [SheetProblem] {
        guard outputs.count > 1 else { return [] }
        var seen: Set<String> = []
        return outputs.indices.compactMap { index in
            let name = normalized(outputs[index].name)
            let place = SheetPlace.column(.output, index, .expression)
            if name.isEmpty {
                return SheetProblem(
                    place: place,
                    message: Wording(
                        "有多个输出时每个输出都要有名称：请填写",
                        "where there are several outputs, each needs a name: give it one"))
            }
            guard !seen.insert(name).inserted else { return nil }
            return SheetProblem(
                place: place,
                message: Wording(
                    "输出“\(name)”重复：请改名", "a second output '\(name)': rename one of them"))
        }
    }

    private var countProblems: [SheetProblem] {
        rules.enumerated().flatMap { place, rule in
            SheetPlace.Kind.allCases.compactMap { kind in
                let found = rule.cells(kind).count
                guard found != count(kind) else { return nil }
                return SheetProblem(
                    place: .rule(place),
                    message: Wording(
                        "\(kind.wording.zh)应有 \(count(kind)) 个，实有 \(found) 个",
                        "\(found) entries for the \(count(kind)) columns of kind "
                            + "\(kind.wording.en)"))
            }
        }
    }

    private var idProblems: [SheetProblem] {
        var seen: Set<String> = []
        let ids: [(SheetPlace, String)] =
            [(.head(.id), id), (.head(.tableID), tableID)]
            + rules.enumerated().map { (.ruleID($0.offset), $0.element.id) }
        return ids.compactMap { place, id in
            guard !id.isEmpty else { return nil }
            if !isXMLName(id) {
                return SheetProblem(
                    place: place,
                    message: Wording(
                        "标识“\(id)”无效：以字母或下划线开头，只含字母、数字、“-”“_”“.”",
                        "'\(id)' is no id: begin with a letter or _, then letters, digits, - _ ."))
            }
            guard !seen.insert(id).inserted else { return nil }
            return SheetProblem(
                place: place,
                message: Wording(
                    "标识“\(id)”重复：请改为不同的标识，或留空",
                    "the id '\(id)' is taken already: choose another or leave it empty"))
        }
    }

    private var characterProblems: [SheetProblem] {
        var problems: [SheetProblem] = []
        forEachText { place, text in
            guard let scalar = text.unicodeScalars.first(where: { !isXMLCharacter($0) }) else {
                return
            }
            let code = "U+" + String(scalar.value, radix: 16, uppercase: true)
            problems.append(
                SheetProblem(
                    place: place,
                    message: Wording(
                        "含有不可用的控制字符 \(code)：请删除",
                        "the control character \(code) cannot be kept: remove it")))
        }
        return problems
    }

    func requireSound() throws {
        let problems = problems
        guard problems.isEmpty else {
            throw SheetFaults(problems.map { SheetFault($0.place.wording, $0.message) })
        }
    }
}

/// XML 1.0 §2.2.
func isXMLCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
}

/// A name without colon (Namespaces in XML 1.0 §3), as ids are.
func isXMLName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, isXMLNameStart(first) else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
        isXMLNameStart(scalar) || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "."
            || scalar.value == 0xB7 || (0x300...0x36F).contains(scalar.value)
            || (0x203F...0x2040).contains(scalar.value)
    }
}

private func isXMLNameStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
        0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF,
        0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
        true
    default: false
    }
}
