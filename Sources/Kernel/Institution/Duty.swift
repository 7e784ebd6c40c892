/// How a duty is kept.
package enum ControlKind: String, Sendable, CaseIterable, Codable {
    /// The system refuses the act that would break the duty.
    case enforce
    /// The system makes the work happen: work items, deadlines, reminders.
    case drive
    /// The system can show that the duty was kept.
    case evidence

    /// The name of the kind, as screens print it.
    package var title: Words {
        switch self {
        case .enforce: Words("强制", "Enforced")
        case .drive: Words("驱动", "Driven")
        case .evidence: Words("留证", "Evidenced")
        }
    }
}

/// One thing that the insurer has bound itself to: a lettered clause, or a whole article without
/// letters.
package struct Duty: Hashable, Sendable {
    package let id: DutyID
    /// A few words, for lists.
    package let title: Words
    /// One sentence that says what must be done.
    package let summary: Words

    package init(_ id: DutyID, _ title: Words, _ summary: Words) {
        self.id = id
        self.title = title
        self.summary = summary
    }

    /// The article it belongs to.
    package var article: ArticleID { id.article }
}

/// An article of the institution with its duties in printed order.
package struct Article: Hashable, Sendable {
    package let id: ArticleID
    package let title: Words
    /// The kinds of control that each of its duties must at least have.
    package let kinds: Set<ControlKind>
    package let duties: [Duty]

    package init(_ id: ArticleID, _ title: Words, _ kinds: Set<ControlKind>, _ duties: [Duty]) {
        self.id = id
        self.title = title
        self.kinds = kinds
        self.duties = duties
    }

    /// An article without letters is one duty with the article's own number and title.
    package init(
        _ id: ArticleID, _ title: Words, _ kinds: Set<ControlKind>, whole summary: Words
    ) {
        self.init(id, title, kinds, [Duty(DutyID(id), title, summary)])
    }
}

/// A chapter of the institution with its articles in printed order.
package struct Chapter: Hashable, Sendable {
    package let number: Int
    package let title: Words
    package let articles: [Article]

    package init(_ number: Int, _ title: Words, _ articles: [Article]) {
        self.number = number
        self.title = title
        self.articles = articles
    }
}
