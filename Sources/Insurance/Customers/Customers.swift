package import Kernel

/// 客户: the persons the insurer serves, as far as claims need them. Every value about them is
/// sealed with their own key.
package enum Customers {
    package static let commands: [any Command.Type] = [
        RecordCustomer.self, RequestErasure.self, EraseCustomer.self, DeclineErasure.self,
    ]
}

/// A customer. Found again by keyed indexes of number, phone and name, never by plain text.
package struct Customer: Numbered {
    package enum Event: Sendable, Codable {
        case recorded(Customer)
        /// The person's key is destroyed: the sealed values stay and never open again.
        case erased(at: Moment)
    }

    package static let table = "customer"
    package static let title = Words("客户", "customer")

    package let id: ID<Customer>
    package let number: String
    package let person: ID<Person>
    package let name: Sealed
    package let phone: Sealed?
    package let identityNumber: Sealed?
    package let address: Sealed?
    /// Where the record came from, such as `import:auto-claims`, for imports that run again.
    package let source: String?
    package private(set) var erasedAt: Moment?

    init(
        id: ID<Customer>, number: String, person: ID<Person>, name: Sealed, phone: Sealed?,
        identityNumber: Sealed?, address: Sealed?, source: String?
    ) {
        self.id = id
        self.number = number
        self.person = person
        self.name = name
        self.phone = phone
        self.identityNumber = identityNumber
        self.address = address
        self.source = source
    }

    package var columns: [(String, SQLValue)] {
        [("number", number.sql), ("person", person.sql), ("source", source.sql)]
    }

    package static func opened(by event: Event) -> Customer? {
        if case .recorded(let customer) = event { customer } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let customer): self = customer
        case .erased(let moment): erasedAt = moment
        }
    }
}
