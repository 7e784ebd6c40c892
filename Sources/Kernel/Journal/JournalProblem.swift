/// Why a line of the journal, of its heads or of its manifest is refused.
package struct JournalProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let words: Words

    init(_ words: Words) {
        self.words = words
    }

    package var description: String { words.en }

    static func member(_ name: String) -> JournalProblem {
        JournalProblem(
            Words("成员 \(name) 缺失或不符合格式", "the member \(name) is missing or not as documented"))
    }

    static let notCanonical = JournalProblem(
        Words("不是规范字节：重新编码后不相同", "not canonical: encoding it again gives other bytes"))
}

/// Reads the members of one line, refusing what is missing or of another kind.
struct JournalLine {
    /// Entries of large batches are long; still there is an end.
    static let limits = JSON.Limits(bytes: 16 << 20, depth: 64)

    let object: JSON.Object

    init(_ bytes: [UInt8]) throws(JournalProblem) {
        let json: JSON
        do throws(JSONProblem) {
            json = try JSON.parse(bytes, limits: JournalLine.limits)
        } catch {
            throw JournalProblem(error.words)
        }
        try self.init(json)
    }

    init(_ json: JSON) throws(JournalProblem) {
        guard case .object(let object) = json else {
            throw JournalProblem(Words("应为一个对象", "an object is expected"))
        }
        self.object = object
    }

    func text(_ name: String) throws(JournalProblem) -> String {
        guard let text = object[name]?.text else { throw .member(name) }
        return text
    }

    func optionalText(_ name: String) throws(JournalProblem) -> String? {
        object[name] == nil ? nil : try text(name)
    }

    func optionalNumber(_ name: String) throws(JournalProblem) -> Int64? {
        object[name] == nil ? nil : try number(name)
    }

    func number(_ name: String) throws(JournalProblem) -> Int64 {
        guard let number = object[name]?.number else { throw .member(name) }
        return number
    }

    /// A number of `from` or more.
    func number(_ name: String, from least: Int64) throws(JournalProblem) -> Int64 {
        let number = try number(name)
        guard number >= least else { throw .member(name) }
        return number
    }

    func elements(_ name: String) throws(JournalProblem) -> [JSON] {
        guard let elements = object[name]?.elements else { throw .member(name) }
        return elements
    }

    func hash(_ name: String) throws(JournalProblem) -> Hash {
        guard let hash = Hash(hex: try text(name)) else { throw .member(name) }
        return hash
    }

    func id<Subject>(_ name: String) throws(JournalProblem) -> ID<Subject> {
        guard let id = ID<Subject>(try text(name)) else { throw .member(name) }
        return id
    }
}
