package import Kernel

extension Claim {
    package enum Event: Sendable, Codable {
        case registered(Claim)
        case documentsReceived(codes: [String], at: Moment)
        case reserveChanged(ReserveEntry)
        case lossAssessed(Assessment)
        case lossVerified(by: ID<StaffMember>, at: Moment)
        case assessmentReturned(by: ID<StaffMember>, reason: String)
        case proposed(Proposal, level: Int64)
        case returnedToMaker(by: ID<StaffMember>, reason: String)
        case referredUp(from: ID<StaffMember>, level: Int64, passed: [AuthorityBook.Passed])
        case decided(ClaimDecision)
        case customerTold(Told)
        case paymentDivided(PaymentPlan)
        case paymentOrdered(LivePayment)
        case paymentFailed(ID<Payment>, reason: String)
        case paid(amount: Money, voucher: String, payment: ID<Payment>)
        /// It had arrived and came back: its part is open again.
        case paymentReturned(ID<Payment>, amount: Money, reason: String)
        case recovered(amount: Money, kind: Recovery.Kind, reference: String, at: Moment)
        case complexityChanged(
            Complexity, by: ID<StaffMember>, reason: String, at: Moment)
        case closed(Ending)
        case investigationOrdered(String)
        case investigationEnded(String)
        case papers(PaperEvent)
        case reserves(ReserveEvent)
        case panelCalled([PanelReason])
        case doubted(Doubt)
        case lateNoticeWeighed(LateNotice.Weighing)
        case doubtLifted(of: ID<StaffMember>, by: ID<StaffMember>, reason: String)
        case reopened(by: ID<StaffMember>, reason: ClaimWords.ReopenReason, reserve: ReserveEntry)
    }

    package static func opened(by event: Event) -> Claim? {
        if case .registered(let claim) = event { claim } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .registered(let claim): self = claim
        case .documentsReceived(let codes, let moment):
            for index in documents.indices
            where codes.contains(documents[index].code) && documents[index].receivedAt == nil {
                documents[index].receivedAt = moment
            }
        case .papers(let event): apply(papers: event)
        case .reserves(let event): apply(reserves: event)
        case .reserveChanged(let entry): note(entry)
        case .lossAssessed(let assessment):
            self.assessment = assessment
            state = .lossAssessed
        case .lossVerified(let verifier, let moment):
            assessment?.verifier = verifier
            assessment?.verifiedAt = moment
            state = .lossVerified
        case .assessmentReturned:
            assessment = nil
            state = .registered
        case .proposed(let proposal, let level):
            self.proposal = proposal
            approvalLevel = level
            state = .inApproval
        case .returnedToMaker:
            proposal = nil
            panelReasons = []
            approvalLevel = 0
            state = .lossVerified
        case .referredUp(_, let level, _): approvalLevel = level
        case .decided(let decision):
            decisions.append(decision)
            reserveProposal = nil
            state = decision.outcome.pays ? .approved : .denied
        default: applyLater(event)
        }
    }

    private mutating func applyLater(_ event: Event) {
        switch event {
        case .customerTold(let told): customerTold.append(told)
        case .complexityChanged(let complexity, _, _, _): self.complexity = complexity
        case .recovered(let amount, _, _, _):
            recoveredMinor = recoveredMinor.addingClamped(amount.minor)
        case .closed(let ending):
            self.ending = ending
            openInvestigation = nil
            reserveProposal = nil
            if case .cancelled = ending { state = .cancelled } else { state = .closed }
        case .reopened(_, let reason, let reserve):
            if !reason.countsTowardCap { reopeningsOutsideCap += 1 }
            note(reserve)
            ending = nil
            assessment = nil
            proposal = nil
            payment = nil
            panelReasons = []
            approvalLevel = 0
            reopenings += 1
            state = .registered
        case .investigationOrdered(let number): openInvestigation = number
        case .investigationEnded: openInvestigation = nil
        case .panelCalled(let reasons):
            panelReasons += reasons.filter { !panelReasons.contains($0) }
        case .doubted(let doubt): doubts.append(doubt)
        case .lateNoticeWeighed(let weighing): lateNotice?.weighing = weighing
        case .doubtLifted(let person, _, _): doubts.removeAll { $0.by == person }
        default: applyPayment(event)
        }
    }
}
