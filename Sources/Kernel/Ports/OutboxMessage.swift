/// Something that leaves the product after the commit, at least once, under one key.
package struct OutboxMessage: Sendable {
    package enum Channel: String, Sendable, CaseIterable, Codable {
        case mail, webhook
        /// A message to a customer whose way of delivery (SMS, app, letter) the insurer connects.
        case notice
    }

    /// The idempotency key that the receiver sees.
    package let key: String
    package let channel: Channel
    /// What it is about, for the case's own timeline.
    package let stream: StreamName
    /// The name of the text, such as `claim.paid`; the relay renders it when it sends.
    package let template: String
    /// Where it goes: a sealed address or the name of a configured receiver. Never plain.
    package let address: Sealed?
    package let receiver: String?
    /// What the text needs: sealed where personal.
    package let values: JSON.Object

    package init(
        key: String, channel: Channel, stream: StreamName, template: String,
        address: Sealed? = nil, receiver: String? = nil, values: JSON.Object = [:]
    ) {
        self.key = key
        self.channel = channel
        self.stream = stream
        self.template = template
        self.address = address
        self.receiver = receiver
        self.values = values
    }
}
