import Crypto

/// What a rule may know besides state and facts: who acts, when, and what ids it may use.
///
/// Everything in it is fixed before the transaction runs, so a rule that runs twice says the same
/// thing twice.
package struct Context: Sendable {
    package let principal: Principal
    package let now: Moment
    /// The identity of this use of a command; the entries it writes share it.
    package let act: ID<Act>
    /// The version of the subject that the caller saw (`If-Match`), when it said one.
    package let ifVersion: Int64?
    /// The machine's own moment, where an import or a virtual clock acts at another.
    let written: Moment
    private let seed: [UInt8]
    private let numbers: [NumberSeries: String]

    /// - Parameters:
    ///   - seed: 32 random bytes for this command alone.
    ///   - numbers: the human numbers drawn for it.
    package init(
        _ principal: Principal, at now: Moment, seed: [UInt8], ifVersion: Int64? = nil,
        written: Moment? = nil, numbers: [NumberSeries: String] = [:]
    ) {
        self.ifVersion = ifVersion
        self.written = written ?? now
        self.principal = principal
        self.now = now
        self.seed = seed
        self.numbers = numbers
        act = Context.identity("act", seed, now)
    }

    /// The identity that this command gives to what it calls `label`; always the same for the
    /// same label, so it needs no counter.
    package func id<Subject>(_ label: String, of: Subject.Type = Subject.self) -> ID<Subject> {
        Context.identity(label, seed, now)
    }

    /// 32 bytes nobody can guess, for secrets such as a voucher's code. Of no relation to
    /// ``id(_:of:)``.
    package func secret(_ label: String) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(
                for: Array("secret.\(label)".utf8), using: SymmetricKey(data: seed)))
    }

    /// The human number drawn from `series`. A command states its series; asking for another traps.
    package func number(_ series: NumberSeries) -> String {
        guard let number = numbers[series] else {
            preconditionFailure(
                "the command does not state that it needs a \(series.prefix) number")
        }
        return number
    }

    private static func identity<Subject>(
        _ label: String, _ seed: [UInt8], _ now: Moment
    ) -> ID<Subject> {
        var hash = SHA256()
        hash.update(data: seed)
        hash.update(data: Array(label.utf8))
        let words = hash.finalize().withUnsafeBytes {
            (
                $0.loadUnaligned(as: UInt64.self),
                $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            )
        }
        return ID(at: now, random: words)
    }
}

/// Marks the identity of one use of a command.
package enum Act {}

/// A series of human numbers such as `CLM-2025-000123`; one per kind of case and year.
package struct NumberSeries: Hashable, Sendable {
    package let prefix: String

    package init(_ prefix: String) { self.prefix = prefix }
}
