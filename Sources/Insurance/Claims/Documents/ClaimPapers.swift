package import Kernel

extension Claim {
    /// One paper of the checklist: why it is asked for, and what became of it.
    package struct DocumentLine: Sendable, Codable, Equatable {
        package let code: String
        package let title: Words
        package var receivedAt: Moment?
        /// Why this claim needs it.
        package var why: Words?
        /// The claim in whose file the insurer already held it.
        package var heldIn: String?
        /// What was wrong with what came in; said once, within the complete request.
        package var judged: PaperNote?
        /// That the claim goes on without it.
        package var waived: PaperNote?

        package var isMissing: Bool { receivedAt == nil && waived == nil }
    }

    /// A judgement on a paper with its reason.
    package struct PaperNote: Sendable, Codable, Equatable {
        package let reason: String
        package let by: String
        package let at: Moment
    }

    /// A request for papers as the claim remembers it.
    package struct RequestMark: Sendable, Codable, Equatable {
        package let id: ID<DocumentRequest>
        package let number: String
        /// How often the claim had been reopened: each round has one request of its own.
        package let round: Int64
    }

    /// A paper of another file of the same notice, policy or customer that is still valid.
    package struct HeldPaper: Sendable, Codable, Equatable {
        package let code: String
        package let claim: String
        package let receivedAt: Moment
    }

    /// How many requests were made since the claim was registered or last reopened.
    package var requestsOfRound: Int64 {
        Int64(documentRequests.count { $0.round == reopenings })
    }

    /// The coverages that are claimed or assessed so far.
    package var namedCoverages: Set<String> {
        Set(claimedItems.map(\.coverage)).union(assessment?.items.map(\.coverage) ?? [])
    }
}

extension Claim {
    mutating func apply(papers event: PaperEvent) {
        switch event {
        case .held(let papers):
            for paper in papers {
                change(paper.code) { line in
                    line.receivedAt = paper.receivedAt
                    line.heldIn = paper.claim
                }
            }
        case .judged(let code, let note):
            change(code) { line in
                line.judged = note
                line.receivedAt = nil
            }
        case .accepted(let codes, let moment):
            for code in codes { change(code) { $0.receivedAt = moment } }
        case .waived(let codes, let note):
            for code in codes { change(code) { $0.waived = note } }
        case .revised(let claimant, let lines):
            self.claimant = claimant
            documents = lines
        case .requested(let mark): documentRequests.append(mark)
        }
    }

    private mutating func change(_ code: String, _ change: (inout DocumentLine) -> Void) {
        for index in documents.indices where documents[index].code == code {
            change(&documents[index])
        }
    }

    /// What happened to the papers of a claim beside their arrival.
    package enum PaperEvent: Sendable, Codable {
        case held([HeldPaper])
        case judged(code: String, PaperNote)
        /// What was judged insufficient stands after all.
        case accepted(codes: [String], at: Moment)
        case waived(codes: [String], PaperNote)
        case revised(ClaimWords.Claimant, [DocumentLine])
        case requested(RequestMark)
    }
}
