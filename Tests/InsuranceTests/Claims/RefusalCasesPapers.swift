import Testing

@testable import Insurance
@testable import Kernel

extension RefusalCases {
    static let papers: [RefusalCase] = [
        RefusalCase("documents.requestOpen", "a request is under way") {
            try Scene.delivered().refusal(RequestDocuments.all(), by: .wang)
        },
        RefusalCase("documents.requestOpen", "the checklist is revised under a request") {
            try Scene.delivered().refusal(ReviseChecklist(), by: .wang)
        },
        RefusalCase("documents.nothingMissing", "all papers are in") {
            try Scene.documentsComplete.stage.refusal(RequestDocuments.all(), by: .wang)
        },
        RefusalCase("claims.documentNotAsked", "a paper that is on no list is asked for") {
            try Scene.claimRegistered.stage.refusal(
                RequestDocuments.all(["form", "licence", "diary"]), by: .wang)
        },
        RefusalCase("documents.requestIncomplete", "the request leaves out a missing paper") {
            try Scene.claimRegistered.stage.refusal(RequestDocuments.all(["form"]), by: .wang)
        },
        RefusalCase("documents.held", "a paper that came in is asked for") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(ReceiveDocuments.documents(["form"]), by: .wang)
            return try stage.refusal(RequestDocuments.all(), by: .wang)
        },
        RefusalCase("documents.held", "a paper that another file holds is asked for") {
            var stage = try Scene.claimRegistered.stage
            stage.held = [
                .init(code: "licence", claim: "CLM-2024-9", receivedAt: Scene.epoch)
            ]
            return try stage.refusal(RequestDocuments.all(), by: .wang)
        },
        RefusalCase("documents.notReceived", "a paper that never came is judged") {
            var request = RequestDocuments.all()
            request.insufficient = [.init("form", "blurred")]
            return try Scene.claimRegistered.stage.refusal(request, by: .wang)
        },
        RefusalCase("documents.judgedBefore", "a paper is found wanting a second time") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(ReceiveDocuments.documents(["form"]), by: .wang)
            var request = RequestDocuments.all()
            request.insufficient = [.init("form", "no signature")]
            try stage.act(request, by: .wang)
            try stage.act(ReceiveDocuments.documents(), by: .wang)
            request.documents = ["form"]
            request.reason = "still no date"
            return try stage.refusal(request, by: .wang)
        },
        RefusalCase("documents.furtherRequestUnreasoned", "a second request without a reason") {
            var request = RequestDocuments.all(["licence"])
            request.insufficient = [.init("licence", "blurred")]
            return try Scene.answered().refusal(request, by: .wang)
        },
        RefusalCase("documents.tooManyRequests", "five were made in this round") {
            var stage = try Scene.claimRegistered.stage
            var claim = try #require(stage.claim?.state)
            for number in 1...5 {
                claim.apply(
                    .papers(
                        .requested(
                            .init(
                                id: ID(at: stage.now, random: (1, UInt64(number))),
                                number: "DOC-\(number)", round: 0))))
            }
            stage.claim = Loaded(claim, version: 9)
            return try stage.refusal(RequestDocuments.all(), by: .wang)
        },
        RefusalCase("documents.approverIsRequester", "who asks again allows it") {
            var stage = try Scene.answered()
            var request = RequestDocuments.all(["licence"])
            request.insufficient = [.init("licence", "blurred")]
            request.reason = "unreadable"
            try stage.act(request, by: .everyone)
            return try stage.refusal(ApproveDocumentRequest.answer(true), by: .everyone)
        },
        RefusalCase("documents.deliveredWhen", "it is said to arrive tomorrow") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(RequestDocuments.all(), by: .wang)
            var proof = ProveDocumentDelivery.proof()
            proof.deliveredAt = stage.now.adding(seconds: 86_400)
            return try stage.refusal(proof, by: .wang)
        },
        RefusalCase("documents.daysOnlyToWait", "to wait without saying how long") {
            try Scene.expired().refusal(SettleDocumentRequest(), by: .wu)
        },
        RefusalCase("documents.nothingDue", "a reminder before its time") {
            try Scene.delivered().refusal(RemindOfDocuments(), by: .system("sweep"))
        },
        RefusalCase("documents.nothingDue", "a reserve that is fresh") {
            try Scene.claimRegistered.stage.refusal(WarnOfStaleReserve(), by: .system("sweep"))
        },
        RefusalCase("workflow.notInState.proveDelivery", "delivery is proven twice") {
            try Scene.delivered().refusal(ProveDocumentDelivery.proof(), by: .wang)
        },
    ]

    static let reserves: [RefusalCase] = [
        RefusalCase("claims.otherCurrency", "the new reserve is in dollars") {
            var command = ChangeReserve()
            command.reserve = Money(minor: 1, .usd)
            return try Scene.claimRegistered.stage.refusal(command, by: .wang)
        },
        RefusalCase("claims.coverageNotInClaim", "the reserve is for no coverage of it") {
            try Scene.claimRegistered.stage.refusal(ChangeReserve.change(1, "NONE"), by: .wang)
        },
        RefusalCase("claims.reserveCoverageUnnamed", "two coverages have a reserve") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(ChangeReserve.change(500_00, "GLS"), by: .wang)
            return try stage.refusal(ChangeReserve.change(1), by: .wang)
        },
        RefusalCase("claims.reserveTooLarge", "the total leaves what one field takes") {
            try Scene.claimRegistered.stage.refusal(
                ChangeReserve.change(Coverage.largest, "GLS"), by: .wang)
        },
        RefusalCase("claims.nobodyHasReserveAuthority", "nobody reaches the amount") {
            try Scene.claimRegistered.stage.refusal(
                ChangeReserve.change(90_000_000_00), by: .wang)
        },
        RefusalCase("claims.reserveProposalOpen", "one change waits for approval") {
            var stage = try Scene.claimRegistered.stage
            try stage.act(ChangeReserve.change(60_000_00), by: .wang)
            return try stage.refusal(ChangeReserve.change(1), by: .wang)
        },
        RefusalCase("claims.noReserveProposed", "nothing waits for approval") {
            try Scene.claimRegistered.stage.refusal(ApproveReserve.answer(true), by: .wu)
        },
        RefusalCase("claims.reserveApproverIsProposer", "who proposed approves") {
            var stage = try Scene.claimRegistered.stage
            stage.authority.append(
                Scene.row(70, Reserves.authorityKind, .executive, level: 4, 70_000_000_00))
            try stage.act(ChangeReserve.change(8_000_000_00), by: .everyone)
            return try stage.refusal(ApproveReserve.answer(true), by: .everyone)
        },
        RefusalCase("claims.reserveNotYourLevel", "the supervisor approves what is the executive's")
        {
            var stage = try Scene.claimRegistered.stage
            try stage.act(ChangeReserve.change(800_000_00), by: .wang)
            return try stage.refusal(ApproveReserve.answer(true), by: .wu)
        },
        signature(.claimRegistered, "claims.requestDocuments", RequestDocuments.all(), .wang),
    ]
}
