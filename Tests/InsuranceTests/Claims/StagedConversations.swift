import Kernel
import Testing

@testable import Insurance

extension RecordContact: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let notice = try #require(try stage.noticeFacts())
        return Facts(
            notice: notice,
            earlier: stage.contacts.filter { $0.subject.number == notice.notice.number })
    }
}

extension ReportProgress: StagedOnClaim {}
extension DeliverDecision: StagedOnClaim {}
extension ChangeComplexity: StagedOnClaim {}

extension QuestionDeadline: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let claim = try #require(stage.claim)
        let open = stage.question.map { $0.state.state == .asked && $0.metric == metric }
        return Facts(
            claim: claim, clock: stage.clocks.last { $0.clock.metric == metric }?.state,
            isOpen: open ?? false, starting: try stage.time(of: nil))
    }
}

extension AnswerQuestion: Staged {
    func facts(_ stage: ClaimStage) throws -> Facts {
        let asked = try #require(stage.question)
        return Facts(
            question: asked, time: try stage.time(of: asked.state.stream),
            work: stage.openWork(of: asked.state.stream), claim: stage.claim?.state,
            clock: stage.clocks.first { $0.state.id == asked.clock }?.state,
            calendar: ClaimStage.calendar, standard: nil)
    }
}

extension RecordContact {
    static func contact(
        _ outcome: CustomerContact.Outcome = .reached
    ) throws -> RecordContact {
        var command = RecordContact()
        command.outcome = outcome
        command.note = Personal(
            sealed: try Seals().reporter.seal("rang twice", field: "narrative"))
        return command
    }
}

extension QuestionDeadline {
    static func question(_ metric: String = "claims.decision") throws -> QuestionDeadline {
        var command = QuestionDeadline()
        command.metric = metric
        command.question = Personal(
            sealed: try Seals().reporter.seal("why so long", field: "narrative"))
        return command
    }
}
