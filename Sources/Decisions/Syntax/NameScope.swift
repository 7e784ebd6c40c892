/// The names a parser may meet. FEEL names hold spaces and operators, so that only the names in
/// scope tell where one ends (DMN 1.5 §10.3.1.2).
struct NameScope {
    private var layers: [Layer]

    /// Names by their first character, so that few of them are compared with a text.
    private struct Layer {
        var types: [String: FeelType] = [:]
        var names: [Unicode.Scalar: [String]] = [:]

        mutating func add(_ name: String, _ type: FeelType) {
            guard let first = name.unicodeScalars.first else { return }
            if types.updateValue(type, forKey: name) == nil {
                names[first, default: []].append(name)
            }
        }
    }

    /// Names of members anywhere in the model, for paths whose type is not known.
    let members: MemberNames

    init(_ names: [String: FeelType], members: MemberNames) {
        layers = []
        self.members = members
        push(names)
    }

    mutating func push(_ names: [String: FeelType] = [:]) {
        var layer = Layer()
        for (name, type) in names { layer.add(name, type) }
        layers.append(layer)
    }

    mutating func pop() { if layers.count > 1 { layers.removeLast() } }
    mutating func add(_ name: String, _ type: FeelType) {
        layers[layers.count - 1].add(name, type)
    }

    func type(of name: String) -> FeelType? {
        for layer in layers.reversed() { if let type = layer.types[name] { return type } }
        return nil
    }

    /// The longest name in scope that the text continues with.
    func longest(in text: [Unicode.Scalar], at position: Int) -> (name: String, end: Int)? {
        guard position < text.count else { return nil }
        var best: (name: String, end: Int)?
        for layer in layers.reversed() {
            for name in layer.names[text[position]] ?? [] {
                if let end = match(name, in: text, at: position), end > best?.end ?? position {
                    best = (name, end)
                }
            }
        }
        return best
    }
}

/// Names of members met in a model; grows while it is compiled, by one thread.
final class MemberNames {
    private(set) var names: Set<String> = [
        "time offset", "start included", "end included", "year", "month", "day", "weekday", "hour",
        "minute", "second", "timezone", "days", "hours", "minutes", "seconds", "years", "months",
        "start", "end",
    ]

    func add(_ name: String) {
        if names.count < 100_000, name.unicodeScalars.contains(where: { !isNamePart($0) }) {
            names.insert(name)
        }
    }

    func longest(in text: [Unicode.Scalar], at position: Int) -> (name: String, end: Int)? {
        var best: (name: String, end: Int)?
        guard position < text.count else { return nil }
        for name in names where name.unicodeScalars.first == text[position] {
            if let end = match(name, in: text, at: position), end > best?.end ?? position {
                best = (name, end)
            }
        }
        return best
    }
}

/// Where `name` ends when the text at `position` is it, white space taken loosely.
func match(_ name: String, in text: [Unicode.Scalar], at position: Int) -> Int? {
    var place = position
    var last: Unicode.Scalar = " "
    for scalar in name.unicodeScalars {
        if scalar == " " {
            guard place < text.count, isSpace(text[place]) else { return nil }
            while place < text.count, isSpace(text[place]) { place += 1 }
            last = scalar
            continue
        }
        if place < text.count, text[place] != scalar, isSpace(text[place]),
            isNameSymbol(scalar) || isNameSymbol(last)
        {
            while place < text.count, isSpace(text[place]) { place += 1 }
        }
        guard place < text.count, text[place] == scalar else { return nil }
        place += 1
        last = scalar
    }
    if place < text.count, isNamePart(last), isNamePart(text[place]) { return nil }
    return place
}

/// A name with its white space made single.
func normalized(_ name: some StringProtocol) -> String {
    name.unicodeScalars.split(whereSeparator: isSpace)
        .map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
}

func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x180E, 0x2000...0x200B, 0x2028, 0x2029, 0x202F,
        0x205F, 0x3000, 0xFEFF:
        true
    default: false
    }
}

func isNameSymbol(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".", "/", "-", "'", "+", "*", "’": true
    default: false
    }
}

/// FEEL grammar rules 28 and 29.
func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3F, 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF,
        0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF,
        0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
        !isSpace(scalar)
    default: false
    }
}

func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
    default: isNameStart(scalar)
    }
}
