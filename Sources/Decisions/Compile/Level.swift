/// The names of one function body, or of one expression that stands for itself.
final class Level {
    struct Local {
        let name: String
        let slot: Int
        /// The element a filter looks at: its members are names, too.
        let isItem: Bool
    }

    let parent: Level?
    private(set) var locals: [Local] = []
    private(set) var size = 0
    /// Slots that some code reads.
    private(set) var read: Set<Int> = []
    /// How many slots no code uses, although they have names.
    var unused = 0
    /// Whether code of this level needs a frame at all.
    var needsFrame: Bool { size > unused }

    init(parent: Level?) { self.parent = parent }

    func add(_ name: String, isItem: Bool = false) -> Int {
        locals.append(Local(name: name, slot: size, isItem: isItem))
        size += 1
        return size - 1
    }

    func markRead(_ slot: Int) { read.insert(slot) }

    /// Forgets names added since; their slots stay.
    func forget(downTo count: Int) { locals.removeLast(max(0, locals.count - count)) }
}

/// Evaluates an expression within the frame of its body.
typealias Code = @Sendable (Evaluation, Frame) -> Value

/// An expression made executable; constant when its value never changes.
struct Compiled: Sendable {
    let code: Code
    let constant: Value?
    /// The global that this is, and nothing more; -1 for anything else.
    let global: Int
    /// The table that this is, and nothing more.
    let table: TableCode?

    init(table: TableCode, _ code: @escaping Code) {
        self.code = code
        self.table = table
        constant = nil
        global = -1
    }

    init(_ code: @escaping Code, global: Int = -1) {
        self.code = code
        self.global = global
        constant = nil
        table = nil
    }

    init(constant: Value) {
        self.constant = constant
        global = -1
        table = nil
        code = { _, _ in constant }
    }
}

/// A value in the slot of a frame some levels out.
struct Place: Sendable {
    let depth: Int
    let slot: Int

    @inline(__always)
    func value(_ frame: Frame) -> Value {
        if depth == 0 { return frame.slots[slot] }
        var frame = frame
        for _ in 0..<depth {
            guard let parent = frame.parent else { return .null }
            frame = parent
        }
        return slot < frame.slots.count ? frame.slots[slot] : .null
    }
}
