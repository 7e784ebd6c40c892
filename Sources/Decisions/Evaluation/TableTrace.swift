/// What a table did in one evaluation.
public struct TableTrace: Sendable {
    /// The decision or function it belongs to.
    public let element: String
    /// The values of its inputs.
    public let inputs: [Value]
    /// The rules that matched, from 1.
    public let rules: [Int]
    /// What came of them.
    public let result: Value
    /// The decision or function whose table it is.
    public var table: String { code.name }
    let code: TableCode
    /// What else the cells saw; nil where they saw the inputs alone.
    let frame: FrozenFrame?
}

extension Evaluation {
    /// What each cell of a table answers to the inputs of a trace, by rule and column: why a rule
    /// matched or did not. Nil stands for a cell that takes anything. Made when asked for.
    public func cells(of trace: TableTrace) -> [[Bool?]] {
        trace.code.cells(
            Evaluation(
                model: model, globals: globals, moment: moment, limits: limits, records: false),
            trace.frame.map { Frame($0) } ?? trace.code.frame(trace.inputs))
    }
}
