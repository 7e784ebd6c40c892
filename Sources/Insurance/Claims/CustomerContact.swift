package import Kernel

/// 客户联系记录: one contact with the customer about a case: by whom, on which way, what came of
/// it. Recorded once and never changed; what was said is sealed with the customer's key.
package struct CustomerContact: Aggregate {
    package enum Purpose: String, ChoiceValue {
        case firstContact, progress, decision

        package var title: Words {
            switch self {
            case .firstContact: Words("首次联系", "First contact")
            case .progress: Words("进度告知", "Progress report")
            case .decision: Words("核定结果告知", "Notice of the decision")
            }
        }
    }

    package enum Channel: String, ChoiceValue {
        case phone, message, visit, counter, letter, web

        package var title: Words {
            switch self {
            case .phone: Words("电话", "Telephone")
            case .message: Words("短信或即时消息", "Text message")
            case .visit: Words("上门", "Visit")
            case .counter: Words("柜面", "At the counter")
            case .letter: Words("信函", "Letter")
            case .web: Words("网上", "Online")
            }
        }
    }

    package enum Outcome: String, ChoiceValue {
        case reached, noAnswer, leftMessage, wrongNumber, written

        package var title: Words {
            switch self {
            case .reached: Words("已联系上", "Reached")
            case .noAnswer: Words("无人接听", "No answer")
            case .leftMessage: Words("已留言", "Message left")
            case .wrongNumber: Words("号码有误", "Wrong number")
            case .written: Words("多次未联系上，已书面告知", "Told in writing after failed attempts")
            }
        }

        /// Whether the customer now knows whom to turn to.
        package var isContact: Bool { self == .reached || self == .written }
    }

    package enum Event: Sendable, Codable {
        case recorded(CustomerContact)
    }

    package static let table = "customer_contact"
    package static let title = Words("客户联系记录", "contact with the customer")

    package let id: ID<CustomerContact>
    /// The notice or the claim it was about.
    package let subject: CaseReference
    package let purpose: Purpose
    package let channel: Channel
    package let outcome: Outcome
    /// What was said.
    package let note: Sealed?
    package let by: ID<StaffMember>
    package let at: Moment

    package var stream: StreamName { subject.stream }

    package var columns: [(String, SQLValue)] {
        [
            ("case_number", subject.number.sql), ("purpose", purpose.rawValue.sql),
            ("outcome", outcome.rawValue.sql), ("at", at.sql),
        ]
    }

    package static func opened(by event: Event) -> CustomerContact? {
        switch event {
        case .recorded(let contact): contact
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let contact): self = contact
        }
    }

    /// The contacts of a case so far, in order.
    static func all(of number: String, _ reader: any Reader) throws -> [Loaded<CustomerContact>] {
        try reader.loadAll(where: "case_number = \(number) ORDER BY at, id LIMIT 100")
    }
}

extension Field {
    /// The way on which the customer was told.
    static func contactChannel(_ path: FieldPath<Owner, CustomerContact.Channel>) -> Field {
        Field("channel", path, Words("联系方式", "Way of contact"))
    }

    /// What was said, sealed with the key of the person who reported or is insured.
    static func contactNote(_ path: FieldPath<Owner, Personal>) -> Field {
        Field(
            "note", path, Words("沟通内容", "What was said"),
            PersonalRule(.narrative, of: "customer", max: 2000))
    }
}

extension Claim {
    /// Whose key seals what is said to the customer of this claim.
    var customer: ID<Person> { reporterPhone?.person ?? insured.person }

    func contact(
        _ purpose: CustomerContact.Purpose, _ channel: CustomerContact.Channel, _ note: Sealed?,
        by staff: ID<StaffMember>, _ context: Context
    ) -> CustomerContact {
        CustomerContact(
            id: context.id("contact"), subject: CaseReference(self), purpose: purpose,
            channel: channel, outcome: .reached, note: note, by: staff, at: context.now)
    }
}
