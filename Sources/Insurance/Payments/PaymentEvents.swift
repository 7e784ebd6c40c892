package import Kernel

extension Payment {
    package enum Event: Sendable, Codable {
        case ordered(Payment)
        case identityChecked(IdentityCheck)
        case duplicatesAccepted(DuplicateRuling)
        case correctionRequested(Correction)
        case correctionApproved(by: ID<StaffMember>, at: Moment)
        case correctionRejected(by: ID<StaffMember>, reason: String)
        case released(by: ID<StaffMember>, at: Moment)
        case batched(batch: String)
        case unbatched(reason: String)
        case sent(batch: String, at: Moment)
        case handedOver(Cheque)
        case confirmed(reference: String, at: Moment)
        case failed(Failure)
        case stopped(by: ID<StaffMember>, reason: String)
        case recallRequested(Recall)
        case recallAnswered(succeeded: Bool, answer: String, by: ID<StaffMember>, at: Moment)
    }

    package static func opened(by event: Event) -> Payment? {
        if case .ordered(let payment) = event { payment } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .ordered(let payment): self = payment
        case .identityChecked(let check): identity = check
        case .duplicatesAccepted(let ruling): duplicates = ruling
        case .correctionRequested(let request): correction = request
        case .correctionApproved(let person, let moment): correct(person, moment)
        case .correctionRejected: correction = nil
        case .released(let person, _):
            releaser = person
            state = .released
        case .batched(let number): batch = number
        case .unbatched: batch = nil
        case .sent(let number, _):
            batch = number
            state = .sent
        case .handedOver(let paper):
            cheque = paper
            state = .sent
        case .confirmed(let reference, _):
            bankReference = reference
            state = .confirmed
        case .failed(let failure):
            self.failure = failure
            state = .failed
        case .stopped: state = .stopped
        case .recallRequested(let request): recall = request
        case .recallAnswered(let succeeded, let answer, let person, let moment):
            recall?.answer = .init(
                succeeded: succeeded, text: answer, by: person, at: moment)
        }
    }

    /// New account data need a new release and a new check of identity; those of a payment that
    /// came back are for its successor.
    private mutating func correct(_ approver: ID<StaffMember>, _ moment: Moment) {
        guard let request = correction else { return }
        former.append(
            FormerAccount(
                payee: payee, account: account, requestedBy: request.requestedBy,
                approvedBy: approver, reason: request.reason, at: moment))
        correction = nil
        guard state != .failed else { return }
        payee = request.payee
        account = request.account
        releaser = nil
        duplicates = nil
        state = .ordered
    }
}
