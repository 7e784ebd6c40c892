/// What keeps a member of staff from a case in whose outcome they have an interest.
///
/// Asked once for every command of staff, after the rule decided and before anything is written.
package protocol CaseInterest: Sendable {
    /// Why `staff` may not do this in one of these streams, or `nil`. Most commands touch a few.
    func objection(
        to command: String, by staff: ID<StaffMember>, in streams: [StreamName],
        _ reader: any Reader
    ) throws -> Refusal?
}
