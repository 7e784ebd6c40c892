/// Which case a clock, a piece of work or a message belongs to.
package struct CaseReference: Hashable, Sendable, Codable {
    package let stream: StreamName
    package let number: String

    package init(stream: StreamName, number: String) {
        self.stream = stream
        self.number = number
    }

    package init(_ subject: some Numbered) {
        self.init(stream: subject.stream, number: subject.number)
    }
}
