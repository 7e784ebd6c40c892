package import Kernel

/// 保管期限: how long a class of records is kept, as a row that the insurer may change.
package struct RetentionRule: Aggregate {
    package enum Event: Sendable, Codable {
        case set(RetentionRule)
    }

    /// Which files a rule is about.
    package enum Condition: String, ChoiceValue {
        case shortContract, longContract, paid, disputed, always

        package var title: Words {
            switch self {
            case .shortContract: Words("保险期间不超过一年", "Cover of one year or less")
            case .longContract: Words("保险期间超过一年", "Cover of more than one year")
            case .paid: Words("有赔款支付", "Something was paid")
            case .disputed: Words("有复核或诉讼", "It was reviewed or went to court")
            case .always: Words("全部案卷", "Every file")
            }
        }
    }

    package enum Anchor: String, ChoiceValue {
        case contractEnd, closing

        package var title: Words {
            switch self {
            case .contractEnd: Words("保险合同终止之日", "The end of the contract")
            case .closing: Words("结案之日", "The closing of the claim")
            }
        }
    }

    package static let table = "retention_rule"
    package static let title = Words("保管期限", "retention rule")

    package let id: ID<RetentionRule>
    package let code: String
    package let edition: Int64
    package let name: Words
    package let condition: Condition
    package let anchor: Anchor
    package let years: Int64
    /// The article it follows.
    package let basis: Words
    package let certainty: Certainty
    package let setBy: String

    package var columns: [(String, SQLValue)] {
        [("code", code.sql), ("edition", edition.sql)]
    }

    package static func opened(by event: Event) -> RetentionRule? {
        switch event {
        case .set(let rule): rule
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .set(let rule): self = rule
        }
    }
}

/// Why a file is kept until a day.
package struct RetentionReason: Hashable, Sendable, Codable {
    package let code: String
    package let name: Words
    package let basis: Words
    package let from: Day
    package let years: Int64
    package let until: Day

    package var words: Words {
        Words(
            "\(name.zh)：自 \(from) 起 \(years) 年，至 \(until)（\(basis.zh)）",
            "\(name.en): \(years) years from \(from), until \(until) (\(basis.en))")
    }
}

/// What the rules look at in a file.
package struct RetentionQuestion: Sendable {
    let claim: Claim
    /// The policy's first and last day; without a policy the loss stands for both and every rule
    /// about contracts holds, so that nothing is destroyed too early.
    let period: (from: Day, to: Day)?
    let closedOn: Day
    let isDisputed: Bool

    /// Every rule that holds, the longest first.
    func reasons(_ rules: [RetentionRule]) -> [RetentionReason] {
        rules.filter(holds).map { rule in
            let from = rule.anchor == .closing ? closedOn : period?.to ?? claim.lossDay
            return RetentionReason(
                code: rule.code, name: rule.name, basis: rule.basis, from: from,
                years: rule.years, until: from.adding(years: rule.years))
        }.sorted { ($1.until, $0.code) < ($0.until, $1.code) }
    }

    private func holds(_ rule: RetentionRule) -> Bool {
        switch rule.condition {
        case .always: return true
        case .paid: return claim.paidMinor > 0
        case .disputed: return isDisputed
        case .shortContract: return !isLong || period == nil
        case .longContract: return isLong || period == nil
        }
    }

    private var isLong: Bool {
        guard let period else { return false }
        return period.to >= period.from.adding(years: 1)
    }
}

extension Day {
    /// The same day of a later year; 29 February becomes 1 March where there is none.
    func adding(years: Int64) -> Day {
        let year = self.year + Int(min(max(years, 0), 1_000))
        return Day(year: year, month: month, day: day)
            ?? Day(year: year, month: 3, day: 1) ?? self
    }
}
