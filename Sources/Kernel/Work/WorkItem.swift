/// A piece of work for a post or a person: what lies in a queue until somebody does it.
///
/// The verbs are those of Chinese workflow practice, each with one exact meaning; see
/// ``WorkItem/Event``. An item is finished by the step of the case it waits for, never by hand.
package struct WorkItem: Aggregate {
    package enum Status: String, Sendable, Codable, CaseIterable {
        /// In the pool of its post; nobody holds it.
        case pooled
        /// Somebody holds it.
        case held
        /// Put aside until a moment, with a reason; its deadline stays.
        case suspended
        case done
        case withdrawn
    }

    /// One more signature that the item waits for.
    package struct Signature: Hashable, Sendable, Codable {
        package enum Order: String, Sendable, Codable, CaseIterable {
            /// 前加签: before the holder may finish.
            case before
            /// 会签: together with the holder; all must sign, in any order.
            case together
        }

        package let signer: ID<StaffMember>
        package let order: Order
        package let askedBy: ID<StaffMember>
        package var opinion: String?
        package var agrees: Bool?
        package var signedAt: Moment?
    }

    package enum Event: Sendable, Codable {
        case opened(WorkItem)
        /// 认领: taken out of the pool by who will do it.
        case claimed(by: ID<StaffMember>)
        /// 派工: put on a person's desk by whoever dispatches, a person or the product's own rule.
        case assigned(to: ID<StaffMember>, by: String, reason: String)
        /// 转办: given to another person with all responsibility.
        case handedOver(to: ID<StaffMember>, by: ID<StaffMember>, reason: String)
        /// 委派: done by another, who hands the result back; the holder stays responsible.
        case delegated(to: ID<StaffMember>, by: ID<StaffMember>, reason: String)
        /// The delegate hands the result back to the holder.
        case delegationAnswered(by: ID<StaffMember>, answer: String)
        /// 加签 and 会签: another person's signature is asked for.
        case signatureAsked(Signature)
        case signed(by: ID<StaffMember>, agrees: Bool, opinion: String, at: Moment)
        /// 抄送: shown to others, who owe nothing.
        case copied(to: [ID<StaffMember>], by: ID<StaffMember>)
        /// 催办: the holder is urged; counted, never changes who holds it.
        case urged(by: ID<StaffMember>)
        /// 退回: back to whom it came from, with what is wrong.
        case returned(to: ID<StaffMember>?, by: ID<StaffMember>, reason: String)
        /// Put back into the pool by the product's own rule, as when its holder is away.
        case pooled(reason: String)
        /// 取回: taken back by who handed it over, before the other began.
        case takenBack(by: ID<StaffMember>)
        case begun(by: ID<StaffMember>)
        /// 挂起 until a moment.
        case suspended(until: Moment, by: ID<StaffMember>, reason: String)
        case resumed
        case finished(step: String)
        case withdrawn(reason: String)
    }

    package static let table = "work_item"
    package static let title = Words("待办", "work item")

    package let id: ID<WorkItem>
    package let subject: CaseReference
    /// What is to be done, such as `claim.register`.
    package let kind: String
    package let title: Words
    package let post: Post
    package let branch: ID<Branch>?
    package let openedAt: Moment
    package let dueAt: Moment?
    package internal(set) var status: Status
    package internal(set) var holder: ID<StaffMember>?
    package internal(set) var previousHolder: ID<StaffMember>?
    package internal(set) var delegate: ID<StaffMember>?
    package internal(set) var hasBegun: Bool
    package internal(set) var signatures: [Signature]
    package internal(set) var copies: [ID<StaffMember>]
    package internal(set) var urgings: Int
    package internal(set) var suspendedUntil: Moment?
    /// Who gave it back to the pool: a rule does not give it to them again.
    package internal(set) var returnedBy: [ID<StaffMember>]?

    package init(
        id: ID<WorkItem>, of subject: CaseReference, kind: String, title: Words, post: Post,
        branch: ID<Branch>?, openedAt: Moment, dueAt: Moment? = nil, holder: ID<StaffMember>? = nil
    ) {
        self.id = id
        self.subject = subject
        self.kind = kind
        self.title = title
        self.post = post
        self.branch = branch
        self.openedAt = openedAt
        self.dueAt = dueAt
        self.holder = holder
        status = holder == nil ? .pooled : .held
        hasBegun = false
        signatures = []
        copies = []
        urgings = 0
    }

    package var stream: StreamName { subject.stream }

    /// Whether it is for one person and nobody else: a seat on a panel is given up by recusal.
    package var isForOnePerson: Bool { kind.hasPrefix("panels.") }

    package var isOpen: Bool { status != .done && status != .withdrawn }

    package var columns: [(String, SQLValue)] {
        [
            ("kind", kind.sql), ("stream", stream.text.sql), ("case_number", subject.number.sql),
            ("post", post.code.sql), ("branch", branch.sql), ("holder", holder.sql),
            ("status", status.rawValue.sql), ("due_at", dueAt.sql), ("opened_at", openedAt.sql),
            ("wake_at", suspendedUntil.sql),
        ]
    }

    package static func opened(by event: Event) -> WorkItem? {
        if case .opened(let item) = event { item } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let item): self = item
        case .claimed(let person): hold(person)
        case .assigned(let person, _, _):
            hold(person)
            previousHolder = nil
        case .handedOver(let person, let giver, _):
            hold(person)
            previousHolder = giver
        case .delegated(let person, _, _): delegate = person
        case .delegationAnswered: delegate = nil
        case .signatureAsked(let signature): signatures.append(signature)
        case .signed(let person, let agrees, let opinion, let moment):
            sign(person, agrees, opinion, moment)
        case .copied(let people, _): copies += people.filter { !copies.contains($0) }
        case .urged: urgings += 1
        case .returned(let person, let giver, _):
            if person == nil, returnedBy?.contains(giver) != true {
                returnedBy = (returnedBy ?? []) + [giver]
            }
            // Who gave it back has nothing to take back, and the next return goes to the pool.
            giveBack(to: person)
        case .pooled: giveBack(to: nil)
        case .takenBack(let person):
            hold(person)
            previousHolder = nil
        case .begun: hasBegun = true
        case .suspended(let moment, _, _):
            status = .suspended
            suspendedUntil = moment
        case .resumed:
            status = holder == nil ? .pooled : .held
            suspendedUntil = nil
        case .finished: status = .done
        case .withdrawn: status = .withdrawn
        }
    }

    private mutating func hold(_ person: ID<StaffMember>) {
        holder = person
        delegate = nil
        status = .held
        suspendedUntil = nil
        hasBegun = false
    }

    private mutating func giveBack(to person: ID<StaffMember>?) {
        holder = person
        previousHolder = nil
        delegate = nil
        status = person == nil ? .pooled : .held
        suspendedUntil = nil
        hasBegun = false
    }

    private mutating func sign(
        _ person: ID<StaffMember>, _ agrees: Bool, _ opinion: String, _ moment: Moment
    ) {
        for index in signatures.indices
        where signatures[index].signer == person && signatures[index].signedAt == nil {
            signatures[index].agrees = agrees
            signatures[index].opinion = opinion
            signatures[index].signedAt = moment
        }
    }
}

