/// The service management institution as data: what the insurer has bound itself to.
package struct Institution: Hashable, Sendable {
    /// In printed order.
    package let chapters: [Chapter]
    private let placed: [DutyID: Place]

    private struct Place: Hashable {
        let article: Article
        let duty: Duty
    }

    /// The institution of `chapters`; `faults` says what is wrong with them.
    package init(_ chapters: [Chapter]) {
        self.chapters = chapters
        var placed: [DutyID: Place] = [:]
        for article in chapters.flatMap(\.articles) {
            for duty in article.duties where placed[duty.id] == nil {
                placed[duty.id] = Place(article: article, duty: duty)
            }
        }
        self.placed = placed
    }

    /// All articles in printed order.
    package var articles: [Article] { chapters.flatMap(\.articles) }
    /// All duties in printed order.
    package var duties: [Duty] { articles.flatMap(\.duties) }

    /// The duty with this number, or `nil` when the institution has none.
    package func duty(_ id: DutyID) -> Duty? { placed[id]?.duty }
    /// The article that holds this duty, or `nil` when the institution has no such duty.
    package func article(of id: DutyID) -> Article? { placed[id]?.article }

    /// What is wrong with the text, in printed order; empty when chapters, articles and letters
    /// run on without repetition, each below its own, and every article asks for a control.
    package var faults: [InstitutionFault] {
        var faults: [InstitutionFault] = []
        if zip(chapters, chapters.dropFirst()).contains(where: { $0.number >= $1.number }) {
            faults.append(.chaptersOutOfOrder)
        }
        for chapter in chapters {
            var last: ArticleID?
            for article in chapter.articles {
                let follows = last.map { $0 < article.id } ?? true
                if article.id.chapter != chapter.number || !follows {
                    faults.append(.articleMisplaced(article.id))
                }
                faults += Institution.faults(in: article)
                last = article.id
            }
        }
        return faults
    }

    private static func faults(in article: Article) -> [InstitutionFault] {
        var faults: [InstitutionFault] = []
        if article.kinds.isEmpty { faults.append(.kindsMissing(article.id)) }
        if article.duties.isEmpty { faults.append(.dutiesMissing(article.id)) }
        for (duty, expected) in zip(article.duties, letters(of: article)) {
            if duty.article != article.id || duty.id.letter != expected {
                faults.append(.dutyMisplaced(duty.id))
            }
        }
        return faults
    }

    /// No letter for the only duty of an article, else `a`, `b`, `c` and on; after `z` there is
    /// no letter left, so that a 27th duty is misplaced.
    private static func letters(of article: Article) -> [Character?] {
        if article.duties.count == 1 { return [nil] }
        return article.duties.indices.map { place in
            place < 26 ? Character(Unicode.Scalar(0x61 + UInt8(place))) : "?"
        }
    }
}
