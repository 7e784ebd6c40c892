import Kernel

/// 客户的权利: a customer acts on cases under their own policies, and on those in which they are
/// the insured or reported the loss. Asked in the command's own transaction, so that no page is
/// trusted with it; a case that is not theirs is one that does not exist.
enum CustomerRight {
    /// Whether a customer may act on the claim or notice of this number. Everybody else passes:
    /// their posts decide.
    static func check(
        on number: String, _ title: Words, by principal: Principal, _ reader: any Reader
    ) throws {
        guard let person = principal.customer else { return }
        try require(
            CustomerStore.isTheirs(number, person, reader), else: .noSuch(title))
    }

    /// The same of a policy under which a loss is reported.
    static func check(of policy: Policy?, by principal: Principal) throws(Refusal) {
        guard let person = principal.customer else { return }
        try require(policy?.holder == person, else: .noSuch(Policy.title))
    }
}