extension WorkItem {
    /// The signatures that must still be given before the item may be finished.
    package var openSignatures: [Signature] { signatures.filter { $0.signedAt == nil } }

    /// The open items of a case, held until the commit. A case has few.
    package static func open(
        of subject: CaseReference, _ transaction: any Transaction
    ) throws -> [Loaded<WorkItem>] {
        try transaction.loadAll(
            where: """
                stream = \(subject.stream.text) AND status IN ('pooled', 'held', 'suspended')
                ORDER BY id LIMIT 200
                """)
    }
}

extension WorkItem {
    /// Signatures that were asked for are given before the work they belong to is finished.
    package static func require(
        signed items: [Loaded<WorkItem>], kinds: Set<String>
    ) throws(Refusal) {
        let open = items.contains {
            kinds.contains($0.kind) && $0.state.isOpen && !$0.state.openSignatures.isEmpty
        }
        if open { throw .signaturesOpen }
    }
}

extension Decision {
    /// Finishes the open items of these kinds, because the step they waited for was taken.
    package mutating func finish(
        _ items: [Loaded<WorkItem>], kinds: Set<String>, step: String
    ) {
        for item in items where kinds.contains(item.kind) && item.state.isOpen {
            change(item, .finished(step: step))
        }
    }

    /// Withdraws all open items, because the case ended another way.
    package mutating func withdraw(_ items: [Loaded<WorkItem>], reason: String) {
        for item in items where item.state.isOpen { change(item, .withdrawn(reason: reason)) }
    }
}
