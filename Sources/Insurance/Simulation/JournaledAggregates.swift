package import Kernel

/// Every aggregate of the product, for rebuilding rows from the journal.
package enum JournaledAggregates {
    package static let all: [any Aggregate.Type] = [
        Authority.self, Panel.self, Reveal.self, CalendarEdition.self, ClockRecord.self,
        Standard.self, WorkItem.self,
        Office.self, Department.self, StaffRecord.self, StaffSession.self, ApiToken.self,
        SignInLockout.self, Customer.self, Product.self, Policy.self, Notice.self, Claim.self,
        Letter.self, LetterTemplate.self,
        DocumentRequest.self, ClaimParty.self, AdjudicationRules.self, PriceList.self,
        Rescission.self, RuleDecision.self, AdvancePayment.self,
        Payment.self, PaymentBatch.self, PaymentRules.self,
        BankLine.self, ReconciliationDifference.self, Voucher.self, Breach.self,
        EvidenceFile.self, Investigation.self, ErasureRequest.self, MessageResend.self,
        DataReceiver.self, DataHandover.self, InstitutionReview.self, OverLimit.self,
        CustomerContact.self, DeadlineQuestion.self, PortalCode.self, PortalSession.self,
        ModelDecision.self, Transfer.self,
    ] + Afterwards.aggregates + Dispatch.aggregates

    package static let registry = ReplayRegistry(all)
}
