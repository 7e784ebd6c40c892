public struct PatternError: Error { let message: String }
public struct RegularExpression: Sendable {
    public init(_ pattern: String, flags: String) throws(PatternError) { throw PatternError(message: "") }
    public func matches(_ text: String) -> Bool? { nil }
    public func replaced(in text: String, by replacement: String) throws(PatternError) -> String { "" }
    public func split(_ text: String) throws(PatternError) -> [String] { [] }
}
