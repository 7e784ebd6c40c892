import Foundation
import TestSupport
import Testing

@testable import Insurance
@testable import Kernel

/// Editions of letters: drafted by one person, approved by another, never without what they must
/// say.
struct LetterTemplateTests {
    static let reminder: DraftLetterTemplate = {
        var command = DraftLetterTemplate()
        command.kind = .reminder
        command.zh = "{{recipient}} {{claim}} {{request}} {{papers}} {{date}}"
        command.en = command.zh
        command.reason = "shorter"
        return command
    }()

    private func context(_ person: Cast) -> Context {
        Context(
            person.principal, at: Scene.epoch, seed: SeededBytes(4).bytes(32),
            numbers: [.letterTemplate: "LTM-1"])
    }

    private func draft(_ command: DraftLetterTemplate, by person: Cast = .wu) throws
        -> LetterTemplate
    {
        let decision = try command.decide(nil, context(person))
        guard case .drafted(let template)? = decision.events(of: LetterTemplate.self).first else {
            throw DatabaseFailure.shape("nothing was drafted")
        }
        return template
    }

    @Test func `an edition waits for another person and is then in use`() throws {
        let template = try draft(Self.reminder)
        #expect(template.edition == 1 && template.state == .drafted)
        var approve = ApproveLetterTemplate()
        (approve.approves, approve.reason) = (true, "complete")
        let decision = try approve.decide(Loaded(template, version: 1), context(.zheng))
        let events = decision.events(of: LetterTemplate.self)
        #expect(LetterTemplate.fold(template, events)?.state == .approved)
    }

    private func refusal(_ body: () throws -> Void) throws -> String? {
        do {
            try body()
            return nil
        } catch let refusal as Refusal {
            expectBothLanguages(refusal.message)
            return refusal.id
        }
    }

    @Test func `a text without what its kind must say is refused, in either language`() throws {
        for path in [\DraftLetterTemplate.zh, \DraftLetterTemplate.en] {
            for slot in LetterKind.reminder.required {
                var command = Self.reminder
                command[keyPath: path] = command[keyPath: path]
                    .replacingOccurrences(of: "{{\(slot)}}", with: "")
                #expect(
                    try refusal { _ = try draft(command) } == "letters.slotsMissing", "\(slot)")
            }
        }
    }

    @Test func `unknown slots, open braces, open drafts and own approval are refused`()
        throws
    {
        var command = Self.reminder
        command.zh += "{{secret}}"
        #expect(try refusal { _ = try draft(command) } == "letters.slotsUnknown")
        command = Self.reminder
        command.en += "{{"
        #expect(try refusal { _ = try draft(command) } == "letters.slotsMalformed")
        let open = Loaded(try draft(Self.reminder), version: 1)
        #expect(
            try refusal { _ = try Self.reminder.decide(open, context(.wu)) } == "letters.draftOpen")
        let approve = ApproveLetterTemplate()
        #expect(
            try refusal { _ = try approve.decide(open, context(.wu)) } == "letters.approverIsMaker")
        var ruled = open.state
        ruled.apply(.ruled(.init(approves: false, reason: "no", by: Cast.li.id, at: Scene.epoch)))
        #expect(
            try refusal { _ = try approve.decide(Loaded(ruled, version: 2), context(.li)) }
                == "letters.templateRuled")
    }

    @Test func `a letter arrives between its issue and now, and a closed claim reports nothing`()
        throws
    {
        let letter = try #require(try Scene.approved.stage.letters.last)
        var record = RecordLetterDelivery()
        record.deliveredAt = letter.issuedAt.adding(seconds: -1)
        let now = Context(
            Cast.wang.principal, at: letter.issuedAt.adding(seconds: 60),
            seed: SeededBytes(4).bytes(32))
        #expect(try refusal { _ = try record.decide(letter, now) } == "letters.deliveredWhen")
        record.deliveredAt = letter.issuedAt
        let delivered = try record.decide(letter, now).events(of: Letter.self)
        var often = try #require(Letter.fold(letter.state, delivered))
        #expect(often.isDelivered)
        for _ in 1..<20 { often.apply(delivered[0]) }
        #expect(
            try refusal { _ = try record.decide(Loaded(often, version: 20), now) }
                == "letters.deliveredOften")
        #expect(
            try Scene.closed.stage.refusal(WriteProgress(), by: .wang)?.id
                == "letters.nothingInProgress")
    }
}

extension WriteProgress: StagedOnClaim {}
