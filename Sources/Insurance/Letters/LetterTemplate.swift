package import Kernel

/// 函件模板: one edition of the text of a kind of letter, in both languages. Drafted by one person,
/// approved by another; the newest approved edition is used.
package struct LetterTemplate: Numbered {
    package enum State: String, Sendable, Codable, CaseIterable {
        case drafted, approved, rejected

        package var title: Words {
            switch self {
            case .drafted: Words("待审核", "Drafted")
            case .approved: Words("已启用", "Approved")
            case .rejected: Words("未通过", "Rejected")
            }
        }
    }

    package struct Ruling: Sendable, Codable, Equatable {
        package let approves: Bool
        package let reason: String
        package let by: ID<StaffMember>
        package let at: Moment
    }

    package enum Event: Sendable, Codable {
        case drafted(LetterTemplate)
        case ruled(Ruling)
    }

    package static let table = "letter_template"
    package static let title = Words("函件模板", "letter template")

    package let id: ID<LetterTemplate>
    package let number: String
    package let kind: LetterKind
    package let edition: Int64
    package let text: Words
    package let reason: String
    package let maker: ID<StaffMember>
    package let at: Moment
    package internal(set) var state: State
    package internal(set) var ruling: Ruling?

    package var columns: [(String, SQLValue)] {
        [
            ("number", number.sql), ("kind", kind.rawValue.sql), ("edition", edition.sql),
            ("stage", state.rawValue.sql), ("maker", maker.sql),
            ("approver", (state == .approved ? ruling?.by : nil).sql),
        ]
    }

    package static func opened(by event: Event) -> LetterTemplate? {
        if case .drafted(let template) = event { template } else { nil }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .drafted(let template): self = template
        case .ruled(let ruling):
            self.ruling = ruling
            state = ruling.approves ? .approved : .rejected
        }
    }
}

extension NumberSeries {
    package static let letterTemplate = NumberSeries("LTM")
    package static let letter = NumberSeries("LTR")
}
