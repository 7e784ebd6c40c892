package import Kernel

/// 未决赔款准备金: what is set aside, coverage by coverage, with its history.
package enum Reserves {
    /// Where the product does not say after how many days a reserve is stale.
    package static let staleAfterDays: Int64 = 60

    /// When a reserve that was looked at is stale.
    static func reviewed(_ moment: Moment, every days: Int64?) -> Moment {
        moment.adding(seconds: (days ?? staleAfterDays) * 86_400)
    }

    package static let authorityKind = "claims.reserve"
}

extension Claim {
    /// What is set aside for one coverage.
    package struct ReserveLine: FieldRecord, Codable, Hashable {
        package static let fields: [Field<ReserveLine>] = [
            Field("coverage", \.coverage, Words("保险责任", "Coverage"), .line(40)),
            Field("amount", \.amount, Words("准备金", "Reserve"), 0...Coverage.largest),
        ]

        package var coverage = ""
        package var amount = Money(minor: 0)

        package init() {}

        init(_ coverage: String, _ amount: Money) {
            self.coverage = coverage
            self.amount = amount
        }
    }

    /// One row of the reserve's history: the latest is what stands.
    package struct ReserveEntry: Sendable, Codable, Equatable {
        /// The total of the lines.
        package let amount: Money
        package let reason: String
        package let by: String
        package let at: Moment
        package var lines: [ReserveLine] = []
        /// Who approved it and by which row, when it was above the authority of who set it.
        package var approvedBy: String?
        package var authority: AuthorityBook.Use?
    }

    /// A change that waits for approval.
    package struct ReserveProposal: Sendable, Codable, Equatable {
        package let entry: ReserveEntry
        package let proposer: ID<StaffMember>
        package let level: Int64
        package var passed: [AuthorityBook.Passed]
    }

    package enum ReserveEvent: Sendable, Codable {
        case proposed(ReserveProposal)
        case referredUp(level: Int64, passed: [AuthorityBook.Passed])
        case rejected(by: ID<StaffMember>, reason: String)
        case foundStale(at: Moment)
    }

    /// What stands now, coverage by coverage. An entry that names no coverage counts for the first.
    package var reserveLines: [ReserveLine] {
        guard let entry = reserves.last else { return [] }
        if !entry.lines.isEmpty || entry.amount.minor == 0 { return entry.lines }
        return coverages.first.map { [ReserveLine($0.code, entry.amount)] } ?? []
    }

    mutating func note(_ entry: ReserveEntry) {
        reserves.append(entry)
        reserveProposal = nil
        reserveReviewAt = Reserves.reviewed(entry.at, every: reserveReviewDays)
    }

    mutating func apply(reserves event: ReserveEvent) {
        switch event {
        case .proposed(let proposal): reserveProposal = proposal
        case .referredUp(let level, let passed):
            reserveProposal = reserveProposal.map {
                ReserveProposal(
                    entry: $0.entry, proposer: $0.proposer, level: level,
                    passed: $0.passed + passed)
            }
        case .rejected: reserveProposal = nil
        case .foundStale: reserveReviewAt = nil
        }
    }

    /// The first reserve of a claim, spread over the coverages as the claimed items are, the rest
    /// on the last of them; all of it on the first coverage where no item says otherwise.
    static func spread(
        _ total: Money, over items: [ClaimedItem], _ coverages: [Coverage]
    ) -> [ReserveLine] {
        guard let first = coverages.first else { return [] }
        let named = coverages.map(\.code).compactMap { code -> (String, Int64)? in
            let claimed = items.filter { $0.coverage == code }
                .reduce(Int64(0)) { $0.addingClamped($1.claimed.minor) }
            return claimed > 0 ? (code, claimed) : nil
        }
        let whole = named.reduce(Int64(0)) { $0.addingClamped($1.1) }
        guard whole > 0, let last = named.last else { return [ReserveLine(first.code, total)] }
        var left = total.minor
        var lines: [ReserveLine] = []
        for (code, claimed) in named.dropLast() {
            let product = total.minor.multipliedFullWidth(by: claimed)
            let share = whole.dividingFullWidth(product).quotient
            left -= share
            lines.append(ReserveLine(code, Money(minor: share, total.currency)))
        }
        return lines + [ReserveLine(last.0, Money(minor: left, total.currency))]
    }
}
