/// A data subject: customer, insured, reporter, payee, seller, member of staff.
///
/// Whoever can ask to be erased has one identity of this kind and one ``SubjectKey``.
package enum Person {}

/// A source of `count` random bytes, handed in so that nothing in the kernel draws its own.
///
/// In production it reads the system's cryptographic generator; a source that returns another
/// number of bytes than asked for is refused by everything that uses it.
package typealias RandomBytes = @Sendable (_ count: Int) -> [UInt8]
