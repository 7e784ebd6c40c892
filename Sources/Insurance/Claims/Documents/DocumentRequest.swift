package import Kernel

/// 一次性告知补充资料: the one complete request for what a claim still lacks, or a further one that
/// a supervisor allowed. Chained in the claim's own stream.
package struct DocumentRequest: Numbered {
    package struct Item: Sendable, Codable, Equatable {
        package let code: String
        package let title: Words
        package let why: Words?
        /// What was wrong with the paper that came in.
        package let insufficient: String?
        package internal(set) var receivedAt: Moment?
    }

    /// How it was proven that the request reached the customer.
    package struct Delivery: Sendable, Codable, Equatable {
        package let means: DeliveryMeans
        package let evidence: String
        package let by: String
        package let at: Moment
        package let recordedAt: Moment
    }

    package struct Approval: Sendable, Codable, Equatable {
        package let approves: Bool
        package let reason: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    /// What a person decided about a request that nobody answered.
    package struct Settlement: Sendable, Codable, Equatable {
        package let option: SettleDocumentRequest.Option
        package let reason: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    package enum Event: Sendable, Codable {
        case requested(DocumentRequest)
        case approved(Approval)
        case sent(at: Moment, mailKey: String?)
        case delivered(Delivery, pausedFrom: Moment?, expiresAt: Moment, remindAt: Moment?)
        case received(codes: [String], at: Moment)
        case answered(at: Moment)
        case reminded(at: Moment, next: Moment?)
        case expired(at: Moment)
        case settled(Settlement, expiresAt: Moment?)
        case withdrawn(at: Moment)
    }

    package static let table = "document_request"
    package static let title = Words("补充资料通知", "request for documents")
    /// Reminders of one request at most.
    package static let reminderLimit = 2

    package let id: ID<DocumentRequest>
    package let number: String
    package let claim: ID<Claim>
    package let claimNumber: String
    /// 1 for the one that the law knows; every further one is counted and pauses nothing.
    package let ordinal: Int64
    package internal(set) var items: [Item]
    package let requester: ID<StaffMember>
    /// Why a further one is needed.
    package let reason: String?
    package let requestedAt: Moment
    package let answerDays: Int64
    /// Where mail goes, when the customer agreed to be served by mail.
    package let mailAddress: Sealed?
    package internal(set) var state: State
    package internal(set) var approval: Approval?
    package internal(set) var sentAt: Moment?
    package internal(set) var mailKey: String?
    package internal(set) var delivery: Delivery?
    /// From when the promise to decide stands still for it.
    package internal(set) var pausedFrom: Moment?
    package internal(set) var reminders: [Moment] = []
    package internal(set) var remindAt: Moment?
    package internal(set) var expiresAt: Moment?
    package internal(set) var answeredAt: Moment?
    package internal(set) var settlements: [Settlement] = []

    package var stream: StreamName { StreamName(kind: Claim.table, id: claim.text) }

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("claim", claimNumber.sql), ("stage", state.rawValue.sql),
            ("ordinal", ordinal.sql), ("requested_at", requestedAt.sql),
            ("remind_at", remindAt.sql), ("expires_at", expiresAt.sql), ("mail_key", mailKey.sql),
        ]
    }

    package var missing: [Item] { items.filter { $0.receivedAt == nil } }

    package static func opened(by event: Event) -> DocumentRequest? {
        if case .requested(let request) = event { request } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .requested(let request): self = request
        case .approved(let approval):
            self.approval = approval
            if !approval.approves { state = .withdrawn }
        case .sent(let moment, let key):
            state = .sent
            sentAt = moment
            mailKey = key
        case .delivered(let delivery, let paused, let expiry, let reminder):
            state = .delivered
            self.delivery = delivery
            pausedFrom = paused
            expiresAt = expiry
            remindAt = reminder
        case .received(let codes, let moment):
            for index in items.indices
            where codes.contains(items[index].code) && items[index].receivedAt == nil {
                items[index].receivedAt = moment
            }
        case .answered(let moment):
            state = .answered
            answeredAt = moment
        default: applyLater(event)
        }
    }

    private mutating func applyLater(_ event: Event) {
        switch event {
        case .reminded(let moment, let next):
            reminders.append(moment)
            remindAt = next
        case .expired:
            state = .expired
            remindAt = nil
        case .settled(let settlement, let expiry):
            settlements.append(settlement)
            expiresAt = expiry ?? expiresAt
            state = settlement.option == .waitLonger ? .delivered : .settled
        case .withdrawn: state = .withdrawn
        default: break
        }
    }
}

/// How something reached a customer, as it can be proven.
package enum DeliveryMeans: String, ChoiceValue {
    case registeredMail, courier, counter, smsReceipt, recordedCall, electronicMail, portal

    package var title: Words {
        switch self {
        case .registeredMail: Words("挂号信签收", "Registered letter, signed for")
        case .courier: Words("快递签收", "Courier, signed for")
        case .counter: Words("柜面当面交付", "Handed over at the counter")
        case .smsReceipt: Words("短信送达回执", "Receipt of a text message")
        case .recordedCall: Words("电话告知并录音", "Told in a recorded call")
        case .electronicMail: Words("电子邮件送达", "Electronic mail")
        case .portal: Words("客户端已读", "Read in the portal")
        }
    }
}

extension NumberSeries {
    package static let documentRequest = NumberSeries("DOC")
}

extension Field {
    /// The request a command is about, by its number.
    static func documentRequest(_ path: FieldPath<Owner, String>) -> Field {
        Field("request", path, Words("补充资料通知号", "Request number"), .line(40))
    }
}
