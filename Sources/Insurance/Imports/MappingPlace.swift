import Kernel

/// A value inside a mapping file, with where it stands, so that every complaint names its place.
struct MappingPlace {
    let json: JSON
    let path: String

    func problem(_ zh: String, _ en: String) -> MappingProblem {
        MappingProblem(Words(zh, en), at: path)
    }

    func optional(_ name: String) -> MappingPlace? {
        guard let value = json[name], value != .null else { return nil }
        return MappingPlace(json: value, path: path.isEmpty ? name : "\(path).\(name)")
    }

    func required(_ name: String) throws(MappingProblem) -> MappingPlace {
        guard let place = optional(name) else {
            throw problem("缺少「\(name)」", "“\(name)” is missing")
        }
        return place
    }

    /// Refuses members that mean nothing, which are mostly misspelt ones.
    func only(_ names: Set<String>) throws(MappingProblem) {
        guard case .object(let object) = json else { throw problem("应为对象", "must be an object") }
        for member in object.members where !names.contains(member.name) {
            let known = names.sorted().joined(separator: ", ")
            throw problem(
                "不认识「\(member.name)」；可用：\(known)",
                "“\(member.name)” is not known here; known: \(known)")
        }
    }

    func text() throws(MappingProblem) -> String {
        guard let text = json.text else { throw problem("应为文字", "must be a text") }
        return text
    }

    func integer(_ range: ClosedRange<Int64>) throws(MappingProblem) -> Int {
        guard let number = json.number, range.contains(number) else {
            throw problem(
                "应为 \(range.lowerBound) 到 \(range.upperBound) 的整数",
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return Int(number)
    }

    func flag() throws(MappingProblem) -> Bool {
        guard case .bool(let value) = json else {
            throw problem("应为 true 或 false", "must be true or false")
        }
        return value
    }

    func elements(atMost limit: Int = 200) throws(MappingProblem) -> [MappingPlace] {
        guard let elements = json.elements, elements.count <= limit else {
            throw problem("应为至多 \(limit) 项的列表", "must be a list of at most \(limit) entries")
        }
        return elements.enumerated().map {
            MappingPlace(json: $0.element, path: "\(path)[\($0.offset)]")
        }
    }

    func members(
        atMost limit: Int = 500
    ) throws(MappingProblem) -> [(name: String, place: MappingPlace)] {
        guard case .object(let object) = json, object.members.count <= limit else {
            throw problem("应为至多 \(limit) 项的对象", "must be an object of at most \(limit) members")
        }
        let prefix = path.isEmpty ? "" : path + "."
        return object.members.map {
            ($0.name, MappingPlace(json: $0.value, path: prefix + $0.name))
        }
    }

    /// One text or a list of texts.
    func texts() throws(MappingProblem) -> [String] {
        if let text = json.text { return [text] }
        var texts: [String] = []
        for element in try elements() { texts.append(try element.text()) }
        return texts
    }

    func words() throws(MappingProblem) -> Words {
        try only(["zh", "en"])
        return Words(try required("zh").text(), try required("en").text())
    }

    /// One of a closed list, by its raw value.
    func one<Value: RawRepresentable & CaseIterable>(
        of _: Value.Type
    ) throws(MappingProblem) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try text()) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw problem("应为以下之一：\(known)", "must be one of: \(known)")
        }
        return value
    }
}
